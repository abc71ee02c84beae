"""The shape of every loop: a turn, a pause, and awake when there is news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.errors import StoreError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from bot.core.clock import Clock

log = structlog.get_logger(__name__)

STORE_PAUSE = 5.0
"""Seconds to wait when the store cannot be used: a full disk, or another program that writes."""


async def repeat(
    turn: Callable[[], Awaitable[float | None]], *, wake: asyncio.Event, clock: Clock
) -> None:
    """Makes turns for ever, each after as many seconds as the last one said, or when woken.

    A store in trouble is waited for. Whatever else a turn lets out ends the loop, and with it the
    program: nobody would notice a loop that has silently stopped.
    """
    while True:
        wake.clear()
        try:
            pause = await turn()
        except StoreError:
            log.exception("store in trouble")
            pause = STORE_PAUSE
        await clock.wait(wake, pause)
