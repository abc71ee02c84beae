"""The trail of what has happened in servers, in SQLite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.core.audit import Board, Event, Happening
from bot.core.slowing import MEMORY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from bot.store.database import Database

_NOTE = """
    INSERT INTO trail (guild_id, at, event, actor, task, channel_id, happened, once, posted)
    VALUES (:guild_id, :at, :event, :actor, :task, :channel_id, :happened, :once, :posted)
    ON CONFLICT (guild_id, once) WHERE once IS NOT NULL DO NOTHING
"""
# A condition that a partial index serves is spelled as it is there; 3 is every board.
_WAITING = "SELECT DISTINCT guild_id FROM trail WHERE posted <> 3"
_UNPOSTED = """
    SELECT * FROM trail
    WHERE posted <> 3 AND guild_id = :guild_id AND posted & :board = 0
    ORDER BY number LIMIT :limit
"""
_POSTED = """
    UPDATE trail SET posted = posted | :board
    WHERE posted <> 3 AND guild_id = :guild_id AND number <= :last
"""
_PAGE = """
    SELECT * FROM trail WHERE guild_id = :guild_id AND (:before IS NULL OR number < :before)
    ORDER BY number DESC LIMIT :limit
"""
_FORGET = (
    "DELETE FROM trail WHERE at < :before",
    "DELETE FROM blocks WHERE until < :before",
    "DELETE FROM members WHERE seen_at < :before",
)
_FORGET_REFUSALS = "DELETE FROM refusals WHERE at < (SELECT max(at) FROM refusals) - ?"


class SqliteTrail:
    """`core.guild_ports.Trail` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, happening: Happening) -> None:
        """Keeps a line; one whose `once` is already there is dropped."""
        await self._database.write(lambda connection: note(connection, [happening]), lasting=True)

    async def waiting(self) -> list[int]:
        """The servers with lines that are not posted everywhere yet."""
        return [row["guild_id"] for row in await self._database.rows(_WAITING)]

    async def unposted(self, guild_id: int, board: Board, limit: int) -> list[Happening]:
        """A server's oldest lines that this board has not shown yet."""
        asked = {"guild_id": guild_id, "board": board, "limit": limit}
        return [_happening(row) for row in await self._database.rows(_UNPOSTED, asked)]

    async def posted(self, guild_id: int, board: Board, last: int) -> None:
        """A server's lines up to this number are on the board, or there is nobody to see them."""
        told = {"guild_id": guild_id, "board": board, "last": last}
        async with self._database.transaction() as connection:
            await connection.execute(_POSTED, told)

    async def page(self, guild_id: int, *, before: int | None, limit: int) -> list[Happening]:
        """A server's newest lines, those with numbers under `before`."""
        asked = {"guild_id": guild_id, "before": before, "limit": limit}
        return [_happening(row) for row in await self._database.rows(_PAGE, asked)]

    async def forget(self, before: float) -> None:
        """Drops what is older, and what no longer counts for anything."""
        async with self._database.transaction() as connection:
            for statement in _FORGET:
                await connection.execute(statement, {"before": before})
            await connection.execute(_FORGET_REFUSALS, (MEMORY,))


def note(connection: sqlite3.Connection, lines: Iterable[Happening]) -> None:
    """Writes lines, inside a transaction."""
    if values := [_values(line) for line in lines]:
        connection.executemany(_NOTE, values)


def _values(line: Happening) -> dict[str, str | int | float | None]:
    return {
        "guild_id": line.guild_id,
        "at": line.at,
        "event": line.event,
        "actor": line.actor,
        "task": line.task,
        "channel_id": line.channel_id,
        "happened": json.dumps(dict(line.values)),
        "once": line.once,
        "posted": sum(board for board in Board if not board.wants(line.event)),
    }


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
