"""Forms in front of the relay's buttons: a changed prompt, a zoom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core import zoom
from bot.core.errors import BadInput, Gone, NotAllowed
from bot.core.form import Asks, asks, waits_for_member
from bot.core.operations import REMIX
from bot.core.request import Action, Verb
from bot.core.translation import drawn_from
from bot.ui import forms, forms_prompt, prose, region, renewing, replies, rights
from bot.ui.forms import MOST_TITLE, FormAddress, FormVerb, TextField

if TYPE_CHECKING:
    from bot.core.clicked import Again, Press
    from bot.core.request import FollowUp, Request
    from bot.core.task import Task
    from bot.ui.forms import Field, Interaction, Submitted
    from bot.ui.services import Services

ZOOM = "zoom"
ZOOM_LENGTH = 8
"""Most characters of a zoom: nobody needs more for a number from 1 to 2."""


async def before(interaction: Interaction, services: Services, press: Press) -> FollowUp | None:
    """What a press asks for, or None when a form has been opened in front of it.

    Zooms and regions always have one, variations and the like where their member wants it and the
    relay is not known to go on without asking. What only the relay can suggest a prompt for is
    pressed at once: its form comes afterwards.
    """
    action = press.action
    remixes = (await services.history.preferences(interaction.user.id)).remix
    if not isinstance(action, Action):
        return replace(action, remix=remixes and action.verb is not Verb.UPSCALE)
    asked = asks(action.custom_id)
    wanted = remixes and REMIX not in services.abilities.missing(press.parent.relay)
    if asked in {None, Asks.PROMPT} or (asked is Asks.REMIX and not wanted):
        return replace(action, remix=remixes)
    services.abilities.check(press.parent.relay, action)  # before somebody types, not after
    if asked is Asks.REGION:
        await region.open(interaction, services, press)
    else:
        await _open_for_press(interaction, services, press)
    return None


async def pressed(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """A relay button whose form was filled in: a new task, with the answer already there.

    A prompt that was left as it is counts as none: the relay's own suggestion is sent on then.
    """
    press = await services.tasks.press(address.task, address.position)
    action, asked = _behind(press.action)
    if asked is Asks.REGION:
        raise Gone  # this form has no mask
    answer = _answer(filled, _suggestion(press.parent), asked)
    await replies.claim(
        interaction,
        services.tasks,
        replace(action, remix=answer is not None),
        prompt=press.parent.prompt,
        answer=answer,
        ephemeral=await rights.is_private(interaction, services.reads, address.task),
    )


async def painted_again(interaction: Interaction, services: Services, again: Again) -> bool:
    """Has a region chosen anew whose mask is no longer kept; False for any other request."""
    action = again.request
    if not isinstance(action, Action) or asks(action.custom_id) is not Asks.REGION or again.images:
        return False
    await region.open(
        interaction, services, await services.tasks.press(action.parent, action.position)
    )
    return True


async def ask(interaction: Interaction, services: Services, number: int) -> None:
    """Opens the form that the relay waits for, for the member whose task it is."""
    task = await _waiting(interaction, services, number)
    action, asked = _behind(task.request)
    if asked is Asks.REGION:
        raise BadInput("form_over")  # its mask came with the press, or never will
    address = FormAddress(FormVerb.CONTINUE, number)
    await _open(interaction, services, address, asked, action.label, task.form or drawn_from(task))


async def continued(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """The form that the relay waits for was filled in; what comes of it is seen in the message."""
    task = await _waiting(interaction, services, address.task)
    suggestion = task.form or drawn_from(task)
    answer = _answer(filled, suggestion, _behind(task.request)[1])
    asker = rights.asker(interaction)
    await services.tasks.answer(task.number, answer or suggestion, asker=asker)
    await renewing.accept(interaction, services, task.number)


async def _waiting(interaction: Interaction, services: Services, number: int) -> Task:
    """The task, if its form is open and this member's."""
    task = await services.tasks.find(number)
    if task.user_id != interaction.user.id:
        raise NotAllowed("form_not_yours")
    if not waits_for_member(task):
        raise BadInput("form_over")
    return task


def _behind(request: Request) -> tuple[Action, Asks]:
    """The button that a form stands in front of, and what it asks for; raises `Gone` for none.

    A form that nobody foresaw asks for a prompt.
    """
    if not isinstance(request, Action):
        raise Gone
    return request, asks(request.custom_id) or Asks.REMIX


def _answer(filled: Submitted, suggestion: str, asked: Asks) -> str | None:
    """What the relay is to be told; None when its own suggestion will do.

    Raises `BadPrompt`.
    """
    prompt = forms_prompt.typed(filled)
    if asked is Asks.REMIX:
        return forms_prompt.changed(prompt, suggestion)
    if asked is not Asks.ZOOM:
        return forms_prompt.changed(prompt, suggestion) or suggestion
    number = zoom.read(filled.text(ZOOM))
    plain = zoom.without(suggestion)
    return zoom.within(forms_prompt.changed(zoom.without(prompt), plain) or plain, number)


def _suggestion(parent: Task) -> str:
    """The prompt that a form begins with: what Midjourney made of the parent's."""
    return zoom.without(parent.final_prompt or drawn_from(parent))


async def _open_for_press(interaction: Interaction, services: Services, press: Press) -> None:
    action, asked = _behind(press.action)
    address = FormAddress(FormVerb.PRESS, press.parent.number, action.position)
    suggestion = _suggestion(press.parent)
    await _open(interaction, services, address, asked, action.label, suggestion)


async def _open(
    interaction: Interaction,
    services: Services,
    address: FormAddress,
    asked: Asks,
    label: str,
    suggestion: str,
) -> None:
    texts, locale = services.texts, replies.locale(interaction)
    fields: list[Field] = []
    if asked is Asks.ZOOM:
        fields.append(
            TextField(
                name=ZOOM,
                label=texts.say(locale, "forms.zoom"),
                hint=texts.say(locale, "forms.zoom_hint"),
                value=zoom.written(zoom.of(suggestion) or zoom.USUAL),
                long=False,
                longest=ZOOM_LENGTH,
            )
        )
        suggestion = zoom.without(suggestion)
    title = prose.label(label, MOST_TITLE) or texts.say(locale, "forms.title")
    fields.extend(forms_prompt.fields(suggestion, locale, texts))
    await forms.open(interaction, address, title, fields)
