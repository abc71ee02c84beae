"""When to look at a relay next: often where something is about to be done, seldom where nothing is.

A relay is asked no more often than once every `POLL_SECONDS` on the average; looks that are saved
while nothing can be done yet are spent, twice as close together, when tasks are likely to end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSEST = 0.5
"""The least pause between two looks, as a part of `POLL_SECONDS`."""
WIDEST = 4.0
"""The longest pause while tasks run, as a multiple: members watch their pictures grow."""
EARLY = 0.95
"""How much sooner than the quickest of late a task may well end, as a part of its time."""
STEADY = 0.8
"""The same for what its progress lets one expect: relays tell it in coarse and uneven steps."""
TELLING = 15
"""The least progress, in per cent, that lets one expect anything."""
MOST_SAVED = 30.0
"""Looks that can be saved up, so that a long quiet is not followed by a storm."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The looks that may be spent: one more comes in every `POLL_SECONDS` while tasks run.

    `saved` is how many there were at `at` (monotonic seconds).
    """

    saved: float = 0.0
    at: float = 0.0

    def filled(self, now: float, every: float) -> Self:
        """What has come in since; a clock that stands still brings none."""
        came = max(now - self.at, 0.0) / every
        return replace(self, saved=min(MOST_SAVED, self.saved + came), at=now)

    def spent(self) -> Self:
        """One look less."""
        return replace(self, saved=self.saved - 1.0)


def pause(soonest: Iterable[float | None], purse: Purse, every: float) -> float:
    """Seconds until the next look at tasks that will hardly end before so many seconds.

    None stands for a task of which nobody knows. `purse` has been filled, and the look that has
    just been made has been taken out of it.
    """
    found = list(soonest)
    known = [seconds for seconds in found if seconds is not None]
    if len(known) < len(found):
        return every
    affordable = min((1.0 - purse.saved) * every, every)
    soon = max(min(known, default=every), every * CLOSEST, affordable)
    return min(soon, every * WIDEST)


def unlikely_before(
    elapsed: float, quickest: float, slowest: float, progress: int, progress_at: float
) -> float:
    """In how many seconds a task may end at the soonest, as far as one can tell.

    It has been worked on for `elapsed` seconds; such tasks have lately taken from `quickest` to
    `slowest`. It had come to `progress` (per cent) `progress_at` seconds after its beginning.
    """
    soonest = quickest * EARLY
    if progress in range(TELLING, 100):
        whole = progress_at / progress * 100
        soonest = max(soonest, min(whole * STEADY, slowest))
    return soonest - elapsed
