"""Results that relays tell without their buttons: asked for beside the rest."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.core.status import Status
from tests.service.calling import Ear, an_ear, result

if TYPE_CHECKING:
    from tests.service.conftest import House


@pytest.fixture
def ear(house: House) -> Ear:
    return an_ear(house)


async def test_a_result_without_its_buttons_is_asked_for_once_more(ear: Ear) -> None:
    task = await ear.house.sent()
    assert task.relay_id
    ear.house.server.finish(task.relay_id)
    after = await ear.call(
        task, status="SUCCESS", progress="100%", imageUrl="https://cdn.example/a.png"
    )

    assert after.status is Status.DONE
    assert after.buttons


async def test_a_result_that_cannot_be_asked_for_counts_as_it_came(ear: Ear) -> None:
    task = await ear.house.sent()
    ear.house.server.change(faults={"server_error": 1})
    after = await ear.call(
        task, status="SUCCESS", progress="100%", imageUrl="https://cdn.example/a.png"
    )

    assert after.status is Status.DONE
    assert after.picture == "https://cdn.example/a.png"


async def test_a_relay_that_is_slow_with_its_buttons_keeps_nobody_else_waiting(ear: Ear) -> None:
    slow, other, third = [await ear.house.sent() for _ in range(3)]
    ear.house.server.inject("hang", path="/fetch")
    ear.callbacks.take(slow.state, json.dumps(result(slow)).encode())
    await ear.callbacks.turn()
    [asking] = ear.callbacks._asking.values()
    await ear.house.server.wait_for(lambda request: "/fetch" in request.path)

    body = {"id": other.relay_id, "status": "FAILURE", "failReason": "no"}
    ear.callbacks.take(other.state, json.dumps(body).encode())
    assert await ear.callbacks.turn() is None
    assert (await ear.house.fresh(other)).status is Status.FAILED
    ear.house.server.finish(third.relay_id or "")
    ear.callbacks.take(third.state, json.dumps(result(third)).encode())
    await ear.callbacks.turn()
    await ear.callbacks._asking[third.state, third.relay_id or ""]
    assert await ear.callbacks.turn() is None
    assert (await ear.house.fresh(third)).buttons
    assert not asking.done()
    asking.cancel()


async def test_a_result_that_is_told_again_meanwhile_is_asked_for_once(ear: Ear) -> None:
    task = await ear.house.sent()
    ear.house.server.finish(task.relay_id or "")
    body = json.dumps(result(task)).encode()
    for _ in range(3):
        ear.callbacks.take(task.state, body)
    await ear.callbacks.turn()
    ear.callbacks.take(task.state, body)
    await ear.merged()

    assert (await ear.house.fresh(task)).buttons
    assert sum("/fetch" in request.path for request in ear.house.server.log) == 1


async def test_the_end_waits_for_no_relay(ear: Ear) -> None:
    task = await ear.house.sent()
    ear.house.server.inject("hang", path="/fetch", seconds=30)
    running = asyncio.create_task(ear.callbacks.run())
    ear.callbacks.take(task.state, json.dumps(result(task)).encode())
    await ear.house.server.wait_for(lambda request: "/fetch" in request.path)
    running.cancel()
    await asyncio.wait([running])
    assert not ear.callbacks._asking
    assert await ear.house.fresh(task) == task
