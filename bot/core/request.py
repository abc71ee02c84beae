"""What can be asked of a relay."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

AGAIN = -1
"""The position of Easel's own "try again" among the buttons of a task."""

Origin = tuple[int, int]
"""A click: the number of the task it was made on, and the button's position there.

A second click of the same origin, made while the first one's task is on its way, asks for nothing.
"""


class Speed(StrEnum):
    """Midjourney's modes, as relays put them into the path."""

    FAST = "fast"
    RELAX = "relax"
    TURBO = "turbo"


class Model(StrEnum):
    """Which of Midjourney's two bots draws; the relay's `botType`."""

    MIDJOURNEY = "MID_JOURNEY"
    NIJI = "NIJI_JOURNEY"


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the prompt that was mended: a key of `core.parameters.NOTES`, and its values."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imagine:
    """A picture from words. `prompt` is the whole line with its parameters, as the relay gets it.

    The attached pictures travel beside it (`core.picture.Image`), not in it: they are large and are
    dropped from the store when the task is done. `again_of` is the task that came to nothing and is
    asked for once more; `notes` is what was mended in the prompt, for its member to see.
    """

    prompt: str
    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    again_of: int | None = None
    notes: tuple[Note, ...] = ()
    kind = "imagine"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return None if self.again_of is None else (self.again_of, AGAIN)


@dataclass(frozen=True, slots=True)
class Action:
    """A press of one of a finished task's buttons.

    `parent` is our number of that task, `parent_relay_id` the relay's; `position` the button's
    place in the parent's `buttons`; `speed` the parent's: a follow-up stays in its parent's mode.
    `again_of` is the press that came to nothing and is asked for once more.
    """

    parent: int
    parent_relay_id: str
    position: int
    custom_id: str
    label: str
    speed: Speed | None = None
    again_of: int | None = None
    kind = "action"

    @property
    def origin(self) -> Origin:
        """The click that asked for it."""
        if self.again_of is not None:
            return self.again_of, AGAIN
        return self.parent, self.position


Request = Imagine | Action
