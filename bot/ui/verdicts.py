"""Which ends of a task are worth another try with the very same request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.failure import FailureKind
from bot.core.request import FollowUp
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.task import Task

POINTLESS = frozenset(
    {
        FailureKind.BANNED_PROMPT,
        FailureKind.MODERATED,
        FailureKind.INVALID_PROMPT,
        FailureKind.INVALID_PICTURE,
        FailureKind.OPERATION,
        FailureKind.PARENT_GONE,
        FailureKind.BLOCKED,
        FailureKind.UNWANTED,
    }
)
"""Kinds where the same request has the same end; the words say what to change instead."""


LOST = frozenset({FailureKind.PARENT_GONE, FailureKind.PARENT_STATE, FailureKind.FORGOTTEN})
"""Kinds where the relay has lost the picture that the button belongs to, or the task itself."""


def can_redraw(task: Task) -> bool:
    """Whether the message of a press offers to draw the picture under it anew, from its words."""
    lost = task.failure is not None and task.failure.kind in LOST
    return lost and isinstance(task.request, FollowUp) and bool(task.prompt)


def worth_another_try(task: Task) -> bool:
    """Whether the message of an ended task offers to ask for the same again."""
    if task.failure is not None:
        return task.failure.kind not in POINTLESS
    return task.status is Status.CANCELLED
