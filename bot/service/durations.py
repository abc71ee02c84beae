"""Learns how long work takes at each relay, from all that has been finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.core.estimate import Durations, took
from bot.core.meters import UNMETERED
from bot.core.status import Status
from bot.core.waiter import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.meters import Meters
    from bot.core.task import Task

LOOKED_BACK = 2_000
"""How many of the newest finished tasks are read at the start."""


class PastWork(Protocol):
    """What was finished before."""

    async def finished(self, limit: int) -> Sequence[tuple[str, Work, float]]:
        """Relay, kind of work and seconds of the newest finished tasks, oldest first."""
        ...

    async def underway(self) -> Sequence[int]:
        """Every task that has not ended."""
        ...


class Learnt:
    """Notes each task's time once, when it is done.

    Kept here: a task that is saved again after its end (a press, a deletion) does not count twice.
    """

    def __init__(self, *, past: PastWork, meters: Meters = UNMETERED) -> None:
        self._past = past
        self._meters = meters
        self._going: set[int] = set()
        self.durations = Durations()

    async def load(self) -> None:
        """Takes up what was learnt before, since that follows from the tasks."""
        for relay, work, seconds in await self._past.finished(LOOKED_BACK):
            self.durations.note(relay, work, seconds)
        self._going.update(await self._past.underway())

    def changed(self, tasks: Iterable[Task]) -> None:
        """Notes what tasks have taken that have just been done."""
        for task in tasks:
            if not task.ended:
                self._going.add(task.number)
                continue
            was_going = task.number in self._going
            self._going.discard(task.number)
            seconds = took(task)
            if was_going and task.status is Status.DONE and seconds is not None:
                work = Work.of(task.request, task.terms)
                self.durations.note(task.relay, work, seconds)
                self._meters.finished(task.relay, work.operation, seconds)
