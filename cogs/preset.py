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

SUBCOMMANDS: dict[str, tuple[str, ...]] = {
    "save": ("name", "text"),
    "delete": ("name",),
    "list": (),
}
"""Each subcommand, and its options."""
COMMANDS = {f"preset.{name}": options for name, options in SUBCOMMANDS.items()}
Name = Range[str, 1, NAME_LIMIT]
Text = Range[str, 1, TEXT_LIMIT]


def build(services: Services) -> app_commands.Group:
    """The group, in every language."""
    wording = Wording(services.texts, "preset")
    group = app_commands.Group(name=wording.name, description=wording.description)
    fill(group, services, "preset", presets.Own(services))
    return group


def fill(group: app_commands.Group, services: Services, path: str, desk: presets.Desk) -> None:
    """Adds the subcommands of one desk; their words are `commands.<path>` in the catalogue."""
    save, delete, show = (Wording(services.texts, f"{path}.{name}") for name in SUBCOMMANDS)

    @group.command(name=save.name, description=save.description)
    @save.options(*SUBCOMMANDS["save"])
    @app_commands.autocomplete(name=desk.offer)
    async def save_command(interaction: Interaction, name: Name, text: Text) -> None:
        await desk.save(interaction, name, text)

    @group.command(name=delete.name, description=delete.description)
    @delete.options(*SUBCOMMANDS["delete"])
    @app_commands.autocomplete(name=desk.offer)
    async def delete_command(interaction: Interaction, name: Name) -> None:
        await desk.delete(interaction, name)

    @group.command(name=show.name, description=show.description)
    async def show_command(interaction: Interaction) -> None:
        await desk.show(interaction)


async def setup(host: Host) -> None:
    """Adds the group."""
    host.tree.add_command(build(host.services))
