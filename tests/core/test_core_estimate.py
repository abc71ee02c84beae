"""Estimates: from what is known, and none rather than a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.estimate import KEPT, LEAST_KNOWN, Durations, remaining, took, turns_in
from bot.core.report import Acceptance, RelayStatus
from bot.core.request import Speed
from bot.core.waiter import Work
from tests.builders import NOW, a_report, a_task
from tests.core.stages import PICTURE

IMAGINE = Work("imagine", Speed.FAST)


def known(*seconds: float) -> Durations:
    durations = Durations()
    for one in seconds:
        durations.note("main", IMAGINE, one)
    return durations


def test_too_little_is_nothing() -> None:
    assert known(*[30.0] * (LEAST_KNOWN - 1)).typical("main", IMAGINE) is None
    assert known(*[30.0] * LEAST_KNOWN).typical("main", IMAGINE) == 30


def test_each_relay_and_kind_and_speed_has_its_own() -> None:
    durations = known(30, 31, 32)
    assert durations.typical("other", IMAGINE) is None
    assert durations.typical("main", Work("upscale", Speed.FAST)) is None
    assert durations.typical("main", Work("imagine", Speed.RELAX)) is None


def test_the_newest_count_and_one_outlier_does_not() -> None:
    durations = known(*[100.0] * KEPT, *[30.0] * KEPT)
    durations.note("main", IMAGINE, 3_000)
    assert durations.typical("main", IMAGINE) == 30
    assert durations.quantile("main", IMAGINE, 1) == 3_000


@pytest.mark.parametrize(
    ("running", "slots", "line", "turns"),
    [
        ([], 2, [60, 60, 60, 60], [0, 0, 60, 60]),
        ([10, 40], 2, [60, 60, 60], [10, 40, 70]),
        ([10], 2, [60], [0]),
        ([10, 20, 30], 2, [60, 60], [20, 30]),
        ([10, None], 2, [60], [None]),
        ([10], 1, [60, None, 60], [10, 70, None]),
    ],
)
def test_turns_follow_from_what_runs_and_who_is_before(
    running: list[float | None], slots: int, line: list[float | None], turns: list[float | None]
) -> None:
    assert list(turns_in(running, slots, line)) == turns


@given(
    st.lists(st.floats(0, 1e4), max_size=8),
    st.integers(1, 6),
    st.lists(st.floats(0, 1e4), max_size=12),
)
def test_nobody_has_their_turn_before_somebody_ahead(
    running: list[float], slots: int, line: list[float]
) -> None:
    turns = list(turns_in(running, slots, line))
    assert turns == sorted(turns)
    assert len(turns) == len(line)


def test_what_is_overdue_will_take_a_little_longer() -> None:
    assert remaining(100, 40) == 60
    assert remaining(100, 500) == 15


def test_a_task_is_timed_without_what_its_form_waited_for() -> None:
    task = a_task().queued().sending(NOW + 5).accepted(Acceptance("7", form="a cat"), NOW + 6)
    task = task.confirming(NOW + 300)
    assert took(a_task()) is None
    assert took(task.told(a_report(RelayStatus.SUCCESS, picture=PICTURE), NOW + 360)) == 60
