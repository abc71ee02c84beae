"""/preset: one's own presets, used by their names in /imagine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.presets import NAME_LIMIT, TEXT_LIMIT
from bot.ui import presets
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

COMMANDS: dict[str, tuple[str, ...]] = {
    "preset.save": ("name", "text"),
    "preset.delete": ("name",),
    "preset.list": (),
}
"""The options of each subcommand."""


def build(services: Services) -> app_commands.Group:
    """The group, in every language."""
    wording = Wording(services.texts, "preset")
    group = app_commands.Group(name=wording.name, description=wording.description)
    _save(group, services)
    _delete(group, services)
    _list(group, services)
    return group


def _save(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "preset.save")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["preset.save"])
    @app_commands.autocomplete(name=presets.Offers(services).own)
    async def command(
        interaction: Interaction, name: Range[str, 1, NAME_LIMIT], text: Range[str, 1, TEXT_LIMIT]
    ) -> None:
        await presets.save(interaction, services, name, text)


def _delete(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "preset.delete")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["preset.delete"])
    @app_commands.autocomplete(name=presets.Offers(services).own)
    async def command(interaction: Interaction, name: Range[str, 1, NAME_LIMIT]) -> None:
        await presets.delete(interaction, services, name)


def _list(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "preset.list")

    @group.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        await presets.show(interaction, services)


async def setup(host: Host) -> None:
    """Adds the group."""
    host.tree.add_command(build(host.services))
