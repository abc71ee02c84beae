"""Servers' settings as everything else asks for them: at hand, and changed in one place."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import Event, Happening
from bot.core.guild import NOBODYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.guild_ports import GuildStore, SettingsFile

log = structlog.get_logger(__name__)


class Guilds:
    """Reads settings once and keeps them, since every click asks.

    `file` is how settings look as text, for those who read the trail.

    Kept here: what is at hand is what is stored, and of two changes at one moment neither is lost.
    """

    def __init__(
        self,
        *,
        store: GuildStore,
        file: SettingsFile,
        clock: Clock,
        outside: GuildSettings = NOBODYS,
    ) -> None:
        """`outside` is what holds outside of servers that the bot is in."""
        self._store = store
        self.file = file
        self._clock = clock
        self._outside = outside
        self._known: dict[int, GuildSettings] = {}
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """A server's settings, or what holds outside of servers (None)."""
        if guild_id is None:
            return self._outside
        if guild_id not in self._known:
            stored = await self._store.settings(guild_id)
            self._known.setdefault(guild_id, stored or NOBODYS)
        return self._known[guild_id]

    async def settle(
        self, guild_id: int, how: Callable[[GuildSettings], GuildSettings], *, actor: int
    ) -> GuildSettings:
        """A server's settings after `how`, with a line of the trail for each that it changed.

        Whatever `how` raises is let through, with nothing changed.
        """

        def told(before: GuildSettings, after: GuildSettings) -> list[Happening]:
            names = changed(before, after)
            return [self._line(guild_id, actor, name, before, after) for name in names]

        return await self.change(guild_id, how, told)

    async def replace(self, guild_id: int, settings: GuildSettings, *, actor: int) -> None:
        """Puts all settings in the place of those before, which is one line of the trail."""

        def told(_before: GuildSettings, _after: GuildSettings) -> list[Happening]:
            now = self._clock.now()
            return [Happening(guild_id=guild_id, at=now, event=Event.IMPORTED, actor=actor)]

        await self.change(guild_id, lambda _: settings, told)

    def _line(
        self, guild_id: int, actor: int, name: str, before: GuildSettings, after: GuildSettings
    ) -> Happening:
        # As in the file and not in words: whoever reads the trail does so in their own language.
        values = {
            "name": name,
            "before": self.file.noted(before, name),
            "after": self.file.noted(after, name),
        }
        return Happening(
            guild_id=guild_id,
            at=self._clock.now(),
            event=Event.SETTING,
            actor=actor,
            values=values,
        )

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


def changed(before: GuildSettings, after: GuildSettings) -> list[str]:
    """The names of the settings that differ."""
    names = (one.name for one in fields(before))
    return [name for name in names if getattr(before, name) != getattr(after, name)]
