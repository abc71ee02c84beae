"""What each relay's key has left, asked seldom and kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import OperationMissing, RelayError
from bot.core.operations import BILLING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.clock import Clock
    from bot.core.ports import Relays
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

PATIENCE = 5.0
"""Seconds that whoever looks waits for an answer; it goes on and is kept for the next look."""
FRESH = 180.0
"""Seconds for which an answer is good, and a relay that gave none is left alone."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What was left at one moment: millionths of the relay's unit, None without end."""

    left: int | None
    at: float


class Balances:
    """Asks relays what is left.

    Kept here: no relay is asked more than once in `FRESH` seconds, however often somebody looks;
    one that cannot tell is not asked for a day.
    """

    def __init__(self, *, relays: Relays, abilities: Abilities, clock: Clock) -> None:
        self._relays = relays
        self._abilities = abilities
        self._clock = clock
        self._known: dict[str, Balance] = {}
        self._asked: dict[str, float] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}

    async def all(self) -> Mapping[str, Balance]:
        """What is known of each relay in use that can tell; the newest answer where one gives
        none."""
        for name in self._relays.in_use:
            if self._is_due(name):
                self._asked[name] = self._clock.monotonic()
                self._looks[name] = asyncio.create_task(self._look(name))
        if self._looks:
            await asyncio.wait(self._looks.values(), timeout=PATIENCE)
        return {name: self._known[name] for name in self._relays.in_use if name in self._known}

    def _is_due(self, name: str) -> bool:
        asked = self._asked.get(name)
        too_soon = asked is not None and self._clock.monotonic() - asked < FRESH
        return not (too_soon or name in self._looks or BILLING in self._abilities.missing(name))

    async def _look(self, name: str) -> None:
        try:
            await self._learn(name)
        finally:
            del self._looks[name]

    async def _learn(self, name: str) -> None:
        try:
            left = await self._relays[name].balance()
        except OperationMissing:
            self._known.pop(name, None)
            await self._abilities.lacks(name, BILLING)
        except RelayError as error:
            log.info("balance not told", relay=name, error=repr(error))
        else:
            self._known[name] = Balance(left, self._clock.now())
            await self._abilities.has(name, [BILLING])
