"""What relays have been found not to have, so that nothing is spent on asking for it again."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.errors import Gone, OperationMissing, StoreError
from bot.core.operations import ESSENTIAL, needed
from bot.core.pacing import DAY
from bot.core.task import Task
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.core.clock import Clock
    from bot.core.request import Request
    from bot.service.book import Book

log = structlog.get_logger(__name__)

SURPRISE = 900.0
"""Seconds for which a relay is believed to lack what it had before: a gateway's own 404 may have
stood in for its answer."""


class Operations(Protocol):
    """What relays have been found not to have, by operation: `submit/blend`, `task/cancel`, or
    the kind of a button (`animate_high`). Kept over restarts."""

    async def missing(self, relay: str) -> Mapping[str, float]:
        """Operation to when it was last found missing (seconds since the epoch)."""
        ...

    async def note(self, relay: str, operation: str, *, missing_at: float | None) -> None:
        """Notes that an operation is missing since now, or that it works (None)."""
        ...


class Abilities:
    """Learns from each relay's answers what it lacks.

    Kept here: what was found missing counts for a day and is tried again then, since relays are
    updated; it is known again after a restart. Reading takes no I/O, so that cards may ask. What
    cannot be stored is learnt again: the answer that showed it is worth more, and goes its way.
    """

    def __init__(self, *, operations: Operations, relays: Iterable[str], clock: Clock) -> None:
        self._operations = operations
        self._relays = relays
        self._clock = clock
        self._missing: dict[str, dict[str, float]] = defaultdict(dict)
        self._worked: set[tuple[str, str]] = set()
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what earlier runs have learnt."""
        for relay in self._relays:
            self._missing[relay] = dict(await self._operations.missing(relay))

    def forget(self) -> None:
        """Everything is to be found out anew: an operator says that there may be other relays."""
        self._worked.clear()
        self._missing.clear()
        self._wake.set()

    async def run(self) -> None:
        """Has the store forget, too, whenever that is to be; ends never."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> None:
        """Takes out of the store what is not known to be missing; raises `StoreError`."""
        for relay in self._relays:
            for operation in await self._operations.missing(relay):
                if operation not in self._missing[relay]:  # nor learnt anew meanwhile
                    await self._operations.note(relay, operation, missing_at=None)

    def missing(self, relay: str) -> frozenset[str]:
        """What the relay is known to lack now."""
        now = self._clock.now()
        found = self._missing.get(relay, {})
        return frozenset(name for name, since in found.items() if now - since < DAY)

    def lacking(self, relay: str, request: Request) -> frozenset[str]:
        """What the relay is known to lack of what the request takes."""
        return needed(request) & self.missing(relay)

    def check(self, relay: str, request: Request) -> None:
        """Raises `OperationMissing` when the relay is known to lack what the request takes."""
        for operation in sorted(needed(request) & self.missing(relay)):
            raise OperationMissing(operation)

    async def lacks(self, relay: str, operation: str) -> None:
        """The relay has just said that it does not have this operation."""
        if operation in ESSENTIAL:
            return
        known = (relay, operation) in self._worked
        since = self._clock.now() - (DAY - SURPRISE if known else 0.0)
        log.info("operation missing", relay=relay, operation=operation, surprise=known)
        self._missing[relay][operation] = since
        await self._note(relay, operation, missing_at=since)

    async def has(self, relay: str, operations: Iterable[str]) -> None:
        """The relay has just done these."""
        for operation in operations:
            self._worked.add((relay, operation))
            if self._missing[relay].pop(operation, None) is not None:
                log.info("operation there", relay=relay, operation=operation)
                await self._note(relay, operation, missing_at=None)

    async def _note(self, relay: str, operation: str, *, missing_at: float | None) -> None:
        try:
            await self._operations.note(relay, operation, missing_at=missing_at)
        except StoreError:
            log.exception("not kept what a relay has", relay=relay, operation=operation)


async def denied(abilities: Abilities, book: Book, task: Task, operations: Iterable[str]) -> None:
    """The relay has refused a task since it does not have these.

    The buttons that take them go off at once in the message whose button made the task, if the
    store takes that; else when it is drawn anew.
    """
    for operation in operations:
        await abilities.lacks(task.relay, operation)
    if task.parent is not None:
        with contextlib.suppress(Gone, StoreError):
            await book.change(task.parent, Task.redrawn)
