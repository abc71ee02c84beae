"""Who may come in to the web side, and how long he may stand there without a word."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from aiohttp.http import HttpProcessingError

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

log = structlog.get_logger(__name__)

PATIENCE = 10.0
"""Seconds from a connection to the end of its first request's head; aiohttp waits for ever."""
MOST = 400
"""Connections at once: each takes a file of the process, which plain shells and services give
1024, and the database, the relays and Discord need theirs."""
KEPT = 180.0
"""Seconds that a connection may be kept after an answer; proxies keep theirs for one or two
minutes, aiohttp an hour."""


class Door:
    """Makes what handles each connection.

    Kept here: connections without a request, however many, take nothing from the rest of the bot.
    """

    def __init__(self, *, patience: float = PATIENCE, most: int = MOST) -> None:
        self._patience = patience
        self._most = most
        self._silent: dict[web.RequestHandler, asyncio.TimerHandle] = {}
        self._is_full = False
        self.server: web.Server
        """What is behind it; it is there once the runner is set up."""

    def __call__(self) -> asyncio.Protocol:
        """For one connection more."""
        was_full, self._is_full = self._is_full, len(self.server.connections) >= self._most
        if self._is_full:
            if not was_full:
                log.warning("the web side turns connections away", open=self._most)
            return _Away()
        handler = self.server()
        self._silent[handler] = asyncio.get_running_loop().call_later(
            self._patience, self._too_late, handler
        )
        return handler

    def _too_late(self, handler: web.RequestHandler) -> None:
        del self._silent[handler]
        handler.force_close()

    @web.middleware
    async def asked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Hears that a connection has brought a request."""
        if timer := self._silent.pop(request.protocol, None):
            timer.cancel()
        return await handler(request)


class _Away(asyncio.Protocol):
    """Turns a connection away."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        transport.close()


_NO_HTTP = (HttpProcessingError, web.RequestPayloadError)


class _Garbage(logging.Filter):
    """Keeps out lines about what was no HTTP: whoever knocks at every port of the internet would
    write a traceback each time, and there is nothing to mend."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written."""
        return not (record.exc_info and isinstance(record.exc_info[1], _NO_HTTP))


def quiet() -> logging.Logger:
    """aiohttp's own logger, which says nothing of garbage from now on."""
    logger = logging.getLogger("aiohttp.server")
    if not any(isinstance(known, _Garbage) for known in logger.filters):
        logger.addFilter(_Garbage())
    return logger
