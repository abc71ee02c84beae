"""/show: an earlier result once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui import showing
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("id", "private")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "show")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    async def command(
        interaction: Interaction,
        id: Range[str, 1, 200],  # noqa: A002  (what the option is called)
        private: bool = False,
    ) -> None:
        await showing.named(interaction, services, id, private=private)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
