"""Tasks as they are saved: the next revision of each, with its money and its trail."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from bot.core.audit import told_by
from bot.core.ledger import Due
from bot.core.status import Status
from bot.core.task import Task
from bot.store import ledger, rows, sql, trail

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from bot.core.audit import Happening
    from bot.core.limits import Ceiling

_PROGRESS = ("revision", "progress", "preview", "moved_at")
"""What is new in a task that has only progressed since it was saved last."""
_REST = tuple(field.name for field in fields(Task) if field.name not in _PROGRESS)
_SAVE_PROGRESS = (
    f"UPDATE tasks SET {rows.assigned(_PROGRESS)} WHERE number = :number AND revision = :before"  # noqa: S608
)


def save(
    connection: sqlite3.Connection,
    tasks: Sequence[Task],
    told: Sequence[Happening],
    ceilings: Sequence[Ceiling],
    known: Mapping[int, Task],
) -> frozenset[int]:
    """Saves each task, inside a transaction; gives the numbers of those that were stale.

    See `core.ports.TaskStore`. Raises `OverQuota` when `ceilings` have no room.
    """
    stored = _stored(connection, tasks)
    newest = {number: row["revision"] for number, row in stored.items()}
    held = {number: _held(row) for number, row in stored.items()}
    fresh, stale = _sorted_out(tasks, newest)
    for task in fresh if ceilings else ():
        lines = ledger.check(connection, task, ceilings, stored[task.number])
        trail.note(connection, [replace(line, task=task.number) for line in lines])
    whole = _write(connection, fresh, known)
    ledger.post(connection, whole, held)
    trail.note(connection, [*_steps(whole, stored), *(told if fresh else ())])
    return stale


def _write(
    connection: sqlite3.Connection, tasks: Sequence[Task], known: Mapping[int, Task]
) -> list[Task]:
    """Writes tasks, in order; gives those of which more than the progress was written.

    Most saves tell of progress alone. SQLite writes every index anew whose columns a statement
    names, changed or not, so that one for all columns costs ten times as much.
    """
    whole = []
    last = dict(known)
    for task in tasks:
        before, last[task.number] = last.get(task.number), task
        if before is not None and _only_progressed(before, task):
            connection.execute(_SAVE_PROGRESS, _progress_values(task))
        else:
            connection.execute(sql.SAVE, _save_values(task))
            whole.append(task)
    return whole


def _only_progressed(before: Task, after: Task) -> bool:
    # What is not the very same may be equal; then more is written than is needed, which is no harm.
    same = all(getattr(before, name) is getattr(after, name) for name in _REST)
    return same and after.revision == before.revision + 1


def costs_to_lose(task: Task) -> bool:
    """Whether the relay cannot tell this revision again: that a submit left, and its answer.

    Nor does anybody tell what a member has taken back or away. Everything else comes back with the
    next look, or is asked of Discord again.
    """
    told = task.status is Status.QUEUED and task.sent_at is not None
    gone = task.muted or task.removed
    return told or gone or task.status is Status.SUBMITTED or _confirms(task)


def is_news(task: Task) -> bool:
    """Whether it is what came of a submit, or an end: not every relay tells the first again, and
    the second is shown once it is stored."""
    return task.ended or task.status is Status.SUBMITTED


def _confirms(task: Task) -> bool:
    """Whether a form's answer has left for a task that has not ended."""
    return task.confirmed_at is not None and not task.ended


def _stored(connection: sqlite3.Connection, tasks: Sequence[Task]) -> dict[int, sqlite3.Row]:
    """The newest revision of each of these tasks that is stored, and what it holds of money."""
    wanted = f"[{','.join(str(task.number) for task in tasks)}]"
    found = connection.execute(sql.STORED_NOW, (wanted,))
    return {row["number"]: row for row in found}


def _held(row: sqlite3.Row) -> Due:
    return Due(row["reserved"], row["charged"], row["lost"])


def _sorted_out(tasks: Sequence[Task], newest: dict[int, int]) -> tuple[list[Task], frozenset[int]]:
    """The tasks that stand on the newest revision, in order, and the numbers of the others."""
    fresh: list[Task] = []
    stale: set[int] = set()
    for task in tasks:
        # What stands on a stale one is stale too, though its revision may fit by then.
        if task.number not in stale and newest.get(task.number) == task.revision - 1:
            newest[task.number] = task.revision
            fresh.append(task)
        else:
            stale.add(task.number)
    return fresh, frozenset(stale)


def _steps(tasks: Sequence[Task], stored: dict[int, sqlite3.Row]) -> Iterator[Happening]:
    """What the trail is told of these tasks, by where each was before."""
    before = {number: Status(row["status"]) for number, row in stored.items()}
    for task in tasks:
        yield from told_by(before[task.number], task)
        before[task.number] = task.status


def _save_values(task: Task) -> rows.Values:
    return rows.task_values(task) | {"before": task.revision - 1}


def _progress_values(task: Task) -> rows.Values:
    return {
        "number": task.number,
        "before": task.revision - 1,
        "revision": task.revision,
        "progress": task.progress,
        "preview": rows.text(task.preview),
        "moved_at": task.moved_at,
    }
