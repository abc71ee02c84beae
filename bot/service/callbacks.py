"""What relays tell by themselves: taken at once, merged like the answer to a look."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Confused, RelayError
from bot.core.report import RelayStatus
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.core.clock import Clock
    from bot.core.hooks import Hooks
    from bot.core.ports import Relays
    from bot.core.report import Report
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

MOST_WAITING = 2_000
"""Calls that wait to be merged; more are dropped, and the next look brings what they told."""
TOGETHER = 100
"""Most calls that are merged in one transaction."""
COMPANY = 0.25
"""Seconds that progress waits for other calls, so that they cost one read and one write together.
Nobody sees it sooner: a message is edited every three seconds at most. An end waits for nothing."""


@dataclass(frozen=True, slots=True)
class _Call:
    state: str
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class _Heard:
    state: str
    report: Report


class Callbacks:
    """Takes relays' calls.

    Kept here: whoever calls is answered before anything is done, since novicezk's servers have ten
    threads to call with; a call changes only the task whose secret it carries, and only forward,
    in whatever order, however often, it comes.
    """

    def __init__(
        self,
        *,
        hooks: Hooks,
        read: Callable[[bytes], Report],
        book: Book,
        relays: Relays,
        called: Callable[[Task], None],
        clock: Clock,
    ) -> None:
        """`read` makes a report of a body, or raises `Confused`; `called` hears of each task that
        a call told something new of."""
        self._hooks = hooks
        self._read = read
        self._book = book
        self._relays = relays
        self._called = called
        self._clock = clock
        self._calls: deque[_Call] = deque()
        self._heard: list[_Heard] = []
        self._since = 0.0
        self._wake = asyncio.Event()

    def expects(self, state: str, secret: str) -> bool:
        """Whether this address was given to a relay."""
        return self._hooks.good(state, secret)

    def take(self, state: str, body: bytes) -> None:
        """Takes what was posted there, to be merged soon."""
        if len(self._calls) + len(self._heard) < MOST_WAITING:
            self._calls.append(_Call(state, body, self._clock.monotonic()))
            self._wake.set()
        else:
            log.warning("call dropped", waiting=MOST_WAITING)

    async def run(self) -> None:
        """Merges for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Merges what is to wait no longer; gives the seconds until the rest is to be."""
        ends = False
        while self._calls:
            call = self._calls.popleft()
            try:
                report = self._read(call.body)
            except Confused as error:
                log.info("call not used", error=repr(error))
                continue
            if not self._heard:
                self._since = call.at
            self._heard.append(_Heard(call.state, report))
            ends = ends or report.status.final
        if not self._heard:
            return None
        left = self._since + COMPANY - self._clock.monotonic()
        if left > 0 and not ends:
            return left
        heard, self._heard = self._heard, []
        for start in range(0, len(heard), TOGETHER):
            await self._guarded(heard[start : start + TOGETHER])
        return None

    async def _guarded(self, heard: Sequence[_Heard]) -> None:
        """Merges some; whatever goes wrong, the next look brings what they told."""
        try:
            await self._merge(heard)
        except Exception:
            log.exception("calls not merged", calls=len(heard))

    async def _merge(self, heard: Sequence[_Heard]) -> None:
        known = {one.state: one for one in await self._book.by_states({h.state for h in heard})}
        used = [one for one in heard if self._is_used(one, known)]
        whole = await asyncio.gather(*(self._whole(known[one.state], one.report) for one in used))
        reports: dict[int, list[Report]] = {}
        for one, report in zip(used, whole, strict=True):
            reports.setdefault(known[one.state].number, []).append(report)
        now = self._clock.now()

        def steps(task: Task) -> Iterator[Task]:
            for report in reports[task.number]:
                if (after := task.told(report, now)) is not task:
                    yield (task := after)

        changed = {n: list(steps(task)) for task in known.values() if (n := task.number) in reports}
        stale = await self._book.save_many(list(chain.from_iterable(changed.values())))
        for number, made in changed.items():
            if number in stale:  # somebody else has changed it meanwhile
                await self._book.change(number, lambda task: [task, *steps(task)][-1])
            if made:
                self._called(made[-1])

    def _is_used(self, one: _Heard, known: Mapping[str, Task]) -> bool:
        task = known.get(one.state)
        if task is not None and _about(one.report, task):
            return True
        log.info("call not used", task=task and task.number)
        return False

    async def _whole(self, task: Task, report: Report) -> Report:
        """The report, with what some servers leave out of their calls: a result's buttons."""
        if report.status is not RelayStatus.SUCCESS or report.buttons or report.suggestions:
            return report
        try:
            relay = self._relays[task.relay]
            return await relay.fetch(report.relay_id, task.request.speed) or report
        except RelayError as error:
            log.info("no more than the call", task=task.number, error=type(error).__name__)
            return report


def _about(report: Report, task: Task) -> bool:
    """Whether a call is about this task: its id may have lost the zeros at its front."""
    named = task.relay_id is None or report.relay_id.lstrip("0") == task.relay_id.lstrip("0")
    return named and report.state in {"", task.state}
