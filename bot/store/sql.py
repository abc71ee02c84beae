"""The statements on tasks and what belongs to them.

A condition that a partial index of the schema serves is spelled exactly as it is there, or SQLite
would not use the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

PROMPTS_LOOKED_AT = 500
"""How many of a member's newest prompts are searched, so that each letter typed stays cheap."""


def _insert(table: str, columns: Iterable[str]) -> str:
    names = list(columns)
    marks = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  (our own names)


def _assign(columns: Iterable[str]) -> str:
    return ", ".join(f"{name} = :{name}" for name in columns)


ADD_TASK = _insert("tasks", (*rows.FIXED, *rows.MOVING, "shown", "reachable")) + " RETURNING number"
ADD_REPLY = _insert("replies", ("task", *rows.REPLY))
ADD_IMAGE = "INSERT INTO images (task, position, media_type, data) VALUES (?, ?, ?, ?)"
# The names below are this module's own, never a member's words.
SAVE = f"UPDATE tasks SET {_assign(rows.MOVING)} WHERE number = :number AND revision = :before"  # noqa: S608
SAVE_REPLY = f"UPDATE replies SET {_assign(rows.REPLY)} WHERE task = :task"  # noqa: S608
SAVE_STANDING = "UPDATE tasks SET shown = :shown, reachable = :reachable WHERE number = :task"
FORGET_TOKENS = (
    "UPDATE replies SET token = '', token_until = 0 WHERE token <> '' AND token_until <= ?"
)
REVISIONS = "SELECT number, revision FROM tasks WHERE number IN (SELECT value FROM json_each(?))"
TWIN = """
    SELECT number FROM tasks
    WHERE parent = :parent AND position = :position
      AND (status NOT IN ('done', 'failed', 'cancelled')
           OR (status <> 'cancelled' AND user_id = :user_id AND created_at >= :since))
    ORDER BY number DESC LIMIT 1
"""
AT_RELAY = (
    "SELECT * FROM tasks WHERE relay = ? AND status IN ('submitted', 'running') ORDER BY number"
)
QUEUED = """
    SELECT number, user_id, created_at FROM tasks
    WHERE relay = ? AND status = 'queued' AND sent_at IS NULL ORDER BY created_at, number
"""
IN_DOUBT = """
    SELECT * FROM tasks
    WHERE relay = ? AND status = 'queued' AND sent_at IS NOT NULL ORDER BY number
"""
CLAIMED = "SELECT * FROM tasks WHERE status = 'claimed' ORDER BY number"
BEHIND = """
    SELECT number FROM tasks
    WHERE shown < revision AND reachable = 1 AND status <> 'claimed'
    ORDER BY status IN ('done', 'failed', 'cancelled') DESC, number
"""
REPLY = (
    "SELECT replies.*, tasks.shown FROM replies JOIN tasks ON tasks.number = replies.task"
    " WHERE task = ?"
)
PROMPTS = r"""
    SELECT prompt FROM (
        SELECT prompt, number FROM tasks
        WHERE user_id = :user_id AND kind = 'imagine' ORDER BY number DESC LIMIT :looked_at
    )
    WHERE prompt LIKE :pattern ESCAPE '\'
    GROUP BY prompt ORDER BY max(number) DESC LIMIT :limit
"""
