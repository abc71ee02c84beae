"""What the answer to a submit shows of the relay that gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errand import errand
from bot.core.failure import Failure, FailureKind
from bot.core.form import remixed
from bot.core.operations import ESSENTIAL, REMIX, needed, proven
from bot.core.request import FollowUp
from bot.service.operations import denied

if TYPE_CHECKING:
    from bot.core.errors import OperationMissing
    from bot.core.request import Speed
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.lanes import Lanes
    from bot.service.operations import Abilities


class Lessons:
    """Learns from answers.

    Kept here: a relay without a mode in its path answers as one without the operation does; which
    of the two it lacks is told by what it has taken before.
    """

    def __init__(self, *, lanes: Lanes, book: Book, abilities: Abilities) -> None:
        self._lanes = lanes
        self._book = book
        self._abilities = abilities
        self._speeds: set[tuple[str, Speed | None]] = set()
        """At which speeds each relay has taken something."""

    def forget(self) -> None:
        """Which speeds there are is found out anew."""
        self._speeds.clear()

    async def taken(self, task: Task, *, asked: bool) -> None:
        """A relay has taken a task; `asked`: it wants a form filled in first."""
        self._lanes.well(task.relay)
        self._speeds.add((task.relay, task.request.speed))
        await self._abilities.has(task.relay, proven(task.request, asked=asked))
        if remixed(task.request) and not asked:
            await self._abilities.lacks(task.relay, REMIX)

    async def denied(self, task: Task, missing: OperationMissing) -> Failure:
        """A relay has said that it has no such operation; gives how the task ends if no other one
        takes it.

        Every relay has the essential ones: there something before it has answered in its place.
        """
        if self._lacks_speed(task, missing):
            others = self._lanes.other_speeds(errand(task.request, task.relay))
            return Failure(FailureKind.SPEED, others)
        await denied(self._abilities, self._book, task, {missing.operation})
        broken = missing.operation in ESSENTIAL
        return Failure(FailureKind.RELAY_BROKEN if broken else FailureKind.OPERATION)

    def _lacks_speed(self, task: Task, missing: OperationMissing) -> bool:
        """Whether it may be the speed in the path that the relay does not have, not the operation.

        A button's speed is that of its picture, which was made there.
        """
        request = task.request
        if request.speed is None or isinstance(request, FollowUp):
            return False
        proven = (task.relay, request.speed) in self._speeds
        return missing.operation in needed(request) and not proven
