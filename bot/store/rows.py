"""Tasks and replies as rows, and back."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, overload

from bot.core.errand import errand
from bot.core.failure import Failure, FailureKind
from bot.core.ledger import due
from bot.core.limits import counts_as
from bot.core.picture import Attached, PictureTrouble
from bot.core.prices import operation
from bot.core.reply import Reply, Route
from bot.core.report import Button, Style
from bot.core.request import Speed
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.core.terms import Bar, Terms
from bot.core.waiter import Waiter, Work
from bot.store.rows_request import request, request_values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Value = str | int | float | None
Values = dict[str, Value]

FIXED = (
    "state", "kind", "parent", "position", "user_id", "guild_id", "channel_id", "prompt",
    "created_at", "speed", "operation",
)  # fmt: skip
"""Columns of a task that nothing changes once it is stored."""
MOVING = (
    "revision", "request", "status", "relay", "relay_id", "moved_at", "sent_at", "confirmed_at",
    "ended_at", "bare_since", "missing_since", "waiting", "ahead", "turn_at", "progress", "stalled",
    "preview", "picture", "trouble", "buttons", "pressed", "form", "form_since", "answer",
    "suggestions", "video", "muted", "removed", "final_prompt", "job_id", "translation", "seed",
    "failure", "returned", "terms", "reserved", "charged", "lost",
)  # fmt: skip
"""Columns of a task that a save replaces."""
REPLY = (
    "user_id", "application_id", "channel_id", "guild_id", "token", "token_until", "locale",
    "ephemeral", "bot_can_edit", "message_id", "upload_limit", "attached", "drawn", "finished",
    "dead", "offered", "renewed",
)  # fmt: skip
"""Columns of a reply beside `task`; `shown` and `reachable` stand in the task's row."""

BREATH = 200
"""Rows turned into tasks before the event loop gets its turn; about 5 ms."""
LARGEST = 2**63 - 1
"""SQLite's largest integer; relays have been seen to send anything as a number."""


def assigned(columns: Iterable[str]) -> str:
    """What an UPDATE sets these columns to: the values by their names."""
    return ", ".join(f"{name} = :{name}" for name in columns)


# -- tasks -----------------------------------------------------------------------------------------
def task_values(task: Task) -> Values:
    """The row of a task, by column, with `number`."""
    return {
        **request_values(task.request),
        "number": task.number,
        "revision": task.revision,
        "state": task.state,
        "relay": text(task.relay),
        "relay_id": text(task.relay_id),
        "user_id": task.user_id,
        "guild_id": task.guild_id,
        "channel_id": task.channel_id,
        "prompt": text(task.prompt),
        "created_at": task.created_at,
        "moved_at": task.moved_at,
        "status": task.status.value,
        "sent_at": task.sent_at,
        "confirmed_at": task.confirmed_at,
        "ended_at": task.ended_at,
        "bare_since": task.bare_since,
        "missing_since": task.missing_since,
        "waiting": task.waiting.value,
        "ahead": None if task.ahead is None else min(task.ahead, LARGEST),
        "turn_at": task.turn_at,
        "progress": task.progress,
        "stalled": task.stalled,
        "preview": text(task.preview),
        "picture": text(task.picture),
        "trouble": task.trouble and task.trouble.value,
        "buttons": json.dumps([_button_value(button) for button in task.buttons]),
        "pressed": json.dumps(sorted(task.pressed)),
        "form": text(task.form),
        "form_since": task.form_since,
        "answer": text(task.answer),
        "suggestions": json.dumps([text(words) for words in task.suggestions]),
        "video": text(task.video),
        "muted": task.muted,
        "removed": task.removed,
        "final_prompt": text(task.final_prompt),
        "job_id": text(task.job_id),
        "translation": text(task.translation),
        "seed": text(task.seed),
        "failure": _failure_value(task.failure),
        "terms": json.dumps(asdict(task.terms)),
        "speed": counts_as(task.terms.speed).value,
        "returned": task.returned,
        "operation": operation(task.request),
        **asdict(due(task)),
    }


def task(row: sqlite3.Row) -> Task:
    """The task of a row that holds every column of `tasks`."""
    return Task(
        number=row["number"],
        revision=row["revision"],
        request=request(row),
        state=row["state"],
        relay=row["relay"],
        user_id=row["user_id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        prompt=row["prompt"],
        created_at=row["created_at"],
        moved_at=row["moved_at"],
        terms=terms(row["terms"]),
        status=Status(row["status"]),
        relay_id=row["relay_id"],
        sent_at=row["sent_at"],
        confirmed_at=row["confirmed_at"],
        waiting=Waiting(row["waiting"]),
        ahead=row["ahead"],
        turn_at=row["turn_at"],
        progress=row["progress"],
        preview=row["preview"],
        picture=row["picture"],
        trouble=PictureTrouble(row["trouble"]) if row["trouble"] else None,
        bare_since=row["bare_since"],
        missing_since=row["missing_since"],
        buttons=_buttons(row["buttons"]),
        pressed=frozenset(json.loads(row["pressed"])),
        form=row["form"],
        form_since=row["form_since"],
        answer=row["answer"],
        suggestions=tuple(json.loads(row["suggestions"])),
        video=row["video"],
        muted=bool(row["muted"]),
        removed=bool(row["removed"]),
        final_prompt=row["final_prompt"],
        failure=_failure(row["failure"]),
        returned=bool(row["returned"]),
        job_id=row["job_id"],
        translation=row["translation"],
        seed=row["seed"],
        stalled=bool(row["stalled"]),
        ended_at=row["ended_at"],
    )


def terms(text: str) -> Terms:
    """The terms of a row; what an older version did not know takes its default."""
    what = json.loads(text)
    speed, roles, barred = (what.pop(name, ()) for name in ("speed", "roles", "barred"))
    bars = tuple(Bar(*bar) for bar in barred if not isinstance(bar, str))  # bars once had no end
    return Terms(speed=Speed(speed) if speed else None, roles=tuple(roles), barred=bars, **what)


def waiter(row: sqlite3.Row) -> Waiter:
    """A queued task as the queue sees it, of a row that holds what makes it."""
    agreed, asked = terms(row["terms"]), request(row)
    return Waiter(
        row["number"],
        row["user_id"],
        row["created_at"],
        agreed.weight,
        agreed.most_running,
        Work.of(asked, agreed),
        row["relay"],
        errand(asked, row["relay"], agreed.barred),
    )


def left(row: sqlite3.Row) -> tuple[Waiter, float]:
    """A task that has left for a relay, as it waited, and when it left."""
    return waiter(row), row["sent_at"]


def _button_value(button: Button) -> dict[str, str]:
    return {
        "custom_id": button.custom_id,
        "label": button.label,
        "emoji": button.emoji,
        "style": button.style,
    }


def _buttons(text: str) -> tuple[Button, ...]:
    return tuple(
        Button(one["custom_id"], one["label"], one["emoji"], Style(one["style"]))
        for one in json.loads(text)
    )


def _failure_value(failure: Failure | None) -> str | None:
    if failure is None:
        return None
    return json.dumps({"kind": failure.kind, "detail": failure.detail})


def _failure(text: str | None) -> Failure | None:
    if text is None:
        return None
    what = json.loads(text)
    return Failure(FailureKind(what["kind"]), what["detail"])


# -- replies ---------------------------------------------------------------------------------------
def reply_values(reply: Reply) -> Values:
    """The row of a reply, by column, with `task`."""
    return {
        "task": reply.task,
        "user_id": reply.user_id,
        "application_id": reply.application_id,
        "channel_id": reply.channel_id,
        "guild_id": reply.guild_id,
        "token": reply.token,
        "token_until": reply.token_until,
        "locale": reply.locale,
        "ephemeral": reply.ephemeral,
        "bot_can_edit": reply.bot_can_edit,
        "message_id": reply.message_id,
        "upload_limit": reply.upload_limit,
        "attached": _attached_value(reply.attached),
        "drawn": reply.drawn,
        "finished": reply.finished,
        "dead": json.dumps(sorted(reply.dead)),
        "offered": reply.offered,
        "renewed": reply.renewed,
    }


def standing_values(reply: Reply) -> Values:
    """What of a reply stands in the row of its `task`."""
    return {"task": reply.task, "shown": reply.shown, "reachable": _reachable(reply)}


def reply(row: sqlite3.Row) -> Reply:
    """The reply of a row that holds every column of `replies`, and its task's `shown`."""
    return Reply(
        task=row["task"],
        user_id=row["user_id"],
        application_id=row["application_id"],
        channel_id=row["channel_id"],
        guild_id=row["guild_id"],
        token=row["token"],
        token_until=row["token_until"],
        locale=row["locale"],
        ephemeral=bool(row["ephemeral"]),
        bot_can_edit=bool(row["bot_can_edit"]),
        message_id=row["message_id"],
        upload_limit=row["upload_limit"],
        attached=Attached(**json.loads(row["attached"])) if row["attached"] else None,
        shown=row["shown"],
        drawn=row["drawn"],
        finished=bool(row["finished"]),
        dead=frozenset(Route(route) for route in json.loads(row["dead"])),
        offered=bool(row["offered"]),
        renewed=row["renewed"],
    )


def _attached_value(attached: Attached | None) -> str | None:
    if attached is None:
        return None
    return json.dumps({"source": attached.source, "url": attached.url, "shrunk": attached.shrunk})


def _reachable(reply: Reply) -> bool:
    """Whether a way to the message is left: the token's while it lives, or one that stays."""
    by_token = reply.token != "" and Route.TOKEN not in reply.dead
    return by_token or reply.route(math.inf) is not None


# -- text ------------------------------------------------------------------------------------------
@overload
def text(value: str) -> str: ...
@overload
def text(value: str | None) -> str | None: ...
def text(value: str | None) -> str | None:
    """`value` as it can be stored: JSON from a relay may hold half characters, which UTF-8 cannot.

    Two halves that belong together become one character, a lone one the replacement character. One
    such word must not keep a thousand other reports from being saved.
    """
    if value is None or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
