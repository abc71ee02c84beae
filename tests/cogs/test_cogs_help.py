"""/help, and what every command has."""

from __future__ import annotations

import pytest

import cogs
from tests.ui.running import Stage


@pytest.mark.parametrize(("name", "locale"), [("Ada", "en"), ("Chen", "zh-CN")])
async def test_help_is_told_in_private(stage: Stage, name: str, locale: str) -> None:
    person = stage.discord.person(name)
    use = await (await person.command(stage.gallery, "help")).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert stage.texts.say(locale, "help.start") in use.reply.text
    assert len(use.reply.text) <= 2000


async def test_every_command_is_described_in_every_language(stage: Stage) -> None:
    assert len(stage.discord.commands) == len(cogs.EXTENSIONS)
    for command in stage.discord.commands:
        for part in (command, *command.get("options", ())):
            assert part["name_localizations"]["zh-CN"]
            assert part["description_localizations"]["zh-CN"]
            assert part["description"]
        for option in command.get("options", ()):
            for choice in option.get("choices", ()):
                assert choice["name"]
