"""The poller's rhythm: from one look's beginning to the next, and never without a rest."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from bot.core.callback_trust import SLOWER
from bot.core.picture import Image
from bot.core.request import Describe, Speed
from bot.core.task import Task
from bot.core.waiter import Work
from bot.service.poller import Poller
from bot.service.rhythm import Rhythm
from tests.clock import HandClock
from tests.service.conftest import House, a_rhythm


@dataclass(frozen=True)
class Slow:
    """Somebody who takes his time with every change, as a long list takes the poller's."""

    clock: HandClock
    seconds: float

    def changed(self, tasks: Iterable[Task]) -> None:
        self.clock.pass_(self.seconds)


@pytest.mark.parametrize(("took", "pause"), [(0.0, 2.0), (0.75, 1.25), (1.5, 1.0), (9.0, 1.0)])
async def test_what_a_look_took_comes_off_the_pause_but_for_a_rest(
    house: House, took: float, pause: float
) -> None:
    task = await house.sent()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "46%")
    house.book.watch(Slow(house.clock, took))
    assert await house.poller.turn() == pytest.approx(pause)
    house.clock.pass_(pause / 2)
    assert await house.poller.turn() == pytest.approx(pause / 2)


class Least(random.Random):
    """Chance that always falls on the least."""

    def uniform(self, a: float, b: float) -> float:
        return min(a, b)


async def test_after_a_failure_the_whole_pause_comes_after_the_look(house: House) -> None:
    await house.sent()
    poller = Poller(
        relay=house.relay,
        store=house.store,
        book=house.book,
        clock=house.clock,
        rhythm=a_rhythm(house.learnt.durations, house.clock),
        poll_seconds=2,
        stall_minutes=20,
        chance=Least(),
    )
    await poller.load()
    house.server.inject("html_502", times=20)
    begun = house.clock.monotonic()
    assert await poller.turn() == pytest.approx(2)
    assert house.clock.monotonic() > begun, "the client tried again meanwhile"


# -- looks that are timed --------------------------------------------------------------------------
async def known(house: House, *seconds: float) -> None:
    """Such tasks have lately taken so long."""
    for took in seconds:
        house.learnt.durations.note("main", Work("imagine", Speed.FAST), took)


async def test_while_nothing_can_be_done_yet_it_looks_seldom(house: House) -> None:
    await known(house, 40, 45, 50)
    await house.sent()
    assert await house.poller.turn() == pytest.approx(8)


async def test_when_something_may_be_done_it_spends_the_looks_it_saved(house: House) -> None:
    await known(house, 40, 45, 50)
    await house.sent()
    pauses: list[float] = []
    for _ in range(12):
        pause = await house.poller.turn()
        assert pause is not None
        pauses.append(pause)
        house.clock.pass_(pause)

    assert pauses[:4] == pytest.approx([8, 8, 8, 8])
    assert pauses[6:10] == pytest.approx([1, 1, 1, 1])
    assert sum(pauses) / len(pauses) >= 2


async def test_a_quick_task_among_slow_ones_is_looked_at_in_its_time(house: House) -> None:
    await known(house, 40, 45, 50)
    for took in (2, 3, 4):
        house.learnt.durations.note("main", Work("describe", Speed.FAST), took)
    await house.sent()
    assert await house.poller.turn() == pytest.approx(8)
    house.clock.pass_(3)
    task = await house.sent(request=Describe(), images=(Image("image/png", b"png"),))
    assert task.relay_id

    assert await house.poller.turn() == pytest.approx(2 * 0.95)


async def test_without_timing_every_pause_is_the_same(house: House) -> None:
    await known(house, 40, 45, 50)
    fixed = Rhythm(
        relay="main", durations=house.learnt.durations, every=2, timed=False, clock=house.clock
    )
    task = await house.sent()
    assert fixed.after_look([task], 1) == 2
    assert fixed.after_look([task], SLOWER) == 2 * SLOWER
