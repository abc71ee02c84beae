"""Whether a queued task may leave, or has to wait for its words first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.status import Status, Waiting

if TYPE_CHECKING:
    from bot.core.task import Task
    from bot.core.terms import Terms


def translates(task: Task) -> bool:
    """Whether a task's words are to be translated before it may leave."""
    return task.status is Status.QUEUED and task.waiting is Waiting.TRANSLATING


def awaits_turn(task: Task) -> bool:
    """Whether a task may leave for the relay as soon as its turn comes."""
    return task.status is Status.QUEUED and task.sent_at is None and not translates(task)


def spoken(task: Task, english: str, terms: Terms | None) -> dict[str, Any]:
    """What changes when a task's words are there in English; nothing when nobody waits for them."""
    if not translates(task):
        return {}
    return {"waiting": Waiting.TURN, "translation": english, "terms": terms or task.terms}
