"""The polled task, as a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.core.button_kinds import kind
from bot.core.failure import Failure, FailureKind
from bot.core.report import Button, RelayStatus, Report
from bot.relay.wire import links, words
from bot.relay.wire.buttons import buttons
from bot.relay.wire.scalars import identifier, mapping, moment, percent, text, web_address
from bot.relay.wire.suggestions import described, shortened

_STATUSES = {
    "not_start": RelayStatus.WAITING,
    "pending": RelayStatus.WAITING,
    "queued": RelayStatus.WAITING,
    "submitted": RelayStatus.SUBMITTED,
    "in_progress": RelayStatus.RUNNING,
    "running": RelayStatus.RUNNING,
    "started": RelayStatus.RUNNING,
    "processing": RelayStatus.RUNNING,
    "modal": RelayStatus.FORM,
    "success": RelayStatus.SUCCESS,
    "finished": RelayStatus.SUCCESS,
    "completed": RelayStatus.SUCCESS,
    "failure": RelayStatus.FAILURE,
    "failed": RelayStatus.FAILURE,
    "error": RelayStatus.FAILURE,
    "cancel": RelayStatus.CANCELLED,
    "cancelled": RelayStatus.CANCELLED,
    "canceled": RelayStatus.CANCELLED,
}
"""The family's own words, and those of the servers that only share its vocabulary."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DONE = 100
_WORDS_ONLY = frozenset({"describe", "shorten"})

Text = Annotated[str, BeforeValidator(text)]
Link = Annotated[str | None, BeforeValidator(web_address)]
Links = Annotated[tuple[str, ...], BeforeValidator(links.addresses)]
Thumbnails = Annotated[tuple[str, ...], BeforeValidator(links.thumbnails)]


class Properties(BaseModel):
    """What of a task's `properties` is used; new-api sends null until it knows them."""

    model_config = ConfigDict(frozen=True)

    final_prompt: Text = Field(default="", alias="finalPrompt")
    final_zh_prompt: Text = Field(default="", alias="finalZhPrompt")
    message_hash: Text = Field(default="", alias="messageHash")


class Row(BaseModel):
    """A task as it was sent. snake_case is what console APIs and outliers of the family use."""

    model_config = ConfigDict(frozen=True)

    relay_id: Annotated[str | None, BeforeValidator(identifier)] = Field(
        default=None, validation_alias=AliasChoices("id", "taskId", "task_id", "mj_id")
    )
    status: Text = Field(default="", validation_alias=AliasChoices("status", "task_status"))
    progress: Annotated[int | None, BeforeValidator(percent)] = None
    image: Link = Field(default=None, validation_alias=AliasChoices("imageUrl", "image_url"))
    images: Links = Field(default=(), validation_alias=AliasChoices("imageUrls", "image_urls"))
    video: Link = Field(default=None, validation_alias=AliasChoices("videoUrl", "video_url"))
    videos: Links = Field(default=(), validation_alias=AliasChoices("videoUrls", "video_urls"))
    thumbnail: Link = Field(default=None, alias="thumbnailUrl")
    thumbnails: Thumbnails = Field(
        default=(), validation_alias=AliasChoices("videoUrls", "video_urls")
    )
    action: Text = ""
    description: Text = ""
    reason: Text = Field(default="", validation_alias=AliasChoices("failReason", "fail_reason"))
    finished_at: Annotated[float | None, BeforeValidator(moment)] = Field(
        default=None, validation_alias=AliasChoices("finishTime", "finish_time")
    )
    prompt: Text = ""
    prompt_en: Text = Field(default="", alias="promptEn")
    state: Text = ""
    job_id: Text = Field(default="", alias="jobId")
    properties: Annotated[Properties, BeforeValidator(mapping)] = Field(default_factory=Properties)
    buttons: Any = None

    @property
    def pictures(self) -> tuple[str | None, ...]:
        """Where a picture may be, the best first."""
        return self.image, *self.images, *self.thumbnails, self.thumbnail


@dataclass(frozen=True, slots=True)
class Told:
    """A report, and the relay's own words about a failure, which are for the log only."""

    report: Report
    reason: str = ""

    def under(self, relay_id: str) -> Told:
        """The same, under the id that we know the task by."""
        if self.report.relay_id == relay_id:
            return self
        return replace(self, report=replace(self.report, relay_id=relay_id))


def told(content: dict[str, object], asked_for: str | None = None) -> Told | None:
    """One task of the relay's; None when it has no id and none was asked for."""
    row = Row.model_validate(content)
    name = row.relay_id or asked_for
    if name is None:
        return None
    its_buttons = buttons(row.buttons)
    suggestions = _suggestions(row, its_buttons)
    status = _status(row, brought=bool(suggestions))
    succeeded = status is RelayStatus.SUCCESS
    report = Report(
        relay_id=name,
        status=status,
        progress=row.progress,
        picture=links.still(row.pictures),
        buttons=its_buttons,
        failure=_failure(row.reason) if status is RelayStatus.FAILURE else None,
        suggestions=suggestions if succeeded else (),
        video=_video(row, its_buttons) if succeeded else None,
        final_prompt="" if suggestions else _final_prompt(row, status),
        job_id=row.properties.message_hash or row.job_id or _job_id(its_buttons),
        state=row.state,
        finished_at=row.finished_at,
    )
    return Told(report, row.reason)


def bare_id(relay_id: str) -> str:
    """An id without the leading zeros that it loses at relays which send it as a number."""
    return relay_id.lstrip("0") if relay_id.isdigit() else relay_id


def _status(row: Row, *, brought: bool) -> RelayStatus:
    """What the status means, together with the progress; `brought` says that prompts came of it.

    new-api forces progress to 100% once there is a reason for failure and looks no further, and
    leaves the status of some tasks empty for ever; words nobody knows are decided alike.
    """
    word = re.sub(r"[\s-]+", "_", row.status.strip().lower())
    status = _STATUSES.get(word)
    done = row.progress == _DONE
    if status is RelayStatus.FAILURE and words.cancelled(row.reason):
        return RelayStatus.CANCELLED
    if status is not None and status.final:
        return status
    if done and row.reason:
        return RelayStatus.FAILURE
    if status is not None:
        return status
    if done and (brought or row.image or row.images or row.video or row.videos):
        return RelayStatus.SUCCESS
    return RelayStatus.RUNNING if row.progress else RelayStatus.WAITING


def _failure(reason: str) -> Failure:
    """Why, by Midjourney's own title where one heads the reason, else by the relay's words."""
    titled, sentence = words.title(reason)
    if titled is not None:
        return Failure(titled, words.detail(titled, sentence))
    return Failure(words.kind(reason) or FailureKind.OTHER)


def _final_prompt(row: Row, status: RelayStatus) -> str:
    """What the relay made of the prompt; for a form, what it is to suggest."""
    if status is RelayStatus.FORM:
        # new-api gives the parent's prompt here and often no properties.
        return row.properties.final_prompt or row.prompt_en or row.prompt
    return row.properties.final_prompt


def _suggestions(row: Row, its_buttons: tuple[Button, ...] | None) -> tuple[str, ...]:
    """The prompts of a describe or a shorten; none for every other task, or one that goes on."""
    properties = row.properties
    match _asked(row, its_buttons):
        case "describe":
            # novicezk has them everywhere, new-api not as `prompt`, plus a translation besides.
            return described(
                properties.final_prompt, row.prompt_en, row.prompt, properties.final_zh_prompt
            )
        case "shorten":
            # trueai's description is the whole text, elsewhere it is the command.
            return shortened(properties.final_prompt, row.description, properties.final_zh_prompt)
        case _:
            return ()


def _asked(row: Row, its_buttons: tuple[Button, ...] | None) -> str:
    """Whether it is a `describe` or a `shorten`: by its action, its command, or its buttons."""
    command = row.description.partition(" ")[0]
    said = row.action.lower() or command.removeprefix("/")
    if row.action or said in _WORDS_ONLY:
        return said
    kinds = {kind(button.custom_id) for button in its_buttons or ()}
    if "PromptAnalyzer" in kinds:
        return "shorten"
    return "describe" if "PicReader" in kinds else ""


def _video(row: Row, its_buttons: tuple[Button, ...] | None) -> str | None:
    """What of a finished task moves: an MP4, or the animated WebP that Discord shows of four."""
    named = row.video or next(iter(row.videos), None) or links.video((row.image, *row.images))
    if named or not _moves(row, its_buttons):
        return named
    picture = links.still(row.pictures)
    return picture if picture and links.may_move(picture) else None


def _moves(row: Row, its_buttons: tuple[Button, ...] | None) -> bool:
    kinds = (kind(button.custom_id) for button in its_buttons or ())
    return any(part in row.action.upper() for part in ("VIDEO", "ANIMATE")) or any(
        name == "video_virtual_upscale" or name.endswith("_extend") for name in kinds
    )


def _job_id(its_buttons: tuple[Button, ...] | None) -> str:
    """Midjourney's own id of the job, which its buttons carry."""
    for button in its_buttons or ():
        if found := _UUID.search(button.custom_id):
            return found[0]
    return ""
