"""/describe: prompts that might have made a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.errors import BadInput
from bot.core.request import Describe, Speed
from bot.ui import attachments, replies
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.core.picture import Image
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("image", "link", "speed", "private")


async def given(image: discord.Attachment | None, link: str | None, services: Services) -> Image:
    """The one picture, from wherever it is. Raises `BadInput` unless exactly one is named."""
    if image is not None and link is None:
        return await attachments.receive(image, services)
    if link is not None and image is None:
        return await attachments.follow(link, services)
    raise BadInput("describe_one")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "describe")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(speed=[choice(services.texts, speed, speed) for speed in Speed])
    async def command(
        interaction: Interaction,
        image: discord.Attachment | None = None,
        link: Range[str, 1, 2000] | None = None,
        speed: str | None = None,
        private: bool = False,
    ) -> None:
        picture = await given(image, link, services)
        request = Describe(speed=Speed(speed) if speed else None)
        await replies.claim(
            interaction, services.tasks, request, prompt="", ephemeral=private, images=[picture]
        )

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
