"""A protocol request, read: which operation, of which task, with which fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.relay.answers import Answer, minus_one, openai_error, spring
from sandbox.relay.presets import SPEEDS, Preset

_TASK_OPERATIONS: Final = ("fetch", "cancel", "image-seed")
_METHODS: Final = {
    "task/fetch": "GET",
    "task/list": "GET",
    "task/queue": "GET",
    "task/image-seed": "GET",
    "account/list": "GET",
    "account/fetch": "GET",
}
# What resellers add for clients of OpenAI's API: path to operation and method.
_OPENAI: Final = {
    "/v1/chat/completions": ("chat/completions", "POST"),
    "/v1/models": ("models", "GET"),
    **{
        f"{start}/dashboard/billing/{name}": (f"billing/{name}", "GET")
        for start in ("", "/v1")
        for name in ("subscription", "usage")
    },
}
_TEXTS: Final = frozenset(
    {
        "model",
        "prompt",
        "taskId",
        "customId",
        "state",
        "notifyHook",
        "botType",
        "maskBase64",
        "content",
        "base64",
        "link",
        "action",
        "dimensions",
        "sourceBase64",
        "targetBase64",
        "image",
        "endImage",
        "motion",
        "videoType",
    }
)
_TEXT_LISTS: Final = frozenset({"base64Array", "ids"})
_NUMBERS: Final = frozenset({"index", "batchSize"})
_TRUTHS: Final = frozenset({"loop", "enableRemix"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a path means: the operation, the task it names, the speed its prefix asks for."""

    operation: str
    task_id: str = ""
    speed: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the gate. `quirks` are faults its task is to have."""

    place: Place
    body: Mapping[str, Any] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()
    request_id: str = ""

    def text(self, name: str) -> str:
        """A field as text, `""` when absent or null."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts; empty when absent or null."""
        value = self.body.get(name)
        return tuple(value) if isinstance(value, list) else ()

    @property
    def speed(self) -> str | None:
        """The speed: the path's, else the first that `accountFilter.modes` names."""
        wanted = self.body.get("accountFilter")
        modes = wanted.get("modes") if isinstance(wanted, dict) else None
        first = str(modes[0]).lower() if isinstance(modes, list) and modes else None
        return self.place.speed or (first if first in SPEEDS else None)


def find(preset: Preset, method: str, path: str) -> Place | None:
    """Takes a method and a path; gives what they mean on this server, None if it has no such.

    Whether it has OpenAI's addresses is for the studio to say (`Studio.offers`).
    """
    if path in _OPENAI:
        operation, wanted = _OPENAI[path]
        return Place(operation) if method == wanted else None
    parts = path.removeprefix("/").split("/")
    speed: str | None = None
    if parts[0] != "mj":
        known = _speed(preset, parts.pop(0))
        if known is None:
            return None
        speed = known or None
    if len(parts) < 3 or parts[0] != "mj":
        return None
    place = _place(parts[1:], speed)
    if place.operation not in preset.endpoints:
        return None
    return place if method == _METHODS.get(place.operation, "POST") else None


def _speed(preset: Preset, prefix: str) -> str | None:
    """The speed a first segment means, `""` for one without meaning, None where it is unknown."""
    named = prefix.removeprefix("mj-")
    match preset.speed_paths:
        case "none":
            return None
        case "known":
            return named if prefix.startswith("mj-") and named in SPEEDS else None
        case "any":  # new-api's second group of routes is /:mode/mj, with any first segment
            if not prefix:
                return None
            return named if named in SPEEDS else ""


def _place(parts: list[str], speed: str | None) -> Place:
    if len(parts) == 3 and parts[0] in {"task", "account"} and parts[2] in _TASK_OPERATIONS:
        return Place(f"{parts[0]}/{parts[2]}", parts[1], speed)
    return Place("/".join(parts), "", speed)


def read_body(
    preset: Preset, raw: bytes, content_type: str, path: str, request_id: str
) -> dict[str, Any] | Answer:
    """Takes a body as it came; gives its fields, or the answer with which this server refuses it.

    novicezk and plus (Jackson) turn numbers into text, trueai and new-api insist on the type.
    """
    if content_type != "application/json" and preset.front:
        return openai_error(400, "Invalid request, bind_request_body_failed", request_id)
    if content_type != "application/json":
        return spring(415, "Unsupported Media Type", path)
    try:
        body = json.loads(raw)
    except ValueError:
        return _refused(preset, path, request_id)
    if not isinstance(body, dict):
        return _refused(preset, path, request_id)
    coerce = preset.lineage != "trueai" and not preset.front
    fields = {name: _coerced(name, value) if coerce else value for name, value in body.items()}
    if all(_fits(name, value) for name, value in fields.items()):
        return fields
    return _refused(preset, path, request_id)


def _refused(preset: Preset, path: str, request_id: str) -> Answer:
    if preset.front and path.endswith("list-by-condition"):
        return Answer(
            400,
            {"description": "do_request_failed ", "type": "upstream_error", "code": 5},
        )
    if preset.front:
        return openai_error(400, "Invalid request, bind_request_body_failed", request_id)
    if preset.lineage == "trueai":
        return minus_one("参数错误")
    return spring(400, "Bad Request", path)


def _coerced(name: str, value: object) -> object:
    if name in _TEXTS:
        return _as_text(value)
    if name in _TEXT_LISTS and isinstance(value, list):
        return [_as_text(item) for item in value]
    return value


def _as_text(value: object) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


def _fits(name: str, value: object) -> bool:
    if value is None:
        return True
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _TEXT_LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return name not in _TRUTHS or isinstance(value, bool)
