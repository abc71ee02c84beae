"""/admin: who may, and that what is settled holds and is in the trail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.blocklist import Entry, Kind, Level
from sandbox.discord import Interaction, Person
from tests.ui.running import Stage

MOST_CHARACTERS = 8000
"""Discord's limit for a command with all its subcommands, the longest language of each counting."""
MOST_SUBCOMMANDS = 25


async def admin(stage: Stage, path: str, by: str = "Nadia", **options: Any) -> Interaction:
    """Somebody uses one of the subcommands."""
    use = await stage.discord.person(by).command(stage.gallery, f"admin {path}", options)
    return await use.acknowledged()


def length(part: dict[str, Any]) -> int:
    """What Discord counts of a command: names, descriptions and values, each in its longest."""
    own = sum(
        max(len(text) for text in (part[name], *(part.get(f"{name}_localizations") or {}).values()))
        for name in ("name", "description")
        if name in part
    )
    value = part.get("value", "")
    own += len(value) if isinstance(value, str) else 0
    below = (*part.get("options", ()), *part.get("choices", ()))
    return own + sum(length(one) for one in below)


async def test_all_of_it_keeps_discords_limits(stage: Stage) -> None:
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    assert length(command) <= MOST_CHARACTERS
    assert len(command["options"]) < MOST_SUBCOMMANDS - 2  # and room for what is to come


def shown_to_all(stage: Stage) -> None:
    """As a server's owner can have Discord show the commands to everybody."""
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    command["default_member_permissions"] = None


async def test_a_member_may_not_even_where_a_server_shows_it_to_them(stage: Stage) -> None:
    shown_to_all(stage)
    use = await admin(stage, "language", by="Ada", language="zh-CN")
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", "errors.not_a_manager")
    settings = await stage.services.guilds.settings(stage.discord.home.id)
    assert settings.locale is None


@pytest.mark.parametrize("language", ["zh-CN", None])
async def test_a_change_holds_and_is_a_line_of_the_trail(
    stage: Stage, language: str | None
) -> None:
    chosen = {} if language is None else {"language": language}
    await admin(stage, "language", language="en")
    use = await admin(stage, "language", **chosen)
    assert use.reply is not None
    assert use.reply.ephemeral
    guild = stage.discord.home.id
    assert (await stage.services.guilds.settings(guild)).locale == language
    line, _ = await stage.services.trail.page(guild, before=None, limit=10)
    assert line.actor == stage.discord.person("Nadia").id
    assert line.values == {"name": "locale", "before": '"en"', "after": json.dumps(language)}


@pytest.mark.parametrize(
    ("path", "options", "focused", "moderators"),
    [
        ("words remove", {"word": ""}, "word", False),
        ("quota remove", {"quota": ""}, "quota", False),
        ("block", {"reason": "Spam", "duration": "1d", "left": ""}, "left", True),
        ("unblock", {"member": ""}, "member", True),
    ],
)
async def test_what_is_suggested_is_for_those_who_may_see_it(
    stage: Stage, path: str, options: dict[str, str], focused: str, moderators: bool
) -> None:
    guild, bo = stage.discord.home.id, stage.discord.person("Bo")
    entry, quota = Entry.parse("swine", Kind.WORD, Level.BLOCKED), {"amount": "3", "period": "day"}
    await stage.services.wordlist.add(guild, entry, by=1)
    nadia, chen = stage.discord.person("Nadia"), stage.discord.person("Chen")
    keeper = stage.discord.land.add_role("Keeper", permissions=("MANAGE_MESSAGES",))
    stage.discord.land.give_role(chen, keeper)
    use = await nadia.command(stage.gallery, "admin quota set", {**quota, "unit": "tasks"})
    await use.acknowledged()
    await stage.imagine(bo)
    await stage.services.blocks.block(guild, bo.id, by=1, reason="Spam", seconds=None)
    shown_to_all(stage)

    async def offered(by: Person) -> list[dict[str, Any]]:
        return await by.autocomplete(stage.gallery, f"admin {path}", options, focused)

    assert await offered(nadia)
    assert await offered(stage.ada) == []
    assert bool(await offered(chen)) is moderators
