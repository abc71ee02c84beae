"""Whose turn it is, before a kill and after the start that follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.request import Imagine
from bot.core.status import Status
from bot.core.task import Task
from bot.core.terms import Terms
from bot.core.waiter import Waiter
from bot.service.roster import Roster
from tests.builders import a_task, an_action

members = st.integers(1, 6)
steps = st.lists(st.one_of(members, st.none()), max_size=60)  # somebody asks, or a turn is had
weights = st.dictionaries(members, st.integers(1, 4))


def lived(steps: list[int | None], weight: dict[int, int], roster: Roster) -> dict[int, Task]:
    """Every task there was, once the roster has seen all of it; what was begun is done at once."""
    tasks: dict[int, Task] = {}
    for at, user in enumerate(steps, 1):
        if user is not None:
            terms = Terms(weight=weight.get(user, 1))
            request = an_action() if at % 3 else Imagine("a fox")  # an upscale, or a picture
            task = a_task(
                number=at, user_id=user, created_at=float(at), terms=terms, request=request
            ).queued()
            tasks[at] = task
            roster.changed(task)
        elif line := roster.next(1):
            sent = tasks[line[0].task].sending(float(at), "main", tasks[line[0].task].terms)
            roster.leaves(line[0], "main")
            roster.changed(sent)
            roster.arrived(sent.number, taken=True)
            tasks[sent.number] = replace(sent, status=Status.DONE, ended_at=float(at))
            roster.changed(tasks[sent.number])
    return tasks


@given(steps, weights)
def test_after_a_start_the_order_is_what_it_was(
    steps: list[int | None], weight: dict[int, int]
) -> None:
    roster, again = Roster(), Roster()
    tasks = lived(steps, weight, roster).values()
    past = [(Waiter.of(task), task.sent_at) for task in tasks if task.sent_at is not None]
    again.load([Waiter.of(task) for task in tasks if task.sent_at is None], past[::-1], [])

    assert again.next(100) == roster.next(100)
    for one in (roster, again):  # and somebody who comes now stands where they would have stood
        one.changed(a_task(number=1_000, user_id=99, created_at=100.0).queued())
    assert again.next(100) == roster.next(100)


moves = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.sampled_from(["queued", "leaves", "taken", "full", "running", "stalled", "done"]),
        st.sampled_from(["main", "other"]),
    ),
    max_size=60,
)


@given(moves)
def test_what_is_counted_along_is_what_there_is(history: list[tuple[int, str, str]]) -> None:
    roster, leaving, running = Roster(), dict[int, str](), dict[int, str]()
    for number, move, relay in history:
        task = a_task(number=number, user_id=number % 3, relay=relay)
        match move:
            case "leaves" if number not in leaving:
                roster.leaves(Waiter.of(task), relay)
                leaving[number] = relay
            case "taken" | "full" if number in leaving:
                roster.arrived(number, taken=move == "taken")
                del leaving[number]
            case "running":
                roster.changed(replace(task, status=Status.RUNNING, relay_id="1"))
                running[number] = relay
            case "queued" | "done":
                ended = replace(task, status=Status.DONE)
                roster.changed(task.queued() if move == "queued" else ended)
                running.pop(number, None)
            case "stalled":
                roster.changed(replace(task, status=Status.RUNNING, relay_id="1", stalled=True))
                running.pop(number, None)
    there = leaving | running
    assert +roster.by_relay() == Counter(there.values())
    assert roster._of_member == Counter(number % 3 for number in there)
