"""An earlier task once more, in a message of its own whose buttons work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import BadInput, PictureError
from bot.core.guild import check_mature
from bot.core.reply import Route
from bot.core.status import Status
from bot.ui import layout, presenter, replies, rights
from bot.ui.files import attachment
from bot.ui.promising import promised

if TYPE_CHECKING:
    from bot.core.picture import Upload
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

_LINK = re.compile(r"https?://\S+/channels/(?:@me|[0-9]+)/[0-9]+/([0-9]+)/?(?:\?\S*)?")
_THERE = frozenset({Route.TOKEN, Route.BOT})


async def named(interaction: Interaction, services: Services, name: str, *, private: bool) -> None:
    """Shows the task that a number (`12`, `#12`), a message's link or a relay's id names.

    Raises `BadInput` when there is none that whoever asks may see here.
    """
    task = await services.history.named(_plain(name))
    reply = await services.reads.reply(task.number) if task else None
    if task is None or reply is None or not rights.may_see(interaction, task, reply):
        raise BadInput("show_unknown", id=name)
    await _show(interaction, services, task, reply, private=private)


async def clicked(interaction: Interaction, services: Services, number: int) -> None:
    """Shows a task to whoever clicks, in private."""
    task = await services.tasks.find(number)
    reply = await services.reads.reply(number)
    if reply is None or not rights.may_see(interaction, task, reply):
        raise BadInput("show_unknown", id=f"#{number}")
    await _show(interaction, services, task, reply, private=True)


def _plain(name: str) -> str:
    """What is looked for: the last id of a link, a number without its `#`, or the name itself."""
    name = name.strip()
    link = _LINK.fullmatch(name)
    return link[1] if link else name.removeprefix("#").strip()


async def _show(
    interaction: Interaction, services: Services, task: Task, reply: Reply, *, private: bool
) -> None:
    """A copy: the task's own message stays what it is, and the only one that is kept up to date."""
    check_mature(rights.asker(interaction), task.terms)
    if task.removed:
        raise BadInput("show_deleted", number=task.number)
    if not task.ended:
        raise BadInput("show_running", number=task.number)
    async with promised(interaction, services, ephemeral=private):
        here = replace(replies.promise(interaction, ephemeral=private), task=task.number)
        shown, here, upload = await _with_picture(services, task, here, reply)
        missing = services.abilities.missing(task.relay)
        card = presenter.card(
            replace(shown, muted=False), here, services.texts, upload=upload, missing=missing
        )
        files = [attachment(upload.data, upload.name)] if upload else []
        await replies.fill(interaction, layout.draw(card), files)


async def _with_picture(
    services: Services, task: Task, here: Reply, first: Reply
) -> tuple[Task, Reply, Upload | None]:
    """The task's picture: from the relay, else where the first message has it, else its trouble.

    Discord signs its own addresses anew when they come back to it, however old they are.
    """
    url = task.video or task.picture
    if task.status is not Status.DONE or url is None:
        return task, here, None
    try:
        upload = await services.pictures.bring(
            url, relay=task.relay, limit=here.upload_limit, name=f"easel-{task.number}"
        )
    except PictureError as error:
        log.info("not brought again", task=task.number, trouble=error.trouble)
        if first.attached is not None and first.attached.url and _THERE - first.dead:
            return replace(task, trouble=None), replace(here, attached=first.attached), None
        return replace(task, trouble=error.trouble), here, None
    return replace(task, trouble=None), here, upload
