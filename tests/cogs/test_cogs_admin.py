"""/admin: who may, and that what is settled holds and is in the trail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.discord import Interaction
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


async def test_a_member_may_not_even_where_a_server_shows_it_to_them(stage: Stage) -> None:
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    command["default_member_permissions"] = None
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
