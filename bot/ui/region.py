"""Choosing a part of a picture to paint anew: inside Discord, by a file, or by the painter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core import region as regions
from bot.core.errors import BadPicture, Gone, PictureError
from bot.core.form import Asks, asks
from bot.core.region import Quick, Region
from bot.core.request import Action
from bot.service.painting import sources
from bot.ui import (
    attachments,
    forms,
    forms_prompt,
    gallery,
    layout,
    prose,
    region_card,
    replies,
    rights,
)
from bot.ui.errors import words
from bot.ui.forms import MOST_TITLE, FileField, FormAddress, FormVerb
from bot.ui.region_card import CHOOSE, SEND, START, UPLOAD, Picking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.clicked import Press
    from bot.core.task import Task
    from bot.ui.card import Address
    from bot.ui.forms import Field, Interaction, Submitted
    from bot.ui.services import Services

MASK = "mask"
"""The name of the field that takes a mask's file."""


async def open(interaction: Interaction, services: Services, press: Press) -> None:  # noqa: A001
    """Answers a press of the button with a private card to choose on (of this module: region.open).

    The card comes at once and works as it is; the picture follows, since it may take a while.
    """
    picking = await _picking(interaction, services, press.parent, press.action.position)
    await replies.present(interaction, layout.draw(region_card.waiting(picking, services.texts)))
    await _show(interaction, services, press.parent, picking, None, fresh=_shown(interaction))


async def act(interaction: Interaction, services: Services, address: Address) -> None:
    """A click on the card: what is chosen stands in it, everything else is read anew."""
    action, parent = await _pressed(services, address.task, address.position)
    region, what = region_card.read(address.word)
    if what == UPLOAD:
        await _ask(interaction, services, action, parent, region, with_file=True)
    elif region is None and what != START:
        raise Gone
    elif region is not None and what == SEND:
        await services.regions.drawn(region)  # raises for what is no mask, before anything is asked
        await _ask(interaction, services, action, parent, region, with_file=False)
    else:
        chosen = region and _chosen(interaction, region, what)
        picking = await _picking(interaction, services, parent, address.position)
        await replies.accept(interaction)
        await _show(interaction, services, parent, picking, chosen)


async def submitted(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """The form with the prompt was filled in: a new task, with the mask and the answer there.

    Raises `BadPicture` or `BadPrompt`, with nothing spent.
    """
    action, parent = await _pressed(services, address.task, address.position)
    answer = regions.answer(forms_prompt.typed(filled), parent)
    region = Region.read(address.word)
    attached = filled.file(MASK)
    if attached is not None:
        image = await attachments.receive_mask(attached, region, services)
    elif region is not None:
        image = await services.regions.drawn(region)
    else:
        raise BadPicture("mask_missing")
    await replies.claim(
        interaction,
        services.tasks,
        replace(action, remix=True),
        prompt=parent.prompt,
        answer=answer,
        images=[image],
        ephemeral=await rights.is_private(interaction, services.reads, address.task),
    )


async def _show(
    interaction: Interaction,
    services: Services,
    parent: Task,
    picking: Picking,
    chosen: Region | None,
    *,
    fresh: str | None = None,
) -> None:
    """Draws the card anew with what is chosen, once the click on it has been taken.

    `fresh` is a link of Discord's that has not run out.
    """
    found = sources(parent, await services.reads.reply(parent.number), fresh)
    try:
        canvas = await services.regions.canvas(parent.number, found, relay=parent.relay)
        region = chosen or Region(canvas.width, canvas.height)
        name = f"easel-{parent.number}-region"
        picture = await services.regions.overlay(canvas, region, name=name)
    except PictureError as error:
        said = words(error, services.texts, picking.locale)
        card = region_card.troubled(picking, services.texts, said)
        await replies.rewrite(interaction, layout.draw(card), None)
        return
    card = region_card.choice(picking, services.texts, region, picture)
    await replies.rewrite(interaction, layout.draw(card), picture)


def _shown(interaction: Interaction) -> str | None:
    """The link of the picture in the clicked message: Discord signs it anew for each click."""
    media = gallery.first(interaction.message.components) if interaction.message else None
    return media.url if media else None


async def _ask(
    interaction: Interaction,
    services: Services,
    action: Action,
    parent: Task,
    region: Region | None,
    *,
    with_file: bool,
) -> None:
    """Opens the form with the prompt, and with room for a mask's file."""
    texts, locale = services.texts, replies.locale(interaction)
    fields: list[Field] = []
    if with_file:
        region = region and region.only(())
        mask = FileField(
            name=MASK,
            label=texts.say(locale, "region.mask"),
            hint=texts.say(locale, "region.mask_hint"),
        )
        fields.append(mask)
    fields.extend(forms_prompt.fields(regions.suggestion(parent), locale, texts))
    word = region.word if region else ""
    address = FormAddress(FormVerb.REGION, parent.number, action.position, word)
    title = prose.label(action.label, MOST_TITLE) or texts.say(locale, "forms.title")
    await forms.open(interaction, address, title, fields)


def _chosen(interaction: Interaction, region: Region, what: str) -> Region:
    """What is chosen after a click on the menu or on a quick choice. Raises `Gone`."""
    if what == CHOOSE:
        data: Mapping[str, Any] = interaction.data or {}
        return region.only(int(value) for value in data.get("values", ()) if value.isdecimal())
    try:
        return region.quick(Quick(what))
    except ValueError as error:
        raise Gone from error


async def _pressed(services: Services, task: int, position: int) -> tuple[Action, Task]:
    """The button as it stands now, and its task. Raises `Gone` for one that takes no mask."""
    press = await services.tasks.press(task, position)
    if not isinstance(press.action, Action) or asks(press.action.custom_id) is not Asks.REGION:
        raise Gone
    return press.action, press.parent


async def _picking(
    interaction: Interaction, services: Services, task: Task, position: int
) -> Picking:
    locale, painter = replies.locale(interaction), None
    if services.painter is not None:
        card = replies.promise(interaction, ephemeral=True)
        painter = await services.painter(task.number, position, card=card)
    return Picking(task.number, position, locale, painter, task.terms.spoiler)
