"""Presses of a relay's buttons, and the forms that come of them."""

from __future__ import annotations

from bot.core.picture import Image
from bot.core.request import Action
from bot.core.task import Task
from tests.media.pixels import picture
from tests.service.conftest import House

MASK = Image("image/png", picture("PNG"))


async def pressed(
    house: House,
    parent: Task,
    label: str,
    *,
    remix: bool = False,
    answer: str | None = None,
    images: tuple[Image, ...] = (),
) -> Task:
    """The task that a press of the parent's button makes, after its turn in the queue."""
    house.server.finish(parent.relay_id or "")
    await house.poller.look()
    parent = await house.fresh(parent)
    position = next(n for n, b in enumerate(parent.buttons) if b.label == label)
    button = parent.buttons[position]
    request = Action(
        parent=parent.number,
        parent_relay_id=parent.relay_id or "",
        position=position,
        custom_id=button.custom_id,
        label=button.label,
        remix=remix,
    )
    return await house.sent(request=request, answer=answer, images=images)


async def upscaled(house: House) -> Task:
    """A finished U1, under which the buttons are whose forms always open."""
    return await pressed(house, await house.sent(), "U1")


def forms_sent(house: House) -> list[dict[str, object]]:
    """The bodies of every form that reached the relay."""
    return [r.body for r in house.server.log if r.path.endswith("/submit/modal")]
