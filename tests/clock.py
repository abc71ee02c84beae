"""Clocks that a test holds in its hand."""

from __future__ import annotations

import asyncio


class HandClock:
    """Time moves only when it is told to, or when somebody waits: then at once, by that much."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._start = start
        self._passed = 0.0

    def now(self) -> float:
        return self._start + self._passed

    def monotonic(self) -> float:
        return self._passed

    def pass_(self, seconds: float) -> None:
        """So many seconds go by."""
        self._passed += seconds

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        await asyncio.sleep(0)
        if event is not None and (event.is_set() or seconds is None):
            await event.wait()
            return True
        self._passed += seconds or 0.0
        return False


class HandTime:
    """Seconds since the epoch that pass only when told to, as the sandbox asks for them."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        """So many seconds go by."""
        self.now += seconds
