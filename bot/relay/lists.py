"""Which of its lists a relay has, as far as it was asked for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.core.errors import OperationMissing

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.relay.wire.call import Call

MISSING_FOR = 900.0
"""Seconds for which a list that a relay does not have is not asked for again.

Not for ever: a gateway's page may have stood in for it, and relays are updated.
"""
NEVER = float("-inf")
FAILURES = 3
"""Failures in a row after which a list may be all that is wrong with a relay."""


class Lists:
    """When each list was last had, and last found missing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._missing: dict[str, float] = {}
        self._had: dict[str, float] = {}
        self._failures: Counter[str] = Counter()

    def check(self, call: Call) -> None:
        """Raises `OperationMissing` for a list that was lately found missing."""
        if self._clock.monotonic() < self._missing.get(call.operation, NEVER) + MISSING_FOR:
            raise OperationMissing(call.name, "found missing a while ago")

    def missing(self, call: Call) -> None:
        """It has just been found missing."""
        self._missing[call.operation] = self._clock.monotonic()

    def had(self, call: Call) -> None:
        """It has just been had."""
        del self._failures[call.operation]
        self._had[call.operation] = self._clock.monotonic()

    def failed(self, call: Call) -> bool:
        """It has just failed; gives whether it has done so often, and never otherwise since."""
        self._failures[call.operation] += 1
        return self._failures[call.operation] >= FAILURES

    def lately(self, call: Call, *, alone: bool) -> bool:
        """Whether it, or any of them unless it counts alone, was there a while ago."""
        alike = (call.operation,) if alone else self._had
        worked = max((self._had.get(one, NEVER) for one in alike), default=NEVER)
        return self._clock.monotonic() < worked + MISSING_FOR
