"""/preset, /admin preset, and /imagine with either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.audit import Event
from bot.core.presets import MOST_OWN, Preset

if TYPE_CHECKING:
    from sandbox.discord import Interaction
    from tests.ui.running import Stage


async def use(stage: Stage, path: str, by: str = "Ada", **options: str) -> str:
    """What a command says, in private."""
    asked = await stage.discord.person(by).command(stage.gallery, path, options)
    await asked.acknowledged()
    assert asked.reply is not None
    assert asked.reply.ephemeral
    return asked.reply.text


async def offered(stage: Stage, typed: str = "", by: str = "Ada") -> list[str]:
    person = stage.discord.person(by)
    found = await person.autocomplete(
        stage.gallery, "imagine", {"prompt": "a cat", "preset": typed}, focused="preset"
    )
    return [one["value"] for one in found]


async def drawn(stage: Stage, asked: Interaction) -> str:
    assert asked.state == "acknowledged"
    task = await stage.queued(max([1, *await _numbers(stage)]))
    return task.prompt


async def _numbers(stage: Stage) -> list[int]:
    rows = await stage.store._database.rows("SELECT number FROM tasks")
    return [row["number"] for row in rows]


async def test_a_preset_is_saved_used_and_forgotten(stage: Stage) -> None:
    said = await use(stage, "preset save", name="Film", text="--ar 16:9, oil painting")
    assert "**Film** is saved" in said
    asked = await stage.imagine(preset="film", stylize=5)
    assert await drawn(stage, asked) == "a cat, oil painting --ar 16:9 --stylize 5"
    assert "**Film** is forgotten" not in await use(stage, "preset list")
    await use(stage, "preset delete", name="FILM")
    said = await use(stage, "imagine", prompt="a cat", preset="Film")
    assert said == stage.texts.say("en", "errors.preset_unknown", name="Film")
    assert stage.texts.say("en", "presets.none") in await use(stage, "preset list")


async def test_a_bad_one_is_refused_in_words_and_not_kept(stage: Stage) -> None:
    said = await use(stage, "preset save", name="Film", text="oil --ar wide")
    assert said == stage.texts.say("en", "errors.aspect_wrong", value="wide")
    assert await stage.services.presets.shelf(stage.ada.id, None) is not None
    assert (await stage.services.presets.shelf(stage.ada.id, None)).own == []


async def test_a_servers_presets_are_everybodys_there(stage: Stage) -> None:
    said = await use(stage, "admin preset save", by="Nadia", name="House", text="ink wash")
    assert "**House** is saved" in said
    asked = await stage.imagine(stage.discord.person("Bo"), preset="House")
    assert await drawn(stage, asked) == "a cat, ink wash"
    assert "ink wash" in await use(stage, "preset list", by="Chen")
    guild = stage.discord.home.id
    [line] = [
        one
        for one in await stage.services.trail.page(guild, before=None, limit=10)
        if one.event is Event.PRESET_SAVED
    ]
    assert line.values == {"preset": "House"}
    await use(stage, "admin preset delete", by="Nadia", name="house")
    assert (await stage.services.guilds.settings(guild)).presets == ()


async def test_ones_own_goes_before_the_servers(stage: Stage) -> None:
    await use(stage, "admin preset save", by="Nadia", name="Film", text="ink wash")
    await use(stage, "admin preset save", by="Nadia", name="Anime", text="--niji 6")
    await use(stage, "preset save", name="film", text="oil painting")
    assert await offered(stage) == ["film", "Anime"]
    assert await offered(stage, "OIL") == ["film"]
    assert await offered(stage, by="Bo") == ["Anime", "Film"]
    asked = await stage.imagine(preset="Film")
    assert await drawn(stage, asked) == "a cat, oil painting"


async def test_what_was_left_out_is_said(stage: Stage) -> None:
    await use(stage, "preset save", name="Film", text="oil --ar 16:9")
    asked = await stage.imagine(preset="Film", aspect="1:1")
    await drawn(stage, asked)
    task = await stage.queued(1)
    [note] = [note for note in task.request.notes if note.key == "preset_left_out"]
    assert note.values == {"parameters": "--ar 16:9"}


async def test_a_member_has_room_for_so_many(stage: Stage) -> None:
    for place in range(MOST_OWN):
        await stage.services.presets.save(stage.ada.id, Preset(f"n{place}", "oil " * 40))
    said = await use(stage, "preset save", name="more", text="oil")
    assert said == stage.texts.say("en", "errors.preset_many", most=MOST_OWN)
    asked = await stage.ada.command(stage.gallery, "preset list", {})
    await asked.acknowledged()
    assert asked.reply is not None
    assert [one.filename for one in asked.reply.attachments.values()] == ["presets.txt"]


@pytest.mark.parametrize("path", ["admin preset save", "admin preset delete"])
async def test_only_managers_change_the_servers(stage: Stage, path: str) -> None:
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    command["default_member_permissions"] = None
    options = {"name": "x"} | ({"text": "oil"} if path.endswith("save") else {})
    assert await use(stage, path, **options) == stage.texts.say("en", "errors.not_a_manager")
