"""When to ask a relay about which task: often where it is about to be done, seldom where it is not.

A relay is asked no more often, on the average, than once every `POLL_SECONDS` for each list of
tasks; questions saved while nothing can be done yet are spent when tasks are likely to end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

CLOSEST = 0.35
"""The pause between two looks at a task that may end any time, as a part of `POLL_SECONDS`."""
WIDEST = 2.0
"""The pause while it can hardly end yet, as a multiple: members watch their pictures grow."""
EARLY = 0.95
"""How much sooner than the quickest of late a task may well end, as a part of its time."""
STEADY = 0.8
"""The same for what its progress lets one expect: relays tell it in coarse and uneven steps."""
TELLING = 15
"""The least progress, in per cent, that lets one expect anything."""
MOST_SAVED = 30.0
"""Questions that can be saved up, so that a long quiet is not followed by a storm."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The questions that may be asked: `saved` is how many there were at `at`, by the clock that
    never jumps."""

    at: float
    saved: float = 0.0

    def filled(self, now: float, every: float, questions: float) -> Self:
        """What has come in since: so many `questions` every `every` seconds. A clock that stands
        still brings none."""
        came = questions * max(now - self.at, 0.0) / every
        return replace(self, saved=max(self.saved, min(MOST_SAVED, self.saved + came)), at=now)

    def spent(self) -> Self:
        """One question less."""
        return replace(self, saved=self.saved - 1.0)

    def pause(self, every: float, questions: float) -> float:
        """Seconds until the next question may be asked, with `questions` coming in in `every`."""
        return min(max(1.0 - self.saved, CLOSEST), 1.0) * every / questions


def next_look(soonest: float | None, every: float) -> float:
    """Seconds until a task that has just been looked at wants to be looked at again.

    `soonest` is in how many seconds it may end at the soonest; None: nobody knows.
    """
    if soonest is None:
        return every
    return min(max(soonest, every * CLOSEST), every * WIDEST)


def unlikely_before(
    elapsed: float,
    quickest: float | None,
    slowest: float | None,
    progress: int,
    progress_at: float,
) -> float | None:
    """In how many seconds a task may end at the soonest, as far as one can tell.

    It has been worked on for `elapsed` seconds; such tasks have lately taken from `quickest` to
    `slowest` (None where too few are known). It had come to `progress` (per cent) `progress_at`
    seconds after its beginning. None: nothing is known.
    """
    soonest = None if quickest is None else quickest * EARLY
    if progress in range(TELLING, 100):
        whole = progress_at / progress * 100 * STEADY
        soonest = max(soonest or 0.0, whole if slowest is None else min(whole, slowest))
    return None if soonest is None else soonest - elapsed
