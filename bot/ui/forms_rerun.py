"""A prompt in a form, to be changed and drawn as a new task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.form import prompt_of
from bot.core.parameters import Options, compose
from bot.core.request import Imagine, Model
from bot.ui import attachments, forms, forms_prompt, replies, rights
from bot.ui.forms import FileField, FormAddress, FormVerb

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.core.parameters import Composed
    from bot.core.picture import Image
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.ui.forms import Interaction, Submitted
    from bot.ui.services import Services

IMAGE = "image"


async def ask(interaction: Interaction, services: Services, number: int) -> None:
    """Opens a form with the task's prompt, and room for a picture to start from."""
    task = await services.tasks.find(number)
    texts, locale = services.texts, replies.locale(interaction)
    picture = FileField(
        name=IMAGE,
        label=texts.say(locale, "forms.image"),
        hint=texts.say(locale, "forms.image_hint"),
        required=False,
    )
    await forms.open(
        interaction,
        FormAddress(FormVerb.RERUN, number),
        texts.say(locale, "forms.rerun", number=number),
        (*forms_prompt.fields(prompt_of(task), locale, texts), picture),
    )


async def rerun(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """The form was filled in: a new task of whoever did, at the old one's speed."""
    task = await services.tasks.find(address.task)
    await imagine(
        interaction,
        services,
        forms_prompt.typed(filled),
        like=task.request,
        picture=filled.file(IMAGE),
        ephemeral=await rights.is_private(interaction, services.reads, address.task),
    )


async def imagine(
    interaction: Interaction,
    services: Services,
    text: str,
    *,
    ephemeral: bool,
    like: Request | None = None,
    picture: discord.Attachment | None = None,
    images: Sequence[Image] = (),
) -> Task | None:
    """Takes a typed prompt as a new task, as /imagine does; gives what `replies.claim` gives.

    It is drawn by the bot and at the speed of `like`, unless the prompt names others. Raises
    `BadPrompt` or `BadPicture`, with nothing spent.
    """
    composed = compose(text, Options())
    if picture is not None:
        images = [await attachments.receive(picture, services)]
    request = Imagine(
        prompt=composed.prompt,
        model=_model(composed, like),
        speed=composed.speed or (like.speed if like else None),
        notes=composed.notes,
    )
    return await replies.claim(
        interaction,
        services.tasks,
        request,
        prompt=composed.prompt,
        ephemeral=ephemeral,
        images=images,
    )


def _model(composed: Composed, like: Request | None) -> Model:
    """Niji's own bot where it drew before and the prompt still names one of its versions."""
    niji = like is not None and getattr(like, "model", None) is Model.NIJI
    return Model.NIJI if niji and "niji" in composed.parameters else Model.MIDJOURNEY
