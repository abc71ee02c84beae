"""The poller: one question for all, patience with relays, and nothing told twice."""

from __future__ import annotations

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.picture import PictureTrouble
from bot.core.status import Status
from bot.service.poller import SINGLES
from tests.builders import a_task
from tests.service.conftest import House

ALL_KINDS = pytest.mark.parametrize("preset", ["new-api", "plus", "trueai", "classic"])
MANY = pytest.mark.parametrize("max_running", [1000])


def looks(house: House) -> list[str]:
    """The paths of every read that the relay had."""
    return [r.path for r in house.server.log if "/task/" in r.path]


@ALL_KINDS
@MANY
async def test_one_question_tells_of_all_tasks(house: House) -> None:
    for _ in range(30):
        await house.queued()
    await house.send_all()
    for number, relay_id in enumerate(house.server.tasks):
        house.server.move(relay_id, "IN_PROGRESS", f"{number + 10}%")
    assert await house.poller.look() == 2

    assert len(looks(house)) == 1
    running = await house.store.at_relay("main")
    assert sorted(task.progress for task in running) == list(range(10, 40))
    assert {task.status for task in running} == {Status.RUNNING}


@ALL_KINDS
async def test_a_finished_task_has_its_picture_and_buttons(house: House, preset: str) -> None:
    task = await house.sent()
    house.server.finish(task.relay_id or "")
    await house.poller.look()

    done = await house.fresh(task)
    assert done.status is Status.DONE
    assert done.progress == 100
    assert done.picture is not None
    labels = [button.label or button.emoji for button in done.buttons]
    expected = ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
    assert labels == ([] if preset == "classic" else expected)
    assert await house.store.at_relay("main") == []


@ALL_KINDS
async def test_a_failure_is_told_with_its_reason(house: House) -> None:
    task = await house.sent()
    house.server.fail(task.relay_id or "", "[Banned prompt detected] the word is not allowed")
    await house.poller.look()

    failed = await house.fresh(task)
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert failed.failure.kind in {FailureKind.BANNED_PROMPT, FailureKind.MODERATED}


async def test_nothing_new_makes_no_new_revision(house: House) -> None:
    task = await house.sent()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "31%")
    await house.poller.look()
    before = await house.fresh(task)
    await house.poller.look()
    assert await house.fresh(task) == before


@MANY
async def test_ids_that_a_list_leaves_out_are_asked_for_one_by_one(house: House) -> None:
    for _ in range(5):
        await house.queued()
    await house.send_all()
    for relay_id in house.server.tasks:
        house.server.move(relay_id, "IN_PROGRESS", "46%")
    house.server.inject("list_missing")
    await house.poller.look()

    running = await house.store.at_relay("main")
    assert {task.progress for task in running} == {46}
    assert any(path.endswith("/fetch") for path in looks(house))


@MANY
async def test_of_very_many_each_gets_its_turn_to_be_asked_for(house: House) -> None:
    for _ in range(5 * SINGLES):
        await house.queued()
    await house.send_all()
    house.server.change(faults={"list_missing": 1})
    for _ in range(5):
        await house.poller.look()
        house.clock.pass_(2.0)
    asked = {path for path in looks(house) if path.endswith("/fetch")}
    assert len(asked) > 2 * SINGLES


async def test_a_relay_without_a_list_is_asked_singly(house: House) -> None:
    task = await house.sent()
    house.server.inject("operation_unknown", times=5, path="list-by-condition")
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    assert (await house.fresh(task)).status is Status.DONE


@pytest.mark.parametrize("fault", ["html_502", "html_200", "empty_200", "truncated", "cut_before"])
async def test_a_relay_in_trouble_is_asked_less_and_nothing_is_lost(
    house: House, fault: str
) -> None:
    task = await house.sent()
    house.server.inject(fault, times=40, path="/task/")
    pauses = [await house.poller.look() for _ in range(3)]
    assert min(pauses) >= 2
    assert house.poller.failing
    assert not (await house.fresh(task)).ended
    house.server.finish(task.relay_id or "")
    for _ in range(45):
        if (await house.fresh(task)).ended:
            break
        await house.poller.look()
    assert (await house.fresh(task)).status is Status.DONE


async def test_the_pause_that_a_relay_asks_for_is_honoured(house: House) -> None:
    await house.sent()
    house.server.inject("too_many", path="/task/", retry_after=47)
    assert await house.poller.look() >= 47


async def test_a_task_that_does_not_move_is_said_to_have_stalled_and_still_finishes(
    house: House,
) -> None:
    task = await house.sent()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "93%")
    await house.poller.look()
    house.clock.pass_(19 * 60)
    await house.poller.look()
    assert not (await house.fresh(task)).stalled
    house.clock.pass_(2 * 60)
    await house.poller.look()
    assert (await house.fresh(task)).stalled

    asked = len(looks(house))
    await house.poller.look()
    assert len(looks(house)) == asked, "a stalled task is looked at more slowly"
    house.clock.pass_(61)
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    done = await house.fresh(task)
    assert done.status is Status.DONE
    assert not done.stalled


async def test_a_task_that_never_moves_is_given_up_after_a_day(house: House) -> None:
    task = await house.sent()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "0%")
    for _ in range(26):
        await house.poller.look()
        house.clock.pass_(3600)
    ended = await house.fresh(task)
    assert ended.failure == Failure(FailureKind.GAVE_UP)


@pytest.mark.parametrize("ends", [True, False])
async def test_a_wrong_date_at_the_start_gives_nothing_up_before_it_was_watched(
    house: House, ends: bool
) -> None:
    task = await house.sent()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "0%")
    await house.poller.look()
    house.clock.pass_(30 * 86_400)
    poller = await house.poller_after_a_start()
    for _ in range(9):
        await poller.look()
        house.clock.pass_(61)
    assert (await house.fresh(task)).stalled
    if ends:
        house.server.finish(task.relay_id or "")
    for _ in range(3):
        await poller.look()
        house.clock.pass_(61)
    assert (await house.fresh(task)).status is (Status.DONE if ends else Status.FAILED)


async def test_a_task_that_the_relay_forgot_ends_in_words_only_after_patience(
    house: House,
) -> None:
    task = await house.sent()
    house.server.tasks.clear()
    await house.poller.look()
    house.clock.pass_(300)
    await house.poller.look()
    assert not (await house.fresh(task)).ended
    house.clock.pass_(400)
    await house.poller.look()
    assert (await house.fresh(task)).failure == Failure(FailureKind.FORGOTTEN)


async def test_success_waits_for_a_picture_that_comes_later(house: House) -> None:
    house.server.inject("picture_later", times=3)
    task = await house.sent()
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    assert not (await house.fresh(task)).ended
    for _ in range(8):
        house.clock.pass_(5)
        await house.poller.look()
    done = await house.fresh(task)
    assert done.status is Status.DONE
    assert done.picture is not None


async def test_success_without_a_picture_ends_as_a_picture_that_is_missing(house: House) -> None:
    house.server.inject("picture_later", times=1000)
    task = await house.sent()
    house.server.finish(task.relay_id or "")
    for _ in range(40):
        await house.poller.look()
        house.clock.pass_(5)
    done = await house.fresh(task)
    assert done.status is Status.DONE
    assert done.picture is not None or done.trouble is PictureTrouble.MISSING


async def test_what_somebody_else_changed_is_not_overwritten(house: House) -> None:
    task = await house.sent()
    now = house.clock.now()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "62%")
    # Saved behind the poller's back, as by a part that it does not hear of.
    await house.store.save(task.cancelled(now))
    await house.poller.look()
    assert (await house.fresh(task)).status is Status.CANCELLED
    asked = len(looks(house))
    await house.poller.look()
    assert len(looks(house)) == asked


async def test_another_relays_tasks_are_not_asked_for(house: House) -> None:
    house.poller.changed([a_task(relay="other", relay_id="1", status=Status.RUNNING)])
    await house.poller.look()
    assert looks(house) == []
