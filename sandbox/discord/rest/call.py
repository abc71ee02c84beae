"""A REST request read, and the answer to it, free of HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from sandbox.discord.cdn import Upload
from sandbox.discord.errors import ApiError, Form, Json, known
from sandbox.discord.limits import Verdict

_FILE_FIELD = re.compile(r"files\[(\d+)\]")


class Limited(Exception):
    """A request refused by a limit that only its handler knows of."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("rate limited")
        self.verdict = verdict


@dataclass(frozen=True)
class Call:
    """One request: parameters of its path, its query, its JSON and its files."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: object = None
    uploads: dict[int, Upload] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """A snowflake of the path; raises 50035 when it is none."""
        text = self.params[name]
        if not re.fullmatch(r"\d{1,20}", text, re.ASCII):
            form = Form()
            form.say((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
            form.check()
        return int(text)

    def json(self) -> Json:
        """The JSON object sent; raises 50035 when it is something else."""
        if not isinstance(self.body, dict):
            form = Form()
            form.say(("_",), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            form.check()
        return self.body if isinstance(self.body, dict) else {}

    def flag(self, name: str) -> bool:
        """Whether a query parameter says yes."""
        return self.query.get(name, "").lower() in ("1", "true")


@dataclass(frozen=True)
class Answer:
    """The answer to a call: a status and what is sent as JSON (None: nothing)."""

    status: int = 200
    body: object = None


NOTHING = Answer(204)
Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Body:
    """What a request carries: JSON (a multipart's `payload_json`) and files."""

    json: object = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    error: ApiError | None = None


async def read_body(request: web.Request) -> Body:
    """Reads a request's body; what is wrong with it comes as `error`, to be told in turn."""
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    data = await request.read()
    if not data:
        return Body()
    if request.content_type != "application/json":
        words = "Expected \"Content-Type\" header to be one of {'application/json'}."
        form = Form()
        form.say(("_",), "CONTENT_TYPE_INVALID", words)
        return Body(error=ApiError(400, 50035, "Invalid Form Body", form.tree()))
    return _parsed(data, {})


async def _read_multipart(request: web.Request) -> Body:
    text, uploads = b"", {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        data, match = await part.read(), _FILE_FIELD.fullmatch(part.name or "")
        if match:
            uploads[int(match[1])] = Upload(part.filename or "", bytes(data))
        elif part.name == "payload_json":
            text = bytes(data)
    return _parsed(text or b"{}", uploads)


def _parsed(data: bytes, uploads: dict[int, Upload]) -> Body:
    try:
        return Body(json.loads(data), uploads)
    except ValueError:
        return Body(None, uploads, known(50109))
