"""What relays have been found not to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.database import Database


class SqliteOperations:
    """`core.ports.Operations` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def missing(self, relay: str) -> Mapping[str, float]:
        """Operation to when it was last found missing (seconds since the epoch)."""
        found = await self._database.rows(
            "SELECT operation, missing_at FROM operations WHERE relay = ?", (relay,)
        )
        return {row["operation"]: row["missing_at"] for row in found}

    async def note(self, relay: str, operation: str, *, missing_at: float | None) -> None:
        """Notes that an operation is missing since now, or that it works (None)."""
        async with self._database.transaction() as connection:
            if missing_at is None:
                await connection.execute(
                    "DELETE FROM operations WHERE relay = ? AND operation = ?", (relay, operation)
                )
            else:
                await connection.execute(
                    "INSERT INTO operations (relay, operation, missing_at) VALUES (?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET missing_at = excluded.missing_at",
                    (relay, operation, missing_at),
                )
