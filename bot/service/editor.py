"""Brings one message up to date: by which way, with which picture, and what becomes of refusals."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bind_contextvars

from bot.core.errors import DiscordError, PictureError, RouteGone, UploadTooLarge
from bot.core.meters import outcome_of
from bot.core.picture import PictureTrouble
from bot.core.reply import Route
from bot.core.status import Status
from bot.service import bringing
from bot.service.gate import DIRECT, Lane, edit_lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock
    from bot.core.meters import Meters
    from bot.core.picture import Upload
    from bot.core.ports import Display, Pictures
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.messages import Messages

log = structlog.get_logger(__name__)

FINALS_WITH_PICTURE = 8
"""Most finished pictures held in memory at once."""
SMALLEST_LIMIT = 512 * 1024
"""Bytes below which a picture is not shrunk further when Discord finds it too large."""
OLD_MESSAGE = frozenset({Route.TOKEN, Route.BOT})
NEW_MESSAGE = frozenset({Route.FRESH, Route.DIRECT})


class OtherLane(Exception):
    """The message is reached by another lane than the one that was waited for."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self.lane = lane


class Editor:
    """Makes edits; when, is for `delivery` to say."""

    def __init__(
        self,
        *,
        messages: Messages,
        book: Book,
        display: Display,
        pictures: Pictures,
        clock: Clock,
        meters: Meters,
    ) -> None:
        self._messages = messages
        self._book = book
        self._display = display
        self._pictures = pictures
        self._clock = clock
        self._meters = meters
        self._heavy = asyncio.Semaphore(FINALS_WITH_PICTURE)

    async def bring(self, number: int, lane: Lane | None, *, previews: Callable[[], bool]) -> None:
        """Shows the newest revision by the best way that is left, in this lane.

        `previews` is asked whether there is room for one.
        Raises `OtherLane` when that way has another, `DiscordBusy`, `Gone` or `Stale`.
        """
        while True:
            task, reply = await self._messages.newest(number)
            bind_contextvars(guild=task.guild_id, relay=task.relay)
            now = self._clock.now()
            if reply is None:
                return
            if reply.shown >= task.revision:
                if not offers(task, reply, now):
                    return
                # Behind in the store while the edit is on its way, as with any other edit.
                await self._messages.save(replace(reply, shown=-1))
                continue
            if task.removed:
                await self._erase(task, reply)
                return
            route = reply.route(now)
            if route is None:
                log.info("no way left to the message")
                return
            if route in NEW_MESSAGE and (reply.finished or not task.ended or task.muted):
                # A new message is worth its noise only for the end, once; the end comes by here.
                return
            needed = _lane(reply, route, now)
            if needed is not None and needed != lane:
                raise OtherLane(needed)
            try:
                if await self._show(task, _with_offer(task, reply, now), route, previews):
                    return
            except RouteGone as gone:
                log.info("route gone", route=route, closed=sorted(gone.routes))
                await self._messages.save(reply.closed(gone.routes | {route}))
            except UploadTooLarge:
                await self._shrink(task, reply)
            except PictureError as error:
                log.info("picture trouble", trouble=error.trouble)
                await self._trouble(number, error.trouble)

    async def _erase(self, task: Task, reply: Reply) -> None:
        """Deletes the message of a removed task, where a way to it is left; none is left then."""
        while (route := reply.route(self._clock.now())) in OLD_MESSAGE:
            try:
                await self._display.erase(reply, route)
            except RouteGone as gone:
                log.info("route gone", route=route, closed=sorted(gone.routes))
                reply = reply.closed(gone.routes | {route})
            else:
                break
        gone_for_good = reply.closed(frozenset(Route))
        await self._messages.save(replace(gone_for_good, shown=task.revision, attached=None))

    async def _show(
        self, task: Task, reply: Reply, route: Route, previews: Callable[[], bool]
    ) -> bool:
        """One edit; gives whether the message is whole, False when its picture was lost."""
        digest = self._display.digest(task, reply)
        wanted = bringing.wanted(task, reply)
        if digest == reply.drawn and wanted is None and route not in NEW_MESSAGE:
            await self._messages.drew(replace(reply, shown=task.revision), last=_is_last(task))
            return True
        if wanted is not None and task.status is Status.DONE and task.makes_picture:
            async with self._heavy:
                upload = await bringing.finished(self._pictures, task, reply, wanted)
                return await self._edit(task, reply, route, upload, digest)
        preview = None
        if wanted is not None and previews():
            preview = await self._preview(task, wanted)
        return await self._edit(task, reply, route, preview, digest)

    async def _preview(self, task: Task, url: str) -> Upload | None:
        name = f"easel-{task.number}-preview"
        return await self._pictures.preview(url, relay=task.relay, name=name)

    async def _edit(
        self, task: Task, reply: Reply, route: Route, upload: Upload | None, digest: str
    ) -> bool:
        try:
            shown = await self._display.show(task, reply, route, upload)
        except DiscordError as error:
            self._meters.edited(route, outcome_of(error))
            raise
        self._meters.edited(route, "shown")
        if task.ended_at is not None and not reply.finished:
            self._meters.shown(task.relay, self._clock.now() - task.ended_at)
        if reply.attached and shown.attached is None and bringing.keeps_picture(task):
            await self._messages.save(replace(reply, attached=None))
            return False
        if route in NEW_MESSAGE:
            reply = reply.moved(shown.channel_id, shown.message_id, direct=route is Route.DIRECT)
        self._messages[task.number].edited = self._clock.monotonic()
        after = replace(
            reply,
            message_id=shown.message_id,
            attached=shown.attached,
            shown=task.revision,
            finished=task.ended,
        )
        if route in NEW_MESSAGE:  # what is drawn depends on where it is
            digest = self._display.digest(task, after)
        await self._messages.drew(replace(after, drawn=digest), last=_is_last(task))
        return True

    async def _trouble(self, number: int, trouble: PictureTrouble) -> None:
        await self._book.change(number, lambda task: task.troubled(trouble))

    async def _shrink(self, task: Task, reply: Reply) -> None:
        """Discord found the picture too large for this way: a smaller limit from now on."""
        limit = reply.upload_limit // 2
        if limit < SMALLEST_LIMIT:
            await self._trouble(task.number, PictureTrouble.TOO_LARGE)
        else:
            log.info("upload too large", limit=limit)
            await self._messages.save(replace(reply, upload_limit=limit))


def _is_last(task: Task) -> bool:
    """Whether no further edit is to be expected of what goes on."""
    return task.ended or task.muted


def offers(task: Task, reply: Reply, now: float) -> bool:
    """Whether the message is to get the button that brings a new token, and nothing else may be."""
    waits = not task.ended and not task.muted and not task.removed
    return waits and reply.needs_offer(now)


def _with_offer(task: Task, reply: Reply, now: float) -> Reply:
    return replace(reply, offered=True) if offers(task, reply, now) else reply


def _lane(reply: Reply, route: Route, now: float) -> Lane | None:
    """The bucket that an edit by this route is counted in; None for the token's own."""
    match route:
        case Route.TOKEN:
            return None
        case Route.BOT:
            return edit_lane(reply.channel_id, reply.message_id or 0, now)
        case Route.FRESH:
            return Lane("POST", reply.channel_id)
        case Route.DIRECT:
            return DIRECT
