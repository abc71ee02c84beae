"""How late the event loop is: everything waits behind whatever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.core.meters import Meters

BEAT = 0.5
"""Seconds between two measurements."""


class Pulse:
    """Sleeps, and looks by how much it overslept."""

    def __init__(self, *, meters: Meters, clock: Clock) -> None:
        self._meters = meters
        self._clock = clock

    async def run(self) -> None:
        """Measures for ever."""
        while True:
            await self.beat()

    async def beat(self) -> None:
        """One measurement."""
        wanted = self._clock.monotonic() + BEAT
        await self._clock.wait(None, BEAT)
        self._meters.late(max(self._clock.monotonic() - wanted, 0.0))
