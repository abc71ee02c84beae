"""/blend: one picture from several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.errors import BadPicture
from bot.core.request import Blend, Dimensions, Model, Speed
from bot.ui import attachments, replies
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.picture import Image
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = (
    "image1",
    "image2",
    "image3",
    "image4",
    "image5",
    "dimensions",
    "bot",
    "speed",
    "private",
)


def check_different(images: Sequence[Image]) -> None:
    """Raises `BadPicture` where a picture is there twice: relays of the plus lineage refuse it."""
    if len({image.data for image in images}) < len(images):
        raise BadPicture("picture_twice")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "blend")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(
        dimensions=[choice(services.texts, shape.lower(), shape) for shape in Dimensions],
        bot=[
            choice(services.texts, "midjourney", Model.MIDJOURNEY),
            choice(services.texts, "niji", Model.NIJI),
        ],
        speed=[choice(services.texts, speed, speed) for speed in Speed],
    )
    async def command(
        interaction: Interaction,
        image1: discord.Attachment,
        image2: discord.Attachment,
        image3: discord.Attachment | None = None,
        image4: discord.Attachment | None = None,
        image5: discord.Attachment | None = None,
        dimensions: str | None = None,
        bot: str | None = None,
        speed: str | None = None,
        private: bool = False,
    ) -> None:
        given = [one for one in (image1, image2, image3, image4, image5) if one is not None]
        images = await attachments.receive_all(given, services)
        check_different(images)
        request = Blend(
            dimensions=Dimensions(dimensions) if dimensions else None,
            model=Model(bot) if bot else Model.MIDJOURNEY,
            speed=Speed(speed) if speed else None,
        )
        await replies.claim(
            interaction, services.tasks, request, prompt="", ephemeral=private, images=images
        )

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
