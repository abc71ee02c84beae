"""What is done with a suggested prompt: drawn at once, or changed in a form and drawn then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Gone
from bot.core.request import edited
from bot.ui import forms, forms_prompt, forms_rerun, replies, rights
from bot.ui.forms import FormAddress, FormVerb

if TYPE_CHECKING:
    from bot.ui.card import Address
    from bot.ui.forms import Interaction, Submitted
    from bot.ui.services import Services


async def draw(interaction: Interaction, services: Services, address: Address) -> None:
    """A suggested prompt as it is: a new task, in a new message that answers the clicked one."""
    found = await services.tasks.suggested(address.task, address.position)
    await replies.claim(
        interaction,
        services.tasks,
        found.request,
        prompt=found.request.prompt,
        ephemeral=await rights.is_private(interaction, services.reads, address.task),
    )


async def ask(interaction: Interaction, services: Services, address: Address) -> None:
    """Opens a form with a suggested prompt, the whole of it."""
    task = await services.tasks.find(address.task)
    if not 0 <= address.position < len(task.suggestions):
        raise Gone
    texts, locale = services.texts, replies.locale(interaction)
    await forms.open(
        interaction,
        FormAddress(FormVerb.SUGGESTION, address.task, address.position),
        texts.say(locale, "forms.title"),
        forms_prompt.fields(task.suggestions[address.position], locale, texts),
    )


async def changed(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """The form was filled in: a new task of whoever did, at the speed of the one that suggested it.

    It is no press of the suggestion: the same one may be changed and drawn in many ways at once.
    The button that opened the form is shown as pressed all the same.
    """
    task = await services.tasks.find(address.task)
    made = await forms_rerun.imagine(
        interaction,
        services,
        forms_prompt.typed(filled),
        like=task.request,
        ephemeral=await rights.is_private(interaction, services.reads, address.task),
    )
    if made is not None:
        await services.tasks.press_shown(address.task, edited(address.position))
