"""Delivery when pictures or Discord make trouble."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
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
