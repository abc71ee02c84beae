"""Pictures that a member hands in, read while there is still time to answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot.core.errors import BadPicture
from bot.media.incoming import check_size
from bot.ui import message_pictures
from bot.ui.network import FAILED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine, Sequence

    import discord

    from bot.core.picture import Image
    from bot.core.region import Region
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

Read = TypeVar("Read")

LOST = frozenset({"link_missing", "link_forbidden"})
"""What a link of Discord's own comes to once its time is over, or when somebody changed it."""

READING_TIME = 2.0
"""Seconds for download and checks. Discord waits three for the acknowledgement, and nothing may be
acknowledged before it is known that the pictures can be used."""


async def receive(attachment: discord.Attachment, services: Services) -> Image:
    """The picture, checked. Its declared size is looked at before anything is downloaded.

    Raises `BadPicture`, also when Discord does not hand it over in time.
    """
    check_size(attachment.size)
    return await _in_time(_received(attachment, services, 1))


async def receive_all(attachments: Sequence[discord.Attachment], services: Services) -> list[Image]:
    """The pictures of one request, in order, read side by side; raises as `receive` does."""
    for attachment in attachments:
        check_size(attachment.size)
    readings = [_received(each, services, len(attachments)) for each in attachments]
    return await _in_time(_side_by_side(readings))


async def receive_masked(
    attachment: discord.Attachment, mask: discord.Attachment | None, services: Services
) -> list[Image]:
    """A picture, and the mask for it where there is one; raises as `receive` does."""
    if mask is None:
        return [await receive(attachment, services)]
    for each in (attachment, mask):
        check_size(each.size)
    return await _in_time(_masked(attachment, mask, services))


async def receive_mask(
    attachment: discord.Attachment, region: Region | None, services: Services
) -> Image:
    """A painted mask, for the picture of a region; as large as it is where there is none.

    Raises as `receive` does.
    """
    check_size(attachment.size)
    return await _in_time(_fitted(attachment, region, services))


async def follow(link: str, services: Services) -> Image:
    """The picture behind a link, checked. Raises `BadPicture`, also when it takes too long.

    What takes longer than an answer may is refused in words rather than acknowledged first: until
    the picture is known to be one there is no task, and an acknowledgement without a task would be
    a "thinking…" that nobody finishes after a crash.
    """
    return await _in_time(_followed(link, services), late="link_slow")


async def from_discord(url: str, services: Services) -> Image:
    """The picture at one of Discord's own addresses, checked; raises `BadPicture`."""
    try:
        return await _in_time(_followed(url, services, from_discord=True))
    except BadPicture as error:
        if error.reason in LOST:
            raise BadPicture("reference_lost") from error
        raise


async def _received(attachment: discord.Attachment, services: Services, together: int) -> Image:
    return await services.receive(await attachment.read(), together=together)


async def _masked(
    attachment: discord.Attachment, mask: discord.Attachment, services: Services
) -> list[Image]:
    picture, painted = await asyncio.gather(_received(attachment, services, 2), mask.read())
    return [picture, await services.mask(painted, picture)]


async def _fitted(
    attachment: discord.Attachment, region: Region | None, services: Services
) -> Image:
    data = await attachment.read()
    if region is None:
        return await services.regions.unfitted(data)
    return await services.regions.fitted(data, region.width, region.height)


async def _followed(link: str, services: Services, *, from_discord: bool = False) -> Image:
    # A copied link to one of Discord's files is followed to wherever Discord is.
    own = from_discord or message_pictures.is_discords(link)
    return await services.receive(await services.fetch(link, from_discord=own))


async def _side_by_side(readings: Sequence[Coroutine[Any, Any, Image]]) -> list[Image]:
    """All of them, or what is wrong with the first that fails; then the others are given up."""
    tasks = [asyncio.create_task(reading) for reading in readings]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def _in_time(reading: Awaitable[Read], late: str = "picture_slow") -> Read:
    """What was read; raises `BadPicture` (`late`) when it does not come in time, or at all."""
    try:
        async with asyncio.timeout(READING_TIME):
            return await reading
    except FAILED as error:
        log.info("picture not read", error=repr(error))
        raise BadPicture(late) from error
