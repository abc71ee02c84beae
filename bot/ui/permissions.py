"""What the bot may do where, and what it lacks there, by the names that Discord's settings have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.ui.setting_words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ui.replies import Interaction
    from bot.ui.texts import Texts

INVITED = discord.Permissions(
    view_channel=True,  # to edit its messages when the interaction's token has ended
    attach_files=True,  # to put the picture there then
    send_messages=True,  # to write anew where the first message cannot be edited
    send_messages_in_threads=True,
    read_message_history=True,  # without it such a message cannot answer the first one
)
"""What an invitation asks for; replies to interactions need none of it."""
POSTING = ("view_channel", "send_messages")
"""What the channels for moderators need."""
DRAWING = ("view_channel", "send_messages", "attach_files", "read_message_history")
"""What a channel needs where members make pictures."""
DRAWING_IN_THREADS = tuple(
    "send_messages_in_threads" if name == "send_messages" else name for name in DRAWING
)
NAMES = frozenset({*POSTING, *DRAWING, *DRAWING_IN_THREADS})
"""Every permission that Easel ever speaks of."""


def lacking_here(interaction: Interaction) -> tuple[str, ...]:
    """What the bot lacks where this was asked; nothing where the bot itself is not needed."""
    if interaction.guild_id is None or not interaction.is_guild_integration():
        return ()
    thread = isinstance(interaction.channel, discord.Thread)
    needed = DRAWING_IN_THREADS if thread else DRAWING
    return _lacking(interaction.app_permissions, needed)


def lacking_in(
    guild: discord.Guild | None, channel_id: int, needed: Sequence[str]
) -> tuple[str, ...]:
    """What the bot lacks in a channel; nothing where the channel or the bot's roles are unknown."""
    channel = guild.get_channel(channel_id) if guild else None
    me: discord.Member | None = getattr(guild, "me", None)  # not there before the server is known
    if channel is None or me is None:
        return ()
    return _lacking(channel.permissions_for(me), needed)


def _lacking(has: discord.Permissions, needed: Sequence[str]) -> tuple[str, ...]:
    if not has.view_channel and "view_channel" in needed:
        return ("view_channel",)  # without it Discord denies all others; they are told afterwards
    return tuple(name for name in needed if not getattr(has, name))


def words(lacking: Sequence[str], texts: Texts, locale: str) -> str:
    """Permissions by their names in Discord."""
    return listed([texts.say(locale, f"permissions.{name}") for name in lacking], texts, locale)
