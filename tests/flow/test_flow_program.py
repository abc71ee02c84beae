"""How the program starts, refuses to start, and stops."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.running import FOREVER, TOKEN, Bot
from tests.scene import Scene, scene

BAD_SETTINGS = 78
WHOLE = {
    "DISCORD_TOKEN": TOKEN,
    "RELAY_URL": "http://127.0.0.1:9",
    "RELAY_KEY": "sk-key",
    "WEB_PORT": "0",
}


async def said(settings: dict[str, str], folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of a run that ends by itself, and everything it wrote."""
    code = await (await Bot.started(settings, folder, *words)).end()
    return code, (folder / "bot.log").read_text("utf-8")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"DISCORD_TOKEN": None, "RELAY_URL": None}, ["DISCORD_TOKEN", "RELAY_URL"]),
        ({"RELAY_AUTH": "basic"}, ["RELAY_AUTH"]),
        ({"POLL_SECONDS": "often", "STALL_MINUTES": "-1"}, ["POLL_SECONDS", "STALL_MINUTES"]),
        ({"RELAY_URL": "ftp://relay"}, ["RELAY_URL"]),
        ({"WEB_PORT": "99999", "LOG_FORMAT": "xml"}, ["WEB_PORT", "LOG_FORMAT"]),
    ],
)
async def test_wrong_settings_are_a_sentence_each_all_at_once(
    tmp_path: Path, changes: dict[str, str | None], named: list[str]
) -> None:
    settings = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    code, words = await said(settings, tmp_path, "run")
    assert code == BAD_SETTINGS
    lines = words.splitlines()
    assert [line.split()[0] for line in lines] == named
    assert all(line.endswith(".") for line in lines)
    assert "sk-key" not in words


async def test_a_token_that_discord_refuses_is_a_sentence_too(tmp_path: Path) -> None:
    async with scene(tmp_path, online=False) as stage:
        settings = stage.house.settings | {"DISCORD_TOKEN": "MTIz.wrong.token"}
        code, words = await said(settings, tmp_path, "run")
        assert code == BAD_SETTINGS
        assert "does not accept DISCORD_TOKEN" in words.splitlines()[-1]
        assert "Traceback" not in words


async def test_the_commands_are_published_once_at_will(tmp_path: Path) -> None:
    async with scene(tmp_path, online=False) as stage:
        for times in (1, 2):
            code, words = await said(stage.house.settings, tmp_path, "sync")
            assert code == 0
            assert words.splitlines()[-1] == f"Published {len(stage.discord.commands)} commands."
            asked = [r for r in stage.discord.requests if r.path.endswith("/commands")]
            assert len(asked) == times


async def test_a_second_process_on_the_same_database_is_refused(stage: Scene) -> None:
    elsewhere = stage.house.folder / "second"
    elsewhere.mkdir()
    code, words = await said(stage.house.settings, elsewhere, "run")
    assert code == 1
    assert "in use by another running Easel" in words
    assert "Traceback" not in words
    await stage.finished("still here")


async def test_it_stops_with_edits_in_flight_brought_home(stage: Scene) -> None:
    use = await stage.imagine("a last look")
    task = await stage.taken("a last look")
    await stage.sees(use, "Sent")
    stage.discord.inject("delay-after", path=use.token, method="PATCH", seconds=FOREVER)
    stage.relay.finish(task.id)
    await stage.ended(use)
    stage.house.bot.signal(signal.SIGTERM)
    await stage.house.until(lambda: '"stopping"' in stage.house.log())
    stage.discord.faults.let_go()
    assert await stage.house.bot.end() == 0
    [row] = stage.stored()
    assert row["shown"] == row["revision"]
    assert row["finished"]


async def test_it_stops_with_submits_in_flight_brought_home(stage: Scene) -> None:
    stage.relay.inject("late_answer", path="submit/imagine", seconds=1.0)
    use = await stage.imagine("a last word")
    task = await stage.made_by("a last word")
    assert await stage.house.bot.stop() == 0
    [row] = stage.stored()
    assert row["relay_id"] == task.id
    await stage.house.start()
    stage.relay.finish(task.id)
    await stage.ended(use)
    assert stage.submits() == 1


async def test_it_stops_while_discord_and_the_relay_say_nothing(stage: Scene) -> None:
    stage.discord.inject("delay", path="/webhooks/", seconds=FOREVER, times=5)
    stage.relay.inject("hang", path="/mj/task/", seconds=FOREVER, times=5)
    await stage.imagine("a long silence")
    await stage.taken("a long silence")
    assert await stage.house.bot.stop() == 0


async def test_it_stops_with_nothing_to_do(stage: Scene) -> None:
    assert await stage.house.bot.stop() == 0


async def test_commands_are_published_once(stage: Scene) -> None:
    await stage.house.restart()
    published = [r for r in stage.discord.requests if r.method == "PUT"]
    assert len(published) == 1
    assert {command["name"] for command in stage.discord.commands} >= {"imagine", "help"}


async def test_a_key_that_is_put_right_in_the_file_counts_from_sighup_on(stage: Scene) -> None:
    assert await stage.house.bot.stop() == 0
    key, file = stage.house.settings.pop("RELAY_KEY"), stage.house.folder / ".env"
    file.write_text("RELAY_KEY=sk-deleted-key\n", "utf-8")
    bot = await stage.house.start()
    await stage.ended(await stage.imagine("with the old key"))
    assert stage.tasks() == []

    file.write_text(f"RELAY_KEY={key}\n", "utf-8")
    bot.signal(signal.SIGHUP)
    await stage.house.until(lambda: "relays read again" in stage.house.log())
    await stage.imagine("with the new key")
    task = await stage.taken("with the new key")
    stage.relay.finish(task.id)
    assert key not in stage.house.log()
