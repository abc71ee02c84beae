"""A clock that is ahead of life, for a bot in a process of its own."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.core.clock import SteadyClock

HURRIED = 20.0
"""Times as fast as in life: half a second, which much waits for, is still longer than an answer."""


@dataclass(frozen=True)
class HurriedClock:
    """The machine's time, but `pace` times as fast since a moment that all processes know.

    For what runs in a process of its own, where nobody can turn it by hand.
    """

    pace: float
    since: float = field(default_factory=time.monotonic)
    epoch: float = field(default_factory=time.time)

    @property
    def values(self) -> dict[str, Any]:
        """What another process makes the same clock of."""
        return asdict(self)

    def now(self) -> float:
        return self.epoch + self.monotonic()

    def monotonic(self) -> float:
        return (time.monotonic() - self.since) * self.pace

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        shorter = None if seconds is None else seconds / self.pace
        return await SteadyClock().wait(event, shorter)
