"""A relay that takes nothing for a while: how it is tried, and in which order it is served then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.status import Status, Waiting

if TYPE_CHECKING:
    from tests.service.conftest import House

MANY = 6
LONGEST_HOLD = 61.0


@pytest.mark.parametrize("max_running", [MANY])
async def test_it_is_tried_with_one_task_until_it_takes_one(house: House) -> None:
    house.server.change(faults={"queue_full": 1})
    tasks = [await house.queued(user_id=member) for member in range(MANY)]
    await house.send_all()
    assert len(house.submits()) == MANY  # nobody could know

    for tries in (1, 2):
        house.clock.pass_(LONGEST_HOLD)
        await house.send_all()
        assert len(house.submits()) == MANY + tries

    house.server.change(faults={"queue_full": 0})
    house.clock.pass_(LONGEST_HOLD)
    await house.send_all()
    await house.send_all()
    stored = [await house.fresh(task) for task in tasks]
    assert {task.status for task in stored} == {Status.SUBMITTED}


async def test_it_is_left_alone_for_as_long_as_it_asks(house: House) -> None:
    house.server.inject("too_many", path="imagine", retry_after=300)
    task = await house.sent()
    house.clock.pass_(299)
    await house.send_all()
    assert len(house.submits()) == 1
    house.clock.pass_(1)
    await house.send_all()
    assert (await house.fresh(task)).status is Status.SUBMITTED


@pytest.mark.parametrize("max_running", [1])
async def test_whom_it_sent_back_is_still_the_next(house: House) -> None:
    house.server.inject("queue_full")
    first = await house.queued(user_id=1)
    await house.send_all()
    assert (await house.fresh(first)).waiting is Waiting.RELAY_FULL
    second = await house.queued(user_id=2)

    house.clock.pass_(LONGEST_HOLD)
    await house.send_all()
    assert (await house.fresh(first)).status is Status.SUBMITTED
    assert (await house.fresh(second)).status is Status.QUEUED


@pytest.mark.parametrize("max_running", [1])
async def test_a_new_start_knows_who_was_served_last(house: House) -> None:
    running = await house.sent(user_id=1)
    greedy = await house.queued(user_id=1)
    modest = await house.queued(user_id=2)
    again = await house.queue_after_a_start()

    house.server.finish(running.relay_id or "")
    await house.poller.look()
    again.changed([await house.fresh(running)])
    await again.turn()
    await again.finish(30)
    assert (await house.fresh(modest)).status is Status.SUBMITTED
    assert (await house.fresh(greedy)).status is Status.QUEUED


@pytest.mark.parametrize("max_running", [1])
async def test_a_new_start_knows_who_was_served_before_what_runs(house: House) -> None:
    """Three have had turns, and nothing of theirs runs any more: only the store knows of them."""
    for user in (1, 2, 3):
        await house.queued(user_id=user)
        await house.queued(user_id=user)
        house.clock.pass_(1)
    for _ in range(3):
        await house.send_all()
        [running] = await house.store.at_relay("main")
        house.server.finish(running.relay_id or "")
        await house.poller.look()
    last = await house.queued(user_id=4)
    again = await house.queue_after_a_start()
    await again.turn()
    await again.finish(30)
    assert (await house.fresh(last)).status is Status.SUBMITTED


@pytest.mark.parametrize("max_running", [1])
async def test_it_is_said_for_as_long_as_it_is_so(house: House) -> None:
    house.server.inject("queue_full")
    task = await house.queued()
    await house.send_all()
    await house.queue.turn()
    assert (await house.fresh(task)).waiting is Waiting.RELAY_FULL

    house.clock.pass_(LONGEST_HOLD)
    running = await house.sent(user_id=2)
    waits = task if running.status is Status.SUBMITTED else running
    await house.queue.turn()
    assert (await house.fresh(waits)).waiting is Waiting.TURN


async def test_a_relay_that_asked_for_a_long_pause_is_tried_once_its_operator_says_so(
    house: House,
) -> None:
    house.server.inject("too_many", path="imagine", retry_after=300)
    task = await house.sent()
    assert task.status is Status.QUEUED
    await house.send_all()
    assert len(house.submits()) == 1
    house.queue.refresh()
    await house.send_all()
    assert (await house.fresh(task)).status is Status.SUBMITTED
