"""What nobody needs any more, forgotten in small transactions, and the room it took given back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.keeping import Space
from bot.store.passes import USED

if TYPE_CHECKING:
    from bot.store.database import Database

# What is left of a picture is its place: "nothing was attached" and "it is forgotten" differ.
_PICTURES = """
    UPDATE images SET data = x'' WHERE (task, position) IN (
        SELECT images.task, images.position FROM images JOIN tasks ON number = task
        WHERE length(data) > 0 AND status = 'failed' AND ended_at < ? LIMIT ?)
"""
_TOKENS = """
    UPDATE replies SET token = '', token_until = 0 WHERE task IN (
        SELECT task FROM replies WHERE token <> '' AND token_until <= ? LIMIT ?)
"""
_PASSES = """
    DELETE FROM meta WHERE key IN (
        SELECT key FROM meta WHERE key GLOB ? AND CAST(value AS REAL) <= ? LIMIT ?)
"""
_SEATS = """
    DELETE FROM seats WHERE nonce IN (SELECT nonce FROM seats WHERE until <= ? LIMIT ?)
"""
_PROMISES = """
    DELETE FROM promises WHERE number IN (SELECT number FROM promises WHERE token_until < ? LIMIT ?)
"""
_INCREMENTAL = 2


class SqliteAttic:
    """`service.housekeeping.Attic` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pictures(self, before: float, most: int) -> int:
        """Forgets what was attached to tasks that have failed before then."""
        return await self._changed(_PICTURES, before, most)

    async def tokens(self, before: float, most: int) -> int:
        """Forgets the tokens that have ended by then."""
        return await self._changed(_TOKENS, before, most)

    async def passes(self, before: float, most: int) -> int:
        """Forgets used passes, and the cards of others, that have run out by then."""
        used = await self._changed(_PASSES, f"{USED}*", before, most)
        return max(used, await self._changed(_SEATS, before, most))

    async def promises(self, before: float, most: int) -> int:
        """Forgets promised answers whose tokens have ended before then: nobody can keep them."""
        return await self._changed(_PROMISES, before, most)

    async def space(self) -> Space:
        """How much of the file is free, and of its disk."""
        names = ("freelist_count", "page_count", "page_size", "auto_vacuum")
        free, pages, size, mode = [await self._number(f"PRAGMA {name}") for name in names]
        [row] = await self._database.rows("PRAGMA database_list")
        disk = shutil.disk_usage(Path(row["file"]).parent).free
        return Space(free * size, pages * size, disk, can_shrink=mode == _INCREMENTAL)

    async def shrink(self, most: int) -> None:
        """Cuts at most so many bytes of free room off the file."""
        await self._database.shrink(most // await self._number("PRAGMA page_size"))

    async def settle(self) -> None:
        """Writes the log into the file as far as nobody reads it, and refreshes the statistics."""
        await self._database.settle()

    async def _changed(self, sql: str, *values: object) -> int:
        async with self._database.transaction() as connection:
            return (await connection.execute(sql, values)).rowcount

    async def _number(self, sql: str) -> int:
        [row] = await self._database.rows(sql)
        return int(row[0])
