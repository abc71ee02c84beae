"""Sends queued tasks to one relay, fairly, as many at once as it runs."""

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
    Stale,
    StoreError,
    Unreachable,
)
from bot.core.failure import Failure, FailureKind
from bot.core.operations import proven
from bot.core.pacing import DAY, PARENT_PAUSE, PARENT_TRIES, backoff
from bot.core.status import Status, Waiting
from bot.service.lane import Lane
from bot.service.operations import denied
from bot.service.places import PLACES_TOLD, Places
from bot.service.references import References
from bot.service.turns import STORE_PAUSE, repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from bot.core.clock import Clock
    from bot.core.estimate import Durations
    from bot.core.ports import Relay, TaskStore
    from bot.core.report import Acceptance
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

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
        durations: Durations,
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
        self._lane = Lane(relay.name)
        self._places = Places(
            relay=relay.name, book=book, clock=clock, durations=durations, slots=max_running
        )
        self._sends: set[asyncio.Task[None]] = set()
        self._hold_until = 0.0
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what waits and what runs, as the store has it."""
        with_relay = [
            *await self._store.at_relay(self._relay.name),
            *await self._store.in_doubt(self._relay.name),
        ]
        self._lane.load(await self._store.queued(self._relay.name), with_relay)
        self._wake.set()

    def changed(self, tasks: Iterable[Task]) -> None:
        """Keeps count of who waits and who runs; news of neither wakes nobody."""
        moved = [self._lane.changed(task) for task in tasks]
        if any(moved):
            self._wake.set()

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return self._lane.waiting

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
        for waiter in self._lane.next(self._room()):
            self._lane.leaves(waiter)
            send = asyncio.create_task(self._send_guarded(waiter.task))
            self._sends.add(send)
            send.add_done_callback(self._sends.discard)
        return await self._places.tell(self._lane, self._lane.next(PLACES_TOLD))

    def _room(self) -> int:
        """How many submits may leave now.

        A relay that took nothing the last time is tried with one: were it tried with all, each
        would count as a failure of its own, and the pauses would grow many times too fast.
        """
        free = self._max_running - self._lane.busy
        if self._failures:
            free = min(free, 1 - self._lane.leaving)
        return max(free, 0)

    async def _send_guarded(self, number: int) -> None:
        """Sends one task; whatever goes wrong with it, the queue goes on."""
        structlog.contextvars.bind_contextvars(task=number)
        taken = False
        try:
            taken = await self._send(number)
        except StoreError:
            # Nothing has left: it is tried again when the store may be used once more.
            log.exception("not marked as sent")
            self._hold_until = self._clock.monotonic() + STORE_PAUSE
        except Exception:
            log.exception("send failed")
            self._lane.drop(number)
        finally:
            self._lane.arrived(number, taken=taken)
            self._wake.set()

    async def _send(self, number: int) -> bool:
        """Gives whether that was its turn: whom a full relay sends back is the next again."""
        try:
            await self._references.place(number)
            task = await self._mark_sent(number)
            if task is None:
                return False
            await self._keep(number, await self._outcome(task))
        except Refused as refused:
            await self._keep(number, self._failing(refused.failure))
        except Busy as busy:
            await self._hold(number, Waiting.RELAY_FULL, busy.retry_after)
            return False
        except Unreachable:
            await self._hold(number, Waiting.RELAY_DOWN, None)
            return False
        return True

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
                self._lane.drop(number)
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
