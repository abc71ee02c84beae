"""Answers to requests, in each server's own words and shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.relay.presets import Preset
from sandbox.relay.task import RelayTask

JSON_TYPE: Final = "application/json"
HTML_TYPE: Final = "text/html; charset=utf-8"
PLAIN_TYPE: Final = "text/plain; charset=utf-8"
INSTANCE: Final = "1320066655572987908"

# Codes of the family's envelope.
ACCEPTED: Final = 1
NOT_FOUND: Final = 3
INVALID: Final = 4
FAILED: Final = 9
FORM: Final = 21
QUEUED: Final = 22
FULL: Final = 23
BANNED: Final = 24
SATURATED: Final = 30

PAGE: Final = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"/><link rel="icon" href="/logo.png"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>New API</title><script type="module" crossorigin src="/assets/index-C8d3vGkM.js"></script>
</head><body><noscript>You need to enable JavaScript to run this app.</noscript>
<div id="root"></div></body></html>
"""
PASSING: Final = """<!doctype html>
<html><head><meta charset="utf-8"/><title>Just a moment</title></head>
<body><h1>We will be back in a moment.</h1></body></html>
"""
BAD_GATEWAY: Final = """<html>\r
<head><title>502 Bad Gateway</title></head>\r
<body>\r
<center><h1>502 Bad Gateway</h1></center>\r
<hr><center>nginx/1.24.0</center>\r
</body>\r
</html>\r
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is written. `data` is JSON to encode unless `raw` says it all."""

    status: int = 200
    data: Any = None
    raw: bytes | None = None
    type: str | None = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int | str | None:
        """The envelope's code, for the log."""
        return self.data.get("code") if isinstance(self.data, dict) else None

    def body(self, preset: Preset) -> bytes:
        """The bytes, spelt as the server's own JSON writer spells them."""
        if self.raw is not None:
            return self.raw
        # trueai's writer (System.Text.Json) escapes all that is not ASCII.
        ascii_only = preset.lineage == "trueai"
        text = json.dumps(self.data, ensure_ascii=ascii_only, separators=(",", ":"))
        if preset.front and self.type == JSON_TYPE:
            # Go's writer escapes what could be read as markup; new-api passes submits on as they
            # came, and those carry no type.
            for sign, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
                text = text.replace(sign, escape)
        return text.encode()


def empty(status: int = 200) -> Answer:
    """An answer without a body or a type."""
    return Answer(status, raw=b"", type=None)


def page(status: int = 200, text: str = PAGE) -> Answer:
    """A web page where JSON was expected."""
    return Answer(status, raw=text.encode(), type=HTML_TYPE)


def plain(status: int, text: str) -> Answer:
    """A sentence where JSON was expected."""
    return Answer(status, raw=text.encode(), type=PLAIN_TYPE)


# ---------------------------------------------------------------------- envelopes


def envelope(
    code: int,
    description: str,
    result: object = None,
    properties: dict[str, Any] | None = None,
    status: int = 200,
) -> Answer:
    """The family's envelope for a submit."""
    return Answer(
        status,
        {
            "code": code,
            "description": description,
            "result": result,
            "properties": {} if properties is None else properties,
        },
    )


def message(code: int, description: str, result: object = None) -> Answer:
    """The shorter envelope that plus uses for swaps, seeds, cancels and uploads."""
    return Answer(200, {"code": code, "description": description, "result": result})


def accepted(task: RelayTask, ahead: int) -> Answer:
    """A task taken: at once, or with so many waiting before it."""
    if not ahead:
        return envelope(ACCEPTED, "提交成功", task.id, {"discordInstanceId": INSTANCE})
    return envelope(
        QUEUED,
        f"排队中，前面还有{ahead}个任务",
        task.id,
        {"numberOfQueues": ahead, "discordInstanceId": INSTANCE},
    )


def full(preset: Preset) -> Answer:
    """No place left in the queue; the task is forgotten."""
    if preset.queue_full_code == FAILED:
        words = "提交失败，队列已满，请稍后重试"
    else:
        words = "队列已满，请稍后尝试"
    return envelope(preset.queue_full_code, words, None, {"discordInstanceId": INSTANCE})


def invalid(words: str) -> Answer:
    """The request is wrong (code 4)."""
    return envelope(INVALID, words)


def lost_parent(preset: Preset) -> Answer:
    """The task that a follow-up refers to is unknown."""
    status = 404 if preset.lineage == "trueai" else 200
    return envelope(NOT_FOUND, "关联任务不存在或已失效", status=status)


def banned(prompt: str, word: str) -> Answer:
    """The moderation refuses a word of the prompt."""
    return envelope(BANNED, "可能包含敏感词", None, {"promptEn": prompt, "bannedWord": word})


def minus_one(words: str) -> Answer:
    """trueai's other envelope, for what its model binding refuses; ticks as .NET counts them."""
    return Answer(
        200,
        {"success": False, "code": -1, "message": words, "timestamp": "638827430294018280"},
    )


# ---------------------------------------------------------------------- new-api's own


def front_error(description: str, result: str = "", code: int = INVALID) -> Answer:
    """An error of new-api's relay; the description ends in a space when there is no result."""
    status = 429 if code == SATURATED else 400
    data = {"description": f"{description} {result}", "type": "upstream_error", "code": code}
    return Answer(status, data)


def openai_error(status: int, words: str, request_id: str, kind: str = "new_api_error") -> Answer:
    """An error of new-api's gate, shaped like OpenAI's."""
    data = {"error": {"message": f"{words} (request id: {request_id})", "type": kind}}
    return Answer(status, data)


# ---------------------------------------------------------------------- Spring's and ASP.NET's own


def spring(status: int, error: str, path: str) -> Answer:
    """What Spring answers by itself (unknown route, malformed JSON)."""
    return Answer(
        status,
        {
            "timestamp": "2025-05-27T10:10:29.401+00:00",
            "status": status,
            "error": error,
            "path": path,
        },
    )


def no_money(preset: Preset) -> Answer:
    """The account cannot pay for what is asked."""
    if preset.front:
        return front_error("quota_not_enough")
    if preset.lineage == "trueai":
        return minus_one("总绘图次数已达上限")
    return envelope(FAILED, "quota_not_enough")


def unknown_route(preset: Preset, method: str, path: str) -> Answer:
    """A path that the server does not have."""
    if preset.front and path.startswith("/v1"):
        words = f"Invalid URL ({method} {path})"
        error = {"message": words, "type": "invalid_request_error", "param": "", "code": ""}
        return Answer(404, {"error": error})
    if preset.front:
        return page()
    if preset.lineage == "trueai":
        return empty(404)
    return spring(404, "Not Found", path)


def unknown_task(preset: Preset) -> Answer:
    """fetch of an id nobody knows."""
    if preset.front:
        return front_error("task_no_found")
    return empty(204) if preset.lineage == "trueai" else empty(200)
