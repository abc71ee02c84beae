"""The relay's HTTP side: from a request to the call it means, and from an answer to bytes."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from aiohttp import web

from sandbox.relay import answers, gate, mangling, operations
from sandbox.relay.answers import PLAIN_TYPE, Answer
from sandbox.relay.call import Call, Place, find, read_body
from sandbox.relay.faults import Armed, FaultBox, Stage
from sandbox.relay.journal import Journal, Received
from sandbox.relay.pictures import PictureDesk, pause
from sandbox.relay.presets import Preset
from sandbox.relay.studio import Studio

MOST_BODY_BYTES: Final = 64 * 1024 * 1024
_IMAGE: Final = re.compile(r"/mj/image/([^/]+)")
# novicezk's interceptor stands before these, whether or not a route is behind.
_GUARDED: Final = re.compile(r"/mj/(submit|task|account|insight-face)/")
_CHAT: Final = "chat/completions"
_BESIDE: Final = frozenset({_CHAT, "models"})  # of what may stand beside any server
_WRITES: Final = ("submit/", "insight-face/")


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers every request that is not the sandbox's own control."""

    studio: Studio
    key: str
    box: FaultBox
    journal: Journal
    pictures: PictureDesk
    closing: asyncio.Event
    any_header: bool = False

    @property
    def preset(self) -> Preset:
        """Which server this is at the moment."""
        return self.studio.preset

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Takes any request; notes it, answers it."""
        now = self.studio.time.wall()
        received = self.journal.begin(now, request.method, request.path, dict(request.headers))
        image = _IMAGE.fullmatch(request.path)
        if request.method in {"GET", "HEAD"} and "attachments/" in request.path:
            return await self._picture(received, self.pictures.attachment(request))
        if request.method == "GET" and image and self.preset.front:
            return await self._picture(received, self.pictures.forwarded(request, image[1]))
        return await self._protocol(request, received)

    async def _picture(
        self, received: Received, sending: Awaitable[web.StreamResponse]
    ) -> web.StreamResponse:
        self.journal.read(received, "picture", None)
        response = await sending
        self.journal.answered(received, response.status, None)
        return response

    async def _protocol(self, request: web.Request, received: Received) -> web.StreamResponse:
        raw = await request.read()
        place = find(self.preset, request.method, request.path)
        if place is not None and not self.studio.offers(place.operation):
            place = None
        self.journal.read(received, place.operation if place else "unknown", _json(raw))
        request_id = _request_id()
        armed = self.box.first(Stage.REQUEST, request.path)
        if armed is not None:
            received.fault = armed.name
        answer = Answer()
        if armed is None or armed.when == "after":
            answer = self._answer(request, place, raw, request_id, received)
        if armed is not None and (armed.when == "before" or armed.name in _REPLACING):
            answer = mangling.instead(armed, self.preset, request_id)
        if armed is not None:
            await pause(self.closing, armed.seconds)
        if self.preset.front:
            answer = replace(answer, headers={**answer.headers, "X-Oneapi-Request-Id": request_id})
        self.journal.answered(received, answer.status, answer.code)
        return await self._write(request, answer, armed)

    def _answer(
        self,
        request: web.Request,
        place: Place | None,
        raw: bytes,
        request_id: str,
        received: Received,
    ) -> Answer:
        """The answer of the server itself, before anything happens to it on its way."""
        preset, path = self.preset, request.path
        refused = self._refused(request, place, request_id)
        if place is None:
            unknown = answers.unknown_route(preset, request.method, path)
            return refused if refused and self._guards(path) else unknown
        if refused is not None:
            return refused
        body: dict[str, Any] | Answer = {}
        if request.method == "POST" and place.operation != "task/cancel":
            body = read_body(preset, raw, request.content_type, path, request_id)
        if isinstance(body, Answer):
            return body
        call = Call(place, body, request_id=request_id)
        if place.operation.startswith(_WRITES):
            return self._submitted(call, path, received)
        if place.operation == _CHAT:
            return self._chatted(call, path, received)
        return self._told(call, path, received)

    def _refused(self, request: web.Request, place: Place | None, request_id: str) -> Answer | None:
        """The answer that refuses a key; a chat beside another server takes it in any header."""
        any_header = self.any_header or (place is not None and place.operation in _BESIDE)
        if any_header and gate.carries(self.key, request.headers):
            return None
        return gate.refusal(self.preset, self.key, request.headers, request_id)

    def _chatted(self, call: Call, path: str, received: Received) -> Answer:
        answer = operations.answer(self.studio, call)
        for one in self.box.armed(Stage.CHAT, path):
            spoiled = mangling.chatted(one.name, answer)
            if spoiled is not None:
                answer, received.fault = spoiled, one.name
                self.box.happened(one)
        return answer

    def _guards(self, path: str) -> bool:
        if self.preset.front:
            return False  # new-api's web pages are for everybody
        return self.preset.lineage == "trueai" or _GUARDED.match(path) is not None

    def _submitted(self, call: Call, path: str, received: Received) -> Answer:
        armed = self.box.first(Stage.SUBMIT, path)
        if armed is not None and not (armed.name == "banned_word" and self._bans_later):
            received.fault = armed.name
            return mangling.refusal(armed.name, self.preset, call, path)
        quirks = {one.name for one in self._all(Stage.TASK, path, received)}
        if armed is not None:
            quirks.add(armed.name)
        answer = operations.answer(self.studio, replace(call, quirks=frozenset(quirks)))
        for one in self.box.armed(Stage.ANSWER, path):
            spoiled = mangling.spoiled(one.name, answer)
            if spoiled is not None:
                answer, received.fault = spoiled, one.name
                self.box.happened(one)
        return answer

    @property
    def _bans_later(self) -> bool:
        return not self.preset.bans_at_submit

    def _told(self, call: Call, path: str, received: Received) -> Answer:
        answer = operations.answer(self.studio, call)
        if call.place.operation not in _ROW_OPERATIONS or answer.data is None:
            return answer
        rows = answer.data if isinstance(answer.data, list) else [answer.data]
        for one in self.box.armed(Stage.ROWS, path):
            if all("status" in row for row in rows) and mangling.spoil_rows(one.name, rows):
                received.fault = one.name
                self.box.happened(one)
        return self._listed(answer, path, received) if isinstance(answer.data, list) else answer

    def _listed(self, answer: Answer, path: str, received: Received) -> Answer:
        for one in self.box.armed(Stage.LIST, path):
            spoiled = mangling.spoil_list(one.name, answer.data)
            if spoiled is not None:
                answer, received.fault = replace(answer, data=spoiled), one.name
                self.box.happened(one)
        return answer

    def _all(self, stage: Stage, path: str, received: Received) -> list[Armed]:
        found = self.box.armed(stage, path)
        for one in found:
            received.fault = one.name
            self.box.happened(one)
        return found

    async def _write(
        self, request: web.Request, answer: Answer, armed: Armed | None
    ) -> web.StreamResponse:
        body = answer.body(self.preset)
        headers = dict(answer.headers)
        if answer.type is not None:
            headers["Content-Type"] = self._typed(answer.type)
        if armed is not None and armed.name in {"cut_before", "cut_after"}:
            return await _cut(request, answer.status, headers, body)
        if armed is not None and armed.name == "truncated":
            body = body[: max(1, len(body) * 2 // 3)]
        response = web.Response(status=answer.status, body=body, headers=headers)
        if answer.type is None:
            response.headers.popall("Content-Type", None)
        return response

    def _typed(self, kind: str) -> str:
        if kind == answers.JSON_TYPE and self.preset.lineage == "trueai":
            return f"{kind}; charset=utf-8"
        return PLAIN_TYPE if kind == PLAIN_TYPE else kind


# Faults that change what is answered, not only how or when it is sent.
_REPLACING: Final = frozenset(
    {"html_200", "html_502", "empty_200", "server_error", "too_many", "key_rejected"}
)
_ROW_OPERATIONS: Final = frozenset(
    {"task/fetch", "task/list-by-condition", "task/list-by-ids", "task/list", "task/queue"}
)


def application(desk: Desk, control: Callable[[web.UrlDispatcher], None]) -> web.Application:
    """The whole server: the sandbox's own control, and the relay for everything else."""
    app = web.Application(client_max_size=MOST_BODY_BYTES)
    control(app.router)
    app.router.add_route("*", "/{path:.*}", desk.handle)

    async def sign(_: web.BaseRequest, response: web.StreamResponse) -> None:
        # aiohttp would sign with its own name, which no server of the family does.
        response.headers.popall("Server", None)
        if desk.preset.server is not None:
            response.headers["Server"] = desk.preset.server

    app.on_response_prepare.append(sign)
    return app


async def _cut(
    request: web.Request, status: int, headers: dict[str, str], body: bytes
) -> web.StreamResponse:
    """Begins an answer and breaks the connection in the middle of it."""
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = max(2, len(body))
    await response.prepare(request)
    await response.write(body[: len(body) // 2] or b"{")
    if request.transport is not None:
        request.transport.abort()
    return response


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


def _request_id() -> str:
    return f"20250527{secrets.token_hex(10)}"
