"""What is known of members, in SQLite: how they were seen last, and what they may not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.core.asker import Asker
from bot.core.guild_ports import Block
from bot.store.sql import containing
from bot.store.trail import note

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from bot.core.audit import Happening
    from bot.store.database import Database
    from bot.store.works import Work

FRESH = 86_400.0
"""Seconds before a member who has not changed is written down again."""

_KNOWN = "SELECT name, roles, seen_at FROM members WHERE guild_id = ? AND user_id = ?"
_SEEN = """
    INSERT INTO members (guild_id, user_id, name, roles, seen_at)
    VALUES (:guild_id, :user_id, :name, :roles, :seen_at)
    ON CONFLICT (guild_id, user_id)
    DO UPDATE SET name = excluded.name, roles = excluded.roles, seen_at = excluded.seen_at
"""
_NAMES = """
    SELECT user_id, name FROM members
    WHERE guild_id = ? AND user_id IN (SELECT value FROM json_each(?))
"""
_CALLED = r"""
    SELECT user_id, name FROM members
    WHERE guild_id = ? AND (name LIKE ? ESCAPE '\' OR user_id LIKE ? ESCAPE '\')
    ORDER BY seen_at DESC LIMIT ?
"""
_BLOCK = """
    INSERT INTO blocks (guild_id, user_id, reason, by, at, until)
    VALUES (:guild_id, :user_id, :reason, :by, :at, :until)
    ON CONFLICT (guild_id, user_id) DO UPDATE
    SET reason = excluded.reason, by = excluded.by, at = excluded.at, until = excluded.until
"""
_UNBLOCK = "DELETE FROM blocks WHERE guild_id = ? AND user_id = ? RETURNING user_id"
_BLOCKED = """
    SELECT * FROM blocks
    WHERE user_id = :user_id AND (:guild_id IS NULL OR guild_id = :guild_id)
      AND (until IS NULL OR until > :now)
    ORDER BY until IS NULL DESC, until DESC LIMIT 1
"""
_OF_BLOCKS = "SELECT DISTINCT user_id FROM blocks"
_BLOCKS = """
    SELECT * FROM blocks WHERE guild_id = ? AND (until IS NULL OR until > ?) ORDER BY at DESC
"""
# The condition on `status` is that of an index of the tasks.
_WITHHELD = """
    SELECT DISTINCT tasks.number FROM blocks JOIN tasks ON tasks.user_id = blocks.user_id
    WHERE (until IS NULL OR until > :now)
      AND (tasks.guild_id = blocks.guild_id OR tasks.guild_id IS NULL)
      AND tasks.status NOT IN ('done', 'failed', 'cancelled')
      AND tasks.status = 'queued' AND tasks.sent_at IS NULL
"""
_REFUSED = "INSERT INTO refusals (guild_id, user_id, at) VALUES (?, ?, ?)"
_REFUSALS = """
    SELECT at FROM refusals
    WHERE guild_id = coalesce(:guild_id, 0) AND user_id = :user_id AND at >= :since
    UNION ALL
    SELECT ended_at FROM tasks
    WHERE json_extract(failure, '$.kind') = 'banned_prompt'
      AND guild_id IS :guild_id AND user_id = :user_id AND ended_at >= :since
    ORDER BY 1
"""


class SqliteMembers:
    """`core.guild_ports.Members` in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blocked: set[int] = set()
        """Everybody whom there is a block of, over or not, once they have been read."""
        self._blocked_read = False

    # -- as they were seen -------------------------------------------------------------------------
    async def seen(self, asker: Asker, now: float) -> None:
        """Keeps how a member was called and which roles they had, for pictures and pages."""
        if asker.guild_id is None:
            return
        roles = json.dumps(sorted(asker.roles))
        known = await self._database.row(_KNOWN, (asker.guild_id, asker.user_id))
        same = known is not None and (known["name"], known["roles"]) == (asker.name, roles)
        if known is not None and same and now - known["seen_at"] < FRESH:
            return
        values = {
            "guild_id": asker.guild_id,
            "user_id": asker.user_id,
            "name": asker.name,
            "roles": roles,
            "seen_at": now,
        }
        await self._database.write(_noted(_SEEN, values, ()))

    async def names(self, guild_id: int, users: Sequence[int]) -> Mapping[int, str]:
        """What members were called when they were last seen."""
        found = await self._database.rows(_NAMES, (guild_id, json.dumps(list(users))))
        return {row["user_id"]: row["name"] for row in found}

    async def called(self, guild_id: int, words: str, limit: int) -> list[tuple[int, str]]:
        """Members whose name or id holds these words, the newest first: their id and name."""
        asked = (guild_id, *[containing(words)] * 2, limit)
        return [(row["user_id"], row["name"]) for row in await self._database.rows(_CALLED, asked)]

    async def last_seen(self, guild_id: int, user_id: int) -> Asker | None:
        """A member as they were seen last; where they are and what they may is not known."""
        row = await self._database.row(_KNOWN, (guild_id, user_id))
        if row is None:
            return None
        return Asker(
            user_id=user_id,
            channel_id=0,
            guild_id=guild_id,
            name=row["name"],
            roles=frozenset(json.loads(row["roles"])),
        )

    # -- blocks ------------------------------------------------------------------------------------
    async def block(self, block: Block, trail: Sequence[Happening]) -> None:
        """Keeps a block in the place of an older one, and writes the trail with it."""
        values = {
            "guild_id": block.guild_id,
            "user_id": block.user_id,
            "reason": block.reason,
            "by": block.by,
            "at": block.at,
            "until": block.until,
        }
        self._blocked.add(block.user_id)
        await self._database.write(_noted(_BLOCK, values, trail), lasting=True)

    async def unblock(self, guild_id: int, user_id: int, trail: Sequence[Happening]) -> bool:
        """Ends a block and writes the trail with it; gives whether there was one."""

        def unblocked(connection: sqlite3.Connection) -> bool:
            there_was = bool(connection.execute(_UNBLOCK, (guild_id, user_id)).fetchall())
            note(connection, trail if there_was else ())
            return there_was

        return await self._database.write(unblocked, lasting=True)

    async def blocked(self, guild_id: int | None, user_id: int, now: float) -> Block | None:
        """The block that holds for a member; in direct messages (None) one of any server."""
        if not self._blocked_read:
            self._blocked.update(row["user_id"] for row in await self._database.rows(_OF_BLOCKS))
            self._blocked_read = True
        if user_id not in self._blocked:  # as good as everybody, at each request and each submit
            return None
        asked = {"guild_id": guild_id, "user_id": user_id, "now": now}
        row = await self._database.row(_BLOCKED, asked)
        return _block(row) if row else None

    async def blocks(self, guild_id: int, now: float) -> list[Block]:
        """Every block of a server that holds, the newest first."""
        return [_block(row) for row in await self._database.rows(_BLOCKS, (guild_id, now))]

    async def withheld(self, now: float) -> list[int]:
        """What blocked members have in the queue, there and in direct messages."""
        return [row["number"] for row in await self._database.rows(_WITHHELD, {"now": now})]

    # -- refusals ----------------------------------------------------------------------------------
    async def refused(
        self, guild_id: int | None, user_id: int, now: float, trail: Sequence[Happening]
    ) -> None:
        """Counts a refusal of a member's prompt, and writes the trail with it."""
        refusal = (guild_id or 0, user_id, now)
        await self._database.write(_noted(_REFUSED, refusal, trail), lasting=True)

    async def refusals(self, guild_id: int | None, user_id: int, since: float) -> list[float]:
        """When a member's prompts were refused since then; see `core.guild_ports.Members`."""
        asked = {"guild_id": guild_id, "user_id": user_id, "since": since}
        return [row["at"] for row in await self._database.rows(_REFUSALS, asked)]


def _noted(sql: str, values: Mapping[str, Any] | Sequence[Any], trail: Sequence[Happening]) -> Work:
    """A statement, and the lines of the trail with it."""

    def work(connection: sqlite3.Connection) -> None:
        connection.execute(sql, values)
        note(connection, trail)

    return work


def _block(row: sqlite3.Row) -> Block:
    return Block(
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
        until=row["until"],
    )
