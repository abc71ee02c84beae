"""A member's attached picture, read from Discord while there is still time to answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import BadPicture
from bot.media.incoming import check_size
from bot.ui.network import FAILED

if TYPE_CHECKING:
    import discord

    from bot.core.picture import Image
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

READING_TIME = 2.0
"""Seconds for download and checks. Discord waits three for the acknowledgement, and nothing may be
acknowledged before it is known that the picture can be used."""


async def receive(attachment: discord.Attachment, services: Services) -> Image:
    """The picture, checked. Its declared size is looked at before anything is downloaded.

    Raises `BadPicture`, also when Discord does not hand it over in time.
    """
    check_size(attachment.size)
    try:
        async with asyncio.timeout(READING_TIME):
            return await services.receive(await attachment.read())
    except FAILED as error:
        log.info("attachment not read", size=attachment.size, error=repr(error))
        raise BadPicture("picture_slow") from error
