"""/admin channels, roles, pressers, mature: who may use Easel, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.guild import Pressers, Veil
from bot.core.settling import chosen
from bot.ui import admin
from bot.ui.admin_options import Place, number
from bot.ui.translator import Wording, phrase

if TYPE_CHECKING:
    from bot.core.guild import GuildSettings
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {
    "channels": ("add", "remove", "all"),
    "roles": ("add", "remove", "all"),
    "pressers": ("who",),
    "mature": ("only", "hide"),
}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    _channels(group, services)
    _roles(group, services)
    _pressers(group, services)
    _mature(group, services)


def _channels(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.channels")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["channels"])
    async def command(
        interaction: Interaction,
        add: Place | None = None,
        remove: Place | None = None,
        all: bool = False,  # noqa: A002  (what Discord shows is what it is called)
    ) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            after = chosen(now.channels, add=add, remove=remove, every=all)
            return replace(now, channels=after)

        await admin.settle(interaction, services, how, "channels")


def _roles(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.roles")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["roles"])
    async def command(
        interaction: Interaction,
        add: discord.Role | None = None,
        remove: discord.Role | None = None,
        all: bool = False,  # noqa: A002  (what Discord shows is what it is called)
    ) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            after = chosen(now.roles, add=number(add), remove=number(remove), every=all)
            return replace(now, roles=after)

        await admin.settle(interaction, services, how, "roles")


def _pressers(group: app_commands.Group, services: Services) -> None:
    texts = services.texts
    wording = Wording(texts, "admin.pressers")
    choices = [
        app_commands.Choice[Any](name=phrase(texts, f"admin.pressers.{one}"), value=one)
        for one in Pressers
    ]

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["pressers"])
    @app_commands.choices(who=choices)
    async def command(interaction: Interaction, who: str) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, pressers=Pressers(who))

        await admin.settle(interaction, services, how, "pressers")


def _mature(group: app_commands.Group, services: Services) -> None:
    texts = services.texts
    wording = Wording(texts, "admin.mature")
    choices = [
        app_commands.Choice[Any](name=phrase(texts, f"admin.veil.{one}"), value=one) for one in Veil
    ]

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["mature"])
    @app_commands.choices(hide=choices)
    async def command(
        interaction: Interaction, only: bool | None = None, hide: str | None = None
    ) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            kept = now.age_restricted_only if only is None else only
            veil = Veil(hide) if hide else now.veil
            return replace(now, age_restricted_only=kept, veil=veil)

        await admin.settle(interaction, services, how, "age_restricted_only", "veil")
