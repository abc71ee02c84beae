"""A copy of the database is what a bot goes on from when all else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.restoring import LEFT_OUT
from tests.hurry import HURRIED
from tests.running import Bot
from tests.scene import Scene, scene


async def test_a_bot_started_on_a_copy_goes_on(stage: Scene) -> None:
    grid = await stage.finished("a lighthouse")
    use = await stage.imagine("a drowned bell")
    task = await stage.taken("a drowned bell")
    await stage.sees(use, "Sent")
    folder = stage.house.folder / "copies"
    folder.mkdir()

    copying = await Bot.run(stage.house.settings, folder, "backup", "copy.db")
    assert await copying.end() == 0
    said = (folder / "bot.log").read_text("utf-8")
    assert said.startswith("Copied 2 tasks to copy.db (")
    await stage.house.kill()
    restoring = await Bot.run(stage.house.settings, folder, "restore", "copy.db")
    assert await restoring.end() == 0
    assert "Put 2 tasks from copy.db in the place of" in (folder / "bot.log").read_text("utf-8")

    await stage.house.start()
    stage.relay.finish(task.id)
    assert len((await stage.ended(use)).pictures()) == 1
    click = await stage.press(grid, "U1")
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    assert len((await stage.ended(click)).pictures()) == 1
    assert stage.submits("a drowned bell") == 1


@pytest.mark.parametrize(("preset", "sent"), [("plus", True), ("plus", False), ("new-api", True)])
async def test_what_waited_in_a_copy_is_paid_for_once(
    tmp_path: Path, preset: str, sent: bool
) -> None:
    full = "group_saturated" if preset == "new-api" else "queue_full"
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        stage.relay.change(faults={full: 1})
        use = await stage.imagine("a patient heron")
        await stage.sees(use, "The relay is full" if preset == "plus" else "relay")
        settings, folder = stage.house.settings, stage.house.folder
        assert await (await Bot.run(settings, folder, "backup", "copy.db")).end() == 0
        if sent:
            stage.relay.change(faults={full: 0})
            await stage.taken("a patient heron")
        await stage.house.kill()
        assert await (await Bot.run(settings, folder, "restore", "copy.db")).end() == 0
        stage.relay.change(faults={full: 0})

        await stage.house.start()
        if sent and preset == "plus":
            stage.relay.finish((await stage.taken("a patient heron")).id)
            assert len((await stage.ended(use)).pictures()) == 1
        else:
            await stage.ended(use, "charged twice")
        assert len(stage.tasks("a patient heron")) == sent
        await stage.finished("a hasty heron")
        assert stage.stored()[-1]["number"] > LEFT_OUT
