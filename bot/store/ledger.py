"""The ledger in SQLite, and quotas counted by it; always inside a transaction of the task store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.budget import reached
from bot.core.errors import OverQuota, TooManyWaiting
from bot.core.ledger import NOTHING, Due, due, entries
from bot.core.limits import Unit
from bot.core.request import Speed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from bot.core.audit import Happening
    from bot.core.limits import Ceiling
    from bot.core.task import Task

_POST = """
    INSERT INTO ledger (task, at, move, source, target, amount)
    VALUES (:task, :at, :move, :source, :target, :amount)
"""
# A condition that an index serves is spelled as it is there; `IS` finds a NULL as well.
USED = """
    SELECT coalesce(sum(status NOT IN ('failed', 'cancelled')), 0) AS tasks,
           coalesce(sum(reserved + charged + iif(:user_id IS NULL, lost, 0)), 0) AS money
    FROM tasks
    WHERE guild_id IS :guild_id AND created_at >= :since
      AND (:user_id IS NULL OR user_id = :user_id)
      AND (:speed IS NULL OR speed = :speed)
"""
_WAITING = """
    SELECT count(*) AS waiting FROM tasks
    WHERE user_id = :user_id AND status NOT IN ('done', 'failed', 'cancelled')
      AND guild_id IS :guild_id AND status IN ('claimed', 'queued') AND sent_at IS NULL
"""


def post(connection: sqlite3.Connection, tasks: Sequence[Task], before: Mapping[int, Due]) -> None:
    """Writes the entries that lead from what each task held `before` to what it holds now.

    The tasks are in the order of their revisions; one that is not in `before` held nothing.
    """
    held = dict(before)
    lines: list[dict[str, str | int | float]] = []
    for task in tasks:
        after = due(task)
        lines += [
            {
                "task": task.number,
                "at": _moment(task),
                "move": entry.move,
                "source": entry.source,
                "target": entry.target,
                "amount": entry.amount,
            }
            for entry in entries(held.get(task.number, NOTHING), after)
        ]
        held[task.number] = after
    if lines:  # most steps cost nothing, and each statement is a trip to another thread
        connection.executemany(_POST, lines)


def check(
    connection: sqlite3.Connection,
    task: Task,
    ceilings: Sequence[Ceiling],
    before: sqlite3.Row | None = None,
) -> list[Happening]:
    """The lines for the trail that the task brings about, once it is stored.

    Raises `OverQuota` when one of these quotas has no room for it, or for what it has come to over
    what it was `before`. In the transaction that stores it, so that of two at one moment only the
    first passes. What costs nothing fits into any budget.
    """
    price = due(task).total
    lines: list[Happening] = []
    for ceiling in ceilings:
        if not ceiling.counts(task.terms.speed):
            continue
        wanted = 1 if ceiling.limit.unit is Unit.TASKS else price
        if before is not None and ceiling.counts(Speed(before["speed"])):
            held = before["reserved"] + before["charged"]
            wanted -= 1 if ceiling.limit.unit is Unit.TASKS else held
        used = spent(connection, ceiling)
        if wanted > 0 and used + wanted > ceiling.limit.amount:
            raise OverQuota(ceiling, used, wanted)
        lines += reached(ceiling, used + wanted, task)
    return lines


def spent(connection: sqlite3.Connection, ceiling: Ceiling) -> int:
    """What has been used of a quota: tasks, or millionths."""
    [row] = connection.execute(USED, spent_values(ceiling))
    return int(row[ceiling.limit.unit.value])


def spent_values(ceiling: Ceiling) -> dict[str, str | int | float | None]:
    """What the question for what has been used of a quota takes."""
    return {
        "guild_id": ceiling.guild_id,
        "user_id": ceiling.user_id,
        "since": ceiling.since,
        "speed": ceiling.limit.speed,
    }


def check_waiting(connection: sqlite3.Connection, draft: Task, most: int) -> None:
    """Raises `TooManyWaiting` when a member has that many tasks in the queue already."""
    asked = {"user_id": draft.user_id, "guild_id": draft.guild_id}
    [row] = connection.execute(_WAITING, asked)
    if row["waiting"] >= most:
        raise TooManyWaiting(most)


def _moment(task: Task) -> float:
    """When a task came to where it is, in seconds since the epoch."""
    moments = (task.created_at, task.moved_at, task.sent_at, task.confirmed_at, task.ended_at)
    return max(moment for moment in moments if moment is not None)
