"""Members who act outside of Discord: where they are, and what they may there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ui import rights

if TYPE_CHECKING:
    import discord

    from bot.core.asker import Asker


class DiscordPlaces:
    """`service.painting.Places`, from what Discord has told of servers and channels.

    A member's roles are those they were seen with last; what these allow is that of this moment, in
    the whole server, since channels' own exceptions for them cannot be known.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def placed(self, asker: Asker, channel_id: int) -> Asker:
        """The member in this channel, with what they may there."""
        guild = self._client.get_guild(asker.guild_id or 0)
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        here = replace(
            asker,
            channel_id=channel_id,
            parent_id=rights.above(channel),
            age_restricted=rights.age_restricted(channel),
        )
        return _allowed(here, guild) if guild else here


def _allowed(asker: Asker, guild: discord.Guild) -> Asker:
    roles = (guild.get_role(role) for role in asker.roles)
    may = [role.permissions for role in roles if role is not None]
    manages = asker.user_id == guild.owner_id or any(
        one.manage_guild or one.administrator for one in may
    )
    moderates = manages or any(one.manage_messages for one in may)
    return replace(asker, manages=manages, moderates=moderates)
