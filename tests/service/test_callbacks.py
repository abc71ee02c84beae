"""What relays tell by themselves, in any order, twice, forged, or not at all."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.callback_trust import SLOWER, Trust
from bot.core.errors import Confused
from bot.core.status import Status
from bot.core.task import Task
from bot.relay.wire import callback
from bot.service.callbacks import COMPANY, MOST_WAITING, TOGETHER
from tests.service.calling import HOOKS, Ear, an_ear

if TYPE_CHECKING:
    from tests.service.conftest import House


@pytest.fixture
def ear(house: House) -> Ear:
    return an_ear(house)


# -- who may call ----------------------------------------------------------------------------------
def test_an_address_is_good_for_its_own_task_only() -> None:
    address = HOOKS.address("ez-one").removeprefix("https://easel.example/told/")
    state, secret = address.split("/")

    assert HOOKS.good(state, secret)
    assert not HOOKS.good("ez-two", secret)
    assert not replace(HOOKS, key=b"another").good(state, secret)


@given(st.text(), st.text())
def test_nobody_guesses_an_address(state: str, secret: str) -> None:
    assert not HOOKS.good(state, secret) or HOOKS.address(state).endswith(secret)


# -- what a call changes ---------------------------------------------------------------------------
async def test_a_call_is_merged_like_a_look(ear: Ear) -> None:
    task = await ear.house.sent()
    after = await ear.call(task, status="IN_PROGRESS", progress="46%")

    assert (after.status, after.progress) == (Status.RUNNING, 46)
    assert ear.told == [task.number]


async def test_an_older_call_after_a_newer_one_changes_nothing(ear: Ear) -> None:
    task = await ear.house.sent()
    newer = await ear.call(task, status="IN_PROGRESS", progress="62%")
    assert await ear.call(task, status="SUBMITTED", progress="0%") == newer
    assert await ear.call(task, status="IN_PROGRESS", progress="62%") == newer
    assert ear.told == [task.number]


async def test_a_call_that_overtakes_the_submits_answer_is_its_answer(ear: Ear) -> None:
    task = await ear.house.queued()
    task = await ear.house.book.change(
        task.number, lambda fresh: fresh.sending(ear.house.clock.now())
    )
    after = await ear.call(task, id="1730000000000001", status="SUBMITTED", progress="0%")

    assert after.relay_id == "1730000000000001"
    assert after.status is Status.SUBMITTED


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "1730000000000099", "status": "FAILURE", "failReason": "no"},
        {"state": "ez-of-somebody-else", "status": "FAILURE", "failReason": "no"},
    ],
)
async def test_a_call_about_another_task_changes_nothing(ear: Ear, fields: dict[str, Any]) -> None:
    task = await ear.house.sent()
    assert await ear.call(task, **fields) == task
    assert ear.told == []


async def test_the_end_of_a_try_that_was_refused_does_not_end_what_waits_on(ear: Ear) -> None:
    ear.house.server.inject("queue_full", path="imagine")
    task = await ear.house.sent()
    assert await ear.call(task, id="1730000000000001", status="FAILURE", failReason="no") == task


async def test_an_id_that_lost_its_zeros_is_the_same(ear: Ear) -> None:
    ear.house.server.inject("leading_zero", path="imagine")
    task = await ear.house.sent()
    assert task.relay_id
    assert task.relay_id.startswith("0")
    after = await ear.call(task, id=int(task.relay_id), status="IN_PROGRESS", progress="31%")

    assert (after.relay_id, after.progress) == (task.relay_id, 31)


async def test_what_is_nothing_of_the_protocol_is_dropped(ear: Ear) -> None:
    task = await ear.house.sent()
    for body in (
        b"",
        b"<html>",
        b"[]",
        b'"task"',
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b"1" * 9_999,
    ):
        ear.callbacks.take(task.state, body)
    ear.callbacks.take("ez-nobody", b'{"id": "1", "status": "SUCCESS"}')
    await ear.merged()

    assert await ear.house.fresh(task) == task


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
@settings(max_examples=200)
def test_any_json_is_a_report_or_confused(content: object) -> None:
    try:
        callback.report(json.dumps({"id": "1", "status": content, "buttons": content}).encode())
    except Confused:
        return


async def test_more_calls_than_can_wait_are_dropped(ear: Ear) -> None:
    task = await ear.house.sent()
    told = {"id": task.relay_id, "status": "IN_PROGRESS"}
    for place in range(MOST_WAITING + 5):
        progress = "15%" if place < MOST_WAITING else "93%"
        ear.callbacks.take(task.state, json.dumps(told | {"progress": progress}).encode())
    await ear.merged()

    assert (await ear.house.fresh(task)).progress == 15


async def test_progress_waits_for_company_and_an_end_for_nothing(ear: Ear) -> None:
    first, second = await ear.house.sent(), await ear.house.sent()

    def take(task: Task, **fields: Any) -> None:
        ear.callbacks.take(task.state, json.dumps({"id": task.relay_id} | fields).encode())

    take(first, status="IN_PROGRESS", progress="15%")
    assert await ear.callbacks.turn() == pytest.approx(COMPANY)
    ear.house.clock.pass_(COMPANY / 2)
    take(first, status="IN_PROGRESS", progress="31%")
    take(second, status="IN_PROGRESS", progress="46%")
    assert await ear.callbacks.turn() == pytest.approx(COMPANY / 2)
    assert await ear.house.fresh(first) == first

    take(second, status="FAILURE", failReason="no")
    assert await ear.callbacks.turn() == pytest.approx(COMPANY / 2)
    assert await ear.house.fresh(first) == first
    assert (await ear.house.fresh(second)).status is Status.FAILED

    ear.house.clock.pass_(COMPANY / 2)
    assert await ear.callbacks.turn() is None
    after = await ear.house.fresh(first)
    assert (after.progress, after.revision) == (31, first.revision + 2)
    assert ear.told == [second.number, first.number]


async def test_an_end_that_comes_while_others_are_merged_is_merged_too(ear: Ear) -> None:
    task, next_one = await ear.house.sent(), await ear.house.sent()
    for place in range(TOGETHER):
        ear.callbacks.take(f"ez-nobody-{place}", b'{"id": "1", "status": "IN_PROGRESS"}')
    body = {"id": task.relay_id, "status": "IN_PROGRESS", "progress": "46%"}
    ear.callbacks.take(task.state, json.dumps(body).encode())
    ear.house.clock.pass_(COMPANY)
    turn = asyncio.ensure_future(ear.callbacks.turn())
    await asyncio.sleep(0)  # the first hundred are being looked up

    body = {"id": task.relay_id, "status": "FAILURE", "failReason": "no"}
    ear.callbacks.take(task.state, json.dumps(body).encode())
    assert await turn is None
    assert (await ear.house.fresh(task)).status is Status.FAILED
    assert (await ear.call(next_one, status="IN_PROGRESS", progress="15%")).progress == 15


async def test_what_somebody_else_does_meanwhile_is_kept_too(ear: Ear) -> None:
    tasks = [await ear.house.sent() for _ in range(3)]
    for task in tasks:
        body = {"id": task.relay_id, "status": "IN_PROGRESS", "progress": "46%"}
        ear.callbacks.take(task.state, json.dumps(body).encode())
    ear.house.clock.pass_(COMPANY)
    await asyncio.gather(
        ear.callbacks.turn(), *(ear.house.book.change(task.number, Task.stall) for task in tasks)
    )
    for task in tasks:
        after = await ear.house.fresh(task)
        assert (after.progress, after.revision) == (46, task.revision + 2)


async def test_a_submit_carries_the_address(house: House) -> None:
    house.pool._lines["main"].client._hook = HOOKS.address
    task = await house.sent()

    [submit] = house.submits()
    assert submit["notifyHook"] == HOOKS.address(task.state)


# -- looks at a relay that calls -------------------------------------------------------------------
def test_looks_are_rare_once_calls_have_come_and_frequent_again_when_they_stop() -> None:
    trust = Trust()
    assert trust.looked(news=True).pace == 1
    for _ in range(3):
        trust = trust.called()
    assert trust.pace == SLOWER

    trust = trust.looked(news=False).looked(news=True)
    assert trust.pace == SLOWER  # one may have overtaken its call
    assert trust.looked(news=True).pace == 1


async def test_a_relay_that_calls_is_looked_at_seldom(ear: Ear) -> None:
    house = ear.house
    task = await house.sent()
    assert await house.poller.look() == pytest.approx(2)
    for progress in (15, 31, 46):
        await ear.call(task, status="IN_PROGRESS", progress=f"{progress}%")
        house.poller.called()

    assert await house.poller.look() == pytest.approx(2 * SLOWER)
