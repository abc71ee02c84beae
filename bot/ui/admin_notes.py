"""What is wrong with a server's settings: what is gone, and where Easel lacks permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import permissions

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord

    from bot.core.guild import GuildSettings
    from bot.ui.texts import Texts

MOST = 5
"""How many channels are complained of at once."""


def gone(guild: discord.Guild | None, settings: GuildSettings) -> dict[str, list[int]]:
    """By setting, the channels and roles that it names and that there are no more.

    A server that the bot has not heard of yet has lost nothing.
    """
    if guild is None or guild.unavailable:
        return {}
    found = {
        "channels": [one for one in settings.channels if guild.get_channel(one) is None],
        "roles": [one for one in settings.roles if guild.get_role(one) is None],
        "weights": [role for role, _ in settings.weights if guild.get_role(role) is None],
        "limits": [
            limit.subject
            for limit in settings.limits
            if limit.scope == "role" and limit.subject and guild.get_role(limit.subject) is None
        ],
        **{
            name: [getattr(settings, name)]
            for name in ("moderation", "audit")
            if getattr(settings, name) and guild.get_channel(getattr(settings, name)) is None
        },
    }
    return {name: sorted(lost) for name, lost in found.items() if lost}


def of(
    guild: discord.Guild | None,
    settings: GuildSettings,
    texts: Texts,
    locale: str,
    *,
    only: Collection[str],
) -> list[str]:
    """A sentence for each thing that is wrong with one of these settings."""
    lost = {name: ids for name, ids in gone(guild, settings).items() if name in only}
    notes = [_gone(name, len(ids), settings, texts, locale) for name, ids in lost.items()]
    for channel, needed in _used(settings, only):
        missing = permissions.lacking_in(guild, channel, needed)
        if missing:
            said = permissions.words(missing, texts, locale)
            notes.append(texts.say(locale, "admin.lacks", channel=f"<#{channel}>", lacking=said))
    return notes[:MOST]


def _gone(name: str, count: int, settings: GuildSettings, texts: Texts, locale: str) -> str:
    """What being gone means: a server none of whose channels are left is closed to its members."""
    chosen = getattr(settings, name)
    closed = name in {"channels", "roles"} and count == len(chosen)
    setting = texts.say(locale, f"admin.names.{name}")
    return texts.say(locale, f"admin.gone_all_{name}" if closed else "admin.gone", name=setting)


def _used(settings: GuildSettings, only: Collection[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Each channel that these settings name, with what Easel needs there."""
    used: list[tuple[int, tuple[str, ...]]] = []
    if "channels" in only:
        used += [(channel, permissions.DRAWING) for channel in sorted(settings.channels)]
    used += [
        (channel, permissions.POSTING)
        for name in ("moderation", "audit")
        if name in only and (channel := getattr(settings, name)) is not None
    ]
    return used
