"""Servers' settings as everything else asks for them: at hand, and changed in one place."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog

from bot.core.guild import NOBODYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.audit import Happening
    from bot.core.guild import GuildSettings
    from bot.core.guild_ports import GuildStore

log = structlog.get_logger(__name__)


class Guilds:
    """Reads settings once and keeps them, since every click asks.

    Kept here: what is at hand is what is stored, and of two changes at one moment neither is lost.
    """

    def __init__(self, *, store: GuildStore) -> None:
        self._store = store
        self._known: dict[int, GuildSettings] = {}
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """A server's settings; the defaults outside of servers (None)."""
        if guild_id is None:
            return NOBODYS
        if guild_id not in self._known:
            stored = await self._store.settings(guild_id)
            self._known.setdefault(guild_id, stored or NOBODYS)
        return self._known[guild_id]

    async def change(
        self,
        guild_id: int,
        how: Callable[[GuildSettings], GuildSettings],
        told: Callable[[GuildSettings, GuildSettings], Sequence[Happening]],
    ) -> GuildSettings:
        """A server's settings after `how`, in force from now on.

        `told` makes the lines of the trail of what was before and what is after. Whatever `how`
        raises is let through, with nothing changed.
        """
        async with self._turns[guild_id]:
            before = await self.settings(guild_id)
            after = how(before)
            if after != before:
                await self._store.change(guild_id, after, told(before, after))
                self._known[guild_id] = after
                log.info("settings changed", guild=guild_id)
            return after
