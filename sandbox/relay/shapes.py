"""A task as each server writes it: the JSON of fetch, lists and callbacks."""

from __future__ import annotations

from typing import Any, Final

from sandbox.relay import buttons, clips
from sandbox.relay.presets import Preset
from sandbox.relay.studio import Studio
from sandbox.relay.task import Failure, Kind, Moment, RelayTask, Status
from sandbox.relay.view import first_row, seen

Row = dict[str, Any]

_NOT_BEGUN: Final = frozenset({"", Status.NOT_START, Status.MODAL})
_INSTANCE: Final = "1320066655572987908"
_CHANNEL: Final = "1320066655572987907"

_PLUS_ACTIONS: Final = {
    Kind.UPSCALE_HD: "UPSCALE",
    Kind.LOW_VARIATION: "VARIATION",
    Kind.HIGH_VARIATION: "VARIATION",
    Kind.CUSTOM_ZOOM: "ZOOM",
}
_TRUEAI_ACTIONS: Final = {
    Kind.LOW_VARIATION: "VARIATION",
    Kind.HIGH_VARIATION: "VARIATION",
    Kind.INPAINT: "VARIATION",
    Kind.CUSTOM_ZOOM: "ZOOM",
    Kind.VIDEO_UPSCALE: "UPSCALE",
}
# What trueai's own fields say of an ordinary Discord task; they leak into its JSON, nulls included.
_TRUEAI_REST: Final[Row] = {
    "realBotType": None,
    "userId": None,
    "isWhite": False,
    "interactionMetadataId": None,
    "messageIds": [],
    "remixModalMessageId": None,
    "remixAutoSubmit": False,
    "remixModaling": False,
    "subInstanceId": None,
    "language": None,
    "baseImageUrl": None,
    "imageUrls": [],
    "thumbnailUrl": None,
    "seedError": None,
    "seedMessageId": None,
    "clientIp": None,
    "isPartner": False,
    "isOfficial": False,
    "isReplicate": False,
    "requestMode": None,
    "accountFilter": None,
    "videoUrl": None,
    "videoUrls": [],
}


def rows(studio: Studio, task: RelayTask) -> list[Row]:
    """The rows a server has of a task: one, but two on new-api after a form was sent in."""
    if not (studio.preset.front and task.confirmed):
        return [row(studio, task)]
    second = _new_api(studio, task, seen(studio, task)) | {"action": "MODAL"}
    return [row(studio, task), second]


def row(studio: Studio, task: RelayTask) -> Row:
    """The row that fetch shows; new-api's fetch finds the oldest of two."""
    moment = seen(studio, task)
    if studio.preset.front:
        return _new_api(studio, task, first_row(studio, task, moment))
    return told(studio, task, moment)


def told(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    """A task at a given moment, as a server without a front writes it."""
    match studio.preset.lineage:
        case "classic":
            return _classic(studio, task, moment)
        case "plus":
            return _plus(studio, task, moment)
        case "trueai":
            return _trueai(studio, task, moment)


def action(preset: Preset, task: RelayTask) -> str:
    """What this server calls a kind of task."""
    if preset.front:
        return "UPSCALE" if task.kind is Kind.UPSCALE_HD else task.kind.value
    if preset.lineage == "trueai":
        if task.kind is Kind.REROLL and task.parent is not None:
            parent = action(preset, task.parent)
            return "IMAGINE" if parent.startswith("UPSCALE") else parent
        return _TRUEAI_ACTIONS.get(task.kind, task.kind.value)
    return _PLUS_ACTIONS.get(task.kind, task.kind.value)


def reason(preset: Preset, failure: Failure) -> str:
    """A failure in the server's own form."""
    if not failure.title:
        return failure.words
    if preset.lineage == "trueai":
        return f"{failure.title}, {failure.words}"
    return f"[{failure.title}] {failure.words}"


# ---------------------------------------------------------------------- the servers


def _new_api(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    swept = moment.status != ""
    answered = moment.status == Status.SUCCESS
    words = task.result if answered and task.result else task.final_prompt
    properties = {"finalPrompt": words, "finalZhPrompt": ""} if swept else None
    prompt_en = task.result if task.kind is Kind.DESCRIBE and answered else task.final_prompt
    picture = _address(studio, task, moment)
    if picture:
        picture = f"{studio.files.base_url}/mj/image/{task.id}"
        if not answered:
            picture += f"?rand={int(studio.time.wall() * 1e9)}"
    return {
        "id": task.id,
        "action": action(studio.preset, task),
        "customId": "",
        "botType": "",
        "prompt": "InsightFace" if task.kind is Kind.SWAP_FACE else task.prompt,
        "promptEn": prompt_en if swept else "",
        "description": task.said,
        "state": (task.state or "") if swept else "",
        **_common(studio, task, moment),
        "imageUrl": picture or "",
        "progress": _progress(studio.preset, moment) or "",
        "buttons": buttons.under(studio.preset, task) if answered else ([] if swept else None),
        "maskBase64": "",
        "properties": properties,
    }


def _classic(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    answered = moment.status == Status.SUCCESS
    described = task.kind is Kind.DESCRIBE and answered
    prompt = task.result if described else task.prompt or None
    return {
        "id": task.id,
        "properties": _properties(studio, task, moment, answered),
        "action": task.kind.value,
        "prompt": prompt,
        "promptEn": task.result if described else task.final_prompt or None,
        "description": task.description,
        "state": task.state,
        **_common(studio, task, moment),
        "imageUrl": _address(studio, task, moment),
        "progress": moment.progress,
    }


def _plus(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    answered = moment.status == Status.SUCCESS
    properties = _properties(studio, task, moment, answered)
    properties |= {"botType": task.bot, "discordChannelId": _CHANNEL}
    if task.pressed:
        properties["customId"] = task.pressed
    if answered:
        properties["finalZhPrompt"] = task.result or None
    described = task.kind is Kind.DESCRIBE and answered
    prompt = task.result if described else task.prompt or None
    return {
        "action": action(studio.preset, task),
        "id": task.id,
        "prompt": prompt,
        "promptEn": prompt if described else task.final_prompt or None,
        "description": task.description,
        "state": task.state,
        **_common(studio, task, moment),
        "imageUrl": _address(studio, task, moment),
        **_size(studio, task, answered),
        "progress": moment.progress,
        "buttons": buttons.under(studio.preset, task) if answered else [],
        "properties": properties,
    }


def _trueai(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    answered = moment.status == Status.SUCCESS
    shortened = task.kind is Kind.SHORTEN and answered
    described = task.kind is Kind.DESCRIBE and answered
    ended = moment.ended and task.finished_at is not None
    size = _size(studio, task, answered)
    return {
        "id": task.id,
        "parentId": task.parent.id if task.parent else None,
        "botType": task.bot,
        "nonce": _snowflake(task, 3),
        "messageId": _snowflake(task, 1) if answered else None,
        "instanceId": _CHANNEL,
        "isCompleted": moment.ended,
        "action": action(studio.preset, task),
        "prompt": task.prompt or None,
        "promptEn": task.result if described else task.final_prompt or None,
        "promptFull": None,
        "description": (task.result if shortened else task.description) or "Submit success",
        "state": task.state,
        **_common(studio, task, moment),
        "imageUrl": _address(studio, task, moment),
        **size,
        "width": size["imageWidth"],
        "height": size["imageHeight"],
        "progress": moment.progress,
        "properties": _properties(studio, task, moment, answered) | {"remix": studio.remix},
        "buttons": buttons.under(studio.preset, task) if answered else [],
        "seed": str(task.seed) if answered else None,
        "jobId": task.job if answered else None,
        "mode": (task.speed or "fast").upper(),
        "useTime": _use_time(task) if ended else "-",
        "displays": {"status": moment.status, "action": action(studio.preset, task)},
        **_TRUEAI_REST,
        **(clips.fields(studio, task) if answered else {}),
    }


# ---------------------------------------------------------------------- their parts


def _common(studio: Studio, task: RelayTask, moment: Moment) -> Row:
    preset = studio.preset
    begun = moment.status not in _NOT_BEGUN
    failed = "" if preset.lineage == "trueai" and moment.status == Status.SUCCESS else None
    text = preset.unset_text if failed is None else failed
    return {
        "submitTime": int(task.submitted_at * 1000),
        "startTime": _milliseconds(task.started_at if begun else None, preset),
        "finishTime": _milliseconds(task.finished_at if moment.ended else None, preset),
        "status": moment.status,
        "failReason": reason(preset, moment.failure) if moment.failure else text,
    }


def _progress(preset: Preset, moment: Moment) -> str | None:
    return preset.failure_progress if moment.status == Status.FAILURE else moment.progress


def _milliseconds(seconds: float | None, preset: Preset) -> int | None:
    return preset.unset_time if seconds is None else int(seconds * 1000)


def _address(studio: Studio, task: RelayTask, moment: Moment) -> str | None:
    """The picture's address: the finished one, or a preview where the server passes those on."""
    if task.picture is None:
        return None
    if moment.status == Status.SUCCESS and clips.exist(task):
        return studio.files.clip(task, 1, still=True)
    if moment.status == Status.SUCCESS:
        return studio.files.address(task, None)
    if moment.percent is None or studio.preset.lineage == "trueai":
        return None  # trueai does not mirror previews unless told to
    return studio.files.address(task, moment.percent)


def _size(studio: Studio, task: RelayTask, answered: bool) -> Row:
    if not answered or task.picture is None or task.kind is Kind.DESCRIBE:
        return {"imageHeight": None, "imageWidth": None}
    width, height = task.picture.size(studio.picture_size)
    return {"imageHeight": height, "imageWidth": width}


def _properties(studio: Studio, task: RelayTask, moment: Moment, answered: bool) -> Row:
    known: Row = {
        "notifyHook": task.hook,
        "nonce": _snowflake(task, 3),
        "discordInstanceId": _INSTANCE,
        "finalPrompt": task.final_prompt or None,
    }
    if moment.percent is not None or answered:
        known["progressMessageId"] = _snowflake(task, 2)
    if answered:
        known |= {"messageId": _snowflake(task, 1), "messageHash": task.job, "flags": 0}
        known["finalPrompt"] = task.result or task.final_prompt or None
    return known


def _snowflake(task: RelayTask, which: int) -> str:
    return str(1_348_306_030_000_000_000 + task.ordinal * 4096 + which)


def _use_time(task: RelayTask) -> str:
    seconds = (task.finished_at or 0.0) - (task.started_at or task.submitted_at)
    return f"{max(0.0, seconds):.2f} s"
