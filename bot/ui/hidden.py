"""Channels that the bot cannot see: Discord tells that they are there, and not what they are like.

Members may use commands there all the same, and interactions tell of such a channel in full; but
discord.py 2.7.1 takes a channel from what it knows of the server wherever it is known there.

Of a thread an interaction tells only which channel it hangs from (threads have no `nsfw`), so one
under such a channel counts as not age-restricted until something is used in the channel itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

log = structlog.get_logger(__name__)

INTERACTION = "INTERACTION_CREATE"


def take_from_interactions(client: discord.Client) -> None:
    """From now on whether a channel is age-restricted is what the newest interaction there says.

    One that cannot be read is left out.
    """
    parsers: dict[str, Any] = client._connection.parsers  # noqa: SLF001  (no event comes before)
    parse = parsers[INTERACTION]

    def told(data: Mapping[str, Any]) -> None:
        try:
            _note(client, data)
            parse(data)
        except Exception:
            # discord.py 2.7.1 would end the connection, and the program with it, for everybody.
            log.exception("interaction not understood", id=data.get("id"))

    parsers[INTERACTION] = told


def _note(client: discord.Client, data: Mapping[str, Any]) -> None:
    told = data.get("channel") or {}
    guild = client.get_guild(int(data.get("guild_id") or 0))
    channel = guild.get_channel(int(told.get("id") or 0)) if guild else None
    if channel is not None and "nsfw" in told and hasattr(channel, "nsfw"):
        channel.nsfw = bool(told["nsfw"])
