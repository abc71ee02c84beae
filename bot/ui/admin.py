"""What all commands of a server's managers do: who may, and what is said of a change."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bot.core.errors import NotAllowed
from bot.core.guild import GuildSettings, check_manager
from bot.service.guilds import changed
from bot.ui import admin_notes, replies, rights, setting_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts


NAMES = tuple(one.name for one in fields(GuildSettings))
"""Every setting, in the order they are told in."""


MODERATORS = {"for": "moderators"}
"""Marks a command that moderators may use who do not manage the server."""


def manages(interaction: Interaction) -> bool:
    """Whether whoever acts may settle things here, by what Discord says of them at this moment."""
    try:
        check_manager(rights.asker(interaction))
    except NotAllowed:
        return False
    return True


def guild_of(interaction: Interaction) -> int:
    """The server whose settings are meant. Raises `NotAllowed` for whoever may not manage it."""
    asker = rights.asker(interaction)
    check_manager(asker)
    return asker.guild_id or 0


async def settle(
    interaction: Interaction,
    services: Services,
    how: Callable[[GuildSettings], GuildSettings],
    *names: str,
) -> None:
    """Changes the server's settings and says in private what holds now.

    `names` are the settings that are told of even when nothing has changed.
    """
    guild_id = guild_of(interaction)
    before = await services.guilds.settings(guild_id)
    after = await services.guilds.settle(guild_id, how, actor=interaction.user.id)
    texts, locale = services.texts, replies.locale(interaction)
    told = changed(before, after) or names
    lines = [line(name, after, texts, locale) for name in told]
    if before == after and not names:
        lines = [texts.say(locale, "admin.as_before")]
    notes = admin_notes.of(interaction.guild, after, texts, locale, only=told)
    await replies.say(interaction, "\n".join([*lines, *notes]))


def line(name: str, settings: GuildSettings, texts: Texts, locale: str) -> str:
    """One setting with its name."""
    return texts.say(
        locale,
        "admin.now",
        name=texts.say(locale, f"admin.names.{name}"),
        value=setting_words.value(name, settings, texts, locale),
    )
