"""Submits whose answer was lost, and forms that a relay opens in front of a task."""

from __future__ import annotations

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.request import Action
from bot.core.task import Status, Task, Waiting
from tests.service.conftest import House


async def pressed(house: House, parent: Task, label: str) -> Task:
    """The task that a press of the parent's button makes, after its turn in the queue."""
    house.server.finish(parent.relay_id or "")
    await house.poller.look()
    parent = await house.fresh(parent)
    position = next(n for n, b in enumerate(parent.buttons) if b.label == label)
    button = parent.buttons[position]
    request = Action(
        parent=parent.number,
        parent_relay_id=parent.relay_id or "",
        position=position,
        custom_id=button.custom_id,
        label=button.label,
    )
    return await house.sent(request=request)


@pytest.mark.parametrize("preset", ["plus", "trueai", "classic"])
async def test_a_lost_submit_is_found_again_by_its_state(house: House) -> None:
    house.server.inject("cut_after", path="imagine")
    task = await house.sent()
    assert task.in_doubt

    assert await house.search.turn() is None
    found = await house.fresh(task)
    assert found.status is Status.SUBMITTED
    assert found.relay_id in house.server.tasks
    assert len(house.submits()) == 1


@pytest.mark.parametrize("preset", ["new-api"])
async def test_where_the_relay_cannot_list_the_member_is_told_that_nobody_knows(
    house: House,
) -> None:
    house.server.inject("cut_after", path="imagine")
    task = await house.sent()
    await house.search.turn()
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)
    await house.send_all()
    assert len(house.submits()) == 1


async def test_a_submit_that_never_arrived_is_told_as_unknown_after_a_few_looks(
    house: House,
) -> None:
    house.server.inject("cut_before", path="imagine")
    task = await house.sent()
    for _ in range(4):
        await house.search.turn()
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)
    assert len(house.server.tasks) == 0


async def test_a_relay_that_is_down_says_nothing_about_a_lost_submit(house: House) -> None:
    house.server.inject("cut_after", path="imagine")
    task = await house.sent()
    house.server.inject("html_502", times=60, path="/task/list")
    for _ in range(6):
        assert await house.search.turn() is not None
    assert (await house.fresh(task)).in_doubt


async def test_after_a_start_what_was_sent_without_an_answer_is_searched(house: House) -> None:
    task = await house.queued()
    await house.store.save(task.sending(house.clock.now()))
    await house.search.load()
    assert (await house.fresh(task)).waiting is Waiting.ASKING
    for _ in range(4):
        await house.search.turn()
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)
    assert house.submits() == []


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_remix_form_is_answered_with_the_prompt_that_the_relay_suggests(
    house: House,
) -> None:
    house.server.change(remix=True)
    child = await pressed(house, await house.sent(), "V1")
    await house.poller.look()
    await house.forms.turn()

    [modal] = [body for body in house.submits() if "customId" not in body and "prompt" in body][1:]
    assert modal["taskId"] == child.relay_id
    assert modal["prompt"]
    house.server.finish(child.relay_id or "")
    for _ in range(3):
        await house.poller.look()
    assert (await house.fresh(child)).status is Status.DONE
    await house.forms.turn()
    assert sum("taskId" in body and "customId" not in body for body in house.submits()) == 1


async def test_a_form_that_the_relay_cannot_take_now_is_answered_later(house: House) -> None:
    house.server.change(remix=True)
    child = await pressed(house, await house.sent(), "V1")
    house.server.inject("queue_full", path="modal")
    pause = await house.forms.turn()
    assert pause is not None
    assert (await house.fresh(child)).awaits_form
    assert await house.forms.turn() is None
    assert not (await house.fresh(child)).awaits_form


async def test_a_form_that_wants_a_mask_ends_in_words(house: House) -> None:
    grid = await house.sent()
    upscale = await pressed(house, grid, "U1")
    child = await pressed(house, upscale, "Vary (Region)")
    await house.forms.turn()
    assert (await house.fresh(child)).failure == Failure(FailureKind.FORM_NEEDED)
