"""/admin quota, weight: how much of it there is, and for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.guild import MOST_CAP, MOST_WEIGHT
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed
from bot.core.settling import amount as read
from bot.core.settling import is_budget, scope, with_limit, with_weight, without_limit
from bot.ui import admin, admin_quotas
from bot.ui.admin_options import number
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.core.guild import GuildSettings
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]

COMMANDS = {
    "quota.set": ("amount", "unit", "period", "role", "member", "together", "speed"),
    "quota.remove": ("quota",),
    "quota.list": (),
    "quota.budget": ("amount", "period"),
    "quota.caps": ("running", "waiting"),
    "weight": ("role", "turns"),
}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    wording = Wording(services.texts, "admin.quota")
    quota = app_commands.Group(name=wording.name, description=wording.description, parent=group)
    _set(quota, services)
    _remove(quota, services)
    _list(quota, services)
    _budget(quota, services)
    _caps(quota, services)
    _weight(group, services)


def _set(group: app_commands.Group, services: Services) -> None:
    texts = services.texts
    wording = Wording(texts, "admin.quota.set")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["quota.set"])
    @app_commands.choices(
        unit=[choice(texts, unit, unit) for unit in Unit],
        period=[choice(texts, period, period) for period in Period],
        speed=[choice(texts, speed, speed) for speed in Speed],
    )
    async def command(
        interaction: Interaction,
        amount: Range[str, 1, 20],
        unit: str,
        period: str,
        role: discord.Role | None = None,
        member: discord.User | None = None,
        together: bool = False,
        speed: str | None = None,
    ) -> None:
        whose, subject = scope(number(role), number(member), together=together)
        limit = Limit(
            scope=whose,
            subject=subject,
            period=Period(period),
            unit=Unit(unit),
            amount=read(amount, Unit(unit)),
            speed=Speed(speed) if speed else None,
        )
        await admin.settle(interaction, services, lambda now: with_limit(now, limit), "limits")


def _remove(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.quota.remove")
    offers = admin_quotas.Offers(services)

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["quota.remove"])
    @app_commands.autocomplete(quota=offers.quotas)
    async def command(interaction: Interaction, quota: Range[str, 1, 100]) -> None:
        await admin.settle(interaction, services, lambda now: without_limit(now, quota), "limits")


def _list(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.quota.list")

    @group.command(name=wording.name, description=wording.description)
    async def command(interaction: Interaction) -> None:
        await admin_quotas.show(interaction, services)


def _budget(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.quota.budget")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["quota.budget"])
    @app_commands.choices(period=[choice(services.texts, period, period) for period in Period])
    async def command(
        interaction: Interaction,
        amount: Range[str, 1, 20] | None = None,
        period: str = Period.MONTH,
    ) -> None:
        limit = None
        if amount is not None:
            micros = read(amount, Unit.MONEY)
            limit = Limit(scope=Scope.SERVER, period=Period(period), unit=Unit.MONEY, amount=micros)

        def how(now: GuildSettings) -> GuildSettings:
            if limit is not None:
                return with_limit(now, limit)
            return replace(now, limits=tuple(one for one in now.limits if not is_budget(one)))

        await admin.settle(interaction, services, how, "limits")


def _caps(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.quota.caps")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["quota.caps"])
    async def command(
        interaction: Interaction,
        running: Range[int, 1, MOST_CAP] | None = None,
        waiting: Range[int, 1, MOST_CAP] | None = None,
    ) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, most_running=running, most_waiting=waiting)

        await admin.settle(interaction, services, how, "most_running", "most_waiting")


def _weight(group: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.weight")

    @group.command(name=wording.name, description=wording.description)
    @wording.options(*COMMANDS["weight"])
    async def command(
        interaction: Interaction, role: discord.Role, turns: Range[int, 1, MOST_WEIGHT]
    ) -> None:
        def how(now: GuildSettings) -> GuildSettings:
            return with_weight(now, role.id, turns)

        await admin.settle(interaction, services, how, "weights")
