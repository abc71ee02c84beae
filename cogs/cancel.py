"""/cancel: takes one of a member's own tasks back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui import tidying
from bot.ui.suggestions import Underway
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("task",)


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "cancel")
    offers = Underway(services.history, services.texts)

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.autocomplete(task=offers.tasks)
    async def command(interaction: Interaction, task: Range[str, 1, 100]) -> None:
        await tidying.cancel_named(interaction, services, task)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
