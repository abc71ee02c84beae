"""What relays tell by themselves: taken at once, merged like the answer to a look."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Confused, RelayError
from bot.core.report import RelayStatus
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from bot.core.clock import Clock
    from bot.core.hooks import Hooks
    from bot.core.ports import Relays
    from bot.core.report import Report
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

MOST_WAITING = 5_000
"""Calls that wait to be merged; more are dropped, and the next look brings what they told."""
TOGETHER = 100
"""Most tasks whose calls are merged in one transaction."""
COMPANY = 1.0
"""Seconds that progress waits for other calls, so that they cost one read and one write together.
A message is edited every three seconds at most. A form and an end wait for nothing."""
_PATIENT = frozenset({RelayStatus.WAITING, RelayStatus.SUBMITTED, RelayStatus.RUNNING})
_FAILED = frozenset({RelayStatus.FAILURE, RelayStatus.CANCELLED})


class Callbacks:
    """Takes relays' calls.

    Kept here: whoever calls is answered before anything is changed, since novicezk's servers have
    ten threads to call with; a call changes only the task whose secret it carries, and only
    forward, in whatever order, however often, it comes.
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
        self._heard: dict[str, list[Report]] = {}
        """What waits to be merged, by the task's `state`."""
        self._urgent: set[str] = set()
        """Those of them that are not to wait."""
        self._waiting = 0
        """How many reports those are."""
        self._since = 0.0
        """When the one that waits longest came."""
        self._bare: dict[tuple[str, str], Report] = {}
        """Results that lack something, beside the rest, by the `state` and the relay's id."""
        self._asking: dict[tuple[str, str], asyncio.Task[None]] = {}
        """Those that the relay is being asked for, which may take a while."""
        self._wake = asyncio.Event()

    def expects(self, state: str, secret: str) -> bool:
        """Whether this address was given to a relay."""
        return self._hooks.good(state, secret)

    def take(self, state: str, body: bytes) -> None:
        """Takes what was posted there, to be merged soon."""
        if self._waiting + len(self._bare) + len(self._asking) >= MOST_WAITING:
            log.warning("call dropped", waiting=MOST_WAITING)
            return
        try:
            report = self._read(body)
        except Confused as error:
            log.info("call not used", error=repr(error))
            return
        if _is_bare(report):
            self._bare[state, report.relay_id] = report
            self._wake.set()
        else:
            self._hear(state, report)

    def _hear(self, state: str, report: Report) -> None:
        if not self._heard:
            self._since = self._clock.monotonic()
            self._wake.set()
        self._heard.setdefault(state, []).append(report)
        self._waiting += 1
        if report.status not in _PATIENT:
            self._urgent.add(state)
            self._wake.set()

    async def run(self) -> None:
        """Merges for ever; what is under way when it ends is left to the looks of the next run."""
        try:
            await repeat(self.turn, wake=self._wake, clock=self._clock)
        finally:
            for asking in self._asking.values():
                asking.cancel()
            await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def turn(self) -> float | None:
        """Merges what is to wait no longer; gives the seconds until the rest is to be.

        What some servers leave out of their calls, a result's buttons, is asked for beside that.
        """
        self._complete_bare()
        due = list(self._urgent if self._left() > 0 else self._heard)
        for start in range(0, len(due), TOGETHER):
            heard = {state: self._heard.pop(state) for state in due[start : start + TOGETHER]}
            self._urgent -= heard.keys()
            self._waiting -= (calls := sum(map(len, heard.values())))
            await self._guarded(self._merge(heard), calls)
        return max(self._left(), 0.0) if self._heard else None

    def _left(self) -> float:
        """Seconds that what came first may still wait."""
        return self._since + COMPANY - self._clock.monotonic()

    def _complete_bare(self) -> None:
        """Begins to ask for what results lack, which are merged in the place of what was told. One
        that is told again meanwhile is asked for once."""
        bare, self._bare = self._bare, {}
        for key in bare.keys() - self._asking.keys():
            self._asking[key] = asyncio.create_task(self._complete(key, bare[key]))

    async def _guarded(self, merging: Awaitable[None], calls: int) -> None:
        """Whatever goes wrong, the next look brings what these calls told."""
        try:
            await merging
        except Exception:
            log.exception("calls not merged", calls=calls)

    async def _merge(self, heard: Mapping[str, list[Report]]) -> None:
        known = await self._book.by_states(heard.keys())
        reports = {task.number: _used(heard[task.state], task) for task in known}
        if strangers := len(heard) - len(known):
            log.info("calls not used, of tasks that are not there", tasks=strangers)
        now = self._clock.now()

        def steps(task: Task) -> Iterator[Task]:
            for report in reports[task.number]:
                if (after := task.told(report, now)) is not task:
                    yield (task := after)

        changed = {task.number: list(steps(task)) for task in known}
        stale = await self._book.save_many(list(chain.from_iterable(changed.values())))
        for number, made in changed.items():
            if number in stale:  # somebody else has changed it meanwhile
                await self._book.change(number, lambda task: [task, *steps(task)][-1])
            if made:
                self._called(made[-1])

    async def _complete(self, key: tuple[str, str], report: Report) -> None:
        state, _ = key
        try:
            await self._guarded(self._heard_whole(state, report), 1)
        finally:
            del self._asking[key]

    async def _heard_whole(self, state: str, report: Report) -> None:
        task = next(iter(await self._book.by_states({state})), None)
        self._hear(state, await self._whole(task, report))

    async def _whole(self, task: Task | None, report: Report) -> Report:
        if task is None or task.ended or not _is_about(report, task):
            return report
        try:
            relay = self._relays[task.relay]
            return await relay.fetch(report.relay_id, task.request.speed) or report
        except RelayError as error:
            log.info("no more than the call", task=task.number, error=type(error).__name__)
            return report


def _is_bare(report: Report) -> bool:
    """Whether a result came without what can be done with it."""
    return report.status is RelayStatus.SUCCESS and not (report.buttons or report.suggestions)


def _used(reports: Sequence[Report], task: Task) -> list[Report]:
    """Those that are about this task."""
    used = [report for report in reports if _is_about(report, task)]
    if left := len(reports) - len(used):
        log.info("calls not used", task=task.number, calls=left)
    return used


def _is_about(report: Report, task: Task) -> bool:
    """Whether a call is about this task: its id may have lost the zeros at its front.

    What is not with a relay cannot fail there: that was a try which was refused, and waits on.
    """
    if task.sent_at is None and report.status in _FAILED:
        return False
    named = task.relay_id is None or report.relay_id.lstrip("0") == task.relay_id.lstrip("0")
    return named and report.state in {"", task.state}
