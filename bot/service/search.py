"""Looks for tasks whose submit left without an answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import OperationMissing, RelayError
from bot.core.failure import Failure, FailureKind
from bot.core.pacing import DOUBT_LOOKS, DOUBT_PAUSE, backoff
from bot.core.report import Acceptance
from bot.core.status import Waiting
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.ports import Relay, TaskStore
    from bot.core.report import Report
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)


class Search:
    """Finds lost submits again at relays that list their tasks, by the `state` we sent along.

    Kept here: a task in doubt is never sent again. Either the relay shows it, in its list or by a
    call, and it goes on, or its member is told that nobody knows, and decides.
    """

    def __init__(
        self, *, relay: Relay, store: TaskStore, book: Book, clock: Clock, chance: random.Random
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._clock = clock
        self._chance = chance
        self._lost: dict[int, int] = {}
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what the last run sent without hearing an answer."""
        for task in await self._store.in_doubt(self._relay.name):
            self._lost[task.number] = self._looked(task)
            await self._book.change(task.number, lambda fresh: fresh.doubted())

    def _looked(self, task: Task) -> int:
        """How many looks its age is worth: a relay lists late, but not that late.

        Two are left, since a list may leave something out.
        """
        age = self._clock.now() - (task.sent_at or 0.0)
        return DOUBT_LOOKS - 2 if age > DOUBT_LOOKS * DOUBT_PAUSE else 0

    def changed(self, tasks: Iterable[Task]) -> None:
        """Takes up tasks that have just become doubtful."""
        for task in tasks:
            if task.relay != self._relay.name:
                continue
            if task.in_doubt and task.waiting is Waiting.ASKING:
                self._lost.setdefault(task.number, 0)
                self._wake.set()
            else:
                self._lost.pop(task.number, None)

    async def run(self) -> None:
        """Searches for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Asks the relay once for everything lost; gives the seconds until the next turn."""
        if not (lost := list(self._lost)):
            return None
        try:
            reports = await self._relay.recent()
        except OperationMissing:
            for number in lost:
                await self._give_up(number)
            return None
        except RelayError as error:
            # A relay that is down says nothing about the task: this does not count as a look.
            self._failures += 1
            log.info("cannot search", error=type(error).__name__)
            return backoff(self._failures, least=DOUBT_PAUSE, most=60.0, chance=self._chance)
        self._failures = 0
        by_state = {report.state: report for report in reports if report.state}
        for number in lost:
            await self._settle(number, by_state)
        return DOUBT_PAUSE if self._lost else None

    async def _settle(self, number: int, by_state: dict[str, Report]) -> None:
        task = await self._store.get(number)
        looks = self._lost.get(number)
        if looks is None or task is None or not task.in_doubt:
            self._lost.pop(number, None)
        elif report := by_state.get(task.state):
            log.info("found again", task=number, relay_id=report.relay_id)
            now = self._clock.now()
            found = Acceptance(report.relay_id)
            await self._book.change(number, lambda fresh: fresh.accepted(found, now))
        elif looks + 1 >= DOUBT_LOOKS:
            await self._give_up(number)
        else:
            self._lost[number] = looks + 1

    async def _give_up(self, number: int) -> None:
        log.warning("outcome unknown", task=number)
        now = self._clock.now()
        failure = Failure(FailureKind.OUTCOME_UNKNOWN)
        await self._book.change(
            number, lambda fresh: fresh.failed(failure, now) if fresh.in_doubt else fresh
        )
        self._lost.pop(number, None)
