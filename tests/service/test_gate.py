"""What a killed process has used of Discord's buckets earns the next one no 429."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.gate import Gate, Lane
from tests.clock import HandClock

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


@pytest.mark.parametrize(("lane", "seconds"), [(NEW, 5.0), (Lane("POST", 7), 0.0), (OLD, 6.0)])
def test_after_that_everything_goes_at_once(lane: Lane, seconds: float) -> None:
    clock = HandClock()
    clock.pass_(100)
    gate = Gate(clock=clock, begun=100.0)
    assert gate.opens(lane, 100.0, urgent=True) == 100.0 + seconds
    clock.pass_(seconds)
    assert gate.opens(lane, clock.monotonic(), urgent=False) == 100.0 + seconds
