"""Options of managers' commands that take channels: by number, whether the bot sees them or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import AppCommandOptionType, ChannelType, app_commands

if TYPE_CHECKING:
    from bot.ui.replies import Interaction

DRAWN_IN = (
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.voice,
    ChannelType.stage_voice,
)
"""Kinds of channels that members can make pictures in; a thread counts as its channel."""
POSTED_IN = (ChannelType.text, ChannelType.news)
"""Kinds of channels that Easel posts in by itself."""


class _Channel(app_commands.Transformer):
    """A channel of some kinds, as its number.

    discord.py would refuse a command that names a channel which the bot has not heard of.
    """

    def __init__(self, kinds: tuple[ChannelType, ...]) -> None:
        self._kinds = list(kinds)

    @property
    def type(self) -> AppCommandOptionType:
        """What Discord offers."""
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        """The kinds that it offers."""
        return self._kinds

    async def transform(self, interaction: Interaction, value: Any, /) -> int:  # noqa: ANN401
        """The channel's number."""
        return int(value.id)


Place = app_commands.Transform[int, _Channel(DRAWN_IN)]
Post = app_commands.Transform[int, _Channel(POSTED_IN)]


def number(one: discord.abc.Snowflake | None) -> int | None:
    """The number of what was chosen, if anything was."""
    return one.id if one else None
