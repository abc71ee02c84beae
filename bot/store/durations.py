"""How long finished tasks took, read from their rows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.waiter import Work
from bot.store import rows
from bot.store.rows_request import request

if TYPE_CHECKING:
    from bot.store.database import Database

_FINISHED = """
    SELECT kind, request, terms, relay, moved_at - coalesce(confirmed_at, sent_at) AS took
    FROM tasks WHERE status = 'done' AND sent_at IS NOT NULL
    ORDER BY number DESC LIMIT ?
"""
_UNDERWAY = "SELECT number FROM tasks WHERE status NOT IN ('done', 'failed', 'cancelled')"


class SqliteDurations:
    """`service.durations.PastWork` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def finished(self, limit: int) -> list[tuple[str, Work, float]]:
        """Relay, kind of work and seconds of the newest finished tasks, oldest first."""
        found: list[tuple[str, Work, float]] = []
        for place, row in enumerate(await self._database.rows(_FINISHED, (limit,)), 1):
            work = Work.of(request(row), rows.terms(row["terms"]))
            found.append((row["relay"], work, row["took"]))
            if place % rows.BREATH == 0:
                await asyncio.sleep(0)
        return found[::-1]

    async def underway(self) -> list[int]:
        """Every task that has not ended."""
        return [row["number"] for row in await self._database.rows(_UNDERWAY)]
