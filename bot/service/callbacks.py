"""What relays tell by themselves: taken at once, merged like the answer to a look."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Confused, Gone, RelayError
from bot.core.report import RelayStatus
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock
    from bot.core.hooks import Hooks
    from bot.core.ports import Relays, TaskStore
    from bot.core.report import Report
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

MOST_WAITING = 2_000
"""Calls that wait to be merged; more are dropped, and the next look brings what they told."""
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Call:
    state: str
    body: bytes


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
        store: TaskStore,
        book: Book,
        relays: Relays,
        called: Callable[[Task], None],
        clock: Clock,
    ) -> None:
        """`read` makes a report of a body, or raises `Confused`; `called` hears of each task that
        a call told something new of."""
        self._hooks = hooks
        self._read = read
        self._store = store
        self._book = book
        self._relays = relays
        self._called = called
        self._clock = clock
        self._calls: deque[_Call] = deque()
        self._wake = asyncio.Event()

    def expects(self, state: str, secret: str) -> bool:
        """Whether this address was given to a relay."""
        return self._hooks.good(state, secret)

    def take(self, state: str, body: bytes) -> None:
        """Takes what was posted there, to be merged soon."""
        if len(self._calls) < MOST_WAITING:
            self._calls.append(_Call(state, body))
            self._wake.set()
        else:
            log.warning("call dropped", waiting=len(self._calls))

    async def run(self) -> None:
        """Merges for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Merges what waits, some side by side."""
        while self._calls:
            calls = [self._calls.popleft() for _ in range(min(AT_ONCE, len(self._calls)))]
            await asyncio.gather(*(self._guarded(call) for call in calls))
        return None

    async def _guarded(self, call: _Call) -> None:
        """Merges one call; whatever goes wrong with it, the others are merged, and the next look
        brings what it told."""
        try:
            await self._merge(call)
        except (Confused, Gone) as error:
            log.info("call not used", error=repr(error))
        except Exception:
            log.exception("call not merged")

    async def _merge(self, call: _Call) -> None:
        report = self._read(call.body)
        task = await self._store.by_state(call.state)
        if task is None or not _about(report, task):
            raise Gone
        whole = await self._whole(task, report)
        now = self._clock.now()
        after = await self._book.change(task.number, lambda fresh: fresh.told(whole, now))
        if after.revision > task.revision:
            self._called(after)

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
