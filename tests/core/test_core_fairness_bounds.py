"""Turns: however many come, nobody waits for ever, and nobody gains by asking in another way."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fairness import QUICK, QUICK_ONES, Line, Turns, order
from bot.core.guild import MOST_WEIGHT
from bot.core.request import Speed
from bot.core.waiter import Waiter, Work

PICTURE, UPSCALE = Work("imagine", Speed.FAST), Work("upscale", Speed.FAST)
works = st.sampled_from([PICTURE, UPSCALE])


class Evening:
    """Members come and are served one at a time; counts what each is passed over, in quarters of a
    turn: as much as what is quick takes."""

    def __init__(self, weight: Mapping[int, int]) -> None:
        self._weight = weight
        self._turns = Turns()
        self._number = 0
        self.line = Line(self._turns)
        self.passed: Counter[int] = Counter()
        self.most: Counter[int] = Counter()

    def comes(self, user: int, *, work: Work = PICTURE) -> None:
        self._number += 1
        weight = self._weight.get(user, 1)
        self.line.join(Waiter(self._number, user, float(self._number), weight, work=work))

    def serve(self, *, taken: bool = True) -> int:
        """Whose turn it is; a relay that is full does not take it."""
        [first] = order(self.line.by_member, {}, self._turns, most=1)
        turn = self._turns.taken(first)
        if not taken:
            self._turns.given_back(turn)
            return first.user_id
        together = sum(self._weight.get(user, 1) for user in self.line.by_member)
        quarters = QUICK_ONES if first.work is PICTURE else 1
        self.passed.update(dict.fromkeys(self.line.by_member, quarters))
        for user in self.line.by_member:
            self.most[user] = max(self.most[user], together)
        self.passed[first.user_id] = self.most[first.user_id] = 0
        self.line.leave(first.task)
        return first.user_id


def bound(most: int) -> int:
    """Quarters of turns that somebody is passed over at most while all who wait have `most` turns
    in a round."""
    return 4 * (most + 1) * QUICK_ONES


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans(), works), min_size=20, max_size=150),
    st.dictionaries(st.integers(1, 30), st.integers(1, MOST_WEIGHT)),
)
def test_nobody_is_passed_over_more_often_than_those_who_wait_have_turns(
    arrivals: list[tuple[int, bool, Work]], weight: dict[int, int]
) -> None:
    """Whoever comes, however many of them, and however often the relay is full."""
    evening = Evening(weight)
    for place, (user, taken, work) in enumerate(arrivals):
        evening.comes(user, work=work)
        if place % 2:  # one is served while two come
            evening.serve(taken=taken)
    while evening.line.by_member:
        evening.serve()
        for user in evening.line.by_member:
            assert evening.passed[user] <= bound(evening.most[user])


@given(st.integers(1, 40), st.integers(1, 3))
def test_those_who_come_do_not_keep_somebody_from_a_second_turn(waiting: int, coming: int) -> None:
    """The line is as long as ever, since as many come as are served, and everybody is new."""
    evening = Evening({})
    newcomers = itertools.count(2)
    for user in (1, 1, *itertools.islice(newcomers, waiting)):
        evening.comes(user)
    assert evening.serve() == 1
    for _ in range(bound(waiting + 2) // QUICK_ONES):
        evening.comes(next(newcomers))
        if evening.serve() == 1:
            break
    else:
        pytest.fail("the second turn never came")


@given(
    st.lists(st.integers(2, 6), min_size=1, max_size=60),
    st.integers(2, 10),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_asking_bit_by_bit_gains_nothing(others: list[int], many: int, when: list[bool]) -> None:
    """Somebody who asks for all at once has as many turns by then as whoever asks bit by bit."""

    def turns_had(*, at_once: bool) -> list[int]:
        evening, left, mine = Evening({}), many, [0]
        for user in others:
            evening.comes(user)
        for come in when:
            while left and (at_once or (come and 1 not in evening.line.by_member)):
                evening.comes(1)
                left -= 1
            if evening.line.by_member:
                mine.append(mine[-1] + (evening.serve() == 1))
        return mine

    together, split = turns_had(at_once=True), turns_had(at_once=False)
    assert all(some <= all_ for some, all_ in zip(split, together, strict=False))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.integers(1, 200))
def test_a_turn_that_is_given_back_leaves_no_trace(arrivals: list[int], times: int) -> None:
    tried, untried = Evening({2: 3}), Evening({2: 3})
    for evening in (tried, untried):
        for user in arrivals:
            evening.comes(user)
    for _ in range(times):
        tried.serve(taken=False)
    for evening in (tried, untried):
        evening.comes(9)
    assert [tried.serve() for _ in arrivals] == [untried.serve() for _ in arrivals]


@pytest.mark.parametrize("operation", sorted(QUICK))
def test_four_quick_ones_are_one_turn(operation: str) -> None:
    """Somebody takes four of a result's pictures while somebody else has one drawn."""
    evening, quick = Evening({}), Work(operation, Speed.FAST)
    for _ in range(8):
        evening.comes(1, work=quick)
    for _ in range(2):
        evening.comes(2)
    served = [evening.serve() for _ in range(10)]
    assert served == [1, 1, 1, 1, 2] * 2


def test_what_is_quick_waits_for_a_part_of_a_round_after_a_picture() -> None:
    """Somebody has had one drawn and takes it, while as many come as are served."""

    def waited(work: Work) -> int:
        evening, newcomers = Evening({}), itertools.count(2)
        for user in (1, *itertools.islice(newcomers, 20)):
            evening.comes(user)
        assert evening.serve() == 1
        for _ in range(20):  # the rounds go on while it is drawn
            evening.comes(next(newcomers))
            evening.serve()
        evening.comes(1, work=work)
        for turns in itertools.count(1):
            evening.comes(next(newcomers))
            if evening.serve() == 1:
                return turns
        raise AssertionError

    assert waited(UPSCALE) * 2 < waited(PICTURE)
