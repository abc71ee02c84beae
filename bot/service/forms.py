"""Answers the forms that a relay opens in front of a task, with the prompt it suggests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Busy, Gone, InDoubt, OperationMissing, Refused, Unreachable
from bot.core.failure import Failure, FailureKind
from bot.core.pacing import backoff
from bot.core.request import Action
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.ports import Relay, TaskStore
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

MASKED = "MJ::Inpaint::"
"""Buttons whose form wants a painted mask: no prompt alone can answer it."""


class Forms:
    """Sends forms on as they are.

    A relay whose account has remix on asks for the prompt before a variation. It is answered with
    the prompt it suggests, so that the button does what it says. Kept here: an answer is marked in
    the store before it leaves, and leaves once.
    """

    def __init__(
        self, *, relay: Relay, store: TaskStore, book: Book, clock: Clock, chance: random.Random
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._clock = clock
        self._chance = chance
        self._open: dict[int, int] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up forms that the last run left open."""
        self.changed(await self._store.at_relay(self._relay.name))

    def changed(self, tasks: Iterable[Task]) -> None:
        """Takes up tasks that have come to wait for a form."""
        for task in tasks:
            if task.relay == self._relay.name and task.awaits_form:
                self._open.setdefault(task.number, 0)
                self._wake.set()
            else:
                self._open.pop(task.number, None)

    async def run(self) -> None:
        """Answers for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Answers every open form once; gives the seconds until the next turn."""
        for number in list(self._open):
            try:
                await self._answer(number)
            except Gone:
                self._open.pop(number, None)
        if not self._open:
            return None
        return backoff(max(self._open.values()), least=2.0, most=60.0, chance=self._chance)

    async def _answer(self, number: int) -> None:
        now = self._clock.now()
        task = await self._book.find(number)
        if not task.awaits_form or task.relay_id is None:
            self._open.pop(number, None)
            return
        if isinstance(task.request, Action) and task.request.custom_id.startswith(MASKED):
            await self._fail(number, Failure(FailureKind.FORM_NEEDED))
            return
        await self._book.change(number, lambda fresh: fresh.confirming(now))
        try:
            await self._relay.confirm(task.relay_id, task.form or task.prompt, task.request.speed)
        except Refused as refused:
            await self._fail(number, refused.failure)
        except OperationMissing:
            await self._fail(number, Failure(FailureKind.OPERATION))
        except (Busy, Unreachable) as error:
            log.info("form held", task=number, error=type(error).__name__)
            failures = self._open.get(number, 0) + 1
            await self._book.change(number, lambda fresh: fresh.reopened())
            self._open[number] = failures
        except InDoubt:
            # The looks will tell: a task that got its answer leaves the form by itself.
            log.warning("form in doubt", task=number)
        else:
            log.info("form sent", task=number)

    async def _fail(self, number: int, failure: Failure) -> None:
        now = self._clock.now()
        await self._book.change(number, lambda fresh: fresh.failed(failure, now))
