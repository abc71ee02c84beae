"""/admin setup: everything that can be settled, in one panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.ui import setup
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from discord import app_commands

    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS: dict[str, tuple[str, ...]] = {"setup": ()}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommand."""
    wording = Wording(services.texts, "admin.setup")

    @group.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        await setup.show(interaction, services)
