"""What was asked for in a stretch of time, counted: what `/admin usage` shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.core.pacing import DAY
from bot.core.periods import Period, span

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

HOUR = 3600.0
MEMBERS = 10
"""How many members are counted each for themselves; the others together."""


class Stretch(StrEnum):
    """How far back is looked."""

    TODAY = "today"
    WEEK = "week"  # seven days, today among them
    DAYS = "days"  # thirty
    MONTH = "month"  # this month, in UTC


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` (included) to `end` (not included), in seconds since the epoch, in `steps` of
    `step` seconds each; the last of them may not be over."""

    start: float
    end: float
    step: float

    @property
    def steps(self) -> int:
        """How many steps there are, 1 or more."""
        return max(1, math.ceil((self.end - self.start) / self.step))


def window(stretch: Stretch, now: float) -> Window:
    """The stretch that ends with `now`: hours of a day, else days, in UTC."""
    today = span(Period.DAY, now).start
    end = math.floor(now) + 1.0
    match stretch:
        case Stretch.TODAY:
            return Window(today, end, HOUR)
        case Stretch.WEEK:
            return Window(today - 6 * DAY, end, DAY)
        case Stretch.DAYS:
            return Window(today - 29 * DAY, end, DAY)
        case Stretch.MONTH:
            return Window(span(Period.MONTH, now).start, end, DAY)


@dataclass(frozen=True, slots=True)
class Count:
    """Tasks that were not taken back, how many of them failed, and what the server paid for all, in
    millionths: what the relay kept of failed and cancelled ones is among it."""

    tasks: int = 0
    failed: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds from asking to the result: half of the members had to wait less than `median`, nine
    of ten less than `most`."""

    median: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One server's tasks in a window.

    `steps` has a count for each step of the window and `waits` a wait for those in which something
    was finished, by their place. `members` are those with the most tasks, `others` everybody else
    together, `other_members` how many that are. `operations` are counted by their names in a price
    list, `failures` by their kind. `cancelled` are not among the tasks.
    """

    window: Window
    total: Count
    cancelled: int
    steps: Sequence[Count]
    members: Mapping[int, Count]
    others: Count
    other_members: int
    operations: Mapping[str, Count]
    failures: Mapping[str, int]
    waits: Mapping[int, Wait]
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Line:
    """One task as a treasurer wants it.

    `waited` is how long it was until it went to the relay, `took` until it ended, in seconds (None:
    it did not). `failure` is why it came to nothing, empty where it did not.
    """

    number: int
    at: float
    user_id: int
    operation: str
    speed: str
    status: str
    failure: str
    cost: int
    waited: float | None
    took: float | None


class UsageReads(Protocol):
    """Counts tasks, beside all other reading: a long count keeps nobody waiting."""

    async def usage(self, guild_id: int, window: Window) -> Usage:
        """What was asked for in a server in that time."""
        ...

    def lines(self, guild_id: int, window: Window) -> AsyncGenerator[Sequence[Line], None]:
        """Every task of that time, newest first, some at a time. To be closed by whoever stops."""
        ...


class Tallies(Protocol):
    """Counts all tasks there are."""

    async def tasks(self) -> Mapping[tuple[str, str], int]:
        """How many there are by relay and by where they stand (`core.status.Status`)."""
        ...
