"""Asks relays that were not there whether they are there again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock

PAUSE = 2.0
"""Seconds between two glances at which relay is to be asked."""


class Probed(Protocol):
    """Whoever knows when a relay is to be asked again, and asks it something harmless."""

    async def probe(self) -> list[str]:
        """Asks those whose pause is over; gives those that are there again.

        Never raises for what a relay answers.
        """
        ...


class Probing:
    """A loop; how long a relay is left alone is the breaker's to say."""

    def __init__(self, *, relays: Probed, back: Callable[[str], None], clock: Clock) -> None:
        """`back` is called with each that is there again."""
        self._relays = relays
        self._back = back
        self._clock = clock
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Asks for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float:
        """One glance; gives the seconds until the next."""
        for relay in await self._relays.probe():
            self._back(relay)
        return PAUSE
