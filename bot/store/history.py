"""Looking back: what a member has made, kept and chosen."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from bot.core.errors import Gone
from bot.core.preferences import Preferences
from bot.core.translation import Wish
from bot.store import rows, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.history import Filter
    from bot.core.task import Task
    from bot.store.database import Database

_KNOWN = frozenset(field.name for field in fields(Preferences))


class SqliteHistory:
    """`core.history.History` in SQLite.

    What a member keeps or chooses is on the disk when the call returns: nobody tells it again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- tasks -------------------------------------------------------------------------------------
    async def page(
        self,
        user_id: int,
        wanted: Filter,
        *,
        before: int | None,
        after: int | None = None,
        limit: int,
    ) -> list[Task]:
        """A member's own ended tasks, newest first; see `core.history.History.page`."""
        found = await self._database.rows(
            sql.PAGE if after is None else sql.PAGE_NEWER,
            {
                "user_id": user_id,
                "before": rows.LARGEST if before is None else before,
                "after": after,
                "since": wanted.since,
                "until": wanted.until,
                "kinds": json.dumps(sorted(wanted.kinds)),
                "favourites": wanted.favourites,
                "pattern": sql.containing(wanted.text),
                "limit": limit,
            },
        )
        tasks = [rows.task(row) for row in found]
        return tasks if after is None else tasks[::-1]

    async def underway(self, user_id: int) -> list[Task]:
        """A member's own tasks that are theirs to take back, as `core.history.History` says."""
        return [rows.task(row) for row in await self._database.rows(sql.UNDERWAY, (user_id,))]

    async def named(self, name: str) -> Task | None:
        """The task with this number, or else the newest with this relay, job or message id."""
        row = await self._database.row(sql.NAMED, {"name": name, "number": _number(name)})
        return rows.task(row) if row else None

    # -- favourites --------------------------------------------------------------------------------
    async def favourites(self, user_id: int, tasks: Sequence[int]) -> frozenset[int]:
        """Which of these tasks the member has kept."""
        found = await self._database.rows(sql.FAVOURITES, (user_id, json.dumps(list(tasks))))
        return frozenset(row["task"] for row in found)

    async def favour(self, user_id: int, task: int, *, keep: bool) -> None:
        """Keeps a task for a member, or no longer. Raises `Gone` when there is no such task."""
        async with self._database.transaction(lasting=True) as connection:
            if not await connection.execute_fetchall(sql.STORED, (task,)):
                raise Gone
            await connection.execute(sql.KEEP if keep else sql.DROP, (user_id, task))

    # -- preferences -------------------------------------------------------------------------------
    async def preferences(self, user_id: int) -> Preferences:
        """What a member has chosen."""
        row = await self._database.row(sql.CHOSEN, (user_id,))
        chosen = json.loads(row["chosen"]) if row else {}
        known = {name: chosen[name] for name in _KNOWN & chosen.keys()}
        wish = known.pop("translate", None)
        if wish in frozenset(Wish):  # else a newer version's
            known["translate"] = Wish(wish)
        return Preferences(**known)

    async def prefer(self, user_id: int, preferences: Preferences) -> None:
        """Keeps what a member has chosen."""
        async with self._database.transaction(lasting=True) as connection:
            await connection.execute(sql.CHOOSE, (user_id, json.dumps(asdict(preferences))))


def _number(name: str) -> int | None:
    """`name` as a number that SQLite can hold, if it is one."""
    if not (name.isascii() and name.isdecimal() and len(name) <= len(str(rows.LARGEST))):
        return None
    number = int(name)
    return number if number <= rows.LARGEST else None
