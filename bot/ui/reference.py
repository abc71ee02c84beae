"""Somebody's picture with a prompt: to start from, or as a reference to its style or character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import BadInput, BadPicture
from bot.core.parameters import Options, compose
from bot.core.reference import Role, named
from bot.core.request import Imagine
from bot.ui import attachments, forms, forms_prompt, forms_rerun, message_pictures, replies, rights
from bot.ui.forms import Choice, ChoiceField, FormAddress, FormVerb, TextField

if TYPE_CHECKING:
    import discord

    from bot.core.picture import Image
    from bot.ui.forms import Interaction, Submitted
    from bot.ui.services import Services
    from bot.ui.texts import Texts

PICTURE = "picture"
ROLE = "role"


def of(message: discord.Message) -> str:
    """The address of a message's picture at Discord; raises `BadInput` when there is none."""
    url = message_pictures.find(message)
    if url is None:
        raise BadInput("message_no_picture")
    return url


async def ask(interaction: Interaction, services: Services, message: discord.Message) -> None:
    """Opens a form for the prompt. The picture's address stands in it too, so that the form needs
    nobody to remember it. Raises `NotAllowed` for who may ask for nothing here: nobody is to fill
    in a form for nothing."""
    await services.admission.check_place(rights.asker(interaction))
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
        (*forms_prompt.fields("", locale, texts), _roles(texts, locale), picture),
    )


def _roles(texts: Texts, locale: str) -> ChoiceField:
    options = [
        Choice(
            value=role,
            label=texts.say(locale, f"forms.role_{role}"),
            hint=texts.say(locale, f"forms.role_{role}_hint"),
        )
        for role in Role
    ]
    return ChoiceField(name=ROLE, label=texts.say(locale, "forms.role"), options=options)


async def use(
    interaction: Interaction,
    services: Services,
    address: FormAddress,
    filled: Submitted,
) -> None:
    """The form was filled in: a new task with that picture.

    What came back as the picture's address may have been changed: it has to be Discord's own still.
    """
    url = filled.text(PICTURE).strip()
    if not message_pictures.is_discords(url):
        raise BadPicture("reference_lost")
    image = await attachments.from_discord(url, services)
    text, role = forms_prompt.typed(filled), _role(filled)
    if role is Role.START:
        await forms_rerun.imagine(interaction, services, text, images=[image], ephemeral=False)
    else:
        await _refer(interaction, services, text, role, url, image)


def _role(filled: Submitted) -> Role:
    """What was chosen; a form from before there was a choice has none."""
    chosen = filled.text(ROLE)
    return Role(chosen) if chosen in {*Role} else Role.START


async def _refer(
    interaction: Interaction,
    services: Services,
    text: str,
    role: Role,
    url: str,
    image: Image,
) -> None:
    """A new task whose prompt names the picture; its message shows the prompt as it was typed.

    The picture goes to the store as an attached one does: the relay may put it where Midjourney can
    fetch it, and Discord's own address stands in the prompt until then.
    """
    shown = compose(text, Options())
    request = Imagine(
        prompt=named(shown, role, url),
        model=shown.model,
        speed=shown.speed,
        notes=shown.notes,
        reference=url,
    )
    await replies.claim(
        interaction,
        services.tasks,
        request,
        prompt=shown.prompt,
        ephemeral=False,
        images=[image],
    )
