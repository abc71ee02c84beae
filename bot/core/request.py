"""What can be asked of a relay."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

AGAIN = -1
"""The position of Easel's own "try again" among the buttons of a task."""
REDRAWN = -2
"""The position of Easel's own "draw it anew"."""
SUGGESTED = -100
"""The position of a task's first suggested prompt among its buttons; the next ones lie below."""
EDITED = -200
"""The position of the button that opens the first of them in a form; the next ones lie below."""
DESCRIBES_AGAIN = "MJ::Picread::Retry"
"""How the custom_id begins of the button that has a described picture described once more."""

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
    asked for once more; `notes` is what was mended in the prompt, for its member to see; `picked`
    is the task that suggested the prompt, and which of its suggestions (0 for the first) it was.
    `redraws` is a press that came to nothing, since the relay has lost the picture under it: this
    draws that picture anew. `reference` is the address in the prompt that stands for the attached
    picture, which then is not sent along ("" where it is); `placed` says that the address is the
    one to be sent.
    """

    prompt: str
    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    again_of: int | None = None
    notes: tuple[Note, ...] = ()
    picked: tuple[int, int] | None = None
    redraws: int | None = None
    reference: str = ""
    placed: bool = False
    kind = "imagine"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        if self.again_of is None and self.redraws is not None:
            return self.redraws, REDRAWN
        if self.again_of is None and self.picked is not None:
            task, suggestion = self.picked
            return task, suggested(suggestion)
        return _click(self.again_of)


@dataclass(frozen=True, slots=True)
class Action:
    """A press of one of a finished task's buttons.

    `parent` is our number of that task, `parent_relay_id` the relay's; `position` the button's
    place in the parent's `buttons`; `speed` the parent's: a follow-up stays in its parent's mode.
    `again_of` is the press that came to nothing and is asked for once more. `remix` says that its
    member wants to see the prompt if the relay asks for one, instead of having the relay's own
    suggestion sent on.
    """

    parent: int
    parent_relay_id: str
    position: int
    custom_id: str
    label: str
    speed: Speed | None = None
    again_of: int | None = None
    remix: bool = False
    kind = "action"

    @property
    def origin(self) -> Origin:
        """The click that asked for it."""
        return _click(self.again_of) or (self.parent, self.position)


class Verb(StrEnum):
    """What `/submit/change` of novicezk's servers can do, which have no `/submit/action`."""

    UPSCALE = "UPSCALE"
    VARIATION = "VARIATION"
    REROLL = "REROLL"


@dataclass(frozen=True, slots=True)
class Change:
    """A press of a button that Easel itself offers where a relay sends none.

    `index` is 1 to 4, and 1 for a re-roll too, since new-api refuses a re-roll without one. `remix`
    says that its member would rather have seen the prompt first, which these relays cannot ask for.
    """

    parent: int
    parent_relay_id: str
    position: int
    verb: Verb
    index: int
    label: str
    speed: Speed | None = None
    again_of: int | None = None
    remix: bool = False
    kind = "change"

    @property
    def origin(self) -> Origin:
        """The click that asked for it."""
        return _click(self.again_of) or (self.parent, self.position)


class Dimensions(StrEnum):
    """The shape of a blend, as relays name it."""

    PORTRAIT = "PORTRAIT"  # 2:3
    SQUARE = "SQUARE"
    LANDSCAPE = "LANDSCAPE"  # 3:2


@dataclass(frozen=True, slots=True)
class Blend:
    """One picture from 2 to 5 attached ones."""

    dimensions: Dimensions | None = None
    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    again_of: int | None = None
    kind = "blend"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


@dataclass(frozen=True, slots=True)
class Describe:
    """Prompts that might have made the one attached picture."""

    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    again_of: int | None = None
    kind = "describe"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


@dataclass(frozen=True, slots=True)
class Shorten:
    """Shorter prompts that say the same."""

    prompt: str
    model: Model = Model.MIDJOURNEY
    speed: Speed | None = None
    again_of: int | None = None
    kind = "shorten"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


@dataclass(frozen=True, slots=True)
class FaceSwap:
    """The face of the first attached picture on the second."""

    speed: Speed | None = None
    again_of: int | None = None
    kind = "faceswap"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


class Motion(StrEnum):
    """How much moves in a video."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Video:
    """A video that starts from the attached picture (none: from the prompt alone)."""

    prompt: str
    motion: Motion = Motion.LOW
    loop: bool = False
    speed: Speed | None = None
    again_of: int | None = None
    kind = "video"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


@dataclass(frozen=True, slots=True)
class Edit:
    """The first attached picture, changed as the prompt says; a second one is the mask.

    `retexture` keeps its shapes and gives it another look.
    """

    prompt: str
    retexture: bool = False
    speed: Speed | None = None
    again_of: int | None = None
    kind = "edit"

    @property
    def origin(self) -> Origin | None:
        """The click that asked for it, where one did."""
        return _click(self.again_of)


def makes_picture(request: Request) -> bool:
    """Whether a picture is to come of it; describe and shorten bring only words."""
    if isinstance(request, Action):
        return not request.custom_id.startswith(DESCRIBES_AGAIN)
    return not isinstance(request, Describe | Shorten)


def written(request: Request) -> str:
    """The words of a member's that a request sends to the relay; "" where it sends none."""
    match request:
        case Imagine() | Shorten() | Video() | Edit():
            return request.prompt
        case _:
            return ""


def suggested(suggestion: int) -> int:
    """The position of a suggested prompt (0 for the first) among the buttons of its task."""
    return SUGGESTED - suggestion


def edited(suggestion: int) -> int:
    """The position of the button that opens a suggested prompt in a form."""
    return EDITED - suggestion


def _click(again_of: int | None) -> Origin | None:
    return None if again_of is None else (again_of, AGAIN)


Request = Imagine | Action | Change | Blend | Describe | Shorten | FaceSwap | Video | Edit
FollowUp = Action | Change
"""What stays with the relay that made its parent."""
