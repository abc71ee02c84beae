"""/admin preset: the server's presets, for everybody there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.presets import NAME_LIMIT, TEXT_LIMIT
from bot.ui import presets
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS: dict[str, tuple[str, ...]] = {
    "preset.save": ("name", "text"),
    "preset.delete": ("name",),
    "preset.list": (),
}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    wording = Wording(services.texts, "admin.preset")
    below = app_commands.Group(name=wording.name, description=wording.description, parent=group)
    _save(below, services)
    _delete(below, services)
    _list(below, services)


def _save(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.preset.save")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["preset.save"])
    @app_commands.autocomplete(name=presets.Offers(services).servers)
    async def command(
        interaction: Interaction, name: Range[str, 1, NAME_LIMIT], text: Range[str, 1, TEXT_LIMIT]
    ) -> None:
        await presets.save_for_all(interaction, services, name, text)


def _delete(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.preset.delete")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["preset.delete"])
    @app_commands.autocomplete(name=presets.Offers(services).servers)
    async def command(interaction: Interaction, name: Range[str, 1, NAME_LIMIT]) -> None:
        await presets.delete_for_all(interaction, services, name)


def _list(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.preset.list")

    @group.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        await presets.show(interaction, services, own=False)
