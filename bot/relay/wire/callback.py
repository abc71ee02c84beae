"""What a relay posts about a task by itself: the polled object, or the little some make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Confused
from bot.relay.answer import Answer
from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.tasks import told

if TYPE_CHECKING:
    from bot.core.report import Report


def report(body: bytes) -> Report:
    """What a call tells of its task; raises `Confused` when that is nothing of the protocol."""
    try:
        content = parse(Answer(200, body))
    except NotJson as exc:
        raise Confused("a call that is not JSON") from exc
    found = told(content) if isinstance(content, dict) else None
    if found is None:
        raise Confused("a call that names no task")
    return found.report
