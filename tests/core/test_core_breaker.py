"""A relay in trouble is left alone, tried with one, and trusted again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.breaker import LEAST, MOST, OPENS_AFTER, WELL, Breaker, Circuit


def broken(at: float = 0.0) -> Breaker:
    breaker = WELL
    for _ in range(OPENS_AFTER):
        breaker = breaker.failed(at)
    return breaker


def test_a_failure_or_two_are_chance() -> None:
    assert WELL.failed(0.0).failed(1.0).circuit(1.0) is Circuit.CLOSED


def test_failures_with_a_success_between_them_do_not_add_up() -> None:
    breaker = WELL.failed(0.0).failed(1.0).worked().failed(2.0).failed(3.0)
    assert breaker.circuit(3.0) is Circuit.CLOSED


def test_it_opens_and_is_tried_after_a_while() -> None:
    breaker = broken()
    assert breaker.circuit(LEAST - 1) is Circuit.OPEN
    assert breaker.circuit(LEAST) is Circuit.TRYING


def test_a_try_that_fails_doubles_the_pause() -> None:
    breaker = broken().failed(LEAST)
    assert breaker.circuit(LEAST + 2 * LEAST - 1) is Circuit.OPEN
    assert breaker.circuit(LEAST + 2 * LEAST) is Circuit.TRYING


def test_what_was_under_way_when_it_opened_does_not_make_it_longer() -> None:
    assert broken().failed(1.0) == broken()


def test_a_try_that_works_closes_it() -> None:
    assert broken().worked() == WELL


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1_000)), max_size=40))
def test_it_is_always_tried_again(steps: list[tuple[bool, float]]) -> None:
    breaker, now = WELL, 0.0
    for works, later in steps:
        now += later
        breaker = breaker.worked() if works else breaker.failed(now)
        assert breaker.circuit(now + MOST) is not Circuit.OPEN
