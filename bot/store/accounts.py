"""What is read of the ledger beside its transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import ledger, rows

if TYPE_CHECKING:
    from bot.core.limits import Ceiling
    from bot.core.task import Task
    from bot.store.database import Database

_NEWEST = """
    SELECT * FROM tasks INDEXED BY tasks_spent
    WHERE guild_id IS :guild_id AND created_at >= :since AND user_id = :user_id
    ORDER BY created_at DESC LIMIT :limit
"""


class SqliteLedger:
    """`core.accounts.LedgerReads` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def used(self, ceiling: Ceiling) -> int:
        """What has been used of a quota: tasks, or millionths."""
        [row] = await self._database.rows(ledger.USED, ledger.spent_values(ceiling))
        return int(row[ceiling.limit.unit.value])

    async def newest(
        self, user_id: int, guild_id: int | None, *, since: float, limit: int
    ) -> list[Task]:
        """A member's newest tasks of a server, or outside of servers (None), newest first."""
        asked = {"user_id": user_id, "guild_id": guild_id, "since": since, "limit": limit}
        found = await self._database.rows(_NEWEST, asked)
        return [rows.task(row) for row in found]
