"""What is worth remembering of a server: who did what, where, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from bot.core.failure import FailureKind
from bot.core.status import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.task import Task


class Event(StrEnum):
    """What happened; each has its own words in every language (`audit.<event>`)."""

    ASKED = "asked"  # a task was asked for
    REMOVED = "removed"  # a result was deleted (`owner`)
    STOPPED = "stopped"  # a moderator took somebody's task back (`owner`)
    SETTING = "setting"  # a setting was changed (`name`; `before` and `after` as in the file)
    IMPORTED = "imported"  # all settings were replaced by those of a file
    WORD_ADDED = "word_added"  # to what prompts may not hold (`word`)
    WORD_REMOVED = "word_removed"
    EXCEPTION_ADDED = "exception_added"  # to what they may all the same (`word`)
    EXCEPTION_REMOVED = "exception_removed"
    PRESET_SAVED = "preset_saved"  # among the server's presets (`preset`)
    PRESET_DELETED = "preset_deleted"
    BLOCKED = "blocked"  # a member may ask for nothing any more (`member`, `reason`, `until`)
    UNBLOCKED = "unblocked"  # a member may ask again (`member`)
    REFUSED = "refused"  # a prompt was refused for a word (`word`; without a task also `prompt`)
    SLOWED = "slowed"  # a member was refused too often and has to wait (`until`)
    BUDGET_NEAR = "budget_near"  # four fifths of a server's budget are spent (`used`, `amount`)
    BUDGET_SPENT = "budget_spent"  # all of it
    PERMISSIONS = "permissions"  # the bot cannot post in a channel (`lacking`; "": it is gone)


MODERATION = frozenset(
    {
        Event.BLOCKED,
        Event.UNBLOCKED,
        Event.REFUSED,
        Event.SLOWED,
        Event.BUDGET_NEAR,
        Event.BUDGET_SPENT,
        Event.PERMISSIONS,
    }
)
"""What the moderation channel gets; the audit channel gets everything."""
OWNERS = frozenset({Event.BUDGET_NEAR, Event.BUDGET_SPENT, Event.PERMISSIONS})
"""What the server's owner is told where there is no channel for moderators."""


class Board(IntEnum):
    """Where lines of the trail are shown."""

    AUDIT = 1
    MODERATION = 2

    def wants(self, event: Event) -> bool:
        """Whether lines of this kind are for this board."""
        return self is Board.AUDIT or event in MODERATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a server's trail.

    `actor` is who did it (None: Easel itself), `task` and `channel_id` what and where it was about,
    `values` what the sentence takes. Of two with the same `once` in one server only the first is
    kept. `number` is given by the store.
    """

    guild_id: int
    at: float
    event: Event
    actor: int | None = None
    task: int | None = None
    channel_id: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    once: str | None = None
    number: int = 0


def told_by(before: Status, task: Task) -> list[Happening]:
    """The lines that a task's step is worth: from `before` to the status it has now.

    A task counts as asked for once its message is there to be linked to.
    """
    if task.guild_id is None:
        return []
    if before is Status.CLAIMED and task.status is Status.QUEUED:
        return [of_task(task, Event.ASKED, task.created_at, actor=task.user_id)]
    banned = task.failure is not None and task.failure.kind is FailureKind.BANNED_PROMPT
    if task.failure is not None and banned and not before.ended:
        at = task.ended_at or task.moved_at
        word = {"word": task.failure.detail}
        return [of_task(task, Event.REFUSED, at, actor=task.user_id, values=word)]
    return []


def about(task: Task, event: Event, at: float, *, by: int) -> list[Happening]:
    """What somebody does to a member's task, as lines; none where it is of no server."""
    if task.guild_id is None:
        return []
    return [of_task(task, event, at, actor=by, values={"owner": str(task.user_id)})]


def of_task(
    task: Task, event: Event, at: float, *, actor: int, values: Mapping[str, str] | None = None
) -> Happening:
    """A line about a task of a server."""
    return Happening(
        guild_id=task.guild_id or 0,
        at=at,
        event=event,
        actor=actor,
        task=task.number,
        channel_id=task.channel_id,
        values=values or {},
    )
