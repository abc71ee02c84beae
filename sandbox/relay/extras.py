"""What of these servers only trueai has: videos, edits and retexture."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from sandbox.relay import answers, uploads
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.painting.collage import opened
from sandbox.relay.painting.picture import Making, Motion, Picture
from sandbox.relay.prompt import Prompt
from sandbox.relay.studio import Studio
from sandbox.relay.submits import enqueue, objection, prepared
from sandbox.relay.task import Kind

_MADE: Final[dict[Kind, Making]] = {Kind.EDIT: "edit", Kind.RETEXTURE: "retexture"}


def video(studio: Studio, call: Call) -> Answer:
    """A prompt, and a picture to begin with, become four MP4 files."""
    if not studio.extras:
        return answers.invalid("视频功能未启用")
    typed = call.text("prompt").strip()
    if not typed:
        return answers.invalid("Prompt 不能为空")
    if call.text("motion") not in {"", "low", "high"}:
        return answers.invalid("参数错误")
    first = _image(call)
    if isinstance(first, Answer):
        return first
    prompt = Prompt.read(typed)
    task = studio.draft(
        Kind.VIDEO,
        prompt=typed,
        final_prompt=typed,
        description=f"/video {typed}",
        quirks=call.quirks,
    )
    task.failure = objection(studio, prompt)
    strength = motion(call.text("motion"))
    moves = Motion("mp4", strength, call.body.get("loop") is True)
    still = Picture.grid(prompt.words, prompt.ratio, task.seed).upscaled(1)
    if first:
        shown = Picture.of("description", _ratio(first), task.seed, (first,))
        still = replace(shown, words=prompt.words)
    task.picture = still.moving(moves)
    return enqueue(studio, prepared(task, call))


def edit(studio: Studio, call: Call) -> Answer:
    """A picture is changed as a prompt says."""
    return _changed(studio, call, Kind.EDIT)


def retexture(studio: Studio, call: Call) -> Answer:
    """A picture keeps its shapes and gets another look."""
    return _changed(studio, call, Kind.RETEXTURE)


def motion(word: str) -> Literal["low", "high"]:
    """How much moves: `high`, `high_extend` and the like, or little."""
    return "high" if word.startswith("high") else "low"


def _changed(studio: Studio, call: Call, kind: Kind) -> Answer:
    if not studio.extras:
        return answers.invalid("服务不支持")
    typed = call.text("prompt").strip()
    if not typed or not call.text("image"):
        return answers.invalid("image或prompt不能为空")
    source = _image(call)
    if isinstance(source, Answer):
        return source
    prompt = Prompt.read(typed)
    task = studio.draft(
        kind, prompt=typed, final_prompt=typed, description=f"/edit {typed}", quirks=call.quirks
    )
    task.failure = objection(studio, prompt)
    fresh = Picture.grid(prompt.words, _ratio(source), task.seed)
    task.picture = replace(fresh, made=_MADE[kind], sources=(source,))
    return enqueue(studio, prepared(task, call))


def _image(call: Call) -> bytes | Answer:
    """The picture of a request, empty without one or when it is a link."""
    encoded = call.text("image")
    data = uploads.lenient(encoded) if encoded else b""
    return answers.invalid("base64 参数错误") if data is None else data


def _ratio(data: bytes) -> tuple[int, int]:
    """A picture's sides; square when it cannot be opened."""
    picture = opened(data)
    return (1, 1) if picture is None else picture.size
