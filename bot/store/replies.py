"""Replies as they are saved: only by whoever knows a message's newest token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Stale
from bot.store import rows

if TYPE_CHECKING:
    import sqlite3

    from bot.core.reply import Reply

# The names are this module's own, never a member's words.
_SAVE = f"UPDATE replies SET {rows.assigned(rows.REPLY)} WHERE task = :task AND renewed = :renewed"  # noqa: S608
_PLACE = "UPDATE replies SET message_id = ?, ephemeral = ? WHERE task = ?"
_SAVE_STANDING = "UPDATE tasks SET shown = :shown, reachable = :reachable WHERE number = :task"


def save(connection: sqlite3.Connection, reply: Reply) -> None:
    """Replaces what is known of a message, inside a transaction. Raises `Stale`."""
    if not connection.execute(_SAVE, rows.reply_values(reply)).rowcount:
        raise Stale
    connection.execute(_SAVE_STANDING, rows.standing_values(reply))


def place(
    connection: sqlite3.Connection, task: int, *, message_id: int | None, ephemeral: bool
) -> None:
    """Keeps where Discord has put a task's reply, inside a transaction."""
    connection.execute(_PLACE, (message_id, ephemeral, task))
