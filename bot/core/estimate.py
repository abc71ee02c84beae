"""How long work takes, by what it took before, and when somebody's turn will come."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.core.task import Task
    from bot.core.waiter import Work

KEPT = 50
"""How many of the newest times of each kind of work are kept."""
LEAST_KNOWN = 3
"""With fewer nothing is said: no estimate is better than a wrong one."""
OVERDUE = 0.15
"""What is still reckoned with, of its usual time, for work that should have ended."""


class Durations:
    """The seconds that past work took, the newest of each kind."""

    def __init__(self) -> None:
        self._took: defaultdict[tuple[str, Work], deque[float]] = defaultdict(
            lambda: deque(maxlen=KEPT)
        )

    def note(self, relay: str, work: Work, seconds: float) -> None:
        """Work of this kind has taken so long at this relay."""
        if seconds >= 0:
            self._took[relay, work].append(seconds)

    def quantile(self, relay: str, work: Work, part: float) -> float | None:
        """The seconds in which this part (0 to 1) of such work was done; None when too little of
        it is known."""
        known = sorted(self._took.get((relay, work), ()))
        if len(known) < LEAST_KNOWN:
            return None
        return known[min(int(part * len(known)), len(known) - 1)]

    def typical(self, relay: str, work: Work) -> float | None:
        """The seconds that such work usually takes; None when too little of it is known."""
        return self.quantile(relay, work, 0.5)


def took(task: Task) -> float | None:
    """The seconds that a finished task took, without what its form waited for; None for others."""
    began = task.sent_at if task.confirmed_at is None else task.confirmed_at
    return None if began is None else task.moved_at - began


def remaining(usual: float, elapsed: float) -> float:
    """The seconds that work of `usual` seconds will go on for, after `elapsed`."""
    return max(usual - elapsed, usual * OVERDUE)


def turns_in(
    running: Iterable[float | None], slots: int, line: Iterable[float | None]
) -> Iterator[float | None]:
    """In how many seconds each of a line gets its turn, first to last.

    `running` is what is left of whatever runs, `line` what each in the line will take; None where
    nobody knows, and then nobody knows of those behind it either.
    """
    left = list(running)
    free: list[float] | None = None
    if None not in left:
        known = [seconds for seconds in left if seconds is not None]
        free = sorted([*known, *[0.0] * (slots - len(known))])
        # With more at the relay than it runs, the first to end make no room.
        free = free[len(free) - slots :]
    for usual in line:
        yield free[0] if free else None
        if free and usual is not None:
            heapq.heapreplace(free, free[0] + usual)
        else:
            free = None
