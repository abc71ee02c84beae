"""/settings: what members choose for themselves, shown and changed in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.translation import Wish
from bot.ui import settings
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("remix", "translate")


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "settings")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(
        translate=[choice(services.texts, f"translate_{wish}", wish) for wish in Wish]
    )
    async def command(
        interaction: Interaction, remix: bool | None = None, translate: str | None = None
    ) -> None:
        wish = Wish(translate) if translate else None
        await settings.show(interaction, services, remix=remix, translate=wish)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
