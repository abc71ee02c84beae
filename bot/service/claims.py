"""Claims that were cut off: was the acknowledgement taken, or was it not?"""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import DiscordBusy, DiscordError, Gone, RouteGone
from bot.core.failure import Failure, FailureKind
from bot.core.pacing import backoff
from bot.core.reply import Route
from bot.core.request import AGAIN, REDRAWN
from bot.core.status import Status
from bot.core.task import Task
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random

    from bot.core.clock import Clock
    from bot.core.ports import Display, TaskStore
    from bot.core.reply import Reply
    from bot.service.book import Book

log = structlog.get_logger(__name__)

LATEST = 4.0
"""Seconds after a claim in which its acknowledgement may still come true.

What a killed process has written is sent all the same; Discord takes it for three seconds.
"""
PAUSE = 2.0
"""Least seconds between two questions about one claim."""


class Claims:
    """Settles claims whose acknowledgement nobody saw the end of.

    After a crash, or when the network failed in the middle of the acknowledgement, Discord is
    asked by the interaction's token whether the reply exists. If it does, the task goes on; if it
    does not, the member was told by Discord that the command failed, and nothing is made of it.
    """

    def __init__(
        self,
        *,
        store: TaskStore,
        book: Book,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._chance = chance
        self._asked: dict[int, int] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up every claim that the last run left open."""
        for task in await self._store.claimed():
            self.ask(task.number)

    def ask(self, number: int) -> None:
        """Discord is to be asked about this claim."""
        self._asked.setdefault(number, 0)
        self._wake.set()

    async def run(self, display: Display) -> None:
        """Settles claims for ever; `display` can ask Discord."""
        turn = functools.partial(self.turn, display)
        await repeat(turn, wake=self._wake, clock=self._clock)

    async def turn(self, display: Display) -> float | None:
        """Asks once about each open claim; gives the seconds until the next turn."""
        for number in list(self._asked):
            try:
                await self._settle(number, display)
                del self._asked[number]
            except DiscordError:
                self._asked[number] += 1
            except Gone:
                del self._asked[number]
        if not self._asked:
            return None
        failures = max(self._asked.values())
        return backoff(failures, least=PAUSE, most=30.0, chance=self._chance)

    async def _settle(self, number: int, display: Display) -> None:
        task = await self._book.find(number)
        reply = await self._store.reply(number)
        if reply is None or task.status is not Status.CLAIMED:
            return
        now = self._clock.now()
        route = reply.route(now)
        if route is None:  # it was being dropped when the store failed, or the process
            await self.drop(number)
            return
        if route is not Route.TOKEN:
            await self._outlived(reply)
            return
        try:
            there = await display.confirmed(reply)
        except RouteGone as gone:  # by Discord's clock the token ended sooner than by ours
            await self._outlived(reply.closed(gone.routes))
            return
        if there:
            log.info("claim found", task=number)
            await self.take_up(number)
        elif now - task.created_at < LATEST:
            raise DiscordBusy
        else:
            await self.drop(number)

    async def _outlived(self, reply: Reply) -> None:
        """Nobody can tell any more whether the reply is there: the member is told anew."""
        log.warning("claim outlived its token", task=reply.task)
        await self._store.save_reply(reply)
        now, failure = self._clock.now(), Failure(FailureKind.INTERRUPTED)
        await self._book.change(reply.task, lambda fresh: fresh.failed(failure, now))

    async def take_up(self, number: int) -> None:
        """The reply is there: a pressed button is marked, and the task goes to the queue.

        In this order, so that a crash between the two leaves a claim, which is settled again.
        """
        origin = (await self._book.find(number)).request.origin
        if origin is not None and origin[1] not in {AGAIN, REDRAWN}:
            parent, position = origin
            await self._book.change(parent, lambda task: task.press(position))
        await self._book.change(number, Task.queued)

    async def drop(self, number: int) -> None:
        """Nobody sees a reply to this claim: it ends without a word."""
        reply = await self._store.reply(number)
        if reply is not None:
            await self._store.save_reply(reply.closed(frozenset(Route)))
        now = self._clock.now()
        await self._book.change(number, lambda task: task.cancelled(now))
        log.info("claim dropped", task=number)
