"""When relays are looked at: seldom while nothing can be done, often when something may be."""

from __future__ import annotations

import random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.looks import CLOSEST, MOST_SAVED, WIDEST, Purse, pause, unlikely_before

EVERY = 2.0
soonest = st.lists(st.none() | st.floats(-100, 100), max_size=5)


@pytest.mark.parametrize(
    ("found", "saved", "seconds"),
    [
        ([], 9.0, EVERY),
        ([None], 9.0, EVERY),  # of whom nothing is known
        ([None, -5.0], 9.0, EVERY),
        ([-5.0], 9.0, EVERY * CLOSEST),  # may be done any time
        ([-5.0], 0.75, EVERY * CLOSEST),
        ([-5.0], 0.25, EVERY * 0.75),
        ([-5.0], 0.0, EVERY),  # nothing saved
        ([1.5], 0.0, EVERY),
        ([1.5], 0.25, 1.5),
        ([3.0, 50.0], 0.0, 3.0),  # nothing before that
        ([50.0], 0.0, EVERY * WIDEST),  # but members watch
    ],
)
def test_the_pause_is_what_can_be_known_and_afforded(
    found: list[float | None], saved: float, seconds: float
) -> None:
    assert pause(found, Purse(saved), EVERY) == pytest.approx(seconds)


@given(st.lists(soonest, min_size=1, max_size=60))
def test_there_are_never_more_looks_than_at_fixed_pauses(looks: list[list[float | None]]) -> None:
    purse, now = Purse(), 0.0
    for number, found in enumerate(looks, 1):
        purse = purse.filled(now, EVERY).spent()
        assert number <= now / EVERY + 1 + 1e-6
        seconds = pause(found, purse, EVERY)
        assert EVERY * CLOSEST <= seconds <= EVERY * WIDEST
        now += seconds


def test_a_long_quiet_is_not_followed_by_a_storm() -> None:
    assert Purse().filled(1e9, EVERY).saved == MOST_SAVED


def test_a_clock_that_stands_still_brings_nothing() -> None:
    assert Purse(3.0, 50.0).filled(40.0, EVERY).saved == 3.0


@pytest.mark.parametrize(
    ("progress", "at", "seconds"),
    [
        (0, 0.0, 28.5 - 10),  # the quickest took 30
        (15, 9.0, 48 - 10),  # at this rate 60, and four fifths of that
        (15, 2.0, 28.5 - 10),  # quicker than any before: not believed
        (15, 60.0, 55 - 10),  # slower than any before: not believed either
    ],
)
def test_progress_tells_more_than_the_past_but_not_anything(
    progress: int, at: float, seconds: float
) -> None:
    assert unlikely_before(10, 30, 55, progress, at) == pytest.approx(seconds)


def test_results_are_seen_sooner_with_no_more_looks() -> None:
    chance = random.Random(1)
    ends = sorted(number / 50 + chance.uniform(30, 60) for number in range(200))

    def lags(*, timed: bool) -> tuple[int, float]:
        purse, now, seen, looks, found = Purse(), 0.0, 0, 0, []
        while seen < len(ends):
            looks += 1
            while seen < len(ends) and ends[seen] <= now:
                found.append(now - ends[seen])
                seen += 1
            purse = purse.filled(now, EVERY).spent()
            now += pause([28.5 - now], purse, EVERY) if timed else EVERY
        return looks, median(found)

    timed, fixed = lags(timed=True), lags(timed=False)
    assert timed[0] <= fixed[0]
    assert timed[1] <= 0.75 * fixed[1]
