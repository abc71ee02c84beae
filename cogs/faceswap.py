"""/faceswap: the face of one picture on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.request import FaceSwap, Speed
from bot.ui import attachments, replies
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("source", "target", "speed", "private")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "faceswap")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(speed=[choice(services.texts, speed, speed) for speed in Speed])
    async def command(
        interaction: Interaction,
        source: discord.Attachment,
        target: discord.Attachment,
        speed: str | None = None,
        private: bool = False,
    ) -> None:
        images = await attachments.receive_all([source, target], services)
        request = FaceSwap(speed=Speed(speed) if speed else None)
        await replies.claim(
            interaction, services.tasks, request, prompt="", ephemeral=private, images=images
        )

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
