"""/help: how to make pictures, told in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.ui import replies
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

CHAPTERS = ("start", "buttons", "options", "more", "wait")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "help")

    @app_commands.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        locale = replies.locale(interaction)
        chapters = [services.texts.say(locale, f"help.{chapter}") for chapter in CHAPTERS]
        await replies.say(interaction, "\n\n".join(chapters))

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
