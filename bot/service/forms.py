"""Answers the forms that a relay opens in front of a task."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import (
    Busy,
    Gone,
    InDoubt,
    OperationMissing,
    Refused,
    RelayError,
    Unreachable,
)
from bot.core.failure import Failure, FailureKind
from bot.core.form import Asks, asks, expires_at, waits_for_member
from bot.core.pacing import backoff
from bot.core.request import Action
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.picture import Image
    from bot.core.ports import Relay, TaskStore
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)


class Forms:
    """Sends what members have filled in, or else the form on as it is.

    A relay whose account has remix on asks for the prompt before a variation. It is answered with
    what the member filled in; with the prompt the relay suggests where they were not to be asked,
    so that the button does what it says; or not before they have filled it in. Kept here: an answer
    is marked in the store before it leaves, and leaves once; a form that nobody fills in ends its
    task in time.
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
        """Forms to be sent, and how often that has failed."""
        self._waiting: dict[int, float] = {}
        """Forms that a member is to fill in, and until when."""
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up forms that the last run left open."""
        self.changed(await self._store.at_relay(self._relay.name))

    def changed(self, tasks: Iterable[Task]) -> None:
        """Takes up tasks that have come to wait for a form, or whose form was filled in."""
        for task in tasks:
            if task.relay != self._relay.name or not task.awaits_form:
                self._drop(task.number)
            elif waits_for_member(task) and not task.muted:
                if task.number not in self._waiting:
                    self._waiting[task.number] = expires_at(task)
                    self._wake.set()
            else:
                self._waiting.pop(task.number, None)
                self._open.setdefault(task.number, 0)
                self._wake.set()

    def _drop(self, number: int) -> None:
        self._open.pop(number, None)
        self._waiting.pop(number, None)

    async def run(self) -> None:
        """Answers for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Sends every form that can be sent, ends those that ran out.

        Gives the seconds until the next turn, None while there is nothing to do.
        """
        for number in list(self._open):
            try:
                await self._answer(number)
            except Gone:
                self._drop(number)
        for number in self._overdue():
            try:
                await self._expire(number)
            except Gone:
                self._drop(number)
        return self._pause()

    def _overdue(self) -> list[int]:
        now = self._clock.now()
        return [number for number, until in self._waiting.items() if until <= now]

    def _pause(self) -> float | None:
        pauses: list[float] = []
        if self._open:
            failures = max(self._open.values())
            pauses.append(backoff(failures, least=2.0, most=60.0, chance=self._chance))
        if self._waiting:
            pauses.append(max(0.0, min(self._waiting.values()) - self._clock.now()))
        return min(pauses, default=None)

    async def _answer(self, number: int) -> None:
        now = self._clock.now()
        task = await self._book.find(number)
        if not task.awaits_form or task.relay_id is None:
            self._drop(number)
            return
        if task.muted:  # nothing of it has been started, so it need not be either
            await self._book.change(number, lambda fresh: fresh.cancelled(now))
            return
        prompt = task.answer or task.form or task.prompt
        mask = await self._mask(task)
        await self._book.change(number, lambda fresh: fresh.confirming(now))
        try:
            await self._relay.confirm(task.relay_id, prompt, task.request.speed, mask)
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

    async def _mask(self, task: Task) -> Image | None:
        """What its member painted, where the form asks for that."""
        action = task.request
        if not isinstance(action, Action) or asks(action.custom_id) is not Asks.REGION:
            return None
        return next(iter(await self._store.images(task.number)), None)

    async def _expire(self, number: int) -> None:
        """Ends a task whose form nobody filled in, and takes it back where the relay can."""
        failure, now = Failure(FailureKind.FORM_EXPIRED), self._clock.now()
        after = await self._book.change(
            number, lambda fresh: fresh.failed(failure, now) if waits_for_member(fresh) else fresh
        )
        self._waiting.pop(number, None)
        if after.failure != failure or after.relay_id is None:
            return
        log.info("form expired", task=number)
        try:
            await self._relay.cancel(after.relay_id, after.request.speed)
        except RelayError as error:
            # It was asked for nothing yet, so it makes nothing; at worst it waits there for ever.
            log.info("form not taken back", task=number, error=type(error).__name__)

    async def _fail(self, number: int, failure: Failure) -> None:
        now = self._clock.now()
        await self._book.change(number, lambda fresh: fresh.failed(failure, now))
