"""/admin block, unblock, blocks: who may ask for nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui import admin_blocks
from bot.ui.admin import MODERATORS
from bot.ui.translator import Wording

if TYPE_CHECKING:
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS: dict[str, tuple[str, ...]] = {
    "block": ("reason", "duration", "member", "left"),
    "unblock": ("member",),
    "blocks": (),
}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    offers = admin_blocks.Offers(services)
    _block(group, services, offers)
    _unblock(group, services, offers)


def _block(group: app_commands.Group, services: Services, offers: admin_blocks.Offers) -> None:
    wording = Wording(services.texts, "admin.block")

    @group.command(name=wording.name, description=wording.description, extras=MODERATORS)
    @app_commands.rename(**wording.names(COMMANDS["block"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["block"]))
    @app_commands.autocomplete(duration=offers.durations, left=offers.seen)
    async def command(
        interaction: Interaction,
        reason: Range[str, 1, admin_blocks.REASON_LIMIT],
        duration: Range[str, 1, 40],
        member: discord.User | None = None,
        left: Range[str, 1, 40] | None = None,
    ) -> None:
        await admin_blocks.block(
            interaction, services, member, left, reason=reason, duration=duration
        )


def _unblock(group: app_commands.Group, services: Services, offers: admin_blocks.Offers) -> None:
    wording, listed = (Wording(services.texts, f"admin.{name}") for name in ("unblock", "blocks"))

    @group.command(name=wording.name, description=wording.description, extras=MODERATORS)
    @app_commands.rename(**wording.names(COMMANDS["unblock"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["unblock"]))
    @app_commands.autocomplete(member=offers.blocked)
    async def command(interaction: Interaction, member: Range[str, 1, 40]) -> None:
        await admin_blocks.unblock(interaction, services, member)

    @group.command(name=listed.name, description=listed.description, extras=MODERATORS)
    async def show(interaction: Interaction) -> None:
        await admin_blocks.show(interaction, services)
