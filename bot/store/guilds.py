"""Servers' settings in SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import guild_file
from bot.store.trail import note

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from bot.core.audit import Happening
    from bot.core.guild import GuildSettings
    from bot.store.database import Database

_SETTINGS = "SELECT settings FROM guilds WHERE guild_id = ?"
_SETTLE = """
    INSERT INTO guilds (guild_id, settings, changed_at) VALUES (:guild_id, :settings, :at)
    ON CONFLICT (guild_id)
    DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at
"""


class SqliteGuilds:
    """`core.guild_ports.GuildStore` in SQLite.

    Kept here: a change of settings and its line in the trail are written together or not at all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

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

        def settle(connection: sqlite3.Connection) -> None:
            connection.execute(_SETTLE, values)
            note(connection, trail)

        await self._database.write(settle, lasting=True)
