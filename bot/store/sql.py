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


def containing(words: str) -> str:
    """The pattern for LIKE that finds `words`, each character standing for itself."""
    literal = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


# -- on their way ----------------------------------------------------------------------------------
ADD_TASK = _insert("tasks", (*rows.FIXED, *rows.MOVING, "shown", "reachable")) + " RETURNING number"
ADD_REPLY = _insert("replies", ("task", *rows.REPLY))
ADD_IMAGE = "INSERT INTO images (task, position, media_type, data) VALUES (?, ?, ?, ?)"
# The names below are this module's own, never a member's words.
SAVE = (
    f"UPDATE tasks SET {rows.assigned(rows.MOVING)} WHERE number = :number AND revision = :before"  # noqa: S608
)
FORGET_TOKENS = (
    "UPDATE replies SET token = '', token_until = 0 WHERE token <> '' AND token_until <= ?"
)
RENEW = """
    UPDATE replies SET token = :token, token_until = :until, message_id = :message_id,
        upload_limit = :upload_limit, offered = 0, renewed = renewed + 1,
        dead = (SELECT json_group_array(value) FROM json_each(dead) WHERE value <> :route)
    WHERE task = :task
"""
RENEWED = "UPDATE tasks SET shown = -1, reachable = 1 WHERE number = :task"
ENDING = """
    SELECT number FROM replies JOIN tasks ON tasks.number = replies.task
    WHERE token <> '' AND token_until <= ? AND offered = 0 AND (ephemeral = 1 OR bot_can_edit = 0)
      AND status IN ('queued', 'submitted', 'running') AND muted = 0 AND removed = 0
    ORDER BY token_until
"""
STORED = "SELECT 1 FROM tasks WHERE number = ?"
BY_STATES = "SELECT * FROM tasks WHERE state IN (SELECT value FROM json_each(?))"
STORED_NOW = """
    SELECT number, revision, status, speed, reserved, charged, lost FROM tasks
    WHERE number IN (SELECT value FROM json_each(?))
"""
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
WITH_RELAYS = """
    SELECT * FROM tasks WHERE status IN ('submitted', 'running')
    UNION ALL
    SELECT * FROM tasks WHERE status = 'queued' AND sent_at IS NOT NULL
"""
QUEUED = """
    SELECT number, user_id, created_at, relay, kind, request, terms FROM tasks
    WHERE status = 'queued' AND sent_at IS NULL AND waiting <> 'translating'
    ORDER BY created_at, number
"""
LEFT = """
    SELECT number, user_id, created_at, sent_at, relay, kind, request, terms FROM tasks
    WHERE sent_at IS NOT NULL ORDER BY number DESC LIMIT ?
"""
TRANSLATING = """
    SELECT number FROM tasks
    WHERE status = 'queued' AND waiting = 'translating' ORDER BY number
"""
IN_DOUBT = """
    SELECT * FROM tasks
    WHERE relay = ? AND status = 'queued' AND sent_at IS NOT NULL ORDER BY number
"""
CLAIMED = "SELECT * FROM tasks WHERE status = 'claimed' ORDER BY number"
IS_BEHIND = "shown < revision AND reachable = 1 AND status <> 'claimed'"
BEHIND = f"""
    SELECT number FROM tasks WHERE {IS_BEHIND}
    ORDER BY status IN ('done', 'failed', 'cancelled') DESC, number
"""  # noqa: S608
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

# -- looking back ----------------------------------------------------------------------------------
# A member who looks for what is not there walks over all their own; 10,000 of them take some 20 ms.
PAGE = r"""
    SELECT * FROM tasks
    WHERE user_id = :user_id AND status = 'done' AND removed = 0 AND number < :before
      AND (:since IS NULL OR created_at >= :since)
      AND (:until IS NULL OR created_at < :until)
      AND (:kinds = '[]' OR kind IN (SELECT value FROM json_each(:kinds)))
      AND (NOT :favourites OR EXISTS (
          SELECT 1 FROM favourites WHERE favourites.user_id = :user_id AND task = number))
      AND (:pattern = '%%'
           OR prompt LIKE :pattern ESCAPE '\'
           OR final_prompt LIKE :pattern ESCAPE '\'
           OR translation LIKE :pattern ESCAPE '\'
           OR EXISTS (SELECT 1 FROM json_each(suggestions) WHERE value LIKE :pattern ESCAPE '\'))
    ORDER BY number DESC LIMIT :limit
"""
PAGE_NEWER = PAGE.replace("number < :before", "number > :after").replace("DESC", "ASC")
"""The same from the other side, so that the way back leads over the same pages."""
UNDERWAY = """
    SELECT * FROM tasks
    WHERE user_id = ? AND status NOT IN ('done', 'failed', 'cancelled') AND status <> 'claimed'
    ORDER BY number
"""
"""Not what is only claimed: as long as nobody knows whether its reply is there, there is none."""
NAMED = """
    SELECT * FROM tasks WHERE number = coalesce(
        (SELECT number FROM tasks WHERE number = :number),
        (SELECT max(number) FROM (
            SELECT number FROM tasks WHERE relay_id = :name
            UNION ALL SELECT number FROM tasks WHERE job_id = :name AND job_id <> ''
            UNION ALL SELECT task FROM replies WHERE message_id = :number)))
"""
FAVOURITES = """
    SELECT task FROM favourites
    WHERE user_id = ? AND task IN (SELECT value FROM json_each(?))
"""
KEEP = "INSERT INTO favourites (user_id, task) VALUES (?, ?) ON CONFLICT DO NOTHING"
DROP = "DELETE FROM favourites WHERE user_id = ? AND task = ?"
CHOSEN = "SELECT chosen FROM preferences WHERE user_id = ?"
CHOOSE = """
    INSERT INTO preferences (user_id, chosen) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET chosen = excluded.chosen
"""
