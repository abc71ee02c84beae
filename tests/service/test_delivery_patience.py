"""Delivery of a task that has only just come: its member reads that it waits only if it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.service.delivery import QUEUE_PATIENCE
from tests.service.showing import Scene, on_scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


HOUR = 3600.0


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as scene:
        yield scene


async def test_a_task_that_leaves_at_once_is_never_said_to_wait(scene: Scene) -> None:
    task, message = await scene.imagined()
    assert await scene.turn() == pytest.approx(QUEUE_PATIENCE)
    assert message.thinking
    await scene.told(task, progress=10)
    await scene.turn()
    assert "10%" in message.text
    assert len(scene.edits()) == 1


async def test_a_task_that_does_not_leave_is_soon_said_to_wait(scene: Scene) -> None:
    _, message = await scene.imagined()
    scene.clock.pass_(QUEUE_PATIENCE)
    await scene.turn()
    assert "Waiting" in message.text


async def test_news_of_a_task_does_not_hasten_an_edit_that_discord_put_off(scene: Scene) -> None:
    task, _ = await scene.imagined()
    scene.clock.pass_(HOUR)  # by the bot's token: that way the client gives a 503 up at once
    scene.stage.discord.inject("503", path="/channels/")
    await scene.told(task, progress=10)
    await scene.turn()
    tried = len(scene.edits())
    await scene.told(task, progress=20)
    await scene.turn()
    assert len(scene.edits()) == tried
