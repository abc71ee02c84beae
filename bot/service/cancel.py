"""Takes tasks back, as far as each can still be taken back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import Event, about
from bot.core.errors import OperationMissing, Refused
from bot.core.operations import CANCEL
from bot.core.status import Status
from bot.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.audit import Happening
    from bot.core.clock import Clock
    from bot.core.ports import Relays
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of the wish; each has words."""

    CANCELLED = "cancelled"  # nothing will come of it
    MUTED = "muted"  # the relay cannot stop it: what comes of it is kept, and not shown
    DOUBT = "doubt"  # it is on its way to the relay, so nobody can tell what to stop
    OVER = "over"  # it had ended before


class Cancels:
    """Takes tasks back.

    Kept here: what has not been sent never will be; what the relay cannot stop is said to go on
    there, since it is charged, and its result is kept for its member.
    """

    def __init__(self, *, book: Book, relays: Relays, abilities: Abilities, clock: Clock) -> None:
        self._book = book
        self._relays = relays
        self._abilities = abilities
        self._clock = clock

    async def cancel(self, number: int, *, by: int) -> Outcome:
        """Takes a task back. Raises `Gone`, or `RelayError` when the relay cannot be asked now.

        `by` is who wants it; the trail is told when it is not the task's own member.
        """
        told = self._told(await self._book.find(number), by)
        task = await self._book.change(number, self._unsent, told=told)
        if task.status is Status.CANCELLED:
            log.info("cancelled", task=number)
            return Outcome.CANCELLED
        if task.ended:
            return Outcome.OVER
        if task.relay_id is None:
            return Outcome.DOUBT
        return await self._stop(task, task.relay_id, told)

    def _told(self, task: Task, by: int) -> list[Happening]:
        if task.user_id == by:
            return []
        return about(task, Event.STOPPED, self._clock.now(), by=by)

    def _unsent(self, task: Task) -> Task:
        """The task cancelled if no submit has left; a submit that leaves now overtakes this."""
        if task.status.at_relay or task.sent_at is not None:
            return task
        return task.cancelled(self._clock.now())

    async def _stop(self, task: Task, relay_id: str, told: Sequence[Happening]) -> Outcome:
        try:
            await self._ask(task, relay_id)
        except (Refused, OperationMissing) as error:
            log.info("cannot be cancelled", task=task.number, error=type(error).__name__)
            after = await self._book.change(task.number, Task.mute, told=told)
            return Outcome.MUTED if after.muted else Outcome.OVER
        now = self._clock.now()
        after = await self._book.change(
            task.number, lambda fresh: fresh.cancelled(now, returned=True), told=told
        )
        return Outcome.CANCELLED if after.status is Status.CANCELLED else Outcome.OVER

    async def _ask(self, task: Task, relay_id: str) -> None:
        """Has the relay stop it; one that is known not to be able to is not asked."""
        if CANCEL in self._abilities.missing(task.relay):
            raise OperationMissing(CANCEL)
        try:
            await self._relays[task.relay].cancel(relay_id, task.request.speed)
        except OperationMissing as missing:
            await self._abilities.lacks(task.relay, missing.operation)
            raise
        await self._abilities.has(task.relay, {CANCEL})
