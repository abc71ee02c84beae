"""Sends queued tasks to one relay, fairly, as many at once as it runs."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import (
    Busy,
    Gone,
    InDoubt,
    OperationMissing,
    Refused,
    Stale,
    StoreError,
    Unreachable,
)
from bot.core.failure import Failure, FailureKind
from bot.core.fairness import order
from bot.core.operations import proven
from bot.core.pacing import DAY, PARENT_PAUSE, PARENT_TRIES, backoff
from bot.core.ports import Waiter
from bot.core.status import Status, Waiting
from bot.service.operations import denied
from bot.service.references import References
from bot.service.turns import STORE_PAUSE, repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from bot.core.clock import Clock
    from bot.core.ports import Relay, TaskStore
    from bot.core.report import Acceptance
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

PLACES_TOLD = 10
"""How many of the next tasks are told their place: a longer list changes with every step."""
_INTERMITTENT = frozenset({FailureKind.PARENT_GONE, FailureKind.PARENT_STATE})


class Queue:
    """One relay's queue.

    Kept here: a task is marked as sent in the store before its submit leaves, and a submit leaves
    once; only a relay that provably has not taken it (full, unreachable, parent unknown) gets it
    again. A full or silent relay keeps its tasks waiting instead of failing them.
    """

    def __init__(
        self,
        *,
        relay: Relay,
        store: TaskStore,
        book: Book,
        abilities: Abilities,
        clock: Clock,
        max_running: int,
        chance: random.Random,
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._abilities = abilities
        self._references = References(relay=relay, store=store, book=book, abilities=abilities)
        self._clock = clock
        self._max_running = max_running
        self._chance = chance
        self._waiters: dict[int, Waiter] = {}
        self._running: dict[int, int] = {}
        self._sending: dict[int, int] = {}
        self._sends: set[asyncio.Task[None]] = set()
        self._served: dict[int, float] = {}
        self._places: dict[int, int] = {}
        self._hold_until = 0.0
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what waits and what runs, as the store has it."""
        for waiter in await self._store.queued(self._relay.name):
            self._waiters[waiter.task] = waiter
        with_relay = [
            *await self._store.at_relay(self._relay.name),
            *await self._store.in_doubt(self._relay.name),
        ]
        self.changed(with_relay)
        for task in with_relay:
            served = self._served.get(task.user_id, 0.0)
            self._served[task.user_id] = max(served, task.sent_at or 0.0)

    def changed(self, tasks: Iterable[Task]) -> None:
        """Keeps count of who waits and who runs."""
        for task in tasks:
            if task.relay != self._relay.name:
                continue
            if task.status is Status.QUEUED and task.sent_at is None:
                waiter = Waiter(task.number, task.user_id, task.created_at)
                self._waiters[task.number] = waiter
            else:
                self._waiters.pop(task.number, None)
                self._places.pop(task.number, None)
            # A stalled task would hold its place for a day; the relay has long given it up.
            if (task.status.at_relay or task.in_doubt) and not task.stalled:
                self._running[task.number] = task.user_id
            else:
                self._running.pop(task.number, None)
            self._wake.set()

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return len(self._waiters)

    async def run(self) -> None:
        """Sends for ever. Cancelling it leaves the submits in flight alone: see `finish`."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for the submits in flight, so long at most: one that is cut off is in doubt."""
        if self._sends:
            await asyncio.wait(self._sends, timeout=seconds)

    async def turn(self) -> float | None:
        """Starts every submit that may leave now; gives the seconds until the next turn."""
        held = self._hold_until - self._clock.monotonic()
        if held > 0:
            return held
        line, room = self._line(), self._room()
        for waiter in line[:room]:
            self._sending[waiter.task] = waiter.user_id
            send = asyncio.create_task(self._send_guarded(waiter.task))
            self._sends.add(send)
            send.add_done_callback(self._sends.discard)
        await self._tell_places(line[room:])
        return None

    def _room(self) -> int:
        """How many submits may leave now.

        A relay that took nothing the last time is tried with one: were it tried with all, each
        would count as a failure of its own, and the pauses would grow many times too fast.
        """
        free = self._max_running - len(self._running.keys() | self._sending.keys())
        if self._failures:
            free = min(free, 1 - len(self._sending))
        return max(free, 0)

    def _line(self) -> list[Waiter]:
        waiters = [w for w in self._waiters.values() if w.task not in self._sending]
        running = Counter((self._running | self._sending).values())
        return order(waiters, running, self._served)

    async def _tell_places(self, line: list[Waiter]) -> None:
        for place, waiter in enumerate(line[:PLACES_TOLD], start=1):
            if self._places.get(waiter.task) != place:
                self._places[waiter.task] = place
                await self._place(waiter.task, place)

    async def _place(self, number: int, place: int) -> None:
        try:
            await self._book.change(number, lambda task: task.placed(Waiting.TURN, place))
        except Gone:
            self._waiters.pop(number, None)

    async def _send_guarded(self, number: int) -> None:
        """Sends one task; whatever goes wrong with it, the queue goes on."""
        structlog.contextvars.bind_contextvars(task=number)
        try:
            await self._send(number)
        except StoreError:
            # Nothing has left: it is tried again when the store may be used once more.
            log.exception("not marked as sent")
            self._hold_until = self._clock.monotonic() + STORE_PAUSE
        except Exception:
            log.exception("send failed")
            self._waiters.pop(number, None)
        finally:
            self._sending.pop(number, None)
            self._wake.set()

    async def _send(self, number: int) -> None:
        try:
            await self._references.place(number)
            task = await self._mark_sent(number)
            if task is None:
                return
            await self._keep(number, await self._outcome(task))
        except Refused as refused:
            await self._keep(number, self._failing(refused.failure))
        except Busy as busy:
            await self._hold(number, Waiting.RELAY_FULL, busy.retry_after)
        except Unreachable:
            await self._hold(number, Waiting.RELAY_DOWN, None)
        else:
            # Only now: whom a full relay sends back has not had their turn, and is the next again.
            self._served[task.user_id] = self._clock.now()

    async def _keep(self, number: int, how: Callable[[Task], Task]) -> None:
        """Stores what the relay answered, however long that takes: nobody can tell it again."""
        while True:
            try:
                await self._book.change(number, how)
            except StoreError:
                log.exception("answer not stored yet")
                await self._clock.wait(None, STORE_PAUSE)
            else:
                return

    async def _outcome(self, task: Task) -> Callable[[Task], Task]:
        """Submits; gives how the answer changes the task. Raises `Busy` or `Unreachable`."""
        try:
            acceptance = await self._submit(task)
        except Refused as refused:
            return self._failing(refused.failure)
        except OperationMissing as missing:
            await denied(self._abilities, self._book, task, {missing.operation})
            return self._failing(Failure(FailureKind.OPERATION))
        except InDoubt:
            log.warning("submit in doubt")
            return lambda fresh: fresh.doubted()
        self._failures = 0
        now = self._clock.now()
        log.info("accepted", relay_id=acceptance.relay_id)
        await self._abilities.has(
            task.relay, proven(task.request, asked=acceptance.form is not None)
        )
        return lambda fresh: fresh.accepted(acceptance, now)

    async def _mark_sent(self, number: int) -> Task | None:
        """Stores that the submit leaves now; None when it must not leave."""
        while True:
            try:
                task = await self._book.find(number)
            except Gone:
                task = None
            if task is None or task.status is not Status.QUEUED or task.in_doubt:
                self._waiters.pop(number, None)
                return None
            sending = task.sending(self._clock.now())
            try:
                await self._store.save(sending)
            except Stale:
                continue
            self._book.tell([sending])
            return sending

    async def _submit(self, task: Task) -> Acceptance:
        images = await self._store.images(task.number)
        for last in (False,) * (PARENT_TRIES - 1) + (True,):
            try:
                return await self._relay.submit(task.request, images, task.state)
            except Refused as refused:
                if last or refused.failure.kind not in _INTERMITTENT:
                    raise
            await self._clock.wait(None, PARENT_PAUSE)
        raise AssertionError("the last try returns or raises")

    def _failing(self, failure: Failure) -> Callable[[Task], Task]:
        log.info("refused", kind=failure.kind)
        self._failures = 0
        now = self._clock.now()
        return lambda fresh: fresh.failed(failure, now)

    async def _hold(self, number: int, waiting: Waiting, retry_after: float | None) -> None:
        """The relay has not taken it: it waits on, and the relay is left alone for a while."""
        self._failures += 1
        pause = backoff(self._failures, least=2.0, most=60.0, chance=self._chance)
        self._hold_until = self._clock.monotonic() + max(pause, retry_after or 0.0)
        log.info("held", waiting=waiting, seconds=round(pause, 1))
        now, failure = self._clock.now(), Failure(FailureKind.RELAY_DOWN)
        await self._keep(
            number,
            lambda fresh: (
                fresh.failed(failure, now) if now - fresh.created_at > DAY else fresh.held(waiting)
            ),
        )
