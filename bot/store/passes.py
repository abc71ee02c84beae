"""Which passes to the painter have been used, and the key they are sealed with."""

from __future__ import annotations

import secrets
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from bot.core.passes import Seat

if TYPE_CHECKING:
    from bot.store.database import Database

_KEY = "painter_key"
USED = "pass:"
"""What the keys of used passes begin with; their value is when the pass would have run out."""


_SEAT = """
    INSERT INTO seats (nonce, until, application_id, channel_id, guild_id, token, token_until,
        bot_can_edit, upload_limit)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqlitePasses:
    """Keeps `service.painting.Passes`: few, for an hour each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def key(self) -> bytes:
        """The key that passes are sealed with; made when there is none."""
        async with self._database.transaction(lasting=True) as connection:
            await connection.execute(
                "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)",
                (_KEY, secrets.token_hex(32)),
            )
            found = await connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,))
            return b"".join([bytes.fromhex(row["value"]) async for row in found])

    async def use(self, nonce: str, *, until: float, now: float) -> bool:
        """Uses a pass up; False when it was before. Forgets those that have run out."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM meta WHERE key GLOB ? AND CAST(value AS REAL) <= ?",
                (f"{USED}*", now),
            )
            added = await connection.execute(
                "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)",
                (f"{USED}{nonce}", str(until)),
            )
            return added.rowcount == 1

    async def seat(self, nonce: str, seat: Seat, *, until: float, now: float) -> None:
        """Keeps the card that a pass stands on. Forgets those whose pass has run out."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM seats WHERE until <= ?", (now,))
            await connection.execute(_SEAT, (nonce, until, *astuple(seat)))

    async def seated(self, nonce: str) -> Seat | None:
        """The card that a pass stands on, where one is kept."""
        row = await self._database.row("SELECT * FROM seats WHERE nonce = ?", (nonce,))
        if row is None:
            return None
        found = {field.name: row[field.name] for field in fields(Seat)}
        return Seat(**found | {"bot_can_edit": bool(row["bot_can_edit"])})

    async def used(self, nonce: str) -> bool:
        """Whether a pass has been used up."""
        row = await self._database.row("SELECT 1 FROM meta WHERE key = ?", (f"{USED}{nonce}",))
        return row is not None

    async def give_back(self, nonce: str) -> None:
        """Lets a pass be used after all: nothing has come of its use."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM meta WHERE key = ?", (f"{USED}{nonce}",))
