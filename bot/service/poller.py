"""Looks at one relay's running tasks, as many as fit into one question."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.callback_trust import Trust
from bot.core.errors import Busy, OperationMissing, RelayError
from bot.core.failure import Failure, FailureKind
from bot.core.meters import UNMETERED, outcome_of
from bot.core.pacing import FORGOTTEN_AFTER, backoff, gives_up, stalls
from bot.core.report import RelayStatus
from bot.service.agenda import Agenda
from bot.service.rhythm import LISTED
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from bot.core.clock import Clock
    from bot.core.meters import Meters
    from bot.core.ports import Relay, TaskStore
    from bot.core.report import Report
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.rhythm import Rhythm

log = structlog.get_logger(__name__)

SINGLES = 20
"""Most single questions in one look, for ids that a list left out."""
SINGLES_AT_ONCE = 8
LEAST_REST = 0.5
"""The part of the pause that always lies between one look's end and the next look."""
LEAST_TRUST = 600.0
"""Seconds this process must have watched a task before it gives it up.

Without it, a machine that starts with a wrong date would give up everything at once.
"""


class Poller:
    """One relay's looks.

    Kept here: one question for as many running tasks as one can hold where the relay can list
    them; a relay in trouble is asked less and less, never more; a task that has stalled is looked
    at slowly for a day before it is given up.
    """

    def __init__(
        self,
        *,
        relay: Relay,
        store: TaskStore,
        book: Book,
        clock: Clock,
        rhythm: Rhythm,
        poll_seconds: float,
        stall_minutes: float,
        chance: random.Random,
        meters: Meters = UNMETERED,
    ) -> None:
        self._relay = relay
        self._store = store
        self._book = book
        self._clock = clock
        self._rhythm = rhythm
        self._poll_seconds = poll_seconds
        self._stall_minutes = stall_minutes
        self._chance = chance
        self._meters = meters
        self._tasks: dict[str, Task] = {}
        self._watched_since: dict[str, float] = {}
        self._old: dict[str, tuple[Report, Task]] = {}
        """The last reports that held nothing new, and for what."""
        self._agenda = Agenda()
        self._not_before = 0.0
        self._lists = True
        self._turn = 0
        self._trust = Trust()
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up every task that the relay is to be asked about, and asks at once."""
        self.changed(await self._store.at_relay(self._relay.name))
        now = self._clock.monotonic()
        for relay_id, task in self._tasks.items():
            if not task.stalled:
                self._agenda.put(relay_id, now)

    def changed(self, tasks: Iterable[Task]) -> None:
        """Keeps the newest state of what runs here."""
        for task in tasks:
            if task.relay != self._relay.name or task.relay_id is None:
                continue
            if not task.status.at_relay:
                self._drop(task.relay_id)
                continue
            known = self._tasks.get(task.relay_id)
            if known is None:
                self._take_up(task.relay_id, task)
            if known is None or known.revision < task.revision:
                self._tasks[task.relay_id] = task

    def _take_up(self, relay_id: str, task: Task) -> None:
        """A task that has just come may want to be looked at before the others do."""
        now = self._watched_since[relay_id] = self._clock.monotonic()
        first = self._agenda.first()
        if not self._tasks:
            self._rhythm.begin()
        at = now + next(self._rhythm.next_looks([task], self._trust.pace))
        self._agenda.put(relay_id, at)
        if first is None or at < first:
            self._wake.set()

    def _drop(self, relay_id: str) -> None:
        self._tasks.pop(relay_id, None)
        self._watched_since.pop(relay_id, None)
        self._old.pop(relay_id, None)
        self._agenda.drop(relay_id)

    @property
    def failing(self) -> bool:
        """Whether the relay did not answer the last look."""
        return self._failures > 0

    def called(self) -> None:
        """The relay has told something by itself that no look had brought."""
        self._trust = self._trust.called()
        self._meters.called(self._relay.name)

    async def run(self) -> None:
        """Looks for ever; sleeps while nothing runs."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """A look, if one is due; gives the seconds until the next, None while nothing runs."""
        begun = self._clock.monotonic()
        early = self._until_due(begun)
        if early is None or early > 0:
            return early
        pause = await self.look()
        ended = self._clock.monotonic()
        # From one beginning to the next, or a long list would stretch the pause by its own length;
        # but a relay that answers slowly gets its rest too.
        rest = pause if self.failing else pause * LEAST_REST
        self._not_before = max(begun + pause, ended + rest)
        return self._until_due(ended)

    def _until_due(self, now: float) -> float | None:
        """Seconds until something is to be asked; None while nothing runs."""
        first = self._agenda.first()
        return None if first is None else max(first, self._not_before) - now

    async def look(self) -> float:
        """One look at what comes first; gives the least seconds from its beginning to the next."""
        begun, pace = self._clock.monotonic(), self._trust.pace
        due = self._taken(begun)
        if not due:
            return self._poll_seconds
        try:
            reports = await self._ask(due)
        except RelayError as error:
            self._failures += 1
            self._meters.looked(self._relay.name, outcome_of(error), len(due))
            log.warning("look failed", relay=self._relay.name, error=type(error).__name__)
            asked = error.retry_after if isinstance(error, Busy) else None
            least = self._poll_seconds
            pause = backoff(self._failures, least=least, most=60.0, chance=self._chance)
            return max(pause, asked or 0.0)
        self._failures = 0
        self._meters.looked(self._relay.name, "answered", len(due))
        news = await self._keep(due, reports)
        self._trust = self._trust.looked(news=news)
        # Where calls have stopped to come, everything is to be looked at sooner than was planned.
        self._plan(self._tasks if self._trust.pace < pace else due, begun)
        return self._rhythm.looked(len(self._tasks), self._trust.pace)

    def _taken(self, now: float) -> dict[str, Task]:
        """What this look asks for: what is due, and what fits into the same list."""
        until = now + (self._rhythm.horizon(self._trust.pace) if self._lists else 0.0)
        found = self._agenda.take(until, self._rhythm.most(len(self._tasks)))
        for relay_id in found:  # should this look fail, in whatever way
            self._agenda.put(relay_id, now)
        return {relay_id: self._tasks[relay_id] for relay_id in found}

    def _plan(self, relay_ids: Iterable[str], looked_at: float) -> None:
        """Settles when tasks that have been looked at are looked at again."""
        going = [i for i in relay_ids if i in self._tasks]
        waits = self._rhythm.next_looks((self._tasks[i] for i in going), self._trust.pace)
        for relay_id, wait in zip(going, waits, strict=True):
            self._agenda.put(relay_id, looked_at + wait)

    async def _ask(self, due: dict[str, Task]) -> dict[str, Report]:
        ids = list(due)
        found: dict[str, Report] = {}
        self._lists = True
        try:
            for start in range(0, len(ids), LISTED):
                for report in await self._relay.fetch_many(ids[start : start + LISTED]):
                    found[report.relay_id] = report
        except OperationMissing:
            self._lists = False
        left_out = [i for i in ids if i not in found]
        if self._lists and len(left_out) > SINGLES:
            # Every id gets its turn: each look begins where the last one ended.
            start = (self._turn * SINGLES) % len(left_out)
            left_out = (left_out[start:] + left_out[:start])[:SINGLES]
            self._turn += 1
        return found | await self._ask_singly(left_out, due)

    async def _ask_singly(self, ids: Sequence[str], due: dict[str, Task]) -> dict[str, Report]:
        gate = asyncio.Semaphore(SINGLES_AT_ONCE)

        async def ask(relay_id: str) -> Report | None:
            async with gate:
                return await self._relay.fetch(relay_id, due[relay_id].request.speed)

        answers = await asyncio.gather(*(ask(i) for i in ids), return_exceptions=True)
        found: dict[str, Report] = {}
        for relay_id, answer in zip(ids, answers, strict=True):
            if isinstance(answer, RelayError):
                if len(ids) == len(due):
                    raise answer
                log.info("single look failed", error=type(answer).__name__)
            elif isinstance(answer, BaseException):
                raise answer
            elif answer is not None:
                found[relay_id] = answer
        return found

    async def _keep(self, due: dict[str, Task], reports: dict[str, Report]) -> bool:
        """Saves what the look brought, in one transaction; gives whether that was anything."""
        changed: list[Task] = []
        for relay_id in due:
            # Somebody may have changed the task while the relay was asked.
            task = self._tasks.get(relay_id)
            if task is None:
                continue
            after = self._after(task, reports.get(relay_id))
            if after is not task:
                changed.append(after)
        for number in await self._book.save_many(changed):
            fresh = await self._store.get(number)
            if fresh is not None:
                self.changed([fresh])
        return bool(changed)

    def _after(self, task: Task, report: Report | None) -> Task:
        now = self._clock.now()
        if report is None:
            return task.missed(now, FORGOTTEN_AFTER)
        if not self._is_old(task, report):
            after = task.told(report, now)
            if after is not task or task.ended:
                return after
            self._old[task.relay_id or ""] = report, task
        if task.stalled:
            return self._given_up(task, now)
        return task.stall() if stalls(task.moved_at, now, self._stall_minutes) else task

    def _is_old(self, task: Task, report: Report) -> bool:
        """Whether this very report told this very task nothing new: nor does it now, but for the
        patience with a success that came without its picture."""
        known = self._old.get(task.relay_id or "")
        same = known is not None and known[0] is report and known[1] is task
        return same and report.status is not RelayStatus.SUCCESS

    def _given_up(self, task: Task, now: float) -> Task:
        watched = self._clock.monotonic() - self._watched_since.get(task.relay_id or "", 0.0)
        if gives_up(task.moved_at, now) and watched > LEAST_TRUST:
            return task.failed(Failure(FailureKind.GAVE_UP), now)
        return task
