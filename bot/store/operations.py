"""What relays have been found not to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.database import Database


class SqliteOperations:
    """`service.operations.Operations` in SQLite.

    Kept here: what a relay was found not to have is known of its address, by `addresses`, and not
    of another one that it is given later.
    """

    def __init__(self, database: Database, *, addresses: Mapping[str, str] | None = None) -> None:
        self._database = database
        self._addresses = addresses if addresses is not None else {}

    def _place(self, relay: str) -> str:
        return f"{relay} {self._addresses[relay]}" if relay in self._addresses else relay

    async def missing(self, relay: str) -> Mapping[str, float]:
        """Operation to when it was last found missing (seconds since the epoch)."""
        found = await self._database.rows(
            "SELECT operation, missing_at FROM operations WHERE relay = ?",
            (self._place(relay),),
        )
        return {row["operation"]: row["missing_at"] for row in found}

    async def note(self, relay: str, operation: str, *, missing_at: float | None) -> None:
        """Notes that an operation is missing since now, or that it works (None)."""
        place = self._place(relay)
        async with self._database.transaction() as connection:
            if missing_at is None:
                await connection.execute(
                    "DELETE FROM operations WHERE relay = ? AND operation = ?", (place, operation)
                )
            else:
                await connection.execute(
                    "INSERT INTO operations (relay, operation, missing_at) VALUES (?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET missing_at = excluded.missing_at",
                    (place, operation, missing_at),
                )
