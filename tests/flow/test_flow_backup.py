"""A copy of the database is what a bot goes on from when all else is lost."""

from __future__ import annotations

from tests.running import Bot
from tests.scene import Scene


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
