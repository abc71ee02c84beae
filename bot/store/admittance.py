"""What is held against the store in the transaction that adds a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import AlreadyPressed, Gone
from bot.store import ledger, sql

if TYPE_CHECKING:
    import sqlite3

    from bot.core.audit import Happening
    from bot.core.limits import Allowance
    from bot.core.request import Origin
    from bot.core.task import Task


def check_press(
    connection: sqlite3.Connection, draft: Task, origin: Origin, since: float | None
) -> None:
    """Raises `Gone` where the button's task has gone, `AlreadyPressed` for a second press.

    Of two at one moment only the first passes.
    """
    parent, position = origin
    if connection.execute(sql.STORED, (parent,)).fetchone() is None:
        raise Gone
    if since is None:
        return
    asked = {
        "parent": parent,
        "position": position,
        "user_id": draft.user_id,
        "since": since,
    }
    for row in connection.execute(sql.TWIN, asked):
        raise AlreadyPressed(row["number"])


def check(connection: sqlite3.Connection, draft: Task, allowance: Allowance) -> list[Happening]:
    """The lines of the trail that the draft brings; raises `OverQuota` or `TooManyWaiting` where it
    does not fit."""
    if allowance.most_waiting is not None:
        ledger.check_waiting(connection, draft, allowance.most_waiting)
    return ledger.check(connection, draft, allowance.ceilings)
