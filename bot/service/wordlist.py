"""What prompts may not hold on a server: changed word by word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.audit import Event, Happening
from bot.core.blocklist import Blocklist, Entry, exception

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.service.guilds import Guilds


class Wordlist:
    """Changes servers' words and exceptions, each change with its line in the trail."""

    def __init__(self, *, guilds: Guilds, clock: Clock) -> None:
        self._guilds = guilds
        self._clock = clock

    async def add(self, guild_id: int, entry: Entry, *, by: int) -> bool:
        """Adds an entry, in the place of one that finds the same; False when it was there so.

        Raises `BadInput` for one that cannot be looked for.
        """

        def how(now: GuildSettings) -> GuildSettings:
            if any((one.same, one.level) == (entry.same, entry.level) for one in now.words):
                return now
            made = Blocklist.parse([*now.words, entry], now.exceptions)
            return replace(now, words=made.entries)

        return await self._change(guild_id, how, Event.WORD_ADDED, entry.pattern, by)

    async def allow(self, guild_id: int, phrase: str, *, by: int) -> bool:
        """Adds an exception; False when it was there. Raises `BadInput` as `add` does."""
        allowed = exception(phrase)

        def how(now: GuildSettings) -> GuildSettings:
            made = Blocklist.parse(now.words, [*now.exceptions, allowed])
            return replace(now, exceptions=made.exceptions)

        return await self._change(guild_id, how, Event.EXCEPTION_ADDED, allowed, by)

    async def remove(self, guild_id: int, typed: str, *, by: int) -> bool:
        """Removes an entry or an exception, however it is spelled; False when there is none."""
        now = await self._guilds.settings(guild_id)
        if (entry := found(now, typed)) is not None:
            return await self._change(
                guild_id,
                lambda now: replace(now, words=tuple(one for one in now.words if one != entry)),
                Event.WORD_REMOVED,
                entry.pattern,
                by,
            )
        phrase = typed.strip()
        return await self._change(
            guild_id,
            lambda now: replace(
                now, exceptions=tuple(one for one in now.exceptions if one != phrase)
            ),
            Event.EXCEPTION_REMOVED,
            phrase,
            by,
        )

    async def _change(
        self,
        guild_id: int,
        how: Callable[[GuildSettings], GuildSettings],
        event: Event,
        word: str,
        by: int,
    ) -> bool:
        """Makes the change and notes it; gives whether there was anything to change."""
        changes: list[bool] = []

        def told(_before: GuildSettings, _after: GuildSettings) -> list[Happening]:
            changes.append(True)
            at, values = self._clock.now(), {"word": word}
            return [Happening(guild_id=guild_id, at=at, event=event, actor=by, values=values)]

        await self._guilds.change(guild_id, how, told)
        return bool(changes)


def found(settings: GuildSettings, typed: str) -> Entry | None:
    """The entry that is meant: of this very spelling, else the word that folds to the same."""
    text = typed.strip()
    exact = (entry for entry in settings.words if entry.pattern == text)
    same = Entry(text).same
    return next(exact, next((entry for entry in settings.words if entry.same == same), None))
