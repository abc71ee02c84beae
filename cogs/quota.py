"""/quota: what a member has used, what is left and when it renews, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.ui import quota
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "quota")

    @app_commands.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        await quota.show(interaction, services)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
