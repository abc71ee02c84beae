"""What can be asked of a relay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Imagine:
    """A picture from words. `prompt` is the whole line with its parameters, as the relay gets it.

    The attached pictures travel beside it (`core.picture.Image`), not in it: they are large and are
    dropped from the store when the task is done.
    """

    prompt: str
    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    kind = "imagine"


@dataclass(frozen=True, slots=True)
class Action:
    """A press of one of a finished task's buttons.

    `parent` is our number of that task, `parent_relay_id` the relay's; `position` the button's
    place in the parent's `buttons`; `speed` the parent's: a follow-up stays in its parent's mode.
    """

    parent: int
    parent_relay_id: str
    position: int
    custom_id: str
    label: str
    speed: Speed | None = None
    kind = "action"


Request = Imagine | Action
