"""The line: weights and caps through the store, and when somebody's turn will come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.report import Acceptance
from bot.core.request import Imagine
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.core.terms import Terms
from bot.core.waiter import Work
from bot.service.durations import Learnt
from bot.service.places import OFF_BY, Place, differs
from bot.store.durations import SqliteDurations
from tests.builders import NOW, a_reply, a_task, an_action

if TYPE_CHECKING:
    from tests.service.conftest import House

HEAVY, LIGHT = Terms(weight=3), Terms()
IMAGINE = Work.of(Imagine("a fox"), LIGHT)


async def finish(house: House, seconds: float = 0.0) -> Task:
    """The one task that runs is drawn, after so many seconds, and the next one leaves."""
    house.clock.pass_(seconds)
    [running] = await house.store.at_relay("main")
    house.server.finish(running.relay_id or "")
    await house.poller.look()
    await house.send_all()
    return await house.fresh(running)


@pytest.mark.parametrize("max_running", [1])
async def test_a_weight_is_turns_in_a_round(house: House) -> None:
    for _ in range(9):
        await house.queued(user_id=1, terms=HEAVY)
        await house.queued(user_id=2)
    await house.send_all()
    order = [(await finish(house)).user_id for _ in range(8)]
    assert order.count(1) == 6
    assert order[:4].count(1) == 3


@pytest.mark.parametrize("max_running", [3])
async def test_a_capped_member_leaves_room_for_the_others_and_is_told_why(house: House) -> None:
    capped = [await house.queued(user_id=1, terms=Terms(most_running=1)) for _ in range(3)]
    other = await house.queued(user_id=2)
    await house.send_all()

    states = [(await house.fresh(task)) for task in (*capped, other)]
    assert [state.status for state in states] == [
        Status.SUBMITTED, Status.QUEUED, Status.QUEUED, Status.SUBMITTED,
    ]  # fmt: skip
    assert {state.waiting for state in states[1:3]} == {Waiting.OWN}
    house.server.finish(states[0].relay_id or "")
    await house.poller.look()
    await house.send_all()
    assert (await house.fresh(capped[1])).status is Status.SUBMITTED
    assert (await house.fresh(capped[2])).status is Status.QUEUED


@pytest.mark.parametrize("max_running", [2])
async def test_a_full_relay_puts_back_whatever_the_weights_and_caps(house: House) -> None:
    house.server.inject("queue_full", times=2)
    tasks = [
        await house.queued(user_id=1, terms=replace(HEAVY, most_running=1)),
        await house.queued(user_id=2, terms=Terms(most_running=1)),
    ]
    await house.send_all()
    assert {(await house.fresh(task)).waiting for task in tasks} == {Waiting.RELAY_FULL}
    for _ in range(3):
        await house.clock.wait(None, await house.queue.turn())
        await house.send_all()
    assert {(await house.fresh(task)).status for task in tasks} == {Status.SUBMITTED}
    assert len(house.server.tasks) == 2


@pytest.mark.parametrize("max_running", [1])
async def test_without_history_there_is_no_estimate_and_with_it_there_is(house: House) -> None:
    for _ in range(9):
        await house.queued()
    await house.send_all()
    first = [task for task in await waiting(house) if task.ahead == 1]
    assert first[0].turn_at is None
    for _ in range(4):
        await finish(house, 60)

    now = house.clock.now()
    turns = [task.turn_at for task in sorted(await waiting(house), key=lambda t: t.ahead or 0)]
    assert [turn and round(turn - now) for turn in turns] == [60, 120, 180, 240]


async def waiting(house: House) -> list[Task]:
    found = [await house.store.get(waiter.task) for waiter in await house.store.queued()]
    return [task for task in found if task is not None]


@pytest.mark.parametrize("max_running", [1])
async def test_an_estimate_that_has_passed_is_made_anew(house: House) -> None:
    for _ in range(6):
        await house.queued()
    await house.send_all()
    for _ in range(3):
        await finish(house, 60)
    [before] = [task for task in await waiting(house) if task.ahead == 1]
    house.clock.pass_(200)
    assert await house.queue.turn() is not None
    after = await house.fresh(before)
    assert before.turn_at is not None
    assert after.turn_at is not None
    assert before.turn_at < house.clock.now() < after.turn_at


@pytest.mark.parametrize("max_running", [1])
async def test_what_was_learnt_outlives_a_restart(house: House) -> None:
    for _ in range(5):
        await house.queued()
    await house.send_all()
    for _ in range(4):
        done = await finish(house, 45)
    await house.book.change(done.number, Task.remove)  # saved again: it does not count twice

    again = Learnt(past=SqliteDurations(house.store._database))
    await again.load()
    for durations in (house.learnt.durations, again.durations):
        assert durations._took["main", IMAGINE] == house.learnt.durations._took["main", IMAGINE]
        assert durations.typical("main", IMAGINE) == 45
        assert len(durations._took["main", IMAGINE]) == 4


@pytest.mark.parametrize("max_running", [1])
async def test_who_is_to_fill_in_a_form_takes_no_place_at_the_relay(house: House) -> None:
    """Or three forms that nobody fills in would stop everybody for a quarter of an hour."""
    parent = await house.sent()
    house.server.finish(parent.relay_id or "")
    await house.poller.look()
    press = an_action(parent=parent.number, custom_id="MJ::JOB::variation::1::x", remix=True)
    waits = a_task(request=press, created_at=NOW, moved_at=NOW)
    stored = await house.store.add(waits, a_reply(), [])
    await house.book.change(
        stored.number, lambda t: t.accepted(Acceptance("99", form="a fox"), NOW)
    )
    other = await house.sent(user_id=2)
    assert other.status is Status.SUBMITTED


def test_only_what_differs_by_enough_is_told_anew() -> None:
    told = Place(Waiting.TURN, 2, NOW + 100)
    assert not differs(told, Place(Waiting.TURN, 2, NOW + 100 + OFF_BY - 1), NOW)
    assert differs(told, Place(Waiting.TURN, 2, NOW + 100 + OFF_BY + 1), NOW)
    assert differs(told, Place(Waiting.TURN, 1, NOW + 100), NOW)
    assert differs(told, Place(Waiting.TURN, 2, NOW + 111), NOW + 101)
    assert differs(told, Place(Waiting.OWN), NOW)
    assert differs(Place(Waiting.TURN, 2), told, NOW)
