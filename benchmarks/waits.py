"""How long members waited for their turn, and how long they would have without a fair queue."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Turn:
    """One task: when it was asked for, when the relay was given it, and how long that works on it,
    in seconds.

    `greedy` is whether it is of one of those who ask for everything, `first` whether it is its
    member's first.
    """

    greedy: bool
    first: bool
    asked: float
    begun: float
    work: float = 0.0

    @property
    def wait(self) -> float:
        """Seconds in the line; Discord's clock and the relay's tell them, to the millisecond."""
        return max(0.0, self.begun - self.asked)


def longest_line(turns: Iterable[Turn]) -> int:
    """How many waited at once, at most."""
    steps = [step for turn in turns for step in ((turn.asked, 1), (turn.begun, -1))]
    waiting = most = 0
    for _, step in sorted(steps):
        waiting += step
        most = max(most, waiting)
    return most


def first_come(turns: Iterable[Turn]) -> list[Turn]:
    """The same tasks, and the same moments at which one was begun, but first come first served."""
    coming = sorted(turns, key=lambda turn: turn.asked)
    moments = sorted(max(turn.begun, turn.asked) for turn in coming)
    # As many have come by each moment as have been begun, so that nobody is begun before they ask.
    return [replace(turn, begun=at) for turn, at in zip(coming, moments, strict=True)]


def part(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed; 0 of nothing."""
    found = sorted(values)
    return found[max(0, math.ceil(share * len(found)) - 1)] if found else 0.0


def longest(turns: Iterable[Turn], *, greedy: bool) -> float:
    """The longest wait of such members, in seconds."""
    return max((turn.wait for turn in turns if turn.greedy is greedy), default=0.0)
