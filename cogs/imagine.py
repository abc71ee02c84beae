"""/imagine: a picture from words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.parameter_table import QUALITIES
from bot.core.parameters import Options, compose
from bot.core.presets import NAME_LIMIT, applied
from bot.core.request import Imagine, Model, Speed
from bot.ui import attachments, presets, replies, rights, suggestions
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.core.parameters import Composed
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = (
    "prompt",
    "image",
    "preset",
    "aspect",
    "version",
    "stylize",
    "chaos",
    "weird",
    "seed",
    "no",
    "quality",
    "tile",
    "raw",
    "style_reference",
    "character_reference",
    "bot",
    "speed",
    "private",
)


class Drawing:
    """What /imagine does once Discord has sorted its options out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def start(
        self,
        interaction: Interaction,
        prompt: str,
        options: Options,
        *,
        image: discord.Attachment | None,
        preset: str | None,
        private: bool,
    ) -> None:
        """Takes the task, or says in private what is wrong with it, before anything is spent."""
        composed = await self._composed(interaction, prompt, options, preset)
        images = [await attachments.receive(image, self._services)] if image else []
        await replies.claim(
            interaction,
            self._services.tasks,
            _request(composed),
            prompt=composed.prompt,
            ephemeral=private,
            images=images,
        )

    async def _composed(
        self, interaction: Interaction, prompt: str, options: Options, name: str | None
    ) -> Composed:
        """The line to be drawn from, with the preset of this name where one was chosen."""
        if name is None:
            return compose(prompt, options)
        guild_id = rights.asker(interaction).guild_id
        preset = await self._services.presets.find(interaction.user.id, guild_id, name)
        return applied(preset, prompt, options)


def _request(composed: Composed) -> Imagine:
    return Imagine(
        prompt=composed.prompt,
        model=composed.model,
        speed=composed.speed,
        notes=composed.notes,
    )


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language. The limits of its options are those of the parameters."""
    drawing = Drawing(services)
    wording = Wording(services.texts, "imagine")
    offers = suggestions.Suggestions(services.reads)

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(
        quality=[app_commands.Choice(name=quality, value=quality) for quality in QUALITIES],
        bot=[
            choice(services.texts, "midjourney", Model.MIDJOURNEY),
            choice(services.texts, "niji", Model.NIJI),
        ],
        speed=[choice(services.texts, speed, speed) for speed in Speed],
    )
    @app_commands.autocomplete(
        prompt=offers.prompts,
        preset=presets.Offers(services).usable,
        aspect=offers.aspects,
        version=offers.versions,
    )
    async def command(
        interaction: Interaction,
        prompt: Range[str, 1, 6000],
        image: discord.Attachment | None = None,
        preset: Range[str, 1, NAME_LIMIT] | None = None,
        aspect: Range[str, 1, 20] | None = None,
        version: Range[str, 1, 20] | None = None,
        stylize: Range[int, 0, 1000] | None = None,
        chaos: Range[int, 0, 100] | None = None,
        weird: Range[int, 0, 3000] | None = None,
        seed: Range[int, 0, 4294967295] | None = None,
        no: Range[str, 1, 1000] | None = None,
        quality: str | None = None,
        tile: bool = False,
        raw: bool = False,
        style_reference: Range[str, 1, 2000] | None = None,
        character_reference: Range[str, 1, 2000] | None = None,
        bot: str | None = None,
        speed: str | None = None,
        private: bool = False,
    ) -> None:
        options = Options(
            aspect=aspect,
            version=version,
            stylize=stylize,
            chaos=chaos,
            weird=weird,
            seed=seed,
            no=no,
            quality=quality,
            tile=tile,
            raw=raw,
            style_reference=style_reference,
            character_reference=character_reference,
            bot=Model(bot) if bot else None,
            speed=Speed(speed) if speed else None,
        )
        await drawing.start(
            interaction, prompt, options, image=image, preset=preset, private=private
        )

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
