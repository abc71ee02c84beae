"""A server's quotas, listed and looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.limits import Scope
from bot.ui import admin, admin_notes, layout, prose, replies, setting_words, suggestions
from bot.ui.card import Card

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import discord

    from bot.core.limits import Limit
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.suggestions import Choice
    from bot.ui.texts import Texts

MOST_SHOWN = 40
"""Quotas in one list; with mentions and amounts they fit into a message."""
MOST_NAME = 100
"""Discord's limit for the name of one, in characters."""


async def show(interaction: Interaction, services: Services) -> None:
    """Every quota, one a line."""
    settings = await services.guilds.settings(admin.guild_of(interaction))
    texts, locale = services.texts, replies.locale(interaction)
    shown, more = settings.limits[:MOST_SHOWN], len(settings.limits) - MOST_SHOWN
    lines = [f"- {setting_words.limit(one, texts, locale)}" for one in shown]
    if more > 0:
        lines.append(texts.say(locale, "admin.quotas_more", count=more))
    notes = admin_notes.of(interaction.guild, settings, texts, locale, only=("limits",))
    card = Card(
        headline=texts.say(locale, "admin.quotas"),
        body="\n".join(lines) or texts.say(locale, "admin.unset.limits"),
        line="\n".join(notes),
    )
    await replies.present(interaction, layout.draw(card))


async def names(services: Services, guild_id: int, limits: Iterable[Limit]) -> Mapping[int, str]:
    """What those with a quota of their own were called when they were last seen."""
    users = [one.subject for one in limits if one.scope is Scope.MEMBER and one.subject]
    return await services.members.names(guild_id, users) if users else {}


def named(
    one: Limit,
    guild: discord.Guild | None,
    texts: Texts,
    locale: str,
    *,
    names: Mapping[int, str],
) -> str:
    """A quota in words for a place where mentions are not read, such as a menu.

    A member who is not among `names` is called by their number.
    """
    whose = ""
    if one.scope is Scope.ROLE:
        role = guild.get_role(one.subject or 0) if guild else None
        name = role.name if role else texts.say(locale, "admin.gone_role")
        whose = texts.say(locale, "limits.role", role=name)
    elif one.scope is Scope.MEMBER:
        number = one.subject or 0
        whose = names.get(number) or texts.say(locale, "limits.member", number=number)
    return prose.label(setting_words.limit(one, texts, locale, whose=whose), MOST_NAME)


class Offers:
    """What is suggested while somebody types."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @suggestions.quietly
    async def quotas(self, interaction: Interaction, current: str) -> list[Choice]:
        """The server's quotas that contain what was typed; none for whoever may not manage it."""
        if not admin.manages(interaction):
            return []
        services, guild, guild_id = self._services, interaction.guild, admin.guild_of(interaction)
        limits = (await services.guilds.settings(guild_id)).limits
        known = await names(services, guild_id, limits)
        texts, locale = services.texts, replies.locale(interaction)
        offered = [(named(one, guild, texts, locale, names=known), one) for one in limits]
        found = [(name, one) for name, one in offered if current.casefold() in name.casefold()]
        return suggestions.choices((name, one.word) for name, one in found)
