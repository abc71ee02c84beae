"""How many requests leave when, held against how Discord counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bucket import Flow, Window
from bot.core.pressure import COMFORT, MOST, Pressure

GAPS = st.lists(st.floats(0, 3), min_size=1, max_size=80)


@given(GAPS, st.integers(1, 6), st.floats(0.5, 6))
def test_no_window_of_discords_ever_holds_more_than_it_takes(
    gaps: list[float], limit: int, seconds: float
) -> None:
    window, now, begun, used = Window(limit, seconds), 0.0, float("-inf"), 0
    for gap in gaps:
        now = max(now + gap, window.opens(now + gap, urgent=True))
        window.take(now)
        if now >= begun + seconds:  # Discord's: from its first request on
            begun, used = now, 0
        used += 1
        assert used <= limit


def test_the_last_of_a_window_is_kept_until_its_end_is_near() -> None:
    window = Window(5, 5.0)
    for _ in range(4):
        assert window.opens(10.0, urgent=True) == 10.0
        window.take(10.0)
    assert window.opens(10.0, urgent=True) == 14.0
    window.take(14.0)
    assert window.opens(14.0, urgent=True) == 15.0


def test_what_is_not_urgent_takes_half_of_a_window() -> None:
    window = Window(5, 5.0)
    window.take(10.0)
    assert window.opens(10.0, urgent=False) == 10.0
    window.take(10.0)
    assert window.opens(10.0, urgent=False) == 15.0
    assert window.opens(10.0, urgent=True) == 10.0


def test_a_bucket_is_as_an_answer_says() -> None:
    window = Window(5, 5.0)
    window.take(10.0)
    window.told(10.1, limit=2, remaining=1, reset_after=0.5)
    assert (window.limit, window.seconds, window.ends) == (2, 0.5, 10.6)
    window.take(10.4)
    window.told(10.5, limit=2, remaining=0, reset_after=0.1)
    assert window.opens(10.5, urgent=True) == pytest.approx(10.6)


def test_an_answer_that_comes_late_frees_nothing() -> None:
    window = Window(5, 5.0)
    for _ in range(3):
        window.take(10.0)
    window.told(10.1, limit=5, remaining=4, reset_after=4.9)
    assert window.used == 3


def test_what_did_not_leave_counts_no_more() -> None:
    window, flow = Window(1, 5.0), Flow(10.0, 1)
    window.take(1.0)
    flow.take(1.0)
    window.give_back()
    flow.give_back()
    assert window.opens(1.0, urgent=True) == flow.opens(1.0) == 1.0


@given(st.lists(st.floats(0, 0.04), min_size=60, max_size=300))
def test_no_second_ever_holds_fifty_of_the_flow(gaps: list[float]) -> None:
    flow, now = Flow(45.0, 5), 0.0
    left: list[float] = []
    for gap in gaps:
        now += gap
        left.append(flow.take(now))
    assert left == sorted(left)
    for first, fiftieth in zip(left, left[50:], strict=False):
        assert fiftieth - first > 1.0


def test_a_flow_that_was_shut_begins_anew() -> None:
    flow = Flow(45.0, 5)
    flow.shut(7.0)
    assert flow.opens(1.0) == 7.0
    assert flow.opens(8.0) == 8.0


def test_progress_gives_way_only_to_what_lasts_and_comes_back() -> None:
    pressure = Pressure()
    pressure.begun(0.0, 3600.0)  # the machine slept
    assert pressure.stretch(0.0) == 1.0
    for _ in range(200):
        pressure.begun(0.0, 4 * COMFORT)
    assert pressure.stretch(0.0) == pytest.approx(4.0, rel=0.01)
    for _ in range(200):
        pressure.begun(0.0, 3600.0)
    assert pressure.stretch(0.0) == pytest.approx(MOST, rel=0.01)
    assert pressure.stretch(60.0) == 1.0
