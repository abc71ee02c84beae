"""Where relays call about their tasks."""

from __future__ import annotations

import asyncio
from typing import Protocol

from aiohttp import web

from bot.core.hooks import PATH

LARGEST = 1024 * 1024
"""Bytes of a call; a whole task has some ten thousand."""
PATIENCE = 10.0
"""Seconds that a call may take to arrive."""


class Callbacks(Protocol):
    """Takes calls; `service.callbacks.Callbacks`."""

    def expects(self, state: str, secret: str) -> bool:
        """Whether this address was given to a relay."""
        ...

    def take(self, state: str, body: bytes) -> None:
        """Takes what was posted there, to be merged soon."""
        ...


class CallbackPages:
    """Answers relays, quickly and with as little as they need."""

    def __init__(self, *, callbacks: Callbacks, patience: float = PATIENCE) -> None:
        self._callbacks = callbacks
        self._patience = patience

    def routes(self) -> list[web.RouteDef]:
        """The one page, for POST alone."""
        return [web.post(f"/{PATH}/{{state}}/{{secret}}", self.called)]

    async def called(self, request: web.Request) -> web.Response:
        """200 for what was taken; 404 for an address nobody was given; 400, 408, 413 in between."""
        state = request.match_info["state"]
        if not self._callbacks.expects(state, request.match_info["secret"]):
            return web.Response(status=404)
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        try:
            body = await self._body(request)
        except TimeoutError:
            return web.Response(status=408)
        except web.RequestPayloadError:  # not compressed as it says, for one
            return web.Response(status=400)
        if len(body) > LARGEST:
            return web.Response(status=413)
        self._callbacks.take(state, body)
        return web.Response()

    async def _body(self, request: web.Request) -> bytes:
        """All of it, or somewhat more than is taken; raises TimeoutError."""
        if request.content.is_eof():  # it came with the head, as most do
            return request.content.read_nowait()
        body = bytearray()
        async with asyncio.timeout(self._patience):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    break
        return bytes(body)
