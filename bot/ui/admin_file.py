"""A server's settings as a file: handed out, and taken in whole or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.core.errors import BadInput
from bot.core.limits import Scope
from bot.service import presets
from bot.ui import admin, admin_notes, layout, replies
from bot.ui.card import Card
from bot.ui.network import FAILED

if TYPE_CHECKING:
    from bot.core.guild import GuildSettings
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

LARGEST = 512 * 1024
"""Bytes of the largest file that is looked at; one with all there can be is smaller."""
READING_TIME = 2.0
"""Seconds to download it in: Discord waits three for an answer."""
LOOKED_UP = 20
"""Members with quotas of their own who are looked up at Discord, one request each."""
LOOKING_TIME = 0.8
"""Seconds that may take."""
REASONS = {
    "file_large": frozenset({"limit"}),
    "file_slow": frozenset[str](),
    "file_locale": frozenset({"language", "allowed"}),
    "file_channels": frozenset({"ids"}),
    "file_roles": frozenset({"ids"}),
}
"""Every reason a file is refused for here, and the values its sentence takes."""


async def export(interaction: Interaction, services: Services) -> None:
    """Hands the settings out as one file."""
    guild_id = admin.guild_of(interaction)
    settings = await services.guilds.settings(guild_id)
    said = services.texts.say(replies.locale(interaction), "admin.exported")
    data = services.guilds.file.exported(settings).encode()
    await replies.hand(interaction, said, f"easel-{guild_id}.json", data)


async def take(
    interaction: Interaction, services: Services, attachment: discord.Attachment
) -> None:
    """Replaces all settings by those of a file. Raises `BadInput` with nothing changed."""
    guild_id = admin.guild_of(interaction)
    settings = presets.read(services.guilds.file.imported(await _read(attachment)))
    _check(interaction.guild, settings, services.texts)
    await services.guilds.replace(guild_id, settings, actor=interaction.user.id)
    texts, locale = services.texts, replies.locale(interaction)
    told = [admin.line(name, settings, texts, locale) for name in admin.NAMES]
    note = ""
    if absent := await _absent(interaction.guild, settings):
        members = ", ".join(f"<@{member}>" for member in absent)
        note = texts.say(locale, "admin.absent", members=members)
    card = Card(  # a message of words alone may hold half as much
        headline=texts.say(locale, "admin.imported"), body="\n".join(told), line=note
    )
    await replies.present(interaction, layout.draw(card))


async def _read(attachment: discord.Attachment) -> bytes:
    """The file's bytes; its declared size is looked at before anything is downloaded."""
    if attachment.size > LARGEST:
        raise BadInput("file_large", limit=LARGEST // 1024)
    try:
        async with asyncio.timeout(READING_TIME):
            return await attachment.read()
    except FAILED as error:
        raise BadInput("file_slow") from error


async def _absent(guild: discord.Guild | None, settings: GuildSettings) -> list[int]:
    """Members with quotas of their own who are not in the server.

    That is said and no more: their quotas change nothing, and may be there for who comes back. No
    more are looked up than there is time for, and who cannot be in time is taken to be there.
    """
    subjects = [one.subject for one in settings.limits if one.scope is Scope.MEMBER]
    members = list(dict.fromkeys(filter(None, subjects)))[:LOOKED_UP]
    if guild is None or not members:
        return []
    looks = [asyncio.create_task(_if_absent(guild, member)) for member in members]
    done, late = await asyncio.wait(looks, timeout=LOOKING_TIME)
    for look in late:
        look.cancel()
    return sorted(filter(None, (look.result() for look in done)))


async def _if_absent(guild: discord.Guild, member: int) -> int | None:
    try:
        await guild.fetch_member(member)
    except discord.NotFound:
        return member
    except Exception:  # noqa: BLE001  (Discord's answer may be anything)
        return None
    return None


def _check(guild: discord.Guild | None, settings: GuildSettings, texts: Texts) -> None:
    """Raises `BadInput` for what is written as it should be and is not there."""
    if settings.locale is not None and settings.locale not in texts.locales:
        allowed = ", ".join(sorted(texts.locales))
        raise BadInput("file_locale", language=settings.locale, allowed=allowed)
    gone = admin_notes.gone(guild, settings)
    for reason, names in _PLACES.items():
        lost = sorted({one for name in names for one in gone.get(name, ())})
        if lost:
            raise BadInput(reason, ids=", ".join(map(str, lost)))


_PLACES = {
    "file_channels": ("channels", "moderation", "audit"),
    "file_roles": ("roles", "weights", "limits"),
}
