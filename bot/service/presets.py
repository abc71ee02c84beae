"""Presets of members and of servers: found by name, saved and forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.audit import Event, Happening
from bot.core.errors import BadInput
from bot.core.presets import MOST_OWN, MOST_SERVER, Preset, named, with_preset, without_preset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.presets import PresetStore
    from bot.service.guilds import Guilds


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a member can use in one place: their own, and the server's."""

    own: Sequence[Preset]
    server: Sequence[Preset]

    @property
    def every(self) -> list[Preset]:
        """All of them, each name once: a member's own goes before the server's."""
        return list({one.key: one for one in (*self.server, *self.own)}.values())

    @property
    def offered(self) -> list[Preset]:
        """The same, the member's own first."""
        mine = {one.key for one in self.own}
        return [*self.own, *(one for one in self.server if one.key not in mine)]


class Presets:
    """Reads and changes presets; those of a server are among its settings, and in its trail."""

    def __init__(self, *, store: PresetStore, guilds: Guilds, clock: Clock) -> None:
        self._store = store
        self._guilds = guilds
        self._clock = clock

    async def shelf(self, user_id: int, guild_id: int | None) -> Shelf:
        """What a member can use there."""
        settings = await self._guilds.settings(guild_id)
        return Shelf(await self._store.own(user_id), settings.presets)

    async def find(self, user_id: int, guild_id: int | None, name: str) -> Preset:
        """The preset of this name; raises `BadInput` when there is none."""
        return named((await self.shelf(user_id, guild_id)).every, name)

    async def save(self, user_id: int, preset: Preset) -> None:
        """Keeps a member's own preset; raises `BadInput` when they have too many."""
        await self._store.save(user_id, preset, MOST_OWN)

    async def delete(self, user_id: int, name: str) -> None:
        """Forgets a member's own preset; raises `BadInput` when there is none."""
        await self._store.delete(user_id, name)

    async def save_for(self, guild_id: int, preset: Preset, *, by: int) -> None:
        """Keeps a preset of a server; raises `BadInput` when it has too many."""

        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, presets=with_preset(now.presets, preset, MOST_SERVER))

        await self._change(guild_id, how, Event.PRESET_SAVED, preset.name, by)

    async def delete_for(self, guild_id: int, name: str, *, by: int) -> None:
        """Forgets a preset of a server; raises `BadInput` when there is none."""

        def how(now: GuildSettings) -> GuildSettings:
            return replace(now, presets=without_preset(now.presets, name))

        await self._change(guild_id, how, Event.PRESET_DELETED, name, by)

    async def _change(
        self,
        guild_id: int,
        how: Callable[[GuildSettings], GuildSettings],
        event: Event,
        name: str,
        by: int,
    ) -> None:
        def told(_before: GuildSettings, _after: GuildSettings) -> list[Happening]:
            at, values = self._clock.now(), {"preset": name}
            return [Happening(guild_id=guild_id, at=at, event=event, actor=by, values=values)]

        await self._guilds.change(guild_id, how, told)


def read(settings: GuildSettings) -> GuildSettings:
    """A file's settings with its presets as if each had been typed.

    Raises `BadInput` or `BadPrompt` where they cannot be used.
    """
    presets = tuple(Preset.parse(one.name, one.text) for one in settings.presets)
    if len({preset.key for preset in presets}) < len(presets):
        raise BadInput("file_field", field="settings.presets")
    return replace(settings, presets=presets)
