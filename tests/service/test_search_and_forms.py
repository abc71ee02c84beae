"""Submits whose answer was lost, and forms that a relay opens in front of a task."""

from __future__ import annotations

import pytest

from bot.core.asker import Asker
from bot.core.errors import BadInput
from bot.core.failure import Failure, FailureKind
from bot.core.form import FORM_LIFE, prompt_of, unheard, waits_for_member
from bot.core.pacing import DOUBT_PAUSE
from bot.core.status import Status, Waiting
from bot.core.task import Task
from sandbox.relay.task import CANCELLED
from tests.builders import CHANNEL, USER
from tests.service.conftest import House
from tests.service.pressing import MASK, forms_sent, pressed, upscaled

ADA = Asker(user_id=USER, channel_id=CHANNEL)


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


async def test_once_it_is_back_it_is_asked_as_often_as_ever(house: House) -> None:
    house.server.inject("cut_before", path="imagine")
    task = await house.sent()
    house.server.change(faults={"html_502": 1})
    for _ in range(6):
        await house.search.turn()
    house.server.change(faults={"html_502": 0})
    for _ in range(3):
        assert await house.search.turn() == DOUBT_PAUSE
        assert (await house.fresh(task)).in_doubt
    house.server.change(faults={"html_502": 1})
    pause = await house.search.turn()
    assert pause is not None
    assert pause <= 2 * DOUBT_PAUSE  # the first failure in a row
    house.server.change(faults={"html_502": 0})
    assert await house.search.turn() is None
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)


@pytest.mark.parametrize("preset", ["plus", "trueai", "classic"])
async def test_a_web_page_says_nothing_about_a_lost_submit(house: House) -> None:
    await house.sent()
    await house.poller.look()
    house.server.inject("cut_after", path="imagine")
    lost = await house.sent()
    house.server.inject("html_200", times=6, path="/task/list")
    for _ in range(6):
        assert await house.search.turn() is not None
    assert await house.search.turn() is None
    assert (await house.fresh(lost)).status is Status.SUBMITTED


async def test_after_a_start_what_was_sent_without_an_answer_is_searched(house: House) -> None:
    task = await house.queued()
    await house.store.save(task.sending(house.clock.now()))
    await house.search.load()
    assert (await house.fresh(task)).waiting is Waiting.ASKING
    for _ in range(4):
        await house.search.turn()
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)
    assert house.submits() == []


async def test_what_was_sent_long_before_a_start_takes_two_looks(house: House) -> None:
    task = await house.queued()
    await house.store.save(task.sending(house.clock.now()))
    house.clock.pass_(60.0)
    await house.search.load()
    assert await house.search.turn() is not None
    assert await house.search.turn() is None
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)


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
    house.clock.pass_(pause)
    assert await house.forms.turn() is None
    assert not (await house.fresh(child)).awaits_form


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_what_a_member_filled_in_beforehand_is_sent(house: House) -> None:
    answer = "a lighthouse at dawn --zoom 1.5"
    child = await pressed(house, await upscaled(house), "Custom Zoom", answer=answer, remix=True)
    await house.poller.look()
    await house.forms.turn()
    [modal] = forms_sent(house)
    assert (modal["taskId"], modal["prompt"]) == (child.relay_id, answer)


@pytest.mark.parametrize("preset", ["plus", "trueai"])
async def test_a_painted_mask_travels_with_the_form(house: House) -> None:
    parent = await upscaled(house)
    child = await pressed(house, parent, "Vary (Region)", answer="a boat", images=(MASK,))
    await house.forms.turn()
    [modal] = forms_sent(house)
    assert modal["prompt"] == "a boat"
    assert modal["maskBase64"]
    house.server.finish(child.relay_id or "")
    await house.poller.look()
    assert (await house.fresh(child)).status is Status.DONE


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_where_the_member_wants_to_see_the_prompt_the_form_waits_for_them(
    house: House,
) -> None:
    house.server.change(remix=True)
    child = await pressed(house, await house.sent(), "V1", remix=True)
    await house.poller.look()
    assert waits_for_member(await house.fresh(child))
    pause = await house.forms.turn()
    assert pause is not None
    assert 0 < pause <= FORM_LIFE
    assert forms_sent(house) == []

    await house.tasks.answer(child.number, "a lighthouse at dawn", asker=ADA)
    assert await house.forms.turn() is None
    [modal] = forms_sent(house)
    assert modal["prompt"] == "a lighthouse at dawn"
    with pytest.raises(BadInput, match="form_over"):
        await house.tasks.answer(child.number, "another", asker=ADA)


async def test_a_form_that_nobody_fills_in_ends_in_words_and_is_taken_back(house: House) -> None:
    child = await pressed(house, await upscaled(house), "Custom Zoom")
    await house.forms.turn()
    house.clock.pass_(FORM_LIFE - 1)
    await house.forms.turn()
    assert waits_for_member(await house.fresh(child))
    house.clock.pass_(1)
    assert await house.forms.turn() is None
    assert (await house.fresh(child)).failure == Failure(FailureKind.FORM_EXPIRED)
    assert house.server.tasks[child.relay_id or ""].fixed == CANCELLED
    with pytest.raises(BadInput, match="form_over"):
        await house.tasks.answer(child.number, "too late", asker=ADA)


@pytest.mark.parametrize("preset", ["new-api"])
async def test_a_form_that_cannot_be_taken_back_ends_all_the_same(house: House) -> None:
    child = await pressed(house, await upscaled(house), "Custom Zoom")
    await house.forms.turn()
    house.clock.pass_(FORM_LIFE)
    assert await house.forms.turn() is None
    assert (await house.fresh(child)).failure == Failure(FailureKind.FORM_EXPIRED)


@pytest.mark.parametrize("remix", [False, True])
async def test_the_form_of_a_task_that_was_taken_back_is_not_sent(
    house: House, remix: bool
) -> None:
    house.server.change(remix=True)
    child = await pressed(house, await house.sent(), "V1", remix=remix)
    await house.book.change(child.number, Task.mute)
    assert await house.forms.turn() is None
    assert forms_sent(house) == []
    assert (await house.fresh(child)).status is Status.CANCELLED


async def test_after_a_start_a_waiting_form_still_runs_out(house: House) -> None:
    child = await pressed(house, await upscaled(house), "Custom Zoom")
    again = await house.forms_after_a_start()
    house.clock.pass_(FORM_LIFE)
    await again.turn()
    assert (await house.fresh(child)).failure == Failure(FailureKind.FORM_EXPIRED)


async def test_a_relay_that_does_not_ask_draws_without_the_answer(house: House) -> None:
    child = await pressed(house, await house.sent(), "V1", answer="a dog", remix=True)
    await house.forms.turn()
    assert forms_sent(house) == []
    house.server.finish(child.relay_id or "")
    await house.poller.look()
    done = await house.fresh(child)
    assert unheard(done)
    assert prompt_of(done) == child.prompt
