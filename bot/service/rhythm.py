"""When which task of one relay is to be looked at next, by what is known of the time tasks take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hearing import UNFINISHED
from bot.core.looks import WIDEST, Purse, next_look, unlikely_before
from bot.core.pacing import SLOW_LOOK
from bot.core.waiter import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.core.clock import Clock
    from bot.core.estimate import Durations
    from bot.core.task import Task

QUICKEST, SLOWEST = 0.05, 0.95
"""The parts of late tasks that stand for the quickest and the slowest of them."""
LISTED = 250
"""Most ids in one list question. The protocol names no limit, but each brings some 2 KB back."""


class Rhythm:
    """The pauses between looks.

    Kept here: on the average no more is asked than at fixed pauses of `every` seconds, for however
    many tasks; and where all of them do not fit into one list, those are asked about first that are
    likely to be done.
    """

    def __init__(
        self, *, relay: str, durations: Durations, every: float, timed: bool, clock: Clock
    ) -> None:
        """`timed` is False for a look at everything every `every` seconds, whatever is known."""
        self._relay = relay
        self._durations = durations
        self._every = every
        self._timed = timed
        self._clock = clock
        self._purse = Purse(clock.monotonic())

    def begin(self) -> None:
        """Tasks run where none did: what others have saved is not theirs to spend."""
        self._purse = Purse(self._clock.monotonic())

    def most(self, tasks: int) -> int:
        """How many of so many tasks one look is to ask about."""
        return LISTED if self._timed else tasks

    def horizon(self, pace: float) -> float:
        """Seconds by which tasks may be asked about before their time, since they fit into a list
        that is asked for anyway; what has stalled is later than that."""
        return WIDEST * self._every * pace

    def looked(self, tasks: int, pace: float) -> float:
        """A look was made, and so many tasks run: the least seconds from its beginning to the next.

        `pace` times as many where the relay calls by itself.
        """
        if not self._timed:
            return self._every * pace
        questions = _questions(tasks)
        now = self._clock.monotonic()
        self._purse = self._purse.filled(now, self._every, questions).spent()
        return self._purse.pause(self._every * pace, questions)

    def next_looks(self, tasks: Iterable[Task], pace: float) -> Iterator[float]:
        """For each task that has just been looked at, or just come: the seconds until it wants to
        be looked at (again)."""
        every = self._every * pace
        now = self._clock.now()
        usual: dict[Work, tuple[float | None, float | None]] = {}
        for task in tasks:
            if task.stalled:
                yield SLOW_LOOK
            elif not self._timed or pace > 1:
                yield every
            else:
                yield next_look(self._soonest(task, now, usual), every)

    def _soonest(
        self, task: Task, now: float, usual: dict[Work, tuple[float | None, float | None]]
    ) -> float | None:
        if task.progress == UNFINISHED:
            return 0.0
        work = Work.of(task.request, task.terms)
        if work not in usual:
            known = self._durations.quantile
            usual[work] = known(self._relay, work, QUICKEST), known(self._relay, work, SLOWEST)
        began = task.confirmed_at or task.sent_at or task.moved_at
        return unlikely_before(now - began, *usual[work], task.progress, task.moved_at - began)


def _questions(tasks: int) -> float:
    """The lists that so many tasks fill, one at least: no more than a look at all of them asks."""
    return max(tasks / LISTED, 1.0)
