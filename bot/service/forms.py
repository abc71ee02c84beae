"""Looks after the forms that a relay opens in front of a task: when each is answered or ends."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Gone, OperationMissing, RelayError, StoreError
from bot.core.failure import Failure, FailureKind
from bot.core.form import expires_at, form_in_doubt, waits_for_member
from bot.core.pacing import DOUBT_PAUSE, FORM_DOUBT, backoff
from bot.core.report import RelayStatus
from bot.core.task import Task
from bot.service.answering import Answering
from bot.service.keeping import keep
from bot.service.turns import STORE_PAUSE, repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.ports import Relay, TaskStore
    from bot.core.report import Report
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

HELD_UP = 1.0
"""Seconds for which a turn waits for the answers it has sent: a relay that does not answer must not
keep the forms of others waiting."""
HELD = 2.0
"""Seconds, at least, until an answer is sent again that could not leave."""


class Forms:
    """Sends what members have filled in, or else the form on as it is.

    A relay whose account has remix on asks for the prompt before a variation. It is answered with
    what the member filled in; with the prompt the relay suggests where they were not to be asked,
    so that the button does what it says; or not before they have filled it in. Kept here: an answer
    is marked in the store before it leaves, and leaves once; one that may or may not have arrived
    is asked for at the relay, and where that shows the form open still, ends its task in words; a
    form that nobody fills in ends its task in time.
    """

    def __init__(
        self,
        *,
        relay: Relay,
        store: TaskStore,
        book: Book,
        abilities: Abilities,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._clock = clock
        self._chance = chance
        self._answering = Answering(
            relay=relay, store=store, book=book, abilities=abilities, clock=clock
        )
        self._open: dict[int, float] = {}
        """Forms to be sent, and when."""
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, float] = {}
        """Forms that a member is to fill in, and until when."""
        self._doubted: dict[int, float] = {}
        """Forms whose answer may not have arrived, and when the relay is to be asked about it."""
        self._failures: Counter[int] = Counter()
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up forms that the last run left open, or sent without hearing an answer."""
        self.changed(await self._store.at_relay(self._relay.name))

    def changed(self, tasks: Iterable[Task]) -> None:
        """Takes up tasks that have come to wait for a form, or whose form was filled in."""
        for task in tasks:
            if task.relay != self._relay.name:
                continue
            now = self._clock.now()
            if form_in_doubt(task):
                ask_at = max((task.confirmed_at or now) + FORM_DOUBT, now + DOUBT_PAUSE)
                self._keep(self._doubted, task.number, ask_at)
            elif not task.awaits_form:
                self._drop(task.number)
            elif waits_for_member(task) and not task.muted:
                self._keep(self._waiting, task.number, expires_at(task))
            else:
                self._keep(self._open, task.number, now)

    def _keep(self, times: dict[int, float], number: int, at: float) -> None:
        """From now on the task is in this one of the three, since when it came there."""
        if number not in times:
            self._leave(number)
            times[number] = at
            self._wake.set()

    def _drop(self, number: int) -> None:
        self._leave(number)
        self._failures.pop(number, None)

    def _leave(self, number: int) -> None:
        for times in (self._open, self._waiting, self._doubted):
            times.pop(number, None)

    async def run(self) -> None:
        """Answers for ever. Cancelling it leaves the answers in flight alone: see `finish`."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for the answers in flight, so long at most: one that is cut off is in doubt."""
        if self._sending:
            await asyncio.wait(self._sending.values(), timeout=seconds)

    async def turn(self) -> float | None:
        """Sends every form that can be sent, asks about those in doubt, ends those that ran out.

        Gives the seconds until the next turn, None while there is nothing to do.
        """
        for number in self._due(self._open):
            self._sending[number] = asyncio.create_task(self._guarded(number))
        await self.finish(HELD_UP)
        for number in self._due(self._doubted):
            await self._settle(number)
        for number in self._due(self._waiting):
            try:
                await self._expire(number)
            except Gone:
                self._drop(number)
        return self._pause()

    def _due(self, times: dict[int, float]) -> list[int]:
        """Those whose time has come; one whose answer is on its way has to come home first."""
        now = self._clock.now()
        return [n for n, at in times.items() if at <= now and n not in self._sending]

    def _pause(self) -> float | None:
        times = (self._open, self._waiting, self._doubted)
        kept = [at for each in times for n, at in each.items() if n not in self._sending]
        return max(0.0, min(kept) - self._clock.now()) if kept else None

    def _later(self, times: dict[int, float], number: int, least: float) -> None:
        """The relay could not be asked now: again after a while, which grows."""
        self._failures[number] += 1
        failures = self._failures[number]
        pause = backoff(failures, least=least, most=60.0, chance=self._chance)
        times[number] = self._clock.now() + pause

    # -- answering -------------------------------------------------------------------------------
    async def _guarded(self, number: int) -> None:
        """Sends one form's answer; whatever goes wrong with it, the others go on."""
        structlog.contextvars.bind_contextvars(task=number)
        try:
            task = await self._book.find(number)
            if not task.awaits_form:
                self.changed([task])
            elif not await self._answering.send(task):
                self._later(self._open, number, HELD)
        except Gone:
            self._drop(number)
        except StoreError:
            log.exception("form not sent")
            await self._clock.wait(None, STORE_PAUSE)
        except Exception:
            log.exception("form failed")
            if number in self._open:  # or it may have left, and is asked about
                self._later(self._open, number, HELD)
        finally:
            self._sending.pop(number, None)
            self._wake.set()

    # -- what is not known, and what nobody fills in -----------------------------------------------
    async def _settle(self, number: int) -> None:
        """Asks the relay whether an answer has arrived; ends the task where it has not.

        What moves at the relay is seen by the looks, and is in doubt no more.
        """
        try:
            task = await self._book.find(number)
            if not form_in_doubt(task) or task.relay_id is None:
                self._drop(number)
                return
            report = await self._ask(task.relay_id, task)
        except Gone:
            self._drop(number)
        except RelayError as error:
            # A relay that is down says nothing of the answer.
            log.info("cannot ask for a form", task=number, error=type(error).__name__)
            self._later(self._doubted, number, DOUBT_PAUSE)
        else:
            await self._concluded(await self._book.find(number), report)

    async def _ask(self, relay_id: str, task: Task) -> Report | None:
        """The list's row where there is a list: new-api has a second one for a form's answer."""
        try:
            return next(iter(await self._relay.fetch_many([relay_id])), None)
        except OperationMissing:
            return await self._relay.fetch(relay_id, task.request.speed)

    async def _concluded(self, task: Task, report: Report | None) -> None:
        if not form_in_doubt(task):  # heard of meanwhile
            self._doubted.pop(task.number, None)
        elif report is None:
            # The looks tell when it is forgotten.
            self._doubted[task.number] = self._clock.now() + DOUBT_PAUSE
        elif report.status is not RelayStatus.FORM:
            await self._book.change(task.number, Task.form_heard)
        else:
            taken_back = await self._answering.take_back(task)
            log.warning("form not heard", task=task.number, taken_back=taken_back)
            kind = FailureKind.FORM_LOST if taken_back else FailureKind.OUTCOME_UNKNOWN
            failure, now = Failure(kind), self._clock.now()

            def lost(fresh: Task) -> Task:
                """One that was not taken back may have been heard of meanwhile."""
                in_doubt = taken_back or form_in_doubt(fresh)
                return fresh.unanswered(failure, now) if in_doubt else fresh

            await keep(self._book, self._clock, task.number, lost)

    async def _expire(self, number: int) -> None:
        """Ends a task whose form nobody filled in, and takes it back where the relay can."""
        failure, now = Failure(FailureKind.FORM_EXPIRED), self._clock.now()
        after = await self._book.change(
            number, lambda fresh: fresh.failed(failure, now) if waits_for_member(fresh) else fresh
        )
        self._waiting.pop(number, None)
        if after.failure == failure:
            log.info("form expired", task=number)
            await self._answering.take_back(after)
