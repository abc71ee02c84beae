"""Answers that were promised and are no task's: kept in the store until they are given."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.errors import DiscordError, Gone, RouteGone
from bot.core.pacing import backoff
from bot.core.promise import Promise
from bot.core.reply import TOKEN_LIFE
from bot.service.claims import LATEST, PAUSE
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random

    from bot.core.clock import Clock
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)


class PromiseStore(Protocol):
    """Where promises are kept; `store.promises`."""

    async def keep(self, promise: Promise) -> Promise:
        """Stores a promise; gives it back with its `number`."""
        ...

    async def drop(self, number: int) -> None:
        """Forgets a promise."""
        ...

    async def open(self) -> list[Promise]:
        """Every promise that nobody has kept."""
        ...


class Excuses(Protocol):
    """Whoever can write where an answer was promised; the display."""

    async def excuse(self, promise: Promise, task: Task | None) -> None:
        """Says that the answer was interrupted, unless it is there. Raises `DiscordError`.

        `task` is the one whose details the answer belongs to, if it belongs to any.
        """
        ...


class Promises:
    """Sees to it that every promised answer comes, if only as words of regret.

    Kept here: where an answer will be is in the store before Discord hears that it will come, and
    is forgotten only once it has come or nobody waits any more. So no kill leaves a "thinking…".
    """

    def __init__(
        self, *, store: PromiseStore, book: Book, clock: Clock, chance: random.Random
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._chance = chance
        self._broken: dict[int, Promise] = {}
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what the last run has promised and not kept."""
        for promise in await self._store.open():
            self.broken(promise)

    async def make(
        self, *, application_id: int, token: str, locale: str, details_of: int | None = None
    ) -> Promise:
        """Stores where an answer will be; to be called before Discord is told that it comes."""
        now = self._clock.now()
        promise = Promise(
            application_id=application_id,
            token=token,
            token_until=now + TOKEN_LIFE,
            locale=locale,
            made_at=now,
            details_of=details_of,
        )
        return await self._store.keep(promise)

    async def kept(self, promise: Promise) -> None:
        """The answer is there, or Discord never took the promise."""
        await self._store.drop(promise.number)

    def broken(self, promise: Promise) -> None:
        """The answer could not be given, or nobody knows: it is seen to from here on."""
        self._broken[promise.number] = promise
        self._wake.set()

    async def run(self, excuses: Excuses) -> None:
        """Sees to broken promises for ever; `excuses` can write to Discord."""
        turn = functools.partial(self.turn, excuses)
        await repeat(turn, wake=self._wake, clock=self._clock)

    async def turn(self, excuses: Excuses) -> float | None:
        """Tries once for each broken promise; gives the seconds until the next turn."""
        for number, promise in list(self._broken.items()):
            if await self._settled(promise, excuses):
                await self._store.drop(number)
                del self._broken[number]
        self._failures = self._failures + 1 if self._broken else 0
        if not self._broken:
            return None
        return backoff(self._failures, least=PAUSE, most=30.0, chance=self._chance)

    async def _settled(self, promise: Promise, excuses: Excuses) -> bool:
        """Whether there is nothing more to be done for a promise."""
        now = self._clock.now()
        if now >= promise.token_until:
            log.warning("promise outlived its token")
            return True
        try:
            await excuses.excuse(promise, await self._task(promise))
        except RouteGone:
            # What a killed process has written may reach Discord a moment later.
            return now - promise.made_at >= LATEST
        except DiscordError:
            return False
        log.info("promise excused")
        return True

    async def _task(self, promise: Promise) -> Task | None:
        if promise.details_of is None:
            return None
        try:
            return await self._book.find(promise.details_of)
        except Gone:
            return None
