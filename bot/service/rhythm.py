"""When one relay is to be looked at next, by what is known of the time its tasks take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hearing import UNFINISHED
from bot.core.looks import CLOSEST, Purse, pause, unlikely_before
from bot.core.waiter import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.core.clock import Clock
    from bot.core.estimate import Durations
    from bot.core.task import Task

QUICKEST, SLOWEST = 0.05, 0.95
"""The parts of late tasks that stand for the quickest and the slowest of them."""


class Rhythm:
    """The pauses between looks.

    Kept here: on the average there are no more looks than one every `every` seconds, and never two
    closer than half of that.
    """

    def __init__(
        self, *, relay: str, durations: Durations, every: float, timed: bool, clock: Clock
    ) -> None:
        """`timed` is False for a look every `every` seconds, whatever is known."""
        self._relay = relay
        self._durations = durations
        self._every = every
        self._timed = timed
        self._clock = clock
        self._purse = Purse()

    def begin(self) -> None:
        """Tasks run again: what went by without any brings no looks."""
        self._purse = Purse(self._purse.saved, self._clock.monotonic())

    def after_look(self, tasks: Iterable[Task], pace: float) -> float:
        """The seconds until the next look; `pace` times as many where the relay calls by itself."""
        every = self._every * pace
        if not self._timed:
            return every
        self._purse = self._purse.filled(self._clock.monotonic(), self._every).spent()
        return pause(self._all_soonest(tasks), self._purse, every)

    def wanted(self, task: Task, since_look: float) -> float:
        """The seconds in which a task that has just come wants to be looked at.

        The last look began `since_look` seconds ago.
        """
        soonest = next(self._all_soonest([task])) if self._timed else None
        least = self._every * (1.0 if soonest is None else CLOSEST)
        return max(soonest or 0.0, least - since_look, 0.0)

    def _all_soonest(self, tasks: Iterable[Task]) -> Iterator[float | None]:
        now = self._clock.now()
        usual: dict[Work, tuple[float | None, float | None]] = {}
        for task in tasks:
            work = Work.of(task.request, task.terms)
            if work not in usual:
                usual[work] = self._quantiles(work)
            quickest, slowest = usual[work]
            if quickest is None or slowest is None:
                yield None
            elif task.progress == UNFINISHED:
                yield 0.0
            else:
                began = task.confirmed_at or task.sent_at or task.moved_at
                yield unlikely_before(
                    now - began, quickest, slowest, task.progress, task.moved_at - began
                )

    def _quantiles(self, work: Work) -> tuple[float | None, float | None]:
        known = self._durations.quantile
        return known(self._relay, work, QUICKEST), known(self._relay, work, SLOWEST)
