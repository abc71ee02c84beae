"""A grid as four pictures in one reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog
from discord import ui

from bot.core import classic
from bot.core.errors import BadInput, PictureError
from bot.core.form import prompt_of
from bot.core.picture import PictureTrouble
from bot.media.pictures import DISCORD
from bot.ui import layout, message_pictures, prose, replies, rights
from bot.ui.card import MOST_ALT, UPLOADED
from bot.ui.files import attachment
from bot.ui.promising import promised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.picture import Upload
    from bot.core.task import Task
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

WHOLE = 64 * 1024 * 1024
"""Most bytes of the relay's own picture: it is cut, not shown."""
TOGETHER = 24 * 1024 * 1024
"""Most bytes of the four: Discord's docs call for requests of at most 25 MiB."""


async def split(interaction: Interaction, services: Services, number: int) -> None:
    """Answers with the four pictures, in private where the result is. The relay is not asked."""
    task = await services.tasks.find(number)
    if not classic.is_grid(task):
        raise BadInput("not_a_grid")
    message = interaction.message
    hidden = message is not None and message.flags.ephemeral
    private = hidden or await rights.is_private(interaction, services.reads, number)
    async with promised(interaction, services, ephemeral=private):
        limit = min(replies.upload_limit(interaction), TOGETHER // 4)
        grid = await _grid(interaction, services, task)
        quarters = await services.quarter(grid, limit=limit, name=f"easel-{number}")
        said = services.texts.say(replies.locale(interaction), "own.split", number=number)
        view = _drawn(quarters, task, said)
        files = [attachment(one.data, one.name) for one in quarters]
        await replies.fill(interaction, view, files)


async def _grid(interaction: Interaction, services: Services, task: Task) -> bytes:
    """The grid: as the message carries it, unless that was made smaller, else from the relay.

    Raises `PictureError` when neither has it.
    """
    reply = await services.reads.reply(task.number)
    attached = reply.attached if reply else None
    # Discord's links are fresh with each click.
    shown = message_pictures.find(interaction.message) if interaction.message else None
    places = [(task.picture, task.relay)]
    if shown is not None:
        places.insert(len(places) if attached and attached.shrunk else 0, (shown, DISCORD))
    trouble = PictureTrouble.MISSING
    for url, whose in places:
        try:
            grid = await services.pictures.bring(url or "", relay=whose, limit=WHOLE, name="grid")
        except PictureError as error:
            log.info("grid not there", task=task.number, place=whose, trouble=error.trouble)
            trouble = error.trouble
        else:
            return grid.data
    raise PictureError(trouble)


def _drawn(quarters: Sequence[Upload], task: Task, said: str) -> ui.LayoutView:
    alt = prose.label(prompt_of(task), MOST_ALT) or None
    hidden = task.terms.spoiler
    items = [
        discord.MediaGalleryItem(f"{UPLOADED}{one.name}", description=alt, spoiler=hidden)
        for one in quarters
    ]
    container: ui.Container[ui.LayoutView] = ui.Container(
        ui.MediaGallery(*items), ui.TextDisplay(said)
    )
    return layout.alone(container)
