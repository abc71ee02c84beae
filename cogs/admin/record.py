"""/admin show, log, export, import: what is settled, what has happened, and settings as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.ui import admin_file, admin_show
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from discord import app_commands

    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS: dict[str, tuple[str, ...]] = {"show": (), "log": (), "export": (), "import": ("file",)}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    names = {name: Wording(services.texts, f"admin.{name}") for name in COMMANDS}

    @group.command(name=names["show"].name, description=names["show"].description)
    async def show(interaction: Interaction) -> None:
        await admin_show.settings(interaction, services)

    @group.command(name=names["log"].name, description=names["log"].description)
    async def log(interaction: Interaction) -> None:
        await admin_show.trail(interaction, services)

    @group.command(name=names["export"].name, description=names["export"].description)
    async def export(interaction: Interaction) -> None:
        await admin_file.export(interaction, services)

    @group.command(name=names["import"].name, description=names["import"].description)
    @names["import"].options(*COMMANDS["import"])
    async def take(interaction: Interaction, file: discord.Attachment) -> None:
        await admin_file.take(interaction, services, file)
