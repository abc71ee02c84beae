from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import SteadyClock
from bot.core.pacing import DAY, backoff, gives_up, stalls


@given(st.integers(1, 1000), st.floats(0.01, 60), st.floats(0.01, 600), st.integers(0, 2**32))
def test_a_wait_stays_within_its_bounds(
    failures: int, least: float, most: float, seed: int
) -> None:
    seconds = backoff(failures, least=least, most=most, chance=random.Random(seed))

    assert least <= seconds <= max(least, min(most, least * 2**failures))


def test_waits_grow_with_the_failures_up_to_the_most() -> None:
    class Unlucky(random.Random):
        def uniform(self, a: float, b: float) -> float:
            return max(a, b)

    waits = [backoff(n, least=1, most=60, chance=Unlucky()) for n in (1, 2, 3, 10, 9999)]

    assert waits == [2, 4, 8, 60, 60]


@pytest.mark.parametrize(("waited", "given_up"), [(0, False), (DAY, False), (DAY + 1, True)])
def test_a_task_is_given_up_after_a_day(waited: float, given_up: bool) -> None:
    assert gives_up(1000.0, 1000.0 + waited) is given_up


@pytest.mark.parametrize(("waited", "stalled"), [(30, False), (31, True)])
def test_a_task_stalls_after_some_minutes(waited: float, stalled: bool) -> None:
    assert stalls(1000.0, 1000.0 + waited, minutes=0.5) is stalled


async def test_a_wait_ends_with_its_event_or_its_time() -> None:
    clock, event = SteadyClock(), asyncio.Event()

    assert await clock.wait(event, 0) is False
    assert await clock.wait(None, None) is False
    event.set()
    assert await clock.wait(event, None) is True
    assert await clock.wait(event, 0) is True
    assert event.is_set()


def test_both_clocks_go_on_together() -> None:
    clock = SteadyClock()
    now, steady = clock.now(), clock.monotonic()

    assert clock.now() >= now
    assert clock.monotonic() >= steady
    assert now > 1_700_000_000
