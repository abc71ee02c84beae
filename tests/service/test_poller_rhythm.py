"""The poller's rhythm: from one look's beginning to the next, and never without a rest."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from bot.core.task import Task
from bot.service.poller import Poller
from tests.clock import HandClock
from tests.service.conftest import House


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
        poll_seconds=2,
        stall_minutes=20,
        chance=Least(),
    )
    await poller.load()
    house.server.inject("html_502", times=20)
    begun = house.clock.monotonic()
    assert await poller.turn() == pytest.approx(2)
    assert house.clock.monotonic() > begun, "the client tried again meanwhile"
