"""The HTTP server of the web side: opened and closed with the rest of the program."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.core.errors import EaselError
from bot.web.door import KEPT, Door, quiet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

log = structlog.get_logger(__name__)

Routes = list[web.AbstractRouteDef]
"""Pages, and where each of them is."""
GRACE = 2.0
"""Seconds that requests still running get when the program ends."""


class CannotListen(EaselError):
    """The web side's address cannot be used; the text is a sentence that says what to do."""


@asynccontextmanager
async def serve(
    host: str, port: int, routes: Iterable[web.AbstractRouteDef], *, door: Door | None = None
) -> AsyncIterator[int]:
    """Serves `routes` on `host` and `port` (0: any free one) as long as the block runs.

    Gives the port. Raises `CannotListen`.
    """
    door = door or Door()
    app = web.Application(middlewares=[door.asked])
    app.add_routes(routes)
    # A watcher asks every few seconds, and each of its requests would be a line of the log.
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=GRACE, keepalive_timeout=KEPT, logger=quiet()
    )
    await runner.setup()
    assert runner.server is not None  # noqa: S101  (it has just been made)
    door.server = runner.server
    listener = None
    try:
        listener = await _listening(door, host, port)
        bound = int(listener.sockets[0].getsockname()[1])
        log.info("listening", host=host, port=bound)
        yield bound
    finally:
        if listener is not None:
            listener.close()
        await runner.cleanup()


async def _listening(door: Door, host: str, port: int) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(door, host, port, backlog=128)
    except OSError as error:
        raise CannotListen(
            f"The web side cannot listen on WEB_HOST {host}, WEB_PORT {port} ({error.strerror}): "
            "choose another port or host, or WEB_PORT=0 to switch it off."
        ) from error
