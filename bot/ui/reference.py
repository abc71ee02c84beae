"""Somebody's picture as a reference: a form with the prompt, and then a new task with both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import BadInput, BadPicture
from bot.ui import attachments, forms, forms_prompt, forms_rerun, message_pictures, replies
from bot.ui.forms import FormAddress, FormVerb, TextField

if TYPE_CHECKING:
    import discord

    from bot.ui.forms import Interaction, Submitted
    from bot.ui.services import Services

PICTURE = "picture"


def of(message: discord.Message) -> str:
    """The address of a message's picture at Discord; raises `BadInput` when there is none."""
    url = message_pictures.find(message)
    if url is None:
        raise BadInput("message_no_picture")
    return url


async def ask(interaction: Interaction, services: Services, message: discord.Message) -> None:
    """Opens a form for the prompt. The picture's address stands in it too, so that the form needs
    nobody to remember it."""
    texts, locale = services.texts, replies.locale(interaction)
    picture = TextField(
        name=PICTURE,
        label=texts.say(locale, "forms.reference"),
        hint=texts.say(locale, "forms.reference_hint"),
        value=of(message),
        long=False,
    )
    await forms.open(
        interaction,
        FormAddress(FormVerb.REFERENCE, 0),
        texts.say(locale, "menus.reference"),
        (*forms_prompt.fields("", locale, texts), picture),
    )


async def use(
    interaction: Interaction,
    services: Services,
    address: FormAddress,
    filled: Submitted,
) -> None:
    """The form was filled in: a new task with that picture attached.

    What came back as the picture's address may have been changed: it has to be Discord's own still.
    """
    url = filled.text(PICTURE).strip()
    if not message_pictures.is_discords(url):
        raise BadPicture("reference_lost")
    image = await attachments.from_discord(url, services)
    text = forms_prompt.typed(filled)
    await forms_rerun.imagine(interaction, services, text, images=[image], ephemeral=False)
