"""Turns: nobody before everybody, shares by weight, caps that hold nobody else up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errand import ANYWHERE
from bot.core.fairness import QUICK_ONES, ROUND, Line, Turns, held_back, order
from bot.core.guild import MOST_WEIGHT
from bot.core.waiter import Waiter

ALL = 1_000
NONE: Mapping[int, int] = {}
members = st.integers(1, 5)
weights = st.dictionaries(members, st.integers(1, MOST_WEIGHT))
caps = st.dictionaries(members, st.integers(1, 4))
asked = st.lists(st.tuples(members, st.integers(0, 100)), max_size=30)
running = st.dictionaries(members, st.integers(0, 4))


def a_line(*waiters: Waiter, turns: Turns | None = None) -> Line:
    line = Line(turns or Turns())
    for waiter in waiters:
        line.join(waiter)
    return line


def made(
    of: list[tuple[int, int]],
    weight: dict[int, int] | None = None,
    cap: dict[int, int] | None = None,
) -> list[Waiter]:
    return [
        Waiter(number, user, float(at), (weight or {}).get(user, 1), (cap or {}).get(user))
        for number, (user, at) in enumerate(of, 1)
    ]


def numbers(
    line: Line, busy: dict[int, int] | None = None, turns: Turns | None = None
) -> list[int]:
    found = order(line.by_member, busy or {}, turns or Turns(), most=ALL)
    return [waiter.task for waiter in found]


def served(line: Line, turns: Turns, times: int) -> list[int]:
    """Whose turn it was, one after the other, where the relay runs one task at a time."""
    found: list[int] = []
    for _ in range(times):
        [first] = order(line.by_member, {}, turns, most=1)
        turns.taken(first)
        line.leave(first.task)
        found.append(first.user_id)
    return found


def test_members_take_turns() -> None:
    line = a_line(*made([(1, 0), (1, 1), (1, 2), (2, 3), (3, 4)]))
    assert numbers(line) == [1, 4, 5, 2, 3]


def test_who_has_something_running_comes_behind_who_has_nothing() -> None:
    assert numbers(a_line(*made([(1, 0), (2, 1)])), {1: 1}) == [2, 1]


def test_who_has_had_a_turn_comes_behind_who_has_not() -> None:
    turns = Turns()
    first, second = made([(1, 0), (2, 1)])
    line = a_line(first, second, turns=turns)
    turn = turns.taken(first)
    assert numbers(line, turns=turns) == [2, 1]
    turns.given_back(turn)
    assert numbers(line, turns=turns) == [1, 2]


@given(asked, running)
def test_everybody_is_served_once_and_each_in_the_order_of_asking(
    of: list[tuple[int, int]], busy: dict[int, int]
) -> None:
    waiters = made(of)
    line = order(a_line(*waiters).by_member, busy, Turns(), most=ALL)

    assert sorted(w.task for w in line) == [w.task for w in waiters]
    own: dict[int, list[Waiter]] = defaultdict(list)
    for waiter in line:
        own[waiter.user_id].append(waiter)
    for one in own.values():
        assert one == sorted(one, key=lambda w: w.place)


@given(asked, running)
def test_nobody_gets_one_more_before_everybody_has_as_many(
    of: list[tuple[int, int]], busy: dict[int, int]
) -> None:
    """Whoever is served has, counting what runs, no more than anybody who still waits."""
    line = order(a_line(*made(of)).by_member, busy, Turns(), most=ALL)
    held = defaultdict(int, busy)
    for place, waiter in enumerate(line):
        still_waiting = {other.user_id for other in line[place:]}
        assert held[waiter.user_id] == min(held[user] for user in still_waiting)
        held[waiter.user_id] += 1


@given(asked, running, weights, caps, st.randoms(), st.integers(0, 10))
def test_the_order_depends_on_nothing_but_who_waits(
    of: list[tuple[int, int]],
    busy: dict[int, int],
    weight: dict[int, int],
    cap: dict[int, int],
    chance: object,
    most: int,
) -> None:
    waiters = made(of, weight, cap)
    line = a_line(*waiters).by_member
    whole = order(line, busy, Turns(), most=ALL)
    chance.shuffle(waiters)

    assert order(a_line(*waiters).by_member, busy, Turns(), most=ALL) == whole
    assert order(line, busy, Turns(), most=most) == whole[:most]


@given(asked, running, caps)
def test_a_cap_holds_back_its_own_member_and_nobody_else(
    of: list[tuple[int, int]], busy: dict[int, int], cap: dict[int, int]
) -> None:
    line = a_line(*made(of, cap=cap)).by_member
    found = order(line, busy, Turns(), most=ALL)
    back = held_back(line, busy, most=ALL)

    free = Counter(waiter.user_id for waiter in found)
    for user, own in line.items():
        room = len(own) if user not in cap else max(0, cap[user] - busy.get(user, 0))
        assert free[user] == min(len(own), room)
    assert sorted(w.task for w in [*found, *back]) == list(range(1, len(of) + 1))


@given(weights, st.integers(1, 6))
def test_in_each_round_everybody_has_as_many_turns_as_their_weight(
    weight: dict[int, int], rounds: int
) -> None:
    """Whatever the weights: one task at a time, everybody always has something waiting."""
    whole = {user: weight.get(user, 1) for user in range(1, 6)}
    many = [(user, 0) for user in whole for _ in range(whole[user] * rounds)]
    turns = Turns()
    line = a_line(*made(many, whole), turns=turns)
    for _ in range(rounds):
        assert Counter(served(line, turns, sum(whole.values()))) == whole


def test_what_no_relay_takes_now_keeps_the_rounds_from_nobody() -> None:
    """Somebody waits for a relay that is down, meanwhile two others are served, and one comes."""
    down = replace(ANYWHERE, relay="down")
    turns = Turns()
    line = a_line(
        Waiter(1, 1, 0.0, errand=down),
        *(Waiter(number, 2 + number % 2, 1.0) for number in range(2, 102)),
        turns=turns,
    )

    def serve() -> int:
        [first] = order(line.by_member, {}, turns, most=1, full=[down])
        turns.taken(first)
        line.leave(first.task)
        return first.user_id

    for _ in range(60):
        serve()
    for number in range(200, 240):
        line.join(Waiter(number, 4, 2.0))
    assert max(Counter(serve() for _ in range(12)).values()) <= 5


def test_whoever_waited_for_a_relay_is_two_rounds_behind_at_most() -> None:
    """They are next when it is back, but do not catch up on all that they could not have."""
    down = replace(ANYWHERE, relay="down")
    turns = Turns()
    line = a_line(
        *(Waiter(number, 1, 0.0, errand=down) for number in range(1, 50)),
        *(Waiter(number, 2, 1.0) for number in range(50, 150)),
        turns=turns,
    )
    for _ in range(40):
        [first] = order(line.by_member, {}, turns, most=1, full=[down])
        turns.taken(first)
        line.leave(first.task)
    after = served(line, turns, 10)
    assert after[0] == 1
    assert Counter(after)[1] <= 7


def test_a_newcomer_is_next_however_long_the_others_have_been_served() -> None:
    turns = Turns()
    line = a_line(*made([(user, 0) for user in (1, 2) for _ in range(20)]), turns=turns)
    served(line, turns, 21)
    line.join(Waiter(99, 3, 50.0))
    assert 3 in served(line, turns, 2)


def test_whoever_used_what_nobody_else_wanted_is_not_behind_for_it() -> None:
    turns = Turns()
    for number in range(50):
        line = a_line(Waiter(number, 1, float(number)), turns=turns)
        served(line, turns, 1)
    line = a_line(*made([(user, 100) for user in (1, 2) for _ in range(3)]), turns=turns)
    assert served(line, turns, 6) == [2, 1, 2, 1, 2, 1]


def test_nobody_saves_turns_up_by_staying_away() -> None:
    turns = Turns()
    line = a_line(*made([(user, 0) for user in (1, 2) for _ in range(30)]), turns=turns)
    served(line, turns, 30)
    for number in range(5):
        line.join(Waiter(100 + number, 3, 50.0))
    assert served(line, turns, 6).count(3) == 2


@pytest.mark.parametrize("weight", range(1, MOST_WEIGHT + 1))
def test_no_share_is_rounded(weight: int) -> None:
    assert ROUND % (weight * QUICK_ONES) == 0


def test_what_is_on_its_way_is_in_the_line_no_more() -> None:
    line = a_line(*made([(1, 0), (1, 1)]))
    [waiter] = order(line.by_member, {1: 1}, Turns(), most=ALL, leaving=[1])
    assert waiter.task == 2


def test_a_line_knows_who_came_and_went() -> None:
    line, waiter = a_line(), Waiter(1, 1, 0)
    assert line.join(waiter)
    assert not line.join(waiter)
    assert len(line) == 1
    assert line.leave(1)
    assert not line.leave(1)
    assert not line.by_member
