"""Which relay gets the next task."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.breaker import Circuit
from bot.core.relay_choice import Candidate, choose, expected

A = Candidate(name="a", slots=3)
B = Candidate(name="b", slots=3)
candidates = st.lists(
    st.builds(
        Candidate,
        name=st.sampled_from("abcdef"),
        circuit=st.sampled_from(Circuit),
        price=st.integers(0, 3),
        running=st.integers(0, 5),
        slots=st.integers(1, 4),
        weight=st.floats(0.1, 9),
        seconds=st.none() | st.floats(0, 500),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A, replace(B, circuit=Circuit.TRYING)),
        (replace(A, price=1), replace(B, price=2)),
        (replace(A, running=1), replace(B, running=2)),
        (replace(A, running=2, weight=4.0), replace(B, running=1)),
        (replace(A, seconds=40.0), replace(B, seconds=200.0)),
        (replace(A, price=9), replace(B, running=3)),
        (replace(A, price=9, seconds=900.0), replace(B, circuit=Circuit.OPEN)),
        (replace(A, circuit=Circuit.TRYING), replace(B, circuit=Circuit.TRYING, running=3)),
        (replace(A, circuit=Circuit.TRYING, running=1), replace(B, circuit=Circuit.OPEN)),
    ],
)
def test_the_better_one_is_chosen_whatever_their_order(one: Candidate, other: Candidate) -> None:
    assert choose([one, other]) == one
    assert choose([other, one]) == one


def test_equals_share_the_work_by_weight() -> None:
    relays = {c.name: c for c in (replace(A, slots=99), replace(B, slots=99, weight=3.0))}
    for _ in range(40):
        best = choose(relays.values())
        assert best
        relays[best.name] = replace(best, running=best.running + 1)

    assert Counter({name: c.running for name, c in relays.items()}) == {"a": 10, "b": 30}


@given(candidates)
def test_only_one_that_takes_it_is_chosen(found: list[Candidate]) -> None:
    best = choose(found)
    assert (best is None) == (not any(c.free for c in found))
    assert best is None or best.free


@given(candidates)
def test_one_is_always_expected(found: list[Candidate]) -> None:
    assert (expected(found) is None) == (not found)
