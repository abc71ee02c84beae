"""The HTTP server of the web side: opened and closed with the rest of the program."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.core.errors import EaselError

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
async def serve(host: str, port: int, routes: Iterable[web.AbstractRouteDef]) -> AsyncIterator[int]:
    """Serves `routes` on `host` and `port` (0: any free one) as long as the block runs.

    Gives the port. Raises `CannotListen`.
    """
    app = web.Application()
    app.add_routes(routes)
    # A watcher asks every few seconds, and each of its requests would be a line of the log.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        bound = await _listening(runner, host, port)
        log.info("listening", host=host, port=bound)
        yield bound
    finally:
        await runner.cleanup()


async def _listening(runner: web.AppRunner, host: str, port: int) -> int:
    """The port that `runner` listens on from now on."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotListen(
            f"The web side cannot listen on WEB_HOST {host}, WEB_PORT {port} ({error.strerror}): "
            "choose another port or host, or WEB_PORT=0 to switch it off."
        ) from error
    return int(runner.addresses[0][1])
