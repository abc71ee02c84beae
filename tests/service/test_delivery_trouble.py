"""Delivery when pictures or Discord make trouble."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.pacing import FIRST_PAUSE
from bot.core.picture import PictureTrouble
from bot.core.report import RelayStatus
from bot.core.status import Status
from tests.service.showing import Scene, a_picture_of, on_scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


HOUR = 3600.0


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as scene:
        yield scene


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        ("picture_expired", PictureTrouble.EXPIRED),
        ("picture_html", PictureTrouble.NOT_A_PICTURE),
        ("picture_bomb", PictureTrouble.TOO_MANY_PIXELS),
        ("picture_huge", PictureTrouble.TOO_LARGE),
    ],
)
async def test_a_picture_that_cannot_be_brought_is_told_and_can_be_tried_again(
    scene: Scene, fault: str, trouble: PictureTrouble
) -> None:
    task, message = await scene.imagined()
    picture = await a_picture_of(scene)
    scene.relay.inject(fault, times=1)
    await scene.done(task, picture)
    await scene.turn()
    await scene.turn()

    done = await scene.stage.book.find(task.number)
    assert done.status is Status.DONE
    assert done.trouble is trouble
    assert message.pictures() == []
    await scene.stage.tasks.retry_picture(task.number)
    await scene.turn()
    assert len(message.pictures()) == 1


async def test_discord_in_trouble_gets_it_later(scene: Scene) -> None:
    task, message = await scene.imagined()
    # The client itself repeats a 502 five times; 503 it gives up on at once on this way.
    scene.clock.pass_(HOUR)
    scene.stage.discord.inject("503", times=3, path="/channels/")
    await scene.told(task, status=RelayStatus.FAILURE, failure=Failure(FailureKind.MODERATED))
    pauses = []
    for _ in range(3):
        await scene.turn()
        pause = await scene.turn()
        assert pause is not None
        pauses.append(pause)
        scene.clock.pass_(pause)
    await scene.turn()
    assert pauses[0] >= 3
    assert not message.thinking
    assert await scene.stage.store.behind() == []


async def test_a_picture_that_this_way_does_not_take_is_shrunk(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.stage.discord.inject("40005", times=2, path="/messages/")
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()
    [(_, data)] = message.pictures()
    assert data is not None
    reply = await scene.stage.store.reply(task.number)
    assert reply is not None
    assert reply.upload_limit == 10 * 1024 * 1024 // 4


async def test_what_was_behind_at_the_start_is_shown(scene: Scene) -> None:
    task, message = await scene.imagined()
    stored = await scene.stage.store.get(task.number)
    assert stored is not None
    scene.stage.book._newest.clear()  # the process that starts remembers nothing
    await scene.stage.store.save(
        replace(stored, revision=stored.revision + 1, status=Status.RUNNING, progress=77)
    )
    await scene.delivery.load()
    await scene.turn()
    assert "77%" in message.text


async def test_what_happens_during_an_edit_is_shown_after_it(scene: Scene) -> None:
    task, message = await scene.imagined()
    faults = scene.stage.discord.faults
    scene.stage.discord.inject("delay", path="/messages/", method="PATCH", seconds=60.0)
    await scene.told(task, progress=10)
    scene.clock.pass_(FIRST_PAUSE)
    await scene.delivery.turn()
    async with asyncio.timeout(10):
        while faults.coming:  # noqa: ASYNC110  (Discord has the edit then, and tells nobody)
            await asyncio.sleep(0)
    await scene.told(task, status=RelayStatus.FAILURE, failure=Failure(FailureKind.MODERATED))
    faults.let_go()
    await scene.settle()
    assert "10%" in message.text
    await scene.turn()
    assert "10%" not in message.text
    assert await scene.stage.store.behind() == []


@pytest.mark.parametrize("ends", [True, False])
async def test_news_do_not_hurry_a_discord_that_wants_to_be_left_alone(
    scene: Scene, ends: bool
) -> None:
    task, message = await scene.imagined()
    scene.clock.pass_(HOUR)  # by the bot's own token
    scene.stage.discord.inject("429", path="/channels/", method="PATCH", seconds=40.0)
    await scene.told(task, progress=10)
    await scene.turn()
    edits = len(scene.edits())
    how = {"status": RelayStatus.FAILURE, "failure": Failure(FailureKind.MODERATED)}
    await scene.told(task, **(how if ends else {"progress": 70}))
    await scene.turn()
    assert len(scene.edits()) == edits
    scene.clock.pass_(40.0)
    await scene.turn()
    assert len(scene.edits()) == edits + 1
    assert ("70%" in message.text) is not ends
