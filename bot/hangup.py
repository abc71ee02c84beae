"""SIGHUP, by which operators have programs read their files again."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

log = structlog.get_logger(__name__)


def hold() -> None:
    """Keeps a SIGHUP waiting until `on_hangup`; it would end the process, and its files may have
    been read before they were changed."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def on_hangup(do: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Has every SIGHUP start `do`, one at a time, and the one that was held too; does nothing on
    systems that have no SIGHUP. What `do` raises is logged, and all goes on as before."""
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is None:
        return
    turn, doing = asyncio.Lock(), set[asyncio.Task[None]]()

    async def in_turn() -> None:
        async with turn:
            try:
                await do()
            except Exception:
                log.exception("not read again")

    def start() -> None:
        task = asyncio.create_task(in_turn(), name="hangup")
        doing.add(task)
        task.add_done_callback(doing.discard)

    asyncio.get_running_loop().add_signal_handler(hangup, start)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {hangup})
