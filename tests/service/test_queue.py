"""The queue: once, fairly, and waiting instead of failing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.picture import Image
from bot.core.request import Action, Imagine, Speed
from bot.core.status import Status, Waiting
from bot.relay.pool import Pool
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from sandbox.relay import Relay
from tests.clock import HandClock
from tests.service.conftest import QUICK, House, an_entry, assemble

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("preset", ["new-api"])
async def test_a_task_reaches_the_relay_with_its_prompt_pictures_and_state(house: House) -> None:
    picture = Image("image/png", b"\x89PNG\r\n\x1a\nbytes")
    task = await house.sent(images=(picture,), request=Imagine("a fox --ar 3:2", speed=Speed.FAST))

    assert task.status is Status.SUBMITTED
    assert task.relay_id in house.server.tasks
    [body] = house.submits()
    assert body["prompt"] == "a fox --ar 3:2"
    assert body["state"] == task.state
    assert body["base64Array"] == ["data:image/png;base64,iVBORw0KGgpieXRlcw=="]


async def test_it_is_marked_as_sent_before_it_leaves(house: House) -> None:
    task = await house.queued()
    house.server.inject("hang", seconds=2, path="imagine")
    await house.queue.turn()
    await house.server.wait_for(lambda request: "imagine" in request.path)

    stored = await house.fresh(task)
    assert stored.in_doubt
    assert [t.number for t in await house.store.in_doubt("main")] == [task.number]
    await house.queue.finish(30)


@pytest.mark.parametrize("max_running", [1])
async def test_members_take_turns_whoever_came_first_with_many(house: House) -> None:
    greedy = [await house.queued(user_id=1) for _ in range(4)]
    house.clock.pass_(1)
    modest = await house.queued(user_id=2)
    order: list[int] = []
    for _ in range(5):
        await house.send_all()
        [running] = await house.store.at_relay("main")
        order.append(running.number)
        house.server.finish(running.relay_id or "")
        await house.poller.look()

    assert order == [greedy[0].number, modest.number, *(task.number for task in greedy[1:])]


async def test_only_so_many_run_at_once_and_the_rest_know_their_place(house: House) -> None:
    tasks = [await house.queued(user_id=n) for n in range(5)]
    await house.send_all()
    await house.send_all()

    states = [await house.fresh(task) for task in tasks]
    assert [task.status for task in states] == [Status.SUBMITTED] * 3 + [Status.QUEUED] * 2
    assert [task.ahead for task in states[3:]] == [1, 2]
    assert len(house.submits()) == 3


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api", "classic"])
async def test_a_full_relay_keeps_the_task_waiting_and_gets_it_later(house: House) -> None:
    house.server.inject("queue_full", path="imagine")
    task = await house.sent()

    assert task.status is Status.QUEUED
    assert not task.in_doubt
    assert task.waiting is Waiting.RELAY_FULL
    pause = await house.queue.turn()
    assert pause is not None
    assert pause > 0
    house.clock.pass_(pause)
    await house.send_all()
    assert (await house.fresh(task)).status is Status.SUBMITTED
    assert len(house.server.tasks) == 1


async def test_a_relay_that_cannot_be_reached_keeps_the_task_waiting(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    clock = HandClock()
    url = f"http://127.0.0.1:{unused_tcp_port}"
    async with (
        Database.open(tmp_path / "easel.db") as database,
        Pool.open([an_entry(Relay(), url)], clock=clock, limits=QUICK) as pool,
    ):
        house = assemble(Relay(), pool, SqliteTasks(database), clock)
        task = await house.sent()
        assert task.status is Status.QUEUED
        assert not task.in_doubt
        assert task.waiting is Waiting.RELAY_DOWN

        house.clock.pass_(90_000)
        await house.send_all()
        ended = await house.fresh(task)
        assert ended.failure == Failure(FailureKind.RELAY_DOWN)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("banned_word", FailureKind.BANNED_PROMPT),
        ("quota_exhausted", FailureKind.QUOTA),
        ("key_rejected", FailureKind.KEY),
    ],
)
async def test_a_refusal_ends_the_task_with_its_reason(
    house: House, fault: str, kind: FailureKind
) -> None:
    house.server.inject(fault, path="imagine")
    task = await house.sent()

    assert task.status is Status.FAILED
    assert task.failure is not None
    assert task.failure.kind is kind
    await house.send_all()
    assert len(house.submits()) == 1


async def test_a_lost_answer_puts_the_task_in_doubt_and_is_never_sent_again(house: House) -> None:
    house.server.inject("cut_after", path="imagine")
    task = await house.sent()

    assert task.in_doubt
    assert task.waiting is Waiting.ASKING
    for _ in range(3):
        house.clock.pass_(100)
        await house.send_all()
    assert len(house.submits()) == 1
    assert len(house.server.tasks) == 1


async def test_a_press_is_tried_again_while_the_relay_says_it_does_not_know_the_parent(
    house: House,
) -> None:
    parent = await house.sent()
    house.server.finish(parent.relay_id or "")
    await house.poller.look()
    parent = await house.fresh(parent)
    button = parent.buttons[0]
    press = Action(
        parent=parent.number,
        parent_relay_id=parent.relay_id or "",
        position=0,
        custom_id=button.custom_id,
        label=button.label,
    )
    house.server.inject("parent_404", times=2, path="action")
    child = await house.sent(request=press)

    assert child.status is Status.SUBMITTED
    assert sum("customId" in body for body in house.submits()) == 3
