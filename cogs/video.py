"""/video: a picture or a prompt in motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.parameters import Options, compose
from bot.core.request import Motion, Speed, Video
from bot.ui import attachments, replies, suggestions
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("prompt", "image", "motion", "loop", "speed", "private")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "video")
    offers = suggestions.Suggestions(services.reads)

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(
        motion=[choice(services.texts, f"motion_{motion}", motion) for motion in Motion],
        speed=[choice(services.texts, speed, speed) for speed in Speed],
    )
    @app_commands.autocomplete(prompt=offers.prompts)
    async def command(
        interaction: Interaction,
        prompt: Range[str, 1, 6000],
        image: discord.Attachment | None = None,
        motion: str = Motion.LOW,
        loop: bool = False,
        speed: str | None = None,
        private: bool = False,
    ) -> None:
        composed = compose(prompt, Options(speed=Speed(speed) if speed else None))
        images = [await attachments.receive(image, services)] if image else []
        request = Video(composed.prompt, Motion(motion), loop=loop, speed=composed.speed)
        await replies.claim(
            interaction,
            services.tasks,
            request,
            prompt=composed.prompt,
            ephemeral=private,
            images=images,
        )

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
