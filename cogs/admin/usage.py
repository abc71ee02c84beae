"""/admin usage: what was asked for, by whom, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.usage import Stretch
from bot.ui import usage
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {"usage": ("period",)}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommand."""
    wording = Wording(services.texts, "admin.usage")

    @group.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(COMMANDS["usage"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["usage"]))
    @app_commands.choices(period=[choice(services.texts, f"stretch_{one}", one) for one in Stretch])
    async def command(interaction: Interaction, period: str = Stretch.WEEK) -> None:
        await usage.show(interaction, services, Stretch(period))
