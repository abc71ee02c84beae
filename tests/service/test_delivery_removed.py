"""Delivery of what was deleted, and of what its member took back."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.core.pacing import FIRST_PAUSE
from bot.core.reply import Route
from bot.core.report import RelayStatus
from bot.core.status import Status
from bot.core.task import Task
from bot.media.pictures import Pictures
from bot.service.delivery import Delivery
from sandbox.discord import Message
from tests.builders import a_report
from tests.clock import HandClock
from tests.service.showing import a_delivery
from tests.ui.running import Stage, a_picture, running

HOUR = 3600.0


@dataclass
class Scene:
    """A connected client, and a delivery whose turns a test makes."""

    stage: Stage
    delivery: Delivery
    clock: HandClock

    async def result(self, **options: object) -> Message:
        await self.stage.imagine(**options)
        message = await self.stage.finished(1, picture=a_picture())
        reply = await self.stage.store.reply(1)
        assert reply is not None
        task = await self.stage.book.find(1)
        await self.stage.store.save_reply(replace(reply, shown=task.revision, finished=True))
        await self.turn()
        return message

    async def turn(self) -> None:
        """Half a second later, every edit that may begin is made and brought home."""
        self.clock.pass_(FIRST_PAUSE)
        while True:
            await self.delivery.turn()
            if not self.delivery._busy:
                return
            for edit in list(self.delivery._busy.values()):
                await edit
            await asyncio.sleep(0)  # what is to happen at its end may still wait for its turn

    async def turns(self) -> None:
        """So many turns that whatever is tried again has been."""
        for _ in range(5):
            await self.turn()
            self.clock.pass_(60)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock = HandClock(time.time())
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running(tmp_path))
        pool = stack.enter_context(ThreadPoolExecutor(1))
        pictures = await stack.enter_async_context(Pictures(hosts={"main": ""}, pool=pool))
        delivery = a_delivery(stage, pictures, clock)
        yield Scene(stage, delivery, clock)


@pytest.mark.parametrize("hours", [0, 2])
async def test_a_removed_result_is_deleted_by_token_or_bot(scene: Scene, hours: int) -> None:
    message = await scene.result()
    scene.clock.pass_(hours * HOUR)
    await scene.stage.book.change(1, Task.remove)
    await scene.turn()
    assert message.deleted
    reply = await scene.stage.store.reply(1)
    assert reply is not None
    assert reply.dead == frozenset(Route)
    assert await scene.stage.store.behind() == []


async def test_a_deletion_that_a_restart_cut_off_is_made_then(scene: Scene) -> None:
    message = await scene.result()
    task = await scene.stage.book.find(1)
    await scene.stage.store.save(task.remove())  # and nobody is told
    await scene.turn()
    assert not message.deleted
    await scene.delivery.load()
    await scene.turn()
    assert message.deleted


async def test_a_deletion_that_failed_is_tried_again(scene: Scene) -> None:
    message = await scene.result()
    scene.stage.discord.inject("reset", times=12, path="/messages", method="DELETE")
    await scene.stage.book.change(1, Task.remove)
    await scene.turn()
    assert not message.deleted
    scene.stage.discord.faults.calm()
    await scene.turns()
    assert message.deleted


async def test_what_is_gone_already_is_no_trouble(scene: Scene) -> None:
    message = await scene.result()
    scene.stage.discord.delete_message(message)
    await scene.stage.book.change(1, Task.remove)
    await scene.turns()
    assert await scene.stage.store.behind() == []
    deletions = [r for r in scene.stage.discord.requests if r.method == "DELETE"]
    assert len(deletions) == 1


async def test_nobody_is_written_to_about_a_private_result_that_is_out_of_reach(
    scene: Scene,
) -> None:
    await scene.result(private=True)
    before = len(scene.stage.discord.messages())
    scene.clock.pass_(2 * HOUR)
    await scene.stage.book.change(1, Task.remove)
    await scene.turns()
    assert len(scene.stage.discord.messages()) == before
    assert await scene.stage.store.behind() == []


async def test_what_was_taken_back_is_said_once_and_then_left_alone(scene: Scene) -> None:
    use = await scene.stage.imagine()
    message = use.reply
    assert message is not None
    await scene.stage.queued(1)
    report = a_report(RelayStatus.RUNNING, relay_id="r1", progress=20)
    await scene.stage.book.change(1, lambda task: task.told(report, 1.0))
    await scene.turn()
    assert "20%" in message.text
    await scene.stage.book.change(1, Task.mute)
    scene.clock.pass_(60)
    await scene.turn()
    assert scene.stage.texts.say("en", "state.muted") in message.text
    edits = message.edits
    later = replace(report, progress=60)
    await scene.stage.book.change(1, lambda task: task.told(later, 2.0))
    await scene.turns()
    done = replace(report, status=RelayStatus.SUCCESS, picture="https://pictures.example.com/1.png")
    task = await scene.stage.book.change(1, lambda task: task.told(done, 3.0))
    await scene.turns()
    assert task.status is Status.DONE
    assert message.edits == edits
    assert message.pictures() == []
    assert await scene.stage.store.behind() == []


async def test_the_end_of_what_was_taken_back_makes_no_new_message(scene: Scene) -> None:
    await scene.stage.imagine(private=True)
    await scene.stage.queued(1)
    await scene.stage.book.change(1, Task.mute)
    before = len(scene.stage.discord.messages())
    scene.clock.pass_(2 * HOUR)
    report = a_report(RelayStatus.SUCCESS, relay_id="r1", picture="https://x.example/1.png")
    await scene.stage.book.change(1, lambda task: task.told(report, 3.0))
    await scene.turns()
    assert len(scene.stage.discord.messages()) == before
