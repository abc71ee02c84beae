from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bot.core.fairness import order
from bot.core.ports import Waiter

members = st.integers(1, 5)
queues = st.lists(st.tuples(members, st.integers(0, 100)), max_size=30).map(
    lambda made: [Waiter(number, user, float(at)) for number, (user, at) in enumerate(made, 1)]
)
running = st.dictionaries(members, st.integers(0, 4))
served = st.dictionaries(members, st.floats(0, 100))


def numbers(waiters: list[Waiter]) -> list[int]:
    return [waiter.task for waiter in waiters]


def test_members_take_turns() -> None:
    waiters = [Waiter(1, 1, 0), Waiter(2, 1, 1), Waiter(3, 1, 2), Waiter(4, 2, 3), Waiter(5, 3, 4)]

    assert numbers(order(waiters, {}, {})) == [1, 4, 5, 2, 3]


def test_who_has_something_running_comes_behind_who_has_nothing() -> None:
    waiters = [Waiter(1, 1, 0), Waiter(2, 2, 1)]

    assert numbers(order(waiters, {1: 1}, {})) == [2, 1]


def test_among_equals_who_was_served_longest_ago_comes_first() -> None:
    waiters = [Waiter(1, 1, 0), Waiter(2, 2, 1), Waiter(3, 3, 2)]

    assert numbers(order(waiters, {}, {1: 50.0, 2: 40.0})) == [3, 2, 1]


@given(queues, running, served)
def test_everybody_is_served_once_and_each_in_the_order_of_asking(
    waiters: list[Waiter], running: dict[int, int], served: dict[int, float]
) -> None:
    line = order(waiters, running, served)

    assert sorted(numbers(line)) == sorted(numbers(waiters))
    of_member: dict[int, list[Waiter]] = defaultdict(list)
    for waiter in line:
        of_member[waiter.user_id].append(waiter)
    for asked in of_member.values():
        assert asked == sorted(asked, key=lambda w: (w.created_at, w.task))


@given(queues, running, served)
def test_nobody_gets_one_more_before_everybody_has_as_many(
    waiters: list[Waiter], running: dict[int, int], served: dict[int, float]
) -> None:
    """Whoever is served has, counting what runs, no more than anybody who still waits."""
    line = order(waiters, running, served)
    held = defaultdict(int, running)
    for place, waiter in enumerate(line):
        still_waiting = {other.user_id for other in line[place:]}
        assert held[waiter.user_id] == min(held[user] for user in still_waiting)
        held[waiter.user_id] += 1


@given(queues, running, served, st.randoms())
def test_the_order_does_not_depend_on_how_the_queue_was_read(
    waiters: list[Waiter], running: dict[int, int], served: dict[int, float], chance: object
) -> None:
    shuffled = waiters[:]
    chance.shuffle(shuffled)

    assert order(shuffled, running, served) == order(waiters, running, served)
