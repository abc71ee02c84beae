"""Servers' settings in SQLite, and the trail of what happened there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.core.audit import Event, Happening
from bot.store import guild_file

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    import aiosqlite

    from bot.core.guild import GuildSettings
    from bot.store.database import Database

_SETTINGS = "SELECT settings FROM guilds WHERE guild_id = ?"
_SETTLE = """
    INSERT INTO guilds (guild_id, settings, changed_at) VALUES (:guild_id, :settings, :at)
    ON CONFLICT (guild_id)
    DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at
"""
_NOTE = """
    INSERT INTO trail (guild_id, at, event, actor, task, channel_id, happened, once)
    VALUES (:guild_id, :at, :event, :actor, :task, :channel_id, :happened, :once)
    ON CONFLICT (guild_id, once) WHERE once IS NOT NULL DO NOTHING
"""
_UNPOSTED = "SELECT * FROM trail WHERE posted = 0 ORDER BY number LIMIT ?"
_POSTED = (
    "UPDATE trail SET posted = 1 WHERE posted = 0 AND number IN (SELECT value FROM json_each(?))"
)
_PAGE = """
    SELECT * FROM trail WHERE guild_id = :guild_id AND (:before IS NULL OR number < :before)
    ORDER BY number DESC LIMIT :limit
"""


class SqliteGuilds:
    """`core.guild_ports.GuildStore` and `core.guild_ports.Trail` in SQLite.

    Kept here: a change of settings and its line in the trail are written together or not at all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- settings ----------------------------------------------------------------------------------
    async def settings(self, guild_id: int) -> GuildSettings | None:
        """What a server has settled; None when it never has."""
        row = await self._database.row(_SETTINGS, (guild_id,))
        return guild_file.imported(row["settings"]) if row else None

    async def change(
        self, guild_id: int, settings: GuildSettings, trail: Sequence[Happening]
    ) -> None:
        """Replaces a server's settings and writes the trail, both in one transaction."""
        values = {
            "guild_id": guild_id,
            "settings": guild_file.exported(settings),
            "at": max((line.at for line in trail), default=0.0),
        }
        async with self._database.transaction(lasting=True) as connection:
            await connection.execute(_SETTLE, values)
            for line in trail:
                await note(connection, line)

    # -- the trail ---------------------------------------------------------------------------------
    async def note(self, happening: Happening) -> None:
        """Keeps a line; one whose `once` is already there is dropped."""
        async with self._database.transaction(lasting=True) as connection:
            await note(connection, happening)

    async def unposted(self, limit: int) -> list[Happening]:
        """The oldest lines that nobody has been shown yet."""
        return [_happening(row) for row in await self._database.rows(_UNPOSTED, (limit,))]

    async def posted(self, numbers: Sequence[int]) -> None:
        """These have been shown, or there is nobody to show them to."""
        async with self._database.transaction() as connection:
            await connection.execute(_POSTED, (json.dumps(list(numbers)),))

    async def page(self, guild_id: int, *, before: int | None, limit: int) -> list[Happening]:
        """A server's newest lines, those with numbers under `before`."""
        asked = {"guild_id": guild_id, "before": before, "limit": limit}
        return [_happening(row) for row in await self._database.rows(_PAGE, asked)]


async def note(connection: aiosqlite.Connection, happening: Happening) -> None:
    """Writes one line, inside a transaction."""
    await connection.execute(
        _NOTE,
        {
            "guild_id": happening.guild_id,
            "at": happening.at,
            "event": happening.event,
            "actor": happening.actor,
            "task": happening.task,
            "channel_id": happening.channel_id,
            "happened": json.dumps(dict(happening.values)),
            "once": happening.once,
        },
    )


def _happening(row: sqlite3.Row) -> Happening:
    return Happening(
        number=row["number"],
        guild_id=row["guild_id"],
        at=row["at"],
        event=Event(row["event"]),
        actor=row["actor"],
        task=row["task"],
        channel_id=row["channel_id"],
        values=json.loads(row["happened"]),
        once=row["once"],
    )
