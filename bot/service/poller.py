"""Looks at one relay's running tasks, all in one question."""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING

import structlog

from bot.core.callback_trust import Trust
from bot.core.errors import Busy, OperationMissing, RelayError
from bot.core.failure import Failure, FailureKind
from bot.core.meters import UNMETERED, outcome_of
from bot.core.pacing import FORGOTTEN_AFTER, SLOW_LOOK, backoff, gives_up, stalls
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

BATCH = 500
"""Ids in one list question. The protocol names no limit; new-api itself asks for all at once."""
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

    Kept here: one question a look for all running tasks where the relay can list them; a relay in
    trouble is asked less and less, never more; a task that has stalled is looked at slowly for a
    day before it is given up.
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
        self._slow_next = 0.0
        self._last_look = -inf
        self._next_look = 0.0
        self._turn = 0
        self._trust = Trust()
        self._failures = 0
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up every task that the relay is to be asked about."""
        self.changed(await self._store.at_relay(self._relay.name))

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
        if not self._tasks:
            self._rhythm.begin()
        wanted = now + self._rhythm.wanted(task, now - self._last_look)
        if not self._tasks or wanted < self._next_look:
            if not self.failing:
                self._next_look = min(self._next_look, wanted)
            self._wake.set()

    def _drop(self, relay_id: str) -> None:
        self._tasks.pop(relay_id, None)
        self._watched_since.pop(relay_id, None)

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
        if not self._tasks:
            return None
        begun = self._clock.monotonic()
        early = self._next_look - begun
        if early > 0:
            return early
        self._last_look = begun
        pause = await self.look()
        ended = self._clock.monotonic()
        # From one beginning to the next, or a long list would stretch the pause by its own length;
        # but a relay that answers slowly gets its rest too.
        rest = pause if self.failing else pause * LEAST_REST
        self._next_look = max(begun + pause, ended + rest)
        return self._next_look - ended

    async def look(self) -> float:
        """One look at everything that is due; gives the seconds until the next look."""
        due = self._due()
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
        return self._rhythm.after_look(self._moving(), self._trust.pace)

    def _due(self) -> dict[str, Task]:
        """What this look asks for: everything that moves; what has stalled only now and then."""
        moving = {t.relay_id or "": t for t in self._moving()}
        now = self._clock.monotonic()
        if now < self._slow_next:
            return moving
        self._slow_next = now + SLOW_LOOK
        return dict(self._tasks)

    def _moving(self) -> list[Task]:
        return [task for task in self._tasks.values() if not task.stalled]

    async def _ask(self, due: dict[str, Task]) -> dict[str, Report]:
        ids = list(due)
        found: dict[str, Report] = {}
        lists = True
        try:
            for start in range(0, len(ids), BATCH):
                for report in await self._relay.fetch_many(ids[start : start + BATCH]):
                    found[report.relay_id] = report
        except OperationMissing:
            lists = False
        left_out = [i for i in ids if i not in found]
        if lists and len(left_out) > SINGLES:
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
        after = task.told(report, now)
        if after is not task or task.ended:
            return after
        if task.stalled:
            return self._given_up(task, now)
        return task.stall() if stalls(task.moved_at, now, self._stall_minutes) else task

    def _given_up(self, task: Task, now: float) -> Task:
        watched = self._clock.monotonic() - self._watched_since.get(task.relay_id or "", 0.0)
        if gives_up(task.moved_at, now) and watched > LEAST_TRUST:
            return task.failed(Failure(FailureKind.GAVE_UP), now)
        return task
