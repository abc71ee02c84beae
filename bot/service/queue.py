"""Sends queued tasks to the relays, fairly, as many at once as they run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from bot.core.errors import Gone, StoreError
from bot.core.failure import Failure, FailureKind
from bot.core.relay_choice import choose
from bot.service.places import PLACES_TOLD
from bot.service.turns import STORE_PAUSE, repeat

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Coroutine, Iterable

    from bot.core.clock import Clock
    from bot.core.errand import Errand
    from bot.core.ports import Relays, TaskStore
    from bot.core.task import Task
    from bot.core.waiter import Waiter
    from bot.service.book import Book
    from bot.service.lanes import Lanes
    from bot.service.places import Places
    from bot.service.roster import Roster
    from bot.service.sending import Sending

log = structlog.get_logger(__name__)

LOOKED_BACK = 1_000
"""How many of the newest turns are gone through again at a start."""
AT_ONCE = 32
"""How many of the next are looked up together: each look goes over everybody who waits."""


class Queue:
    """The one queue before all relays.

    Kept here: members take turns, whichever relay their tasks go to; a relay that is full, silent
    or down keeps nobody waiting whom another can serve, and what only it can do waits for it.
    """

    def __init__(
        self,
        *,
        relays: Relays,
        roster: Roster,
        lanes: Lanes,
        sending: Sending,
        places: Places,
        store: TaskStore,
        book: Book,
        clock: Clock,
    ) -> None:
        self._relays = relays
        self._roster = roster
        self._lanes = lanes
        self._sending = sending
        self._places = places
        self._store = store
        self._book = book
        self._clock = clock
        self._sends: set[asyncio.Task[None]] = set()
        self._hold_until = 0.0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what waits and what runs, as the store has it.

        What is with a relay that is not there any more ends: nobody can ask about it. Of a submit
        whose answer was lost its member hears that it may have been paid.
        """
        with_relays = await self._store.with_relays()
        known = [task for task in with_relays if task.relay in self._relays]
        past = await self._store.left(LOOKED_BACK)
        self._roster.load(await self._store.queued(), past, known)
        for task in with_relays:
            if task.relay not in self._relays:
                log.warning("its relay is used no more", task=task.number, relay=task.relay)
                kind = FailureKind.OUTCOME_UNKNOWN if task.in_doubt else FailureKind.RELAY_REMOVED
                await self._sending.refuse(task.number, Failure(kind))
        self._wake.set()

    def changed(self, tasks: Iterable[Task]) -> None:
        """Keeps count of who waits and who runs; news of neither wakes nobody."""
        moved = [self._roster.changed(task) for task in tasks]
        if any(moved):
            self._wake.set()

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return self._roster.waiting

    @property
    def oldest(self) -> float | None:
        """Since when the one waits that has waited longest, in seconds since the epoch."""
        return self._roster.oldest

    def refresh(self) -> None:
        """The relays may have changed: none is held, or known for what it has taken, any more."""
        self._lanes.forget()
        self._sending.forget()
        self._wake.set()

    def back(self, relay: str) -> None:
        """A relay is there again: it need not be spared any longer."""
        self._lanes.well(relay)
        self._wake.set()

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
        self._start()
        line = self._roster.next(PLACES_TOLD)
        told_in = await self._places.tell(line)
        soon = self._lanes.free_in() if line else None
        return min((pause for pause in (told_in, soon) if pause is not None), default=None)

    def _start(self) -> None:
        """Sends whoever is next and finds a relay that takes it now, until nobody does."""
        running = self._roster.by_relay()
        full: set[Errand] = set()
        while line := self._roster.next(AT_ONCE, full=full):
            for waiter in line:
                if not self._started(waiter, running):
                    full.add(waiter.errand)  # nor is there anything for those who need the same
                    break  # whose turns the others have now

    def _started(self, waiter: Waiter, running: Counter[str]) -> bool:
        """Sends one task to a relay that takes it now; gives whether there is one."""
        found = choose(self._lanes.candidates(waiter.errand, running))
        if found is not None:
            running[found.name] += 1
            self._begin(waiter, found.name, self._send(waiter.task, found.name))
        elif self._lanes.serving(waiter.errand):
            return False
        else:
            self._begin(waiter, "", self._refuse(waiter))
        return True

    def _begin(self, waiter: Waiter, relay: str, work: Coroutine[Any, Any, None]) -> None:
        self._roster.leaves(waiter, relay)
        send = asyncio.create_task(work)
        self._sends.add(send)
        send.add_done_callback(self._sends.discard)

    async def _send(self, number: int, relay: str) -> None:
        """Sends one task; whatever goes wrong with it, the queue goes on."""
        structlog.contextvars.bind_contextvars(task=number, relay=relay)
        taken = False
        try:
            # Whom a full relay sends back has not had their turn, and is the next again.
            taken = await self._sending.send(number, relay)
        except Gone:
            self._roster.drop(number)
        except StoreError:
            # Nothing has left: it is tried again when the store may be used once more.
            log.exception("not sent")
            self._spare_store()
        finally:
            self._roster.arrived(number, taken=taken)
            self._wake.set()

    def _spare_store(self) -> None:
        """The store could not be used: nothing is sent for a moment."""
        self._hold_until = self._clock.monotonic() + STORE_PAUSE

    async def _refuse(self, waiter: Waiter) -> None:
        """No relay is left for it: one was taken out of the file, or has it no more."""
        try:
            await self._sending.refuse(waiter.task, self._nowhere(waiter.errand))
        except Gone:
            self._roster.drop(waiter.task)
        except StoreError:
            log.exception("end not stored yet", task=waiter.task)
            self._spare_store()
        finally:
            self._roster.arrived(waiter.task, taken=False)
            self._wake.set()

    def _nowhere(self, errand: Errand) -> Failure:
        """Why no relay is left for this."""
        if errand.relay is not None or errand.barred:
            return Failure(FailureKind.RELAY_REMOVED)
        speeds = self._lanes.instead(errand)
        if speeds is None:
            return Failure(FailureKind.OPERATION)
        return Failure(FailureKind.SPEED, speeds)
