"""Sends one task to one relay: marked in the store before it leaves, and once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.breaker import Circuit
from bot.core.errand import errand
from bot.core.errors import (
    Busy,
    Gone,
    InDoubt,
    OperationMissing,
    OverQuota,
    Refused,
    RelayError,
    Stale,
    StoreError,
    Unreachable,
)
from bot.core.failure import DRY, Failure, FailureKind
from bot.core.meters import UNMETERED, outcome_of
from bot.core.pacing import DAY, PARENT_PAUSE, PARENT_TRIES
from bot.core.status import Waiting
from bot.core.translation import outgoing
from bot.core.turn import awaits_turn
from bot.service.keeping import keep
from bot.service.lessons import Lessons
from bot.service.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.clock import Clock
    from bot.core.limits import Ceiling
    from bot.core.meters import Meters
    from bot.core.ports import Relays, TaskStore
    from bot.core.report import Acceptance
    from bot.core.task import Task
    from bot.core.terms import Terms
    from bot.service.book import Book
    from bot.service.lanes import Lanes
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

_INTERMITTENT = frozenset({FailureKind.PARENT_GONE, FailureKind.PARENT_STATE})


class _ElsewhereError(Exception):
    """This relay has not taken it, and another may."""


class Rules(Protocol):
    """What a task is held against once more when it leaves; `service.admission`."""

    async def withholds(self, task: Task) -> bool:
        """Whether a task may not leave, since its member has been blocked after they asked."""
        ...

    async def elsewhere(self, task: Task, relay: str) -> tuple[Terms, Sequence[Ceiling]]:
        """The terms of a task at a relay that it was not asked for at, and the quotas that have to
        have room for them."""
        ...


class Sending:
    """Makes submits.

    Kept here: a task is marked as sent in the store before its submit leaves, and a submit leaves
    once; only where the relay provably has not taken it (full, unreachable, parent unknown, no
    money) is it sent again, there or elsewhere.
    """

    def __init__(
        self,
        *,
        relays: Relays,
        lanes: Lanes,
        store: TaskStore,
        book: Book,
        abilities: Abilities,
        rules: Rules,
        clock: Clock,
        meters: Meters = UNMETERED,
    ) -> None:
        self._relays = relays
        self._lanes = lanes
        self._book = book
        self._rules = rules
        self._clock = clock
        self._meters = meters
        self._lessons = Lessons(lanes=lanes, book=book, abilities=abilities)
        self._references = References(relays=relays, store=store, book=book, abilities=abilities)

    def forget(self) -> None:
        """What relays have shown is found out anew."""
        self._lessons.forget()

    async def send(self, number: int, relay: str) -> bool:
        """Sends a task; gives whether the relay has been told, so that its member had their turn.

        Raises `Gone` when it must not leave (any more), `StoreError` when it has not left and waits
        on, since the store could not be used.
        """
        try:
            await self._references.place(number, relay)
            task = await self._mark_sent(number, relay)
            await self._keep(number, await self._outcome(task))
        except Busy as busy:
            await self._hold(number, relay, Waiting.RELAY_FULL, busy.retry_after)
        except OverQuota as over:
            await self._bar(number, relay, over)
        except (Unreachable, _ElsewhereError):
            await self._hold(number, relay, Waiting.RELAY_DOWN, None)
        except Refused as refused:
            await self._keep(number, self._failing(relay, refused.failure))
            return True
        except (Gone, StoreError):
            raise
        except Exception:
            log.exception("send failed")
            await self._keep(number, self._broken_off)
        else:
            return True
        return False

    def _broken_off(self, fresh: Task) -> Task:
        """A mistake of ours: what may have left is asked about, and nothing else is forgotten."""
        if fresh.in_doubt:
            return fresh.doubted()
        return fresh.failed(Failure(FailureKind.INTERRUPTED), self._clock.now())

    async def _mark_sent(self, number: int, relay: str) -> Task:
        """Stores that the submit leaves now, and for where; raises `Gone` when it must not, and
        `OverQuota` when it costs more there than its quotas have room for."""
        while True:
            task = await self._book.find(number)
            if not awaits_turn(task):
                raise Gone
            if await self._rules.withholds(task):
                await self.refuse(number, Failure(FailureKind.BLOCKED))
                raise Gone
            ceilings: Sequence[Ceiling] = ()
            terms = task.terms
            if task.relay != relay:
                terms, ceilings = await self._rules.elsewhere(task, relay)
            sending = task.sending(self._clock.now(), relay, terms)
            try:
                await self._book.save(sending, ceilings=ceilings)
            except Stale:
                continue
            structlog.contextvars.bind_contextvars(guild=task.guild_id)
            return sending

    async def _outcome(self, task: Task) -> Callable[[Task], Task]:
        """Submits; gives how the answer changes the task.

        Raises `Refused`, `Busy`, `Unreachable`, or `_ElsewhereError` where another relay may be
        asked for the same.
        """
        try:
            acceptance = await self._submit(task)
        except Refused as refused:
            if refused.failure.kind in DRY and self._others(task):
                raise _ElsewhereError from refused
            raise
        except OperationMissing as missing:
            failure = await self._lessons.denied(task, missing)
            if self._others(task):
                raise _ElsewhereError from missing
            raise Refused(failure) from missing
        except InDoubt:
            log.warning("submit in doubt")
            return lambda fresh: fresh.doubted()
        except StoreError:  # it never left: its pictures could not be read, or nobody let it
            await self._keep(task.number, lambda fresh: fresh.held(fresh.waiting))
            raise
        now = self._clock.now()
        log.info("accepted", relay_id=acceptance.relay_id)
        await self._lessons.taken(task, asked=acceptance.form is not None)
        return lambda fresh: fresh.accepted(acceptance, now)

    def _others(self, task: Task) -> bool:
        """Whether another relay may be asked for the same."""
        found = self._lanes.serving(errand(task.request, task.relay, task.terms.barred))
        return any(one.name != task.relay and one.circuit is not Circuit.OPEN for one in found)

    async def _submit(self, task: Task) -> Acceptance:
        begun, outcome = self._clock.monotonic(), "accepted"
        try:
            return await self._until_known(task)
        except RelayError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._meters.submitted(task.relay, outcome, self._clock.monotonic() - begun)

    async def _until_known(self, task: Task) -> Acceptance:
        """Submits again while the relay says that it does not know the parent."""
        images = await self._book.images(task.number)
        relay = self._relays[task.relay]
        for last in (False,) * (PARENT_TRIES - 1) + (True,):
            try:
                return await relay.submit(outgoing(task), images, task.state)
            except Refused as refused:
                if last or refused.failure.kind not in _INTERMITTENT:
                    raise
            await self._clock.wait(None, PARENT_PAUSE)
        raise AssertionError("the last try returns or raises")

    def _failing(self, relay: str, failure: Failure) -> Callable[[Task], Task]:
        log.info("refused", kind=failure.kind)
        self._lanes.well(relay)
        now = self._clock.now()
        return lambda fresh: fresh.failed(failure, now)

    async def _hold(
        self, number: int, relay: str, waiting: Waiting, retry_after: float | None
    ) -> None:
        """The relay has not taken it: it waits on, and the relay is left alone for a while."""
        pause = self._lanes.hold(relay, waiting, retry_after)
        log.info("held", waiting=waiting, seconds=round(pause, 1))
        now = self._clock.now()

        def held(fresh: Task) -> Task:
            too_long = now - fresh.created_at > DAY
            down = Failure(FailureKind.RELAY_DOWN)
            return fresh.failed(down, now) if too_long else fresh.held(waiting)

        await self._keep(number, held)

    async def _bar(self, number: int, relay: str, over: OverQuota) -> None:
        """It costs too much there: it waits on, for the others, and tries again later."""
        log.info("too dear", used=over.used, wanted=over.wanted)
        now = self._clock.now()

        def barred(fresh: Task) -> Task:
            terms = replace(fresh.terms, barred=fresh.terms.bars(relay, now))
            return fresh.held(fresh.waiting, terms)

        await self._keep(number, barred)

    async def refuse(self, number: int, failure: Failure) -> None:
        """Ends a task that no relay is to be given; raises `Gone`."""
        log.info("not sent", kind=failure.kind)
        now = self._clock.now()
        await self._book.change(number, lambda fresh: fresh.failed(failure, now))

    async def _keep(self, number: int, how: Callable[[Task], Task]) -> None:
        await keep(self._book, self._clock, number, how)
