"""New work: imagine, describe, shorten, blend, face swap and uploads, as each server takes them."""

from __future__ import annotations

import hashlib
from typing import Final

from sandbox.relay import answers, uploads
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.oracle import describe, shorten
from sandbox.relay.painting.picture import Picture
from sandbox.relay.prompt import Prompt
from sandbox.relay.studio import Studio
from sandbox.relay.task import Failure, Kind, RelayTask

_RATIOS: Final = {"PORTRAIT": (2, 3), "SQUARE": (1, 1), "LANDSCAPE": (3, 2)}
_MOST_PICTURE_BYTES: Final = 20 * 1024 * 1024  # plus: all pictures of one request together


def imagine(studio: Studio, call: Call) -> Answer:
    """A prompt becomes a grid."""
    preset = studio.preset
    typed = call.text("prompt").strip()
    if not typed:
        return answers.invalid("prompt不能为空")
    prompt = Prompt.read(typed)
    if preset.bans_at_submit and prompt.banned_word:
        return answers.banned(typed, prompt.banned_word)
    given = _pictures(studio, call.texts("base64Array"), "垫图base64重复")
    if isinstance(given, Answer):
        return given
    return _imagined(studio, call, typed, given)


def describe_picture(studio: Studio, call: Call) -> Answer:
    """A picture becomes four prompts."""
    encoded, link = call.text("base64"), call.text("link")
    if studio.preset.lineage == "trueai":
        if not encoded and not link:
            return answers.invalid("base64或link不能为空")
        if not encoded and not link.startswith(("http://", "https://")):
            return answers.invalid("链接格式错误")
        data = uploads.lenient(encoded) if encoded else b""
    elif not encoded:
        return answers.invalid("base64不能为空")
    else:
        data = uploads.data_url(encoded)
    if data is None:
        return answers.invalid("base64格式错误")
    task = studio.draft(Kind.DESCRIBE, quirks=call.quirks)
    digest = hashlib.sha256(data or link.encode()).digest()
    task.result = describe(studio.dice(digest.hex()), data)
    task.description = f"/describe {task.id}.png"
    task.picture = _shown(data, task)
    return enqueue(studio, prepared(task, call))


def shorten_prompt(studio: Studio, call: Call) -> Answer:
    """A prompt becomes five shorter ones."""
    typed = call.text("prompt").strip()
    if not typed and studio.preset.lineage != "trueai":
        return answers.invalid("prompt不能为空")
    task = studio.draft(
        Kind.SHORTEN,
        prompt=typed,
        final_prompt=typed,
        description=f"/shorten {typed}",
        quirks=call.quirks,
    )
    task.result = shorten(typed)
    return enqueue(studio, prepared(task, call))


def blend(studio: Studio, call: Call) -> Answer:
    """Two to five pictures become a grid."""
    trueai = studio.preset.lineage == "trueai"
    encoded = call.texts("base64Array")
    if not 2 <= len(encoded) <= 5:
        return answers.invalid("图片参数错误，2~5张图片" if trueai else "base64List参数错误")
    # Left out means square; a null or an unknown word is refused.
    if call.body.get("dimensions", "SQUARE") not in _RATIOS:
        return answers.invalid("dimensions参数错误")
    given = _pictures(studio, encoded, "图片base64重复")
    if isinstance(given, Answer):
        return given
    task = studio.draft(Kind.BLEND, quirks=call.quirks)
    task.description = f"/blend {task.id} {len(given)}"
    ratio = _RATIOS[call.text("dimensions") or "SQUARE"]
    task.picture = Picture.of("blend", ratio, task.seed, given)
    return enqueue(studio, prepared(task, call))


def swap_face(studio: Studio, call: Call) -> Answer:
    """A face goes onto another picture."""
    source, target = call.text("sourceBase64"), call.text("targetBase64")
    trueai = studio.preset.lineage == "trueai"
    if trueai and not source:
        return answers.invalid("人脸图片不能为空")
    if trueai and not target:
        return answers.invalid("目标图片不能为空")
    if not source or not target:
        return answers.message(answers.INVALID, "sourceBase64、targetBase64不能为空")
    if trueai and source == target:
        return answers.invalid("人脸图片和目标图片不能相同")
    read = uploads.lenient if trueai else uploads.data_url
    face, body = read(source), read(target)
    if face is None or body is None:
        return answers.message(answers.INVALID, "base64格式错误")
    task = studio.draft(Kind.SWAP_FACE, quirks=call.quirks)
    task.description = f"/swap source{task.ordinal} {task.job}.png"
    task.picture = Picture.of("swap", (1, 1), task.seed, (face, body))
    answer = enqueue(studio, prepared(task, call))
    if trueai or answer.code != answers.ACCEPTED:
        return answer
    return answers.message(answers.ACCEPTED, "提交成功", task.id)


def upload(studio: Studio, call: Call) -> Answer:
    """Pictures become addresses, at once and without a task."""
    trueai = studio.preset.lineage == "trueai"
    if trueai and not studio.extras:
        return answers.invalid("禁止上传")  # switched off unless its operator says otherwise
    read = uploads.lenient if trueai else uploads.data_url
    given = [read(text) for text in call.texts("base64Array")]
    if not given:
        return answers.message(answers.INVALID, "base64不能为空")
    now = studio.time.wall()
    links = [studio.files.keep(data, now) for data in given if data is not None]
    if len(links) < len(given):
        return answers.message(answers.INVALID, "base64格式错误")
    reply = answers.envelope if trueai else answers.message
    return reply(answers.ACCEPTED, "success", links)


# ---------------------------------------------------------------------- shared with follow-ups


def prepared(task: RelayTask, call: Call) -> RelayTask:
    """Gives a task what every submit may carry: state, callback, bot and speed."""
    state = call.body.get("state")
    task.state = state if isinstance(state, str) else None
    task.hook = call.text("notifyHook") or None
    niji = "niji" in call.text("botType").lower()
    task.bot = "NIJI_JOURNEY" if niji else "MID_JOURNEY"
    task.speed = call.speed or Prompt.read(task.prompt).speed
    return task


def enqueue(studio: Studio, task: RelayTask, operation: str = "") -> Answer:
    """Hands a task in: charged when taken, forgotten when the queue is full.

    `operation` is what it is charged as, unless it is its kind.
    """
    if not studio.account.can_pay(operation or task.kind.lower(), task.speed):
        return answers.no_money(studio.preset)
    ahead = studio.admit(task)
    if ahead is None:
        return answers.full(studio.preset)
    now = studio.time.wall()
    studio.account.charge(task.id, task.kind, now, operation=operation, speed=task.speed)
    answer = answers.accepted(task, ahead)
    task.said = answer.data["description"]
    return answer


def objection(studio: Studio, prompt: Prompt) -> Failure | None:
    """What Midjourney will have against a prompt once it sees it."""
    if prompt.banned_word and not studio.preset.bans_at_submit:
        return Failure("", "可能包含敏感词")
    if prompt.unknown_flags:
        unknown = ", ".join(f"--{flag}" for flag in prompt.unknown_flags)
        return Failure("Invalid parameter", f"Unrecognized parameter(s): `{unknown}`")
    return None


def _imagined(studio: Studio, call: Call, typed: str, given: tuple[bytes, ...]) -> Answer:
    prompt = Prompt.read(typed)
    if given and studio.preset.lineage != "trueai":
        # novicezk and plus put the uploaded pictures' addresses in front of the words.
        now = studio.time.wall()
        links = [studio.files.keep(data, now) for data in given]
        typed = " ".join([*links, typed])
    niji = "niji" in call.text("botType").lower()
    task = studio.draft(
        Kind.IMAGINE,
        prompt=typed,
        final_prompt=Prompt.read(typed).final(niji),
        description=f"/imagine {typed}",
        quirks=call.quirks,
    )
    task.seed = prompt.seed if prompt.seed is not None else task.seed
    task.failure = objection(studio, prompt)
    task.picture = Picture.grid(prompt.words, prompt.ratio, task.seed)
    return enqueue(studio, prepared(task, call))


def _pictures(studio: Studio, encoded: tuple[str, ...], twice: str) -> tuple[bytes, ...] | Answer:
    """The pictures of a request, or the answer that refuses them."""
    trueai = studio.preset.lineage == "trueai"
    read = uploads.lenient if trueai else uploads.data_url
    found = [read(text) for text in encoded]
    given = tuple(data for data in found if data is not None)
    if len(given) < len(found):
        return answers.invalid("base64格式错误")
    if studio.preset.lineage == "plus" and len(set(given)) < len(given):
        return answers.invalid(twice)
    if studio.preset.lineage == "plus" and sum(map(len, given)) > _MOST_PICTURE_BYTES:
        return answers.invalid("文件总大小超过限制[20MB]")
    return given


def _shown(data: bytes, task: RelayTask) -> Picture:
    """The picture a description shows: the one it was asked about, where its bytes are known."""
    sources = (data,) if data else ()
    return Picture.of("description", (1, 1), task.seed, sources)
