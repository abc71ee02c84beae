"""The buttons that Easel offers itself under a grid whose relay sends none.

novicezk's servers have `/submit/change` instead of buttons; it takes what came of an imagine, a
variation, a re-roll or a blend, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.operations import CHANGE, pressing
from bot.core.report import Button
from bot.core.request import Blend, Change, Imagine, Verb
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.request import Request
    from bot.core.task import Task


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them: what it asks for, and how it looks."""

    verb: Verb
    index: int
    label: str
    emoji: str = ""

    @property
    def button(self) -> Button:
        """The offer as a button is drawn; its custom_id never reaches a relay."""
        return Button(f"change::{self.verb.lower()}::{self.index}", self.label, self.emoji)


OFFERS = (
    *(Offer(Verb.UPSCALE, index, f"U{index}") for index in range(1, 5)),
    Offer(Verb.REROLL, 1, "", "🔄"),
    *(Offer(Verb.VARIATION, index, f"V{index}") for index in range(1, 5)),
)
"""In the order in which Midjourney has them."""


def offered(task: Task) -> tuple[Offer, ...]:
    """What Easel offers under a task; nothing where the relay's own buttons are."""
    is_there = task.status is Status.DONE and task.relay_id is not None
    if is_there and not task.buttons and task.video is None and _makes_grid(task.request):
        return OFFERS
    return ()


def buttons(task: Task) -> tuple[Button, ...]:
    """The buttons of a task: the relay's, or where it sends none those that Easel offers."""
    return task.buttons or tuple(offer.button for offer in offered(task))


def change(task: Task, position: int) -> Change | None:
    """What the offer at `position` asks for; None when there is none."""
    offers = offered(task)
    if task.relay_id is None or not 0 <= position < len(offers):
        return None
    offer = offers[position]
    return Change(
        parent=task.number,
        parent_relay_id=task.relay_id,
        position=position,
        verb=offer.verb,
        index=offer.index,
        label=offer.label or offer.emoji,
        speed=task.request.speed,
    )


def takes(task: Task, position: int) -> frozenset[str]:
    """Every operation that pressing the button at `position` takes."""
    if not task.buttons:
        return frozenset({CHANGE})
    if position >= len(task.buttons):
        return frozenset()
    return pressing(task.buttons[position].custom_id)


def is_grid(task: Task) -> bool:
    """Whether a finished task's picture is four in one."""
    if task.status is not Status.DONE or task.picture is None or task.video is not None:
        return False
    choices = {offer.label for offer in OFFERS if offer.verb is Verb.UPSCALE}
    labels = {button.label for button in task.buttons if "video" not in button.custom_id}
    return choices <= labels or bool(offered(task))


def _makes_grid(request: Request) -> bool:
    match request:
        case Imagine() | Blend():
            return True
        case Change(verb=verb):
            return verb is not Verb.UPSCALE
        case _:
            return False
