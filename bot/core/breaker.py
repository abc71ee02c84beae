"""When to leave a relay alone, and when to try it again: a circuit breaker as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

OPENS_AFTER = 3
"""Failures in a row after which nothing more is sent: one may be chance, three are a relay that is
down."""
LEAST = 5.0
"""Seconds after which an open circuit is first tried again."""
MOST = 120.0
"""The most such seconds; they double with each try that fails."""


class Circuit(StrEnum):
    """How a circuit stands."""

    CLOSED = "closed"  # all is well
    OPEN = "open"  # nothing is sent
    TRYING = "trying"  # one is sent, to see


@dataclass(frozen=True, slots=True)
class Breaker:
    """One relay's circuit, or that of one of its operations. Times are monotonic seconds.

    `failures` in a row; `opened` how often in a row it has opened, `since` when it did last.
    """

    failures: int = 0
    opened: int = 0
    since: float = 0.0

    def circuit(self, now: float) -> Circuit:
        """How it stands at `now`."""
        if not self.opened:
            return Circuit.CLOSED
        return Circuit.OPEN if now < self.tried_at else Circuit.TRYING

    @property
    def tried_at(self) -> float:
        """When an open one is tried again."""
        return self.since + min(MOST, LEAST * 2.0 ** min(self.opened - 1, 16))

    def failed(self, now: float) -> Self:
        """After a failure: a closed one opens with the third in a row, an open one stays so.

        What was sent before it opened fails after it did; only a try makes the pause longer.
        """
        if self.circuit(now) is Circuit.OPEN:
            return self
        failures = self.failures + 1
        if not self.opened and failures < OPENS_AFTER:
            return replace(self, failures=failures)
        return replace(self, failures=failures, opened=self.opened + 1, since=now)

    def worked(self) -> Self:
        """After a success: closed, and nothing is remembered."""
        return type(self)()


WELL = Breaker()
