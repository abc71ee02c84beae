"""Time as something that is handed in, so that no test has to sleep."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """The two clocks and the one way to wait."""

    def now(self) -> float:
        """Seconds since the epoch. For what is stored or shown."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump. For every interval inside one process."""
        ...

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        """Waits until `event` is set (True) or `seconds` have passed (False).

        Without an event it only sleeps; without seconds it only waits. The event is not cleared.
        """
        ...


class SteadyClock:
    """The machine's time as it was at the start, carried on by the clock that never jumps.

    A machine that sets its clock while Easel runs (a laptop that wakes, a board that gets its time
    from the network late) would otherwise make every running task look stalled, or young for ever.
    """

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Seconds since the epoch, as the machine had it when Easel started."""
        return self._offset + time.monotonic()

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        """Waits as `Clock.wait` says."""
        if event is None:
            await asyncio.sleep(seconds or 0.0)
            return False
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        return True
