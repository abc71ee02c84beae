"""What is told of a message while the store is read: what was read before never wins."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.reply import OFFER_BEFORE, TOKEN_LIFE
from bot.core.report import RelayStatus
from tests.builders import a_button, a_report
from tests.service.lives import shows_end
from tests.service.showing import Scene, a_picture_of, on_scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as scene:
        yield scene


@contextlib.asynccontextmanager
async def slow_start(scene: Scene) -> AsyncIterator[None]:
    """A new life begins to bring up to date what is behind; the first that it reads for that is
    read at once, and answered only when the block is left."""
    database = scene.stage.store._database
    held, free = threading.Event(), threading.Event()

    def hold() -> int:
        held.set()
        free.wait()
        return 0

    await database._reader.create_function("hold", 0, hold)
    await scene.delivery.load()
    await scene.delivery.turn()
    assert scene.delivery._busy
    last = asyncio.create_task(database.rows("SELECT hold()"))  # shares the trip of the read before
    try:
        await asyncio.to_thread(held.wait)
        yield
    finally:
        free.set()
        await last
        await scene.turn()


async def test_an_end_that_comes_while_an_older_state_is_read(scene: Scene) -> None:
    task, message = await scene.imagined()
    buttons = (a_button("U1"),)
    ending = a_report(RelayStatus.SUCCESS, picture=await a_picture_of(scene), buttons=buttons)
    running = await scene.told(task, progress=20, relay_id=ending.relay_id)
    scene.stage.book._newest.clear()
    async with slow_start(scene):
        await scene.stage.book.save(running.told(ending, scene.clock.now()))
    assert shows_end(message)
    assert scene.delivery._messages.running == 0


async def test_a_new_token_that_comes_while_the_older_one_is_read(scene: Scene) -> None:
    use = await scene.stage.imagine(private=True)
    message, task, store = use.reply, await scene.stage.queued(1), scene.stage.store
    assert message is not None
    await scene.told(task, progress=20)
    scene.clock.pass_(TOKEN_LIFE - OFFER_BEFORE)
    await scene.turn()
    scene.clock.pass_(TOKEN_LIFE)
    before = await store.reply(1)
    assert before is not None
    scene.stage.bell.rung.clear()
    click = await scene.stage.ada.press(message, message.button("Fetch result")["custom_id"])
    await scene.stage.bell.rung.wait()
    await store.save_reply(replace(before, renewed=1))  # the click is to come once more
    await scene.told(task, progress=60)
    async with slow_start(scene):
        await scene.stage.services.renewals.renew(
            1, token=click.token, message_id=message.id, upload_limit=2**20
        )
    assert "60%" in message.text
