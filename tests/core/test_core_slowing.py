"""How refusals become pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.slowing import PAUSES, pause_until

HOUR = 3600.0


@pytest.mark.parametrize("refusals", [[], [0.0], [0.0, 5.0], [0.0, 300.0, 601.0]])
def test_two_in_ten_minutes_are_free(refusals: list[float]) -> None:
    assert pause_until(refusals) is None


def test_the_third_in_ten_minutes_is_a_minute() -> None:
    assert pause_until([0.0, 300.0, 600.0]) == 660.0


def test_each_further_refusal_right_after_a_pause_makes_a_longer_one() -> None:
    refusals = [0.0, 1.0, 2.0]
    for pause in PAUSES[:2]:
        until = pause_until(refusals)
        assert until == refusals[-1] + pause
        refusals.append(until)
    assert pause_until(refusals) == refusals[-1] + 900.0


def test_after_a_long_pause_it_takes_three_again_but_the_pause_is_not_short() -> None:
    refusals = [0.0, 1.0, 2.0, 63.0, 364.0]
    assert pause_until(refusals) == 364.0 + 900.0
    refusals += [2000.0, 2001.0]
    assert pause_until(refusals) == 364.0 + 900.0
    assert pause_until([*refusals, 2002.0]) == 2002.0 + HOUR


def test_what_is_refused_late_in_the_middle_of_a_pause_makes_nothing_longer() -> None:
    assert pause_until([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]) == 62.0


@given(st.lists(st.floats(0, 1e5)).map(sorted))
def test_no_pause_is_ever_longer_than_the_longest(refusals: list[float]) -> None:
    until = pause_until(refusals)
    assert until is None or until <= refusals[-1] + PAUSES[-1]
