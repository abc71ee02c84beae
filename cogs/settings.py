"""/settings: what members choose for themselves, shown and changed in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.ui import settings
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("remix",)


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "settings")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    async def command(interaction: Interaction, remix: bool | None = None) -> None:
        await settings.show(interaction, services, remix=remix)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
