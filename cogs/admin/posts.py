"""/admin moderation, audit: where moderators are told what happens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import discord

from bot.ui import admin
from bot.ui.admin_options import Post
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from discord import app_commands

    from bot.core.guild import GuildSettings
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {"moderation": ("channel",), "audit": ("channel",)}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    _channel(group, services, "moderation")
    _channel(group, services, "audit")


def _channel(
    group: app_commands.Group, services: Services, name: Literal["moderation", "audit"]
) -> None:
    wording = Wording(services.texts, f"admin.{name}")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS[name])
    async def command(interaction: Interaction, channel: Post | None = None) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            if name == "audit":
                return replace(now, audit=channel)
            return replace(now, moderation=channel)

        await admin.settle(interaction, services, how, name)
