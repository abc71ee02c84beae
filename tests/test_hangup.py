"""SIGHUP: what goes wrong with it is said, and the next is heard all the same."""

from __future__ import annotations

import asyncio
import os
import signal

from structlog.testing import capture_logs

from bot.hangup import on_hangup


async def test_what_goes_wrong_is_logged_and_the_next_is_heard() -> None:
    begun: asyncio.Queue[int] = asyncio.Queue()
    count = 0

    async def do() -> None:
        nonlocal count
        count += 1
        begun.put_nowait(count)
        if count == 1:
            raise OSError("no room for another connection")

    on_hangup(do)
    try:
        with capture_logs() as logs:
            for turn in (1, 2):
                os.kill(os.getpid(), signal.SIGHUP)
                assert await asyncio.wait_for(begun.get(), 10) == turn
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    assert [line["event"] for line in logs] == ["not read again"]
