"""Callbacks arrive at a real server, or do not, as the family does it."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from relay_client import connected

from sandbox.relay import Relay
from tests.clock import HandTime


class Receiver:
    """A server that keeps what it is sent."""

    def __init__(self) -> None:
        self.got: asyncio.Queue = asyncio.Queue()
        self.url = ""

    async def next(self):
        async with asyncio.timeout(10):
            return await self.got.get()

    async def take(self, request):
        self.got.put_nowait((request.headers["Content-Type"], await request.json()))
        return web.Response()


@asynccontextmanager
async def receiving():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield receiver
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("preset", "kind"),
    [
        ("plus", "application/json"),
        ("classic", "application/json"),
        ("trueai", "application/json; charset=utf-8"),
    ],
)
async def test_a_task_moved_by_hand_is_told_at_once(preset, kind):
    relay = Relay(preset=preset, auto=False, picture_size=32)
    async with receiving() as receiver, connected(relay) as client:
        task_id = await client.imagine(notifyHook=receiver.url, state="mine")
        relay.move(task_id, "IN_PROGRESS", "46%")
        told, row = await receiver.next()
        assert told == kind
        assert (row["id"], row["state"], row["progress"]) == (task_id, "mine", "46%")
        relay.finish(task_id)
        _, row = await receiver.next()
        assert row["status"] == "SUCCESS"
        assert row == await client.fetch(task_id)


@pytest.mark.parametrize("preset", ["plus", "trueai"])
async def test_every_step_of_a_task_is_told(preset):
    clock = HandTime()
    relay = Relay(preset=preset, clock=clock, picture_size=32)
    async with receiving() as receiver, connected(relay) as client:
        await client.imagine(notifyHook=receiver.url)
        clock.forward(100)
        relay.tick()
        rows = [(await receiver.next())[1] for _ in range(9)]
    progress = sorted(row["progress"] for row in rows)
    assert len([row for row in rows if row["status"] == "SUCCESS"]) >= 1
    assert "100%" in progress
    assert rows[-1]["imageUrl"]


async def test_new_api_never_calls_back():
    relay = Relay(preset="new-api", auto=False)
    async with receiving() as receiver, connected(relay) as client:
        relay.finish(await client.imagine(notifyHook=receiver.url))
    assert receiver.got.empty()
    assert relay.callbacks_sent == 0


async def test_callbacks_twice_disordered_and_lost():
    relay = Relay(preset="plus", auto=False, picture_size=32)
    async with receiving() as receiver, connected(relay) as client:
        task_id = await client.imagine(notifyHook=receiver.url)

        async def progress():
            return (await receiver.next())[1]["progress"]

        relay.inject("callback_twice")
        relay.move(task_id, "IN_PROGRESS", "15%")
        assert [await progress(), await progress()] == ["15%", "15%"]
        relay.inject("callback_disordered")
        relay.move(task_id, "IN_PROGRESS", "31%")
        relay.move(task_id, "IN_PROGRESS", "46%")
        assert [await progress(), await progress()] == ["46%", "31%"]
        relay.inject("callback_lost")
        relay.move(task_id, "IN_PROGRESS", "62%")
        relay.move(task_id, "IN_PROGRESS", "78%")
        assert await progress() == "78%"
