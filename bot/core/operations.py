"""What a relay has to have for a request, by the names that what it lacks is remembered by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.button_kinds import kind
from bot.core.form import Asks, asks, remixed
from bot.core.request import (
    Action,
    Blend,
    Change,
    Describe,
    Edit,
    FaceSwap,
    Imagine,
    Shorten,
    Video,
)

if TYPE_CHECKING:
    from bot.core.request import Request

CANCEL = "task/cancel"
SEED = "task/image-seed"
BILLING = "billing"
"""What a relay has left of its owner's money."""
CHAT = "chat"
"""A chat model, beside Midjourney."""
REMIX = "remix"
"""To ask for the prompt before a variation: an account's own setting, which its owner changes."""
ACTION = "submit/action"
CHANGE = "submit/change"
MODAL = "submit/modal"
IMAGINE = "submit/imagine"
UPLOAD = "submit/upload-discord-images"
ESSENTIAL = frozenset({IMAGINE})
"""What every relay has: an answer that denies it comes from something that stands before it."""
_SUBMITS: dict[type[Request], str] = {
    Imagine: IMAGINE,
    Blend: "submit/blend",
    Describe: "submit/describe",
    Shorten: "submit/shorten",
    FaceSwap: "insight-face/swap",
    Video: "submit/video",
    Change: CHANGE,
}


NAMES = frozenset(
    {"imagine", "blend", "describe", "shorten", "faceswap", "video", "edit", "retexture"}
)
"""What a relay can be used for, as its operator names it; presses of buttons go where they must."""


def name(request: Request) -> str | None:
    """What a request is called by an operator; None for a press of a button."""
    match request:
        case Action() | Change():
            return None
        case Edit(retexture=True):
            return "retexture"
        case _:
            return request.kind


def needed(request: Request) -> frozenset[str]:
    """Every operation that sending this request takes."""
    match request:
        case Action(custom_id=custom_id):
            return pressing(custom_id)
        case Edit(retexture=retexture):
            return frozenset({"submit/retexture" if retexture else "submit/edits"})
        case _:
            return frozenset({_SUBMITS[type(request)]})


def pressing(custom_id: str) -> frozenset[str]:
    """Every operation that a press of one of the relay's buttons takes.

    One that opens a form with remix alone works without where the relay's account has remix off.
    """
    form = {MODAL} if asks(custom_id) not in {None, Asks.REMIX} else set()
    return frozenset({ACTION, kind(custom_id)} | form)


def proven(request: Request, *, asked: bool) -> frozenset[str]:
    """What the relay has shown to have by taking the request; `asked`: it waits for a form now.

    Then nobody knows yet whether what lies behind the form is there.
    """
    if not isinstance(request, Action):
        return needed(request)
    if not asked:
        return frozenset({ACTION, kind(request.custom_id)})
    return frozenset({ACTION, REMIX} if remixed(request) else {ACTION})


def answered(request: Request) -> frozenset[str]:
    """What the relay has shown to have by taking the answer to the form of a request."""
    return proven(request, asked=True) | proven(request, asked=False) | {MODAL}
