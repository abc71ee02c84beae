"""Tasks counted by SQLite itself, however many there are, on a connection of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.usage import MEMBERS, Count, Line, Usage, Wait

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import AsyncGenerator, Iterable, Sequence

    import aiosqlite

    from bot.core.usage import Window
    from bot.store.database import Database

_MANY = 200
"""Tasks read at a time; turning them into values takes a few milliseconds."""

# The names below are this module's own, never a member's words.
_OF = "guild_id = :guild_id AND created_at >= :start AND created_at < :end"
_PLACE = "CAST((created_at - :start) / :step AS INTEGER)"
# Who only took tasks back, at no cost, is not among the members.
_WHO = "iif(status <> 'cancelled' OR reserved + charged + lost > 0, user_id, NULL)"
_COUNT = """
    coalesce(sum(status <> 'cancelled'), 0) AS tasks,
    coalesce(sum(status = 'failed'), 0) AS failed,
    coalesce(sum(reserved + charged + lost), 0) AS cost
"""
_TOTAL = f"SELECT {_COUNT}, count(DISTINCT {_WHO}) AS members FROM tasks WHERE {_OF}"  # noqa: S608
_CANCELLED = f"SELECT count(*) AS tasks FROM tasks WHERE {_OF} AND status = 'cancelled'"  # noqa: S608
_STEPS = f"SELECT {_PLACE} AS key, {_COUNT} FROM tasks WHERE {_OF} GROUP BY key"  # noqa: S608
_MEMBERS = f"""
    SELECT {_WHO} AS key, {_COUNT} FROM tasks WHERE {_OF} AND {_WHO} IS NOT NULL
    GROUP BY key ORDER BY tasks DESC, key LIMIT {MEMBERS}
"""  # noqa: S608
_OPERATIONS = f"""
    SELECT operation AS key, {_COUNT} FROM tasks WHERE {_OF}
    GROUP BY key HAVING tasks > 0 OR cost > 0 ORDER BY tasks DESC, key
"""  # noqa: S608
# `kind` would be the column of that name, which says what was asked for.
_FAILURES = f"""
    SELECT json_extract(failure, '$.kind') AS why, count(*) AS tasks FROM tasks
    WHERE {_OF} AND status = 'failed' AND failure IS NOT NULL
    GROUP BY why ORDER BY tasks DESC, why
"""  # noqa: S608
# The nearest rank: the smallest wait that so large a part of all did not exceed.
_WAITS = f"""
    WITH finished AS (
        SELECT {{place}} AS place, max(0.0, ended_at - created_at) AS took FROM tasks
        WHERE {_OF} AND status = 'done' AND ended_at IS NOT NULL
    ), ranked AS (
        SELECT place, took,
            row_number() OVER (PARTITION BY place ORDER BY took) AS rank,
            count(*) OVER (PARTITION BY place) AS of
        FROM finished
    )
    SELECT place,
        max(took) FILTER (WHERE rank = (of + 1) / 2) AS median,
        max(took) FILTER (WHERE rank = (9 * of + 9) / 10) AS most
    FROM ranked GROUP BY place
"""  # noqa: S608
_LINES = f"""
    SELECT number, created_at, user_id, operation, speed, status,
        coalesce(json_extract(failure, '$.kind'), '') AS failure,
        reserved + charged + lost AS cost,
        max(0.0, sent_at - created_at) AS waited, max(0.0, ended_at - created_at) AS took
    FROM tasks WHERE {_OF} ORDER BY created_at DESC, number DESC
"""  # noqa: S608


_BY_STATUS = "SELECT relay, status, count(*) AS tasks FROM tasks GROUP BY relay, status"


class SqliteUsage:
    """`core.usage.UsageReads` and `core.usage.Tallies` in SQLite.

    Kept here: one question is one moment, whatever is written meanwhile; and what everybody else
    reads does not wait behind it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def usage(self, guild_id: int, window: Window) -> Usage:
        """What was asked for in a server in that time. Raises `StoreError`."""
        async with self._database.aside() as connection:
            return await _Question(connection, guild_id, window).usage()

    async def lines(self, guild_id: int, window: Window) -> AsyncGenerator[Sequence[Line], None]:
        """Every task of that time, newest first, some at a time. Raises `StoreError`."""
        async with self._database.aside() as connection:
            values = _values(guild_id, window)
            async with connection.execute(_LINES, values) as cursor:
                while rows := list(await cursor.fetchmany(_MANY)):
                    yield [_line(row) for row in rows]

    async def tasks(self) -> dict[tuple[str, str], int]:
        """How many tasks there are, by relay and where they stand. Raises `StoreError`."""
        async with self._database.aside() as connection:
            found = await connection.execute_fetchall(_BY_STATUS)
            return {(row["relay"], row["status"]): row["tasks"] for row in found}


class _Question:
    """The counts of one server and one window."""

    def __init__(self, connection: aiosqlite.Connection, guild_id: int, window: Window) -> None:
        self._connection = connection
        self._window = window
        self._values = _values(guild_id, window)

    async def usage(self) -> Usage:
        [total] = await self._rows(_TOTAL)
        [cancelled] = await self._rows(_CANCELLED)
        members = {row["key"]: _count(row) for row in await self._rows(_MEMBERS)}
        waits = await self._waits("0")
        return Usage(
            window=self._window,
            total=_count(total),
            cancelled=cancelled["tasks"],
            steps=await self._steps(),
            members=members,
            others=_rest(_count(total), members.values()),
            other_members=total["members"] - len(members),
            operations={row["key"]: _count(row) for row in await self._rows(_OPERATIONS)},
            failures={row["why"]: row["tasks"] for row in await self._rows(_FAILURES)},
            waits=await self._waits(_PLACE),
            wait=waits.get(0),
        )

    async def _steps(self) -> list[Count]:
        found = {row["key"]: _count(row) for row in await self._rows(_STEPS)}
        return [found.get(place, Count()) for place in range(self._window.steps)]

    async def _waits(self, place: str) -> dict[int, Wait]:
        found = await self._rows(_WAITS.format(place=place))
        return {row["place"]: Wait(row["median"], row["most"]) for row in found}

    async def _rows(self, sql: str) -> list[sqlite3.Row]:
        return list(await self._connection.execute_fetchall(sql, self._values))


def _values(guild_id: int, window: Window) -> dict[str, float]:
    return {"guild_id": guild_id, "start": window.start, "end": window.end, "step": window.step}


def _count(row: sqlite3.Row) -> Count:
    return Count(row["tasks"], row["failed"], row["cost"])


def _rest(total: Count, named: Iterable[Count]) -> Count:
    """What is left of all when some have been counted by name."""
    some = list(named)
    return Count(
        total.tasks - sum(one.tasks for one in some),
        total.failed - sum(one.failed for one in some),
        total.cost - sum(one.cost for one in some),
    )


def _line(row: sqlite3.Row) -> Line:
    return Line(
        number=row["number"],
        at=row["created_at"],
        user_id=row["user_id"],
        operation=row["operation"],
        speed=row["speed"],
        status=row["status"],
        failure=row["failure"],
        cost=row["cost"],
        waited=row["waited"],
        took=row["took"],
    )
