"""Sends what a form is answered with: marked in the store before it leaves, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.errors import (
    Busy,
    InDoubt,
    OperationMissing,
    Refused,
    RelayError,
    StoreError,
    Unreachable,
)
from bot.core.failure import Failure, FailureKind
from bot.core.form import Asks, asks, behind
from bot.core.operations import answered
from bot.core.request import Action
from bot.core.task import Task
from bot.core.translation import drawn_from
from bot.service.keeping import keep
from bot.service.operations import denied

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock
    from bot.core.picture import Image
    from bot.core.ports import Relay, TaskStore
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)


class Answering:
    """Answers one relay's forms, and takes back tasks whose forms are not answered.

    Kept here: an answer is marked in the store before it leaves; one that is known not to have
    arrived is unmarked, however long the store takes for that, since it would pass for a lost one.
    """

    def __init__(
        self,
        *,
        relay: Relay,
        store: TaskStore,
        book: Book,
        abilities: Abilities,
        clock: Clock,
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._abilities = abilities
        self._clock = clock

    async def send(self, task: Task) -> bool:
        """Answers the form that a task waits for; gives whether that is done with.

        It is not where the relay takes nothing now. Raises `Gone`, or `StoreError` when nothing has
        left, since the store could not be used.
        """
        now = self._clock.now()
        if task.relay_id is None:
            return True
        if task.muted:  # nothing of it has been started, so it need not be either
            await self._book.change(task.number, lambda fresh: fresh.cancelled(now))
            return True
        prompt = task.answer or task.form or drawn_from(task)
        mask = await self._mask(task)
        ready = await self._book.change(task.number, lambda t: t if t.muted else t.confirming(now))
        if ready.confirmed_at != now:  # it has ended meanwhile, or been taken back
            return True
        try:
            await self._relay.confirm(task.relay_id, prompt, task.request.speed, mask)
        except Refused as refused:
            await self._fail(task, refused.failure)
        except OperationMissing as missing:
            await self._cannot(task, missing.operation)
        except (Busy, Unreachable) as error:
            log.info("form held", error=type(error).__name__)
            await self._keep(task, Task.reopened)
            return False
        except InDoubt:
            log.warning("form in doubt")
        except StoreError:  # it never left: nobody let it
            await self._keep(task, Task.reopened)
            raise
        else:
            log.info("form sent")
            await self._abilities.has(task.relay, answered(task.request))
            await self._keep(task, Task.form_heard)
        return True

    async def _mask(self, task: Task) -> Image | None:
        """What its member painted, where the form asks for that."""
        action = task.request
        if not isinstance(action, Action) or asks(action.custom_id) is not Asks.REGION:
            return None
        return next(iter(await self._store.images(task.number)), None)

    async def _cannot(self, task: Task, operation: str) -> None:
        """The relay has no forms, so that a button it has put one before is of no use."""
        await denied(self._abilities, self._book, task, {operation, *behind(task)})
        await self._fail(task, Failure(FailureKind.OPERATION))
        await self.take_back(task)

    async def _fail(self, task: Task, failure: Failure) -> None:
        now = self._clock.now()
        await self._keep(task, lambda fresh: fresh.unanswered(failure, now))

    async def _keep(self, task: Task, how: Callable[[Task], Task]) -> None:
        await keep(self._book, self._clock, task.number, how)

    async def take_back(self, task: Task) -> bool:
        """Whether the relay has ended a task that waits for its form there.

        It was asked for nothing yet, so it makes nothing; at worst it waits there for ever.
        """
        if task.relay_id is None:
            return False
        try:
            await self._relay.cancel(task.relay_id, task.request.speed)
        except RelayError as error:
            log.info("form not taken back", task=task.number, error=type(error).__name__)
            return False
        await self._keep(task, Task.given_back)
        return True
