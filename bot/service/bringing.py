"""Which picture a task's message is to carry, and bringing it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.picture import Upload
    from bot.core.ports import Pictures
    from bot.core.reply import Reply
    from bot.core.task import Task

log = structlog.get_logger(__name__)

UNSHOWABLE = frozenset(
    {PictureTrouble.TOO_LARGE, PictureTrouble.TOO_MANY_PIXELS, PictureTrouble.NOT_A_PICTURE}
)
"""Troubles of a video that its still is shown for; any other may pass when it is tried again."""


def wanted(task: Task, reply: Reply) -> str | None:
    """The address of a picture that the message should carry and does not."""
    attached = reply.attached.source if reply.attached else None
    if task.muted:
        return None
    if task.status is Status.DONE:
        finished = task.video or task.picture
        return finished if task.trouble is None and finished != attached else None
    return task.preview if task.preview != attached else None


def keeps_picture(task: Task) -> bool:
    """Whether the message of this task is to carry a finished picture."""
    done = task.status is Status.DONE and task.makes_picture
    return done and task.trouble is None and not task.muted


async def finished(pictures: Pictures, task: Task, reply: Reply, url: str) -> Upload:
    """The finished picture or video; a video's picture where the video itself cannot be shown.

    Such a still counts as the video made smaller, so that the video is not tried at each edit.
    Raises `PictureError`.
    """
    bring = functools.partial(
        pictures.bring,
        relay=task.relay,
        limit=reply.upload_limit,
        name=f"easel-{task.number}",
    )
    try:
        return await bring(url)
    except PictureError as error:
        if error.trouble not in UNSHOWABLE or task.picture in {None, url}:
            raise
        log.info("still for a video", trouble=error.trouble)
        return replace(await bring(task.picture or ""), shrunk=True)
