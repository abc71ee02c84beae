"""What a click on something of a task asks for, from the task as it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core import classic
from bot.core.errors import BadInput, Gone
from bot.core.parameters import Options, compose
from bot.core.request import Action, Imagine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.picture import Image
    from bot.core.request import Change, Request
    from bot.core.task import Task


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was found where the click said it is."""

    action: Action | Change
    parent: Task


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggested prompt as the request that it makes."""

    request: Imagine
    parent: Task


@dataclass(frozen=True, slots=True)
class Again:
    """What is needed to ask for a task once more."""

    request: Request
    images: Sequence[Image]
    task: Task


def press(task: Task, position: int) -> Press:
    """What the button at `position` of a task asks for; raises `Gone` where there is none."""
    if (change := classic.change(task, position)) is not None:
        return Press(change, task)
    if task.relay_id is None or not 0 <= position < len(task.buttons):
        raise Gone
    button = task.buttons[position]
    action = Action(
        parent=task.number,
        parent_relay_id=task.relay_id,
        position=position,
        custom_id=button.custom_id,
        label=button.label or button.emoji,
        speed=task.request.speed,
    )
    return Press(action, task)


def suggested(task: Task, suggestion: int) -> Suggested:
    """A prompt that a describe or shorten suggested (0 for the first), as a new request.

    Raises `Gone`, or `BadPrompt` where Midjourney suggests what it would not take itself.
    """
    if not 0 <= suggestion < len(task.suggestions):
        raise Gone
    composed = compose(task.suggestions[suggestion], Options())
    request = Imagine(
        prompt=composed.prompt,
        model=composed.model,
        speed=composed.speed or task.request.speed,
        notes=composed.notes,
        picked=(task.number, suggestion),
    )
    return Suggested(request, task)


def again(task: Task, images: Sequence[Image]) -> Again:
    """What a task asked for, with the pictures it came with, to be asked once more as a new one.

    Raises `BadInput` when the pictures are forgotten.
    """
    if not all(image.data for image in images):
        raise BadInput("pictures_forgotten")
    request: Request = replace(task.request, again_of=task.number)
    if isinstance(request, Imagine) and images:
        request = replace(request, placed=False)  # the address may have run out
    return Again(request, images, task)
