"""The one way into the API: who asks, how often, what goes wrong on purpose, what is noted."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiohttp import web

from sandbox.discord.errors import ApiError, known
from sandbox.discord.faults import Fault, Faults
from sandbox.discord.limits import VIA, Limits, Verdict
from sandbox.discord.recorder import Recorder, Request, file_rows
from sandbox.discord.rest.call import Answer, Body, Call, Handler, Limited, read_body
from sandbox.discord.rest.spoiled import spoiled_answer


@dataclass(frozen=True)
class Route:
    """An address: its handler, the bucket it counts in and by which parameters.

    `bot` says whether it wants the bot's token; an interaction's token is in the path otherwise.
    Without a `rule` it is not limited at all.
    """

    method: str
    path: str
    handler: Handler
    rule: str | None = "other"
    major: tuple[str, ...] = ()
    bot: bool = True


class Door:
    """Turns routes into aiohttp handlers."""

    def __init__(
        self,
        token: str,
        limits: Limits,
        faults: Faults,
        recorder: Recorder,
        clock: Callable[[], float],
    ) -> None:
        self._token = token
        self._limits = limits
        self._faults = faults
        self._recorder = recorder
        self._clock = clock

    def opened(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The aiohttp handler of a route."""

        async def handle(request: web.Request) -> web.StreamResponse:
            body = await read_body(request)
            fault = self._faults.take(request.method, request.path_qs)
            if fault is None:
                return self._answer(route, request, body)
            return await self._spoiled(fault, route, request, body)

        return handle

    async def _spoiled(
        self, fault: Fault, route: Route, request: web.Request, body: Body
    ) -> web.StreamResponse:
        """The answer to a request something goes wrong with."""
        match fault.name:
            case "delay":
                await self._faults.delay(fault.seconds)
                return self._answer(route, request, body)
            case "delay-after":
                response = self._answer(route, request, body)
                await self._faults.delay(fault.seconds)
                return response
            case "reset-after":
                self._answer(route, request, body)
                return _cut(request)
            case "502-after":
                self._answer(route, request, body)
                answer, headers = spoiled_answer(replace(fault, name="502"))
                return _response(answer, headers)
            case "reset":
                self._note(route, request, body, Answer(0))
                return _cut(request)
        answer, headers = spoiled_answer(fault)
        self._note(route, request, body, answer)
        return _response(answer, headers)

    def _answer(self, route: Route, request: web.Request, body: Body) -> web.Response:
        headers: dict[str, str] = {}
        try:
            if route.bot and request.headers.get("Authorization") != f"Bot {self._token}":
                raise known(0)
            if verdict := self._counted(route, request):
                headers = verdict.headers
            answer = self._handled(route, request, body)
        except ApiError as refusal:
            answer = Answer(refusal.status, refusal.body())
        except Limited as limited:
            headers, answer = limited.verdict.headers, Answer(429, limited.verdict.refusal)
        self._note(route, request, body, answer)
        return _response(answer, headers)

    def _counted(self, route: Route, request: web.Request) -> Verdict | None:
        if route.rule is None:
            return None
        place = "/".join(request.match_info[name] for name in route.major)
        verdict = self._limits.take(route.rule, place, bot=route.bot)
        if verdict.refusal is not None:
            raise Limited(verdict)
        return verdict

    @staticmethod
    def _handled(route: Route, request: web.Request, body: Body) -> Answer:
        if body.error is not None:
            raise body.error
        return route.handler(Call(request.match_info, request.query, body.json, body.uploads))

    def _note(self, route: Route, request: web.Request, body: Body, answer: Answer) -> None:
        error = answer.body.get("code") if isinstance(answer.body, dict) else None
        self._recorder.note(
            Request(
                self._clock(),
                request.method,
                request.path_qs,
                route.path,
                _auth(request),
                body.json,
                file_rows(body.uploads),
                answer.status,
                error if answer.status >= 400 else None,
            )
        )


def _auth(request: web.Request) -> str:
    """What a request shows for itself: `bot`, the `token` in its path, or `none`."""
    if request.headers.get("Authorization", "").startswith("Bot "):
        return "bot"
    tokens = {"interaction_token", "webhook_token"}
    return "token" if tokens & request.match_info.keys() else "none"


def _cut(request: web.Request) -> web.Response:
    """Cuts the connection; nobody is there to read the answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _response(answer: Answer, headers: dict[str, str]) -> web.Response:
    """The HTTP response; a text is a page of the front door, which knows of no headers.

    The content type is bare `application/json`: discord.py 2.7.1 compares it as a whole and takes
    anything else for text.
    """
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, text=answer.body, content_type="text/html")
    if answer.body is None:
        return web.Response(status=answer.status, headers={**headers, "Via": VIA})
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    fields = {**headers, "Via": VIA, "Content-Type": "application/json"}
    return web.Response(status=answer.status, body=text.encode(), headers=fields)
