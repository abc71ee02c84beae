"""The store of promised answers: few, and each for a minute as a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.promise import Promise

if TYPE_CHECKING:
    from bot.store.database import Database

_KEEP = """
    INSERT INTO promises (application_id, token, token_until, locale, made_at, details_of)
    VALUES (?, ?, ?, ?, ?, ?) RETURNING number
"""


class SqlitePromises:
    """`service.promises.PromiseStore` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, promise: Promise) -> Promise:
        """Stores a promise; gives it back with its `number`."""
        values = (
            promise.application_id,
            promise.token,
            promise.token_until,
            promise.locale,
            promise.made_at,
            promise.details_of,
        )
        async with self._database.transaction() as connection:
            [row] = await connection.execute_fetchall(_KEEP, values)
        return replace(promise, number=int(row["number"]))

    async def drop(self, number: int) -> None:
        """Forgets a promise; one that is not there is forgotten already."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM promises WHERE number = ?", (number,))

    async def open(self) -> list[Promise]:
        """Every promise that nobody has kept, the oldest first.

        One whose place a task has taken is left out: that task's message is delivery's.
        """
        found = await self._database.rows(
            "SELECT * FROM promises"
            " WHERE token NOT IN (SELECT token FROM replies WHERE token <> '') ORDER BY number"
        )
        return [
            Promise(
                application_id=row["application_id"],
                token=row["token"],
                token_until=row["token_until"],
                locale=row["locale"],
                made_at=row["made_at"],
                details_of=row["details_of"],
                number=row["number"],
            )
            for row in found
        ]
