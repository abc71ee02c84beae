"""/admin language, speed, translation: how Easel speaks and draws where nobody says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.request import Speed
from bot.ui import admin
from bot.ui.setting_words import language as own_name
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.core.guild import GuildSettings
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {"language": ("language",), "speed": ("speed",), "translation": ("on",)}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    _language(group, services)
    _speed(group, services)
    _translation(group, services)


def _language(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.language")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["language"])
    @app_commands.choices(language=_languages(services))
    async def command(interaction: Interaction, language: str | None = None) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, locale=language)

        await admin.settle(interaction, services, how, "locale")


def _languages(services: Services) -> list[app_commands.Choice[str]]:
    """Every language there is, each by its own name."""
    texts = services.texts
    return [
        app_commands.Choice[Any](name=own_name(locale, texts), value=locale)
        for locale in sorted(texts.locales)
    ]


def _speed(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.speed")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["speed"])
    @app_commands.choices(speed=[choice(services.texts, speed, speed) for speed in Speed])
    async def command(interaction: Interaction, speed: str | None = None) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, speed=Speed(speed) if speed else None)

        await admin.settle(interaction, services, how, "speed")


def _translation(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.translation")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["translation"])
    async def command(interaction: Interaction, on: bool) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, translate=on)

        await admin.settle(interaction, services, how, "translate")
