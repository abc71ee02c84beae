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
WIDEST = 3.0
"""The longest pause while tasks run, as a multiple: members watch their pictures grow."""
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


@dataclass(frozen=True, slots=True)
class Window:
    """When a task is likely to end, in seconds from now: hardly before `soonest`, as likely as not
    by `likely`, hardly after `latest`."""

    soonest: float
    likely: float
    latest: float


def pause(windows: Iterable[Window | None], purse: Purse, every: float) -> float:
    """Seconds until the next look at the tasks of these windows (None: nobody knows).

    `purse` has been filled and the look that has just been made has been taken out of it.
    """
    found = list(windows)
    if any(window is None for window in found):
        return _affordable(purse, every, every)
    known = [window for window in found if window is not None]
    ripe = [window for window in known if window.soonest <= 0.0]
    if ripe:
        return _affordable(purse, every, every * CLOSEST)
    first = min((window.soonest for window in known), default=every)
    return min(max(first, every * CLOSEST), every * WIDEST)


def _affordable(purse: Purse, every: float, wanted: float) -> float:
    """The pause that is wanted, or the one until there is a look to spend."""
    short = max(1.0 - purse.saved, 0.0) * every
    return max(wanted, min(short, every))
