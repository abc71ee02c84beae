"""When relays are looked at: seldom while nothing can be done, often when something may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.looks import CLOSEST, MOST_SAVED, WIDEST, Purse, next_look, unlikely_before

EVERY = 2.0


@pytest.mark.parametrize(
    ("soonest", "seconds"),
    [
        (None, EVERY),  # of which nothing is known
        (-5.0, EVERY * CLOSEST),  # may be done any time
        (0.1, EVERY * CLOSEST),
        (1.5, 1.5),
        (50.0, EVERY * WIDEST),  # but members watch
    ],
)
def test_a_task_is_looked_at_when_it_may_be_done(soonest: float | None, seconds: float) -> None:
    assert next_look(soonest, EVERY) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("saved", "questions", "seconds"),
    [
        (0.0, 1, EVERY),  # nothing saved
        (0.25, 1, EVERY * 0.75),
        (9.0, 1, EVERY * CLOSEST),
        (0.0, 4, EVERY / 4),  # four lists' tasks: four questions come in meanwhile
        (9.0, 4, EVERY * CLOSEST / 4),
        (-3.0, 1, EVERY),  # looks that were asked for out of turn are not held against anybody
    ],
)
def test_the_pause_is_what_can_be_afforded(saved: float, questions: int, seconds: float) -> None:
    assert Purse(0.0, saved).pause(EVERY, questions) == pytest.approx(seconds)


@given(st.lists(st.floats(0.0, 60.0), max_size=200), st.integers(1, 50))
def test_there_are_never_more_questions_than_at_fixed_pauses(
    later: list[float], questions: int
) -> None:
    purse, now = Purse(0.0), 0.0
    for number, more in enumerate([0.0, *later], 1):
        purse = purse.filled(now, EVERY, questions).spent()
        assert number <= (now / EVERY + 1) * questions + 1e-6
        pause = purse.pause(EVERY, questions)
        assert EVERY * CLOSEST <= pause * questions <= EVERY + 1e-9
        now += pause + more


def test_a_long_quiet_is_not_followed_by_a_storm() -> None:
    assert Purse(0.0).filled(1e9, EVERY, 3).saved == MOST_SAVED


def test_a_clock_that_stands_still_brings_nothing() -> None:
    assert Purse(50.0, 3.0).filled(40.0, EVERY, 1).saved == 3.0


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


def test_progress_tells_something_where_no_past_does() -> None:
    assert unlikely_before(10, None, None, 0, 0.0) is None
    assert unlikely_before(10, None, None, 50, 20.0) == pytest.approx(32 - 10)
