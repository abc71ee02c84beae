"""/admin language: what everybody reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.ui import admin
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {"language": ("language",)}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    wording = Wording(services.texts, "admin.language")

    @group.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(COMMANDS["language"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["language"]))
    @app_commands.choices(language=_languages(services))
    async def command(interaction: Interaction, language: str | None = None) -> None:
        await admin.settle(interaction, services, lambda now: replace(now, locale=language))


def _languages(services: Services) -> list[app_commands.Choice[str]]:
    """Every language there is, each by its own name."""
    texts = services.texts
    return [
        app_commands.Choice[Any](name=texts.say(locale, "languages.own"), value=locale)
        for locale in sorted(texts.locales)
    ]
