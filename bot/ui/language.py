"""Which language somebody is answered in, and a server is told things in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.errors import EaselError
from bot.ui.texts import DEFAULT

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

log = structlog.get_logger(__name__)

SETTLED = "locale"
"""Under which the language stands in an interaction's extras."""


def chosen(texts: Texts, *wanted: str | None) -> str:
    """The first of these locales that is ours, or whose language is; else English.

    Somebody with British English reads our English, and somebody with Chinese of another region
    our Chinese rather than another language.
    """
    found = (_ours(texts, locale) for locale in wanted if locale)
    return next((locale for locale in found if locale is not None), DEFAULT)


def _ours(texts: Texts, locale: str) -> str | None:
    if locale in texts.locales:
        return locale
    language = locale.partition("-")[0]
    same = (ours for ours in sorted(texts.locales) if ours.partition("-")[0] == language)
    return next(same, None)


async def settle(interaction: Interaction, services: Services) -> None:
    """Notes the language of whatever is answered to this interaction. Never raises.

    It is that of whoever acts; where it is none of ours, the one that the server's managers have
    chosen, then the one it has in Discord, then English.
    """
    guild_id = interaction.guild_id if interaction.is_guild_integration() else None
    settled: str | None = None
    try:
        settled = (await services.guilds.settings(guild_id)).locale
    except EaselError as error:  # the answer will say it
        log.warning("settings not read", guild=guild_id, error=repr(error))
    theirs, place = str(interaction.locale), interaction.guild_locale
    interaction.extras[SETTLED] = chosen(
        services.texts, theirs, settled, str(place) if place else None
    )


def of(interaction: Interaction) -> str:
    """The language that was noted; that of whoever acts where nothing was."""
    return str(interaction.extras.get(SETTLED) or interaction.locale)
