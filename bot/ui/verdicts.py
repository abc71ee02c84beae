"""Which ends of a task are worth another try with the very same request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.failure import FailureKind
from bot.core.request import FollowUp, Imagine
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.task import Task

POINTLESS = frozenset(
    {
        FailureKind.BANNED_PROMPT,
        FailureKind.MODERATED,
        FailureKind.SPEED,
        FailureKind.INVALID_PROMPT,
        FailureKind.INVALID_PICTURE,
        FailureKind.OPERATION,
        FailureKind.PARENT_GONE,
        FailureKind.BLOCKED,
        FailureKind.UNWANTED,
    }
)
"""Kinds where the same request has the same end; the words say what to change instead."""


REWORDED = frozenset(
    {
        FailureKind.BANNED_PROMPT,
        FailureKind.MODERATED,
        FailureKind.SPEED,
        FailureKind.INVALID_PROMPT,
        FailureKind.UNWANTED,
    }
)
"""Kinds where it is the words that have to change, or the speed, which can stand among them."""


LOST = frozenset(
    {
        FailureKind.PARENT_GONE,
        FailureKind.PARENT_STATE,
        FailureKind.FORGOTTEN,
        FailureKind.RELAY_REMOVED,
    }
)
"""Kinds where the relay has lost the picture that the button belongs to, or the task itself, or
is itself gone."""


def can_redraw(task: Task) -> bool:
    """Whether the message of a press offers to draw the picture under it anew, from its words."""
    lost = task.failure is not None and task.failure.kind in LOST
    return lost and isinstance(task.request, FollowUp) and bool(task.prompt)


def worth_another_try(task: Task) -> bool:
    """Whether the message of an ended task offers to ask for the same again."""
    if task.failure is not None:
        if isinstance(task.request, FollowUp) and task.failure.kind is FailureKind.RELAY_REMOVED:
            return False
        return task.failure.kind not in POINTLESS
    return task.status is Status.CANCELLED


def worth_other_words(task: Task) -> bool:
    """Whether the message of an ended task offers its prompt in a form, to be put another way."""
    refused = task.failure is not None and task.failure.kind in REWORDED
    return refused and isinstance(task.request, Imagine)
