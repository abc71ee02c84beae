"""The store of messages that may not show what they are believed to show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.store import sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from bot.store.database import Database

NOTE = f"""
    INSERT INTO suspects (task, since)
    SELECT number, ? FROM tasks WHERE {sql.IS_BEHIND}
    ON CONFLICT (task) DO UPDATE SET since = excluded.since
"""  # noqa: S608
_TRUST = "DELETE FROM suspects WHERE task IN (SELECT value FROM json_each(?))"


class SqliteSuspects:
    """`service.second_look.SuspectStore` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, now: float) -> dict[int, float]:
        """Takes up every message that is behind; see `service.second_look.SuspectStore.note`."""

        def note(connection: sqlite3.Connection) -> dict[int, float]:
            connection.execute(NOTE, (now,))
            found = connection.execute("SELECT task, since FROM suspects ORDER BY task")
            return {row["task"]: row["since"] for row in found}

        return await self._database.write(note)

    async def trust(self, numbers: Collection[int]) -> None:
        """These are suspects no more; one that is none stays so."""
        wanted = json.dumps(list(numbers))
        await self._database.write(lambda connection: connection.execute(_TRUST, (wanted,)))
