"""What a killed process has used of Discord's buckets earns the next one no 429."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.gate import KNOWN, Gate, Lane
from tests.clock import HandClock

REQUESTS = 120


@dataclass
class StallingClock:
    """A clock that goes on in leaps; whoever waits hears of it afterwards, all at once."""

    time: float = 0.0
    sleepers: list[tuple[float, asyncio.Event]] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        assert event is None
        assert seconds is not None
        over = asyncio.Event()
        self.sleepers.append((self.time + seconds, over))
        await over.wait()
        return False

    async def leap(self, seconds: float) -> None:
        """So many seconds go by before anybody can act."""
        self.time += seconds
        for at, over in self.sleepers:
            if at <= self.time:
                over.set()
        self.sleepers = [(at, over) for at, over in self.sleepers if at > self.time]
        for _ in range(2 * REQUESTS):  # more steps than all of them together take
            await asyncio.sleep(0)


async def leave_at(leaps: list[float], *, shut: float | None = None) -> list[float]:
    """When each of many requests leaves that are all made at once; `shut` is how long Discord wants
    to hear nothing after the first leap."""
    clock = StallingClock()
    gate, left = Gate(clock=clock), list[float]()

    async def request() -> None:
        await gate.passed(None)
        left.append(clock.time)

    everything = [asyncio.create_task(request()) for _ in range(REQUESTS)]
    await clock.leap(0.0)
    for leap in leaps:
        await clock.leap(leap)
        if shut is not None:
            gate.shut(shut)
            shut = None
    while len(left) < REQUESTS:
        await clock.leap(0.1)
    await asyncio.gather(*everything)
    return left


@given(st.lists(st.floats(0.001, 2.0), max_size=20))
def test_a_machine_that_stands_still_for_a_while_sends_no_second_too_many(
    leaps: list[float],
) -> None:
    left = asyncio.run(leave_at(leaps))
    for first, over in zip(left, left[50:], strict=False):
        assert over - first > 1.0


def test_nor_does_whoever_waited_when_discord_wanted_to_hear_nothing() -> None:
    left = asyncio.run(leave_at([0.1], shut=30.0))
    assert not [at for at in left if 0.1 < at < 30.1]
    assert len(left) == REQUESTS


async def test_who_waits_for_their_turn_is_counted() -> None:
    clock = StallingClock()
    gate = Gate(clock=clock)
    waiting = [asyncio.create_task(gate.passed(None)) for _ in range(50)]
    await clock.leap(0.0)
    assert gate.opens(NEW, clock.time, urgent=True) == pytest.approx(1.0, rel=0.05)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert gate.opens(NEW, clock.time + 0.1, urgent=True) == clock.time + 0.1


@given(
    st.sampled_from([(Lane("POST", 7), 5, 5.0), (Lane("PATCH", 7, old=True), 3, 6.0)]),
    st.lists(st.tuples(st.floats(0.1, 40.0), st.integers(0, 4)), min_size=2, max_size=12),
    st.integers(0, 11),
    st.floats(1.0, 60.0),
)
def test_a_wait_among_all_is_no_time_that_a_channel_has_counted(
    bucket: tuple[Lane, int, float],
    steps: list[tuple[float, int]],
    shut_at: int,
    seconds: float,
) -> None:
    """Requests of one channel come at several moments, and Discord shuts all of them out."""
    lane, limit, window = bucket
    left = asyncio.run(leave_in(lane, steps, shut_at, seconds))
    assert len(left) == sum(count for _, count in steps)
    begun, used = float("-inf"), 0
    for at in left:
        if at >= begun + window:  # Discord's: from its first request on
            begun, used = at, 0
        used += 1
        assert used <= limit


async def leave_in(
    lane: Lane, steps: list[tuple[float, int]], shut_at: int, seconds: float
) -> list[float]:
    """When each request in a lane leaves; `steps` tells after how long how many more are made."""
    clock = StallingClock()
    gate, left = Gate(clock=clock), list[float]()

    async def request() -> None:
        await gate.passed(lane)
        left.append(clock.time)

    everything = list[asyncio.Task[None]]()
    for step, (gap, count) in enumerate(steps):
        if step == shut_at % len(steps):
            gate.shut(seconds)
        everything += [asyncio.create_task(request()) for _ in range(count)]
        await clock.leap(gap)
    while len(left) < len(everything):
        await clock.leap(0.1)
    await asyncio.gather(*everything)
    return left


@pytest.mark.parametrize(("late", "used"), [(4.9, 4), (5.0, 5)])
async def test_a_request_that_leaves_long_after_its_leave_counts_when_it_leaves(
    late: float, used: int
) -> None:
    """Its picture took so long; of a bucket with one left, only that one's end is waited for."""
    clock, lane = HandClock(), Lane("POST", 7)
    gate = Gate(clock=clock)
    leave = gate.take(lane)
    clock.pass_(late)
    gate.told(lane, limit=5, remaining=1, reset_after=5.0)
    with gate.by(leave):
        await gate.passed(lane)
    opens = gate.opens(lane, late, urgent=True)
    assert opens == (late + 4.0 if used == 4 else late + 5.0)


async def test_whoever_waits_for_a_channel_keeps_nobody_else_waiting() -> None:
    clock = StallingClock()
    gate, left = Gate(clock=clock), list[str]()

    async def request(name: str, lane: Lane | None) -> None:
        await gate.passed(lane)
        left.append(name)

    lane = Lane("POST", 7)
    gate.shut(1.0)
    everything = [asyncio.create_task(request("late", lane))]
    await clock.leap(0.0)
    gate.told(lane, limit=5, remaining=0, reset_after=30.0)  # while it stands in the line
    everything.append(asyncio.create_task(request("other", None)))
    await clock.leap(1.5)
    assert left == ["other"]
    await clock.leap(30.0)
    await asyncio.gather(*everything)
    assert left == ["other", "late"]


NEW, OLD = Lane("PATCH", 7), Lane("PATCH", 7, old=True)


@given(
    st.sampled_from([(NEW, 5, 5.0), (OLD, 3, 6.0)]),
    st.lists(st.tuples(st.floats(0, 4), st.booleans()), min_size=1, max_size=60),
)
def test_a_kill_at_any_moment_leaves_no_bucket_too_full(
    bucket: tuple[Lane, int, float], steps: list[tuple[float, bool]]
) -> None:
    lane, limit, seconds = bucket
    clock = HandClock()
    gate, begun, used = Gate(clock=clock), float("-inf"), 0
    for gap, killed in steps:
        clock.pass_(gap)
        if killed:
            gate = Gate(clock=clock, begun=clock.monotonic())
        opens = gate.opens(lane, clock.monotonic(), urgent=True)
        clock.pass_(max(0.0, opens - clock.monotonic()))
        gate.take(lane)
        if clock.monotonic() >= begun + seconds:  # Discord's: from its first request on
            begun, used = clock.monotonic(), 0
        used += 1
        assert used <= limit


def test_of_very_many_buckets_those_that_are_over_are_forgotten() -> None:
    clock = HandClock()
    gate = Gate(clock=clock)
    for channel in range(KNOWN - 1):
        gate.take(Lane("POST", channel))
    clock.pass_(5.0)
    full = Lane("POST", KNOWN)
    gate.told(full, limit=5, remaining=0, reset_after=30.0)
    gate.take(Lane("POST", KNOWN + 1))
    assert len(gate._windows) == 2
    assert gate.opens(full, 5.0, urgent=True) == 35.0


@pytest.mark.parametrize(("lane", "seconds"), [(NEW, 5.0), (Lane("POST", 7), 0.0), (OLD, 6.0)])
def test_after_that_everything_goes_at_once(lane: Lane, seconds: float) -> None:
    clock = HandClock()
    clock.pass_(100)
    gate = Gate(clock=clock, begun=100.0)
    assert gate.opens(lane, 100.0, urgent=True) == 100.0 + seconds
    clock.pass_(seconds)
    assert gate.opens(lane, clock.monotonic(), urgent=False) == 100.0 + seconds
