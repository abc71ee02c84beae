"""/help, and what every command has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import cogs
from tests.ui.running import Stage

TYPED = 1
MOST_MENUS = 5
"""How many entries for messages discord.py 2.7.1 takes."""


def whole(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command with its subcommands and all their options."""
    yield command
    for option in command.get("options", ()):
        yield from whole(option)


@pytest.mark.parametrize(("name", "locale"), [("Ada", "en"), ("Chen", "zh-CN")])
async def test_help_is_told_in_private(stage: Stage, name: str, locale: str) -> None:
    person = stage.discord.person(name)
    use = await (await person.command(stage.gallery, "help")).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert stage.texts.say(locale, "help.start") in use.reply.text
    assert len(use.reply.text) <= 2000


async def test_every_command_is_described_in_every_language(stage: Stage) -> None:
    commands = [command for command in stage.discord.commands if command["type"] == TYPED]
    menus = [command for command in stage.discord.commands if command not in commands]
    assert len(commands) == len(cogs.EXTENSIONS) - 1  # one of them has all the menus
    for part in (part for command in commands for part in whole(command)):
        assert part["name_localizations"]["zh-CN"]
        assert part["description_localizations"]["zh-CN"]
        assert part["description"]
        for choice in part.get("choices", ()):
            assert choice["name"]
    assert 0 < len(menus) <= MOST_MENUS
    for menu in menus:
        assert menu["name_localizations"]["zh-CN"]
