"""What is worth remembering of a server: who did what, where, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Event(StrEnum):
    """What happened; each has its own words in every language (`audit.<event>`)."""

    ASKED = "asked"  # a task was asked for
    REMOVED = "removed"  # a result was deleted (`owner`)
    SETTING = "setting"  # a setting was changed (`name`; `before` and `after` as in the file)
    IMPORTED = "imported"  # all settings were replaced by those of a file
    BLOCKED = "blocked"  # a member may ask for nothing any more (`member`, `reason`, `until`)
    UNBLOCKED = "unblocked"  # a member may ask again (`member`)
    REFUSED = "refused"  # a prompt was refused for a word (`word`)
    SLOWED = "slowed"  # a member was refused too often and has to wait (`until`)
    BUDGET_NEAR = "budget_near"  # four fifths of a server's budget are spent (`used`, `amount`)
    BUDGET_SPENT = "budget_spent"  # all of it
    PERMISSIONS = "permissions"  # the bot lacks what it needs in a channel (`lacking`)


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
