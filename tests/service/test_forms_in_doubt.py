"""Forms whose answer may not have arrived, and relays that cannot be answered at all."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.errors import OperationMissing
from bot.core.failure import Failure, FailureKind
from bot.core.form import form_in_doubt
from bot.core.operations import MODAL
from bot.core.pacing import FORM_DOUBT
from bot.core.picture import Image
from bot.core.report import RelayStatus, Report
from bot.core.status import Status
from bot.core.task import Task
from bot.service.book import Book
from bot.store.tasks import SqliteTasks
from sandbox.relay.task import CANCELLED
from tests.service.conftest import House
from tests.service.pressing import MASK, forms_sent, pressed, upscaled

ANSWER = "a lighthouse at dawn --zoom 1.5"
EVERY = ("plus", "trueai", "new-api")


async def zoomed(house: House) -> Task:
    """A Custom Zoom that waits for its form, which is filled in."""
    return await pressed(house, await upscaled(house), "Custom Zoom", answer=ANSWER, remix=True)


async def settle(house: House) -> None:
    """So much later that what is in doubt is asked about."""
    house.clock.pass_(FORM_DOUBT)
    await house.forms.turn()


@pytest.mark.parametrize("preset", EVERY)
async def test_an_answer_that_arrived_without_a_word_goes_on(house: House) -> None:
    child = await zoomed(house)
    house.server.inject("cut_after", path="modal")
    await house.forms.turn()
    assert form_in_doubt(await house.fresh(child))
    await settle(house)
    assert (await house.fresh(child)).status is Status.SUBMITTED
    house.server.finish(child.relay_id or "")
    for _ in range(3):
        await house.poller.look()
    assert (await house.fresh(child)).status is Status.DONE
    assert await house.forms.turn() is None
    assert len(forms_sent(house)) == 1


@pytest.mark.parametrize("preset", EVERY)
async def test_an_answer_that_never_arrived_ends_in_words_and_is_not_sent_again(
    house: House, preset: str
) -> None:
    child = await zoomed(house)
    house.server.inject("cut_before", path="modal")
    pause = await house.forms.turn()
    assert pause is not None
    assert pause <= FORM_DOUBT
    await house.poller.look()
    assert form_in_doubt(await house.fresh(child))
    await settle(house)
    ends = {"plus": FailureKind.FORM_LOST}
    expected = ends.get(preset, FailureKind.OUTCOME_UNKNOWN)
    assert (await house.fresh(child)).failure == Failure(expected)
    assert await house.forms.turn() is None
    assert len(forms_sent(house)) == 1
    if preset == "plus":
        assert house.server.tasks[child.relay_id or ""].fixed == CANCELLED


async def test_an_answer_that_a_relay_shows_as_begun_is_in_doubt_no_more(house: House) -> None:
    child = await zoomed(house)
    house.server.inject("cut_after", path="modal")
    await house.forms.turn()
    house.server.move(child.relay_id or "", "IN_PROGRESS", "15%")
    await house.poller.look()
    running = await house.fresh(child)
    assert running.status is Status.RUNNING
    assert not form_in_doubt(running)
    assert await house.forms.turn() is None


async def test_a_relay_that_is_down_says_nothing_of_an_answer(house: House) -> None:
    child = await zoomed(house)
    house.server.inject("cut_before", path="modal")
    await house.forms.turn()
    house.server.inject("html_502", times=60)
    house.clock.pass_(FORM_DOUBT)
    assert await house.forms.turn() is not None
    assert form_in_doubt(await house.fresh(child))


async def test_after_a_kill_an_answer_that_may_have_left_is_asked_about(house: House) -> None:
    child = await zoomed(house)
    await house.book.change(child.number, lambda task: task.confirming(house.clock.now()))
    again = await house.forms_after_a_start()
    house.clock.pass_(FORM_DOUBT)
    await again.turn()
    assert (await house.fresh(child)).failure == Failure(FailureKind.FORM_LOST)
    assert forms_sent(house) == []


async def test_a_relay_that_does_not_answer_keeps_nobody_elses_form_waiting(house: House) -> None:
    parent = await upscaled(house)
    first = await pressed(house, parent, "Custom Zoom", answer=ANSWER, remix=True)
    house.server.inject("hang", path="modal", seconds=30)
    await house.forms.turn()
    second = await pressed(house, await upscaled(house), "Custom Zoom", answer=ANSWER, remix=True)
    await house.forms.turn()
    assert forms_sent(house)[-1]["taskId"] == second.relay_id
    assert (await house.fresh(second)).confirmed_at is not None
    await house.forms.finish(10)
    assert form_in_doubt(await house.fresh(first))


@pytest.mark.parametrize("preset", EVERY)
async def test_a_relay_without_forms_is_found_out_and_its_buttons_are_off(
    house: House,
) -> None:
    parent = await upscaled(house)
    before = (await house.fresh(parent)).revision
    child = await pressed(house, parent, "Custom Zoom", answer=ANSWER, remix=True)
    house.server.inject("operation_unknown", path="modal")
    await house.forms.turn()
    assert (await house.fresh(child)).failure == Failure(FailureKind.OPERATION)
    assert MODAL in house.abilities.missing("main")
    after = await house.fresh(parent)
    assert after.revision > before  # drawn anew, now that its buttons are known to be of no use
    places = {button.label: place for place, button in enumerate(after.buttons)}
    for label in ("Custom Zoom", "Vary (Region)"):
        with pytest.raises(OperationMissing):
            await house.tasks.press(parent.number, places[label])
    assert (await house.tasks.press(parent.number, places["Vary (Strong)"])).parent == after


async def test_where_only_remix_needs_a_form_that_button_is_found_to_be_of_no_use(
    house: House,
) -> None:
    house.server.change(remix=True)
    parent = await house.sent()
    child = await pressed(house, parent, "V1")
    house.server.inject("operation_unknown", path="modal")
    await house.forms.turn()
    assert (await house.fresh(child)).failure == Failure(FailureKind.OPERATION)
    assert "variation" in house.abilities.missing("main")
    with pytest.raises(OperationMissing):
        await house.tasks.press(parent.number, 5)
    assert (await house.tasks.press(parent.number, 0)).action.label == "U1"


async def test_a_form_that_was_taken_shows_that_the_relay_has_them(house: House) -> None:
    await house.abilities.lacks("main", "CustomZoom")
    await house.abilities.lacks("main", MODAL)
    child = await zoomed(house)
    assert MODAL in house.abilities.missing("main")
    await house.forms.turn()
    assert (await house.fresh(child)).failure is None
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize(("path", "fault"), [("/task/", "late_answer"), ("cancel", "hang")])
async def test_an_answer_that_is_heard_of_while_it_is_asked_about_goes_on(
    house: House, path: str, fault: str
) -> None:
    """As by the relay's own call."""
    child = await zoomed(house)
    house.server.inject("cut_before", path="modal")
    await house.forms.turn()
    house.clock.pass_(FORM_DOUBT)
    house.server.inject(fault, path=path, seconds=0.5)
    house.server.inject("server_error", times=9, path="cancel")
    asking = asyncio.create_task(house.forms.turn())
    await house.server.wait_for(lambda request: path in request.path)
    running = Report(relay_id=child.relay_id or "", status=RelayStatus.RUNNING, progress=15)
    await house.book.change(child.number, lambda task: task.told(running, house.clock.now()))
    await asking

    assert (await house.fresh(child)).status is Status.RUNNING
    assert house.server.tasks[child.relay_id or ""].fixed != CANCELLED


class Late(SqliteTasks):
    """The store; by the time a mask is read its task has been taken back."""

    book: Book

    async def images(self, number: int) -> list[Image]:
        found = await super().images(number)
        await self.book.change(number, Task.mute)
        return found


async def test_an_answer_that_is_taken_back_before_it_leaves_never_does(house: House) -> None:
    child = await pressed(
        house, await upscaled(house), "Vary (Region)", answer="a boat", remix=True, images=(MASK,)
    )
    store = house.forms._answering._store = Late(house.store._database)
    store.book = house.book
    await house.forms.turn()
    await house.forms.turn()

    assert forms_sent(house) == []
    assert (await house.fresh(child)).status is Status.CANCELLED


class Mistaken(SqliteTasks):
    """The store; reading a mask goes wrong once, in a way that nobody has thought of."""

    mistakes = 1

    async def images(self, number: int) -> list[Image]:
        if self.mistakes:
            self.mistakes -= 1
            raise RuntimeError("a mistake")
        return await super().images(number)


async def test_a_mistake_of_ours_leaves_no_form_unanswered(house: House) -> None:
    child = await pressed(
        house, await upscaled(house), "Vary (Region)", answer="a boat", remix=True, images=(MASK,)
    )
    house.forms._answering._store = Mistaken(house.store._database)
    pause = await house.forms.turn()
    assert forms_sent(house) == []
    assert pause is not None
    house.clock.pass_(pause)
    await house.forms.turn()

    assert forms_sent(house)[0]["taskId"] == child.relay_id
