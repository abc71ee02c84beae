"""What Discord lets through with the bot's own token: all of it, and each channel's share."""

from __future__ import annotations

import asyncio
import contextlib
import math
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.bucket import Flow, Window
from bot.core.meters import UNMETERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clock import Clock
    from bot.core.meters import Meters

A_SECOND = 45.0
"""Requests by the bot's own token; Discord takes 50 in a second. Those by an interaction's token do
not count, and each token has a bucket of its own."""
TOGETHER = 5
"""How many of them may leave at one moment."""
OLD_AFTER = 3_540.0
"""Seconds after which a message counts as old: an hour at Discord, whose clock is another."""
EPOCH = 1_420_070_400_000
"""Where the milliseconds in Discord's ids begin, in those since 1970."""
EDIT = "PATCH"
KNOWN = 1_000
"""Buckets remembered before those that are over are forgotten."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A bucket of Discord's: what is done (`PATCH`), in which channel, 0 where it is in none.

    Messages that are over an hour old have a narrower one beside it.
    """

    verb: str
    channel: int
    old: bool = False


@dataclass(slots=True)
class Leave:
    """Leave for one request in a lane, taken before the request is made; `at` is when, by the
    clock that never jumps."""

    lane: Lane
    at: float
    used: bool = False


DIRECT = Lane("POST", 0)
"""The bucket of opening direct messages."""
_LEAVE: ContextVar[Leave | None] = ContextVar("leave", default=None)


def edit_lane(channel_id: int, message_id: int, now: float) -> Lane:
    """The bucket of an edit; `now` is in seconds since the epoch."""
    made = ((message_id >> 22) + EPOCH) / 1000
    return Lane(EDIT, channel_id, old=now - made > OLD_AFTER)


class Gate:
    """Lets requests with the bot's own token out, as many as Discord takes.

    Kept here: every one of them passes (`ui.network` sees to it), whoever makes it; whoever waits
    here comes to their turn, as those who wait are counted. They count as leaving when they do, or
    all who should have left while the machine stood still would leave at once. Each answer tells
    how full a bucket is; what no answer has told yet is taken to be five in five seconds, three in
    six for old messages. What edits a killed process has made nobody can tell, so that after a
    start each bucket of edits is taken to be used up until it would have ended.
    """

    def __init__(
        self, *, clock: Clock, meters: Meters = UNMETERED, begun: float = -math.inf
    ) -> None:
        """`begun` is when the process was, by the clock that never jumps."""
        self._clock = clock
        self._meters = meters
        self._begun = begun
        self._all = Flow(A_SECOND, TOGETHER)
        self._line = asyncio.Lock()
        self._waiting = 0
        """How many stand in the line for their turn among all."""
        self._windows: dict[Lane, Window] = {}

    def opens(self, lane: Lane, now: float, *, urgent: bool) -> float:
        """When the next request in a lane may leave, by the clock that never jumps; `now` when it
        may at once."""
        among_all = self._all.opens(now) + self._waiting / A_SECOND
        return max(among_all, self._room(lane, now, urgent=urgent))

    def take(self, lane: Lane) -> Leave:
        """Leave for a request that goes now."""
        now = self._clock.monotonic()
        self._count(lane, now)
        return Leave(lane, now)

    @contextlib.contextmanager
    def by(self, leave: Leave | None) -> Iterator[None]:
        """The first request of this block goes by this leave; without one, it counts no more."""
        token = _LEAVE.set(leave)
        try:
            yield
        finally:
            _LEAVE.reset(token)
            if leave is not None and not leave.used:
                self._give_back(leave)

    def _give_back(self, leave: Leave) -> None:
        self._all.give_back()
        for window in self._of(leave.lane):
            window.give_back()

    async def passed(self, lane: Lane | None) -> None:
        """Returns when a request may leave: at once by a leave, else in its turn.

        Without a lane only all of them together count.
        """
        leave = _LEAVE.get()
        if leave is not None and not leave.used:
            leave.used = True
            self._caught_up(leave)
            return
        begun = self._clock.monotonic()
        while not await self._left(lane):
            pass
        self._meters.waited(self._clock.monotonic() - begun)

    def _caught_up(self, leave: Leave) -> None:
        """Counts a request once more whose window is over: a picture may take long to come."""
        now = self._clock.monotonic()
        for window in self._of(leave.lane):
            if now - leave.at >= window.seconds:
                window.take(now)

    async def _left(self, lane: Lane | None) -> bool:
        """Waits for room in a lane, then in the line for a turn among all; gives whether it counts
        as having left.

        A lane that has filled up in the meantime is waited for outside of the line, since that
        keeps nobody else waiting.
        """
        while (at := self._room(lane, now := self._clock.monotonic())) > now:
            await self._clock.wait(None, at - now)
        self._waiting += 1
        try:
            async with self._line:
                while (at := self._all.opens(now := self._clock.monotonic())) > now:
                    await self._clock.wait(None, at - now)
                if self._room(lane, now) > now:
                    return False
                self._count(lane, now)
                return True
        finally:
            self._waiting -= 1

    def _room(self, lane: Lane | None, now: float, *, urgent: bool = True) -> float:
        """When a lane's own buckets have room; `now` when they have."""
        return max((window.opens(now, urgent=urgent) for window in self._of(lane)), default=now)

    def _count(self, lane: Lane | None, now: float) -> None:
        """A request leaves."""
        self._all.take(now)
        for window in self._of(lane):
            window.take(now)

    def told(self, lane: Lane, *, limit: int, remaining: int, reset_after: float) -> None:
        """What an answer said of a lane's bucket."""
        window = self._window(lane)
        now = self._clock.monotonic()
        window.told(now, limit=limit, remaining=remaining, reset_after=reset_after)

    def shut(self, seconds: float) -> None:
        """Discord wants to hear nothing from the bot's own token for so long."""
        self._all.shut(self._clock.monotonic() + seconds)

    def _of(self, lane: Lane | None) -> tuple[Window, ...]:
        """The buckets that a request in a lane is counted in."""
        if lane is None:
            return ()
        if lane.old:
            return self._window(Lane(lane.verb, lane.channel)), self._window(lane)
        return (self._window(lane),)

    def _window(self, lane: Lane) -> Window:
        window = self._windows.get(lane)
        if window is None:
            self._forget()
            window = self._windows[lane] = self._fresh(lane)
        return window

    def _fresh(self, lane: Lane) -> Window:
        """A bucket that nothing is known of."""
        limit, seconds = (3, 6.0) if lane.old else (5, 5.0)
        if lane.verb != EDIT:  # the others are too few to fill a bucket
            return Window(limit, seconds)
        return Window(limit, seconds, ends=self._begun + seconds, used=limit)

    def _forget(self) -> None:
        """Drops the buckets that are over, once there are many."""
        if len(self._windows) < KNOWN:
            return
        now = self._clock.monotonic()
        self._windows = {
            lane: window for lane, window in self._windows.items() if window.ends > now
        }
