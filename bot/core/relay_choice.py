"""Which of several relays a new task goes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.breaker import Circuit

if TYPE_CHECKING:
    from collections.abc import Iterable

MAIN = "main"
"""What tasks remember the one relay of the settings by; a file that takes its place names it so."""
HALF_A_MINUTE = 30.0
"""Relays whose pictures take about as long are equals in that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One relay as it stands for one request.

    `price` is in millionths, `running` of `slots` tasks are with it, `weight` is how much of the
    work it is to have beside its equals, `seconds` how long such a task has lately taken there
    (None: nobody knows).
    """

    name: str
    circuit: Circuit = Circuit.CLOSED
    price: int = 0
    running: int = 0
    slots: int = 1
    weight: float = 1.0
    seconds: float | None = None

    @property
    def free(self) -> int:
        """How many tasks it takes now: one while it is being tried, none while it is left alone.

        What it has already does not keep it from being tried: that may take long yet.
        """
        room = max(self.slots - self.running, 0)
        match self.circuit:
            case Circuit.OPEN:
                return 0
            case Circuit.TRYING:
                return min(room, 1)
            case Circuit.CLOSED:
                return room


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The best relay that can take a task now; None when none can.

    One that is well before one that is being tried; then the cheapest, then the quickest, then the
    one that has least to do for its weight.
    """
    return min((c for c in candidates if c.free), key=_rank, default=None)


def expected(candidates: Iterable[Candidate]) -> Candidate | None:
    """The relay that a task would go to if all had room, for what it will cost; None of none."""
    return min(candidates, key=_rank, default=None)


def _rank(candidate: Candidate) -> tuple[int, int, int, float, str]:
    order = (Circuit.CLOSED, Circuit.TRYING, Circuit.OPEN)
    pace = 0 if candidate.seconds is None else round(candidate.seconds / HALF_A_MINUTE)
    load = candidate.running / candidate.weight
    return order.index(candidate.circuit), candidate.price, pace, load, candidate.name
