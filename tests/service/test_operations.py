"""What relays are learnt to lack, from their own answers and over restarts."""

from __future__ import annotations

import pytest

from bot.core.asker import Asker
from bot.core.errors import OperationMissing
from bot.core.failure import Failure, FailureKind
from bot.core.operations import REMIX
from bot.core.pacing import DAY
from bot.core.picture import Image
from bot.core.request import Blend, Change, Imagine, Shorten, Speed, Verb, Video
from bot.core.status import Status
from bot.service.operations import SURPRISE, Abilities
from bot.service.seeds import Seeds
from bot.store.operations import SqliteOperations
from tests.builders import a_reply
from tests.service.conftest import House
from tests.service.pressing import forms_sent, pressed, upscaled

SHORTEN = "submit/shorten"


def again(house: House) -> Abilities:
    """What the next run starts with."""
    kept = SqliteOperations(house.store._database)
    return Abilities(operations=kept, relays=["main"], clock=house.clock)


@pytest.mark.parametrize("preset", ["classic"])
async def test_what_a_relay_lacks_is_learnt_and_not_asked_for_again(house: House) -> None:
    task = await house.sent(request=Shorten("a very long prompt"))
    failed = await house.fresh(task)
    assert failed.failure is not None
    assert failed.failure.kind is FailureKind.OPERATION
    assert house.abilities.missing("main") == {SHORTEN}
    sent = len(house.submits())
    with pytest.raises(OperationMissing) as missing:
        await house.tasks.claim(
            Shorten("another"), a_reply(), prompt="another", asker=Asker(user_id=1, channel_id=2)
        )
    assert missing.value.operation == SHORTEN
    assert len(house.submits()) == sent
    assert await house.store.get(task.number + 1) is None


@pytest.mark.parametrize("preset", ["classic"])
async def test_it_is_known_after_a_restart_and_for_a_day(house: House) -> None:
    await house.sent(request=Shorten("a very long prompt"))
    later = again(house)
    assert later.missing("main") == frozenset()
    await later.load()
    assert later.missing("main") == {SHORTEN}
    house.clock.pass_(DAY + 1)
    assert later.missing("main") == frozenset()
    later.check("main", Shorten("tried again"))


async def test_what_works_is_forgotten_as_missing(house: House) -> None:
    await house.abilities.lacks("main", SHORTEN)
    assert house.abilities.missing("main") == {SHORTEN}
    await house.sent(request=Shorten("a very long prompt"))
    assert house.abilities.missing("main") == frozenset()
    later = again(house)
    await later.load()
    assert later.missing("main") == frozenset()


async def test_what_an_operator_has_found_out_anew_is_not_known_to_be_missing(
    house: House,
) -> None:
    await house.abilities.lacks("main", SHORTEN)
    house.abilities.forget()
    assert house.abilities.missing("main") == frozenset()
    await house.abilities.turn()
    later = again(house)
    await later.load()
    assert later.missing("main") == frozenset()


async def test_what_worked_before_is_missed_for_minutes_only(house: House) -> None:
    await house.sent(request=Shorten("a very long prompt"))
    await house.abilities.lacks("main", SHORTEN)
    assert house.abilities.missing("main") == {SHORTEN}
    house.clock.pass_(SURPRISE + 1)
    assert house.abilities.missing("main") == frozenset()


async def test_no_relay_is_without_imagine(house: House) -> None:
    await house.abilities.lacks("main", "submit/imagine")
    assert house.abilities.missing("main") == frozenset()
    house.abilities.check("main", Imagine("a fox"))


async def test_a_page_in_the_place_of_imagine_is_the_relays_trouble(house: House) -> None:
    house.server.inject("html_200", times=1, path="submit/imagine")
    failed = await house.fresh(await house.sent(request=Imagine("a fox")))
    assert failed.failure is not None
    assert failed.failure.kind is FailureKind.RELAY_BROKEN


@pytest.mark.parametrize("preset", ["classic"])
async def test_a_speed_that_the_relay_lacks_is_said_with_the_others(house: House) -> None:
    failed = await house.fresh(await house.sent(request=Imagine("a fox", speed=Speed.RELAX)))
    assert failed.failure == Failure(FailureKind.SPEED, "--fast, --turbo")


@pytest.mark.parametrize("preset", ["classic"])
async def test_a_speed_that_the_relay_lacks_says_nothing_of_the_operation(house: House) -> None:
    pictures = (Image("image/png", b"1"), Image("image/png", b"2"))
    task = await house.sent(request=Blend(speed=Speed.RELAX), images=pictures)
    failed = await house.fresh(task)
    assert failed.failure == Failure(FailureKind.SPEED, "--fast, --turbo")
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize("preset", ["new-api"])
async def test_at_another_server_a_speed_has_not_been_shown_yet(house: House) -> None:
    await house.sent(request=Imagine("a fox", speed=Speed.RELAX))
    house.server.inject("operation_unknown", path="imagine")
    house.queue.refresh()
    failed = await house.sent(request=Imagine("a fox", speed=Speed.RELAX))
    assert failed.failure == Failure(FailureKind.SPEED, "--fast, --turbo")


@pytest.mark.parametrize("preset", ["new-api"])
async def test_a_speed_that_the_relay_has_shown_is_not_blamed(house: House) -> None:
    await house.sent(request=Imagine("a fox", speed=Speed.RELAX))
    task = await house.sent(request=Video("waves", speed=Speed.RELAX))
    assert (await house.fresh(task)).failure == Failure(FailureKind.OPERATION)
    assert house.abilities.missing("main") == {"submit/video"}


# -- a web page in the place of an answer ----------------------------------------------------------
async def test_one_page_in_the_place_of_an_answer_says_nothing(house: House) -> None:
    house.server.inject("html_200", times=1, path="submit/shorten")
    failed = await house.fresh(await house.sent(request=Shorten("a very long prompt")))
    assert failed.failure == Failure(FailureKind.RELAY_BROKEN)
    assert house.abilities.missing("main") == frozenset()
    again = await house.fresh(await house.sent(request=Shorten("a very long prompt")))
    assert again.status is Status.SUBMITTED


async def test_nor_do_pages_for_everything(house: House) -> None:
    house.server.change(faults={"html_200": 1})
    for _ in range(3):
        failed = await house.fresh(await house.sent(request=Shorten("a very long prompt")))
        assert failed.failure == Failure(FailureKind.RELAY_BROKEN)
    assert house.abilities.missing("main") == frozenset()


async def test_nor_do_pages_between_answers(house: House) -> None:
    for _ in range(3):
        house.server.inject("html_200", times=1, path="submit/shorten")
        await house.sent(request=Shorten("a very long prompt"))
        await house.sent(request=Shorten("a very long prompt"))
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize("preset", ["new-api"])
async def test_nor_does_a_gateways_page_at_a_relay_that_has_one_for_what_it_lacks(
    house: House,
) -> None:
    for _ in range(2):
        house.server.inject("html_200", times=1, path="submit/shorten")
        failed = await house.fresh(await house.sent(request=Shorten("a very long prompt")))
        assert failed.failure == Failure(FailureKind.RELAY_BROKEN)
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize("preset", ["new-api"])
async def test_the_relays_own_page_for_what_it_lacks_does_at_once(house: House) -> None:
    failed = await house.fresh(await house.sent(request=Video("waves")))
    assert failed.failure == Failure(FailureKind.OPERATION)
    assert house.abilities.missing("main") == {"submit/video"}


@pytest.mark.parametrize("preset", ["new-api"])
async def test_but_not_while_the_relay_answers_nothing(house: House) -> None:
    house.server.inject("html_502", times=9, path="/fetch")
    failed = await house.fresh(await house.sent(request=Video("waves")))
    assert failed.failure == Failure(FailureKind.RELAY_BROKEN)
    assert house.abilities.missing("main") == frozenset()


# -- whether its account asks for the prompt -------------------------------------------------------
@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_variation_shows_whether_remix_is_on_there(house: House) -> None:
    grid = await house.sent()
    await pressed(house, grid, "U1")
    assert house.abilities.missing("main") == frozenset()
    await pressed(house, grid, "V1", remix=True, answer="a dog")
    assert house.abilities.missing("main") == {REMIX}
    later = again(house)
    await later.load()
    assert later.missing("main") == {REMIX}
    house.server.change(remix=True)
    child = await pressed(house, grid, "V2", remix=True)
    assert child.form is not None
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize("preset", ["plus"])
async def test_a_form_that_came_late_shows_it_too(house: House) -> None:
    grid = await house.sent()
    await house.abilities.lacks("main", REMIX)
    house.server.change(remix=True)
    house.server.inject("cut_after", path="action")
    child = await pressed(house, grid, "V1", remix=True, answer="a dog")
    await house.search.turn()
    await house.poller.look()
    assert house.abilities.missing("main") == {REMIX}
    await house.forms.turn()
    assert forms_sent(house)[-1]["taskId"] == (await house.fresh(child)).relay_id
    assert house.abilities.missing("main") == frozenset()


@pytest.mark.parametrize("preset", ["plus"])
async def test_a_form_that_always_opens_shows_nothing_of_it(house: House) -> None:
    await house.abilities.lacks("main", REMIX)
    await pressed(house, await upscaled(house), "Custom Zoom", remix=True, answer="a --zoom 2")
    await house.forms.turn()
    assert len(forms_sent(house)) == 1
    assert house.abilities.missing("main") == {REMIX}


@pytest.mark.parametrize("preset", ["classic"])
async def test_a_classic_relay_upscales_by_change(house: House) -> None:
    task = await house.sent(request=Imagine("a fox"))
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    press = await house.tasks.press(task.number, 1)
    assert press.action == Change(
        task.number, task.relay_id or "", 1, Verb.UPSCALE, 2, "U2", task.request.speed
    )
    child = await house.sent(request=press.action)
    assert child.status is Status.SUBMITTED
    body = house.submits()[-1]
    assert (body["taskId"], body["action"], body["index"]) == (task.relay_id, "UPSCALE", 2)
    assert house.abilities.missing("main") == frozenset()


async def test_a_seed_is_asked_for_once_and_outlives_the_relays_memory(house: House) -> None:
    seeds = Seeds(book=house.book, relays={"main": house.relay}, abilities=house.abilities)
    task = await house.sent(request=Imagine("a fox"))
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    told = str(house.server.tasks[task.relay_id or ""].seed)
    assert await seeds.seed(task.number) == told
    house.server.tasks.clear()
    assert await seeds.seed(task.number) == told
    assert (await house.fresh(task)).seed == told
    asked = [received for received in house.server.log if "image-seed" in received.path]
    assert len(asked) == 1


@pytest.mark.parametrize("preset", ["classic"])
async def test_a_relay_without_seeds_is_asked_once(house: House) -> None:
    seeds = Seeds(book=house.book, relays={"main": house.relay}, abilities=house.abilities)
    task = await house.sent(request=Imagine("a fox"))
    for _ in range(2):
        with pytest.raises(OperationMissing):
            await seeds.seed(task.number)
    asked = [received for received in house.server.log if "image-seed" in received.path]
    assert len(asked) == 1
