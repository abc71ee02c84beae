"""The only editor of task messages: shows the newest state of each, finals before progress."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import DiscordBusy, Gone, PictureError, RouteGone, Stale, UploadTooLarge
from bot.core.pacing import FIRST_PAUSE, PROGRESS_PAUSE, backoff
from bot.core.picture import PictureTrouble
from bot.core.reply import Route
from bot.core.status import Status
from bot.service import bringing
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.picture import Upload
    from bot.core.ports import Display, Pictures, TaskStore
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Most edits in flight. Discord holds each token's edits apart, so many may wait side by side."""
FINALS_WITH_PICTURE = 8
"""Most finished pictures held in memory at once."""
PREVIEW_ROOM = 16
"""Previews are only brought while fewer messages than this are due."""
SMALLEST_LIMIT = 512 * 1024
"""Bytes below which a picture is not shrunk further when Discord finds it too large."""
OLD_MESSAGE = frozenset({Route.TOKEN, Route.BOT})
NEW_MESSAGE = frozenset({Route.FRESH, Route.DIRECT})


@dataclass(slots=True)
class _Due:
    """A message that is behind: since when it may be edited, and how often that has failed."""

    at: float
    final: bool
    failures: int = 0


class Delivery:
    """Brings messages up to date, at least once.

    Kept here: only the newest revision is shown, never an older one after it (`shown` only grows);
    a final comes before any progress; one message gets a progress edit every three seconds at most;
    an edit that has begun is never cancelled, since a cancelled one leaves discord.py's lock for
    that message held for ever; a way that Discord has closed is not tried again. What is behind
    when the process starts is shown again.
    """

    def __init__(
        self,
        *,
        store: TaskStore,
        book: Book,
        display: Display,
        pictures: Pictures,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._store = store
        self._book = book
        self._display = display
        self._pictures = pictures
        self._clock = clock
        self._chance = chance
        self._due: dict[int, _Due] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._edited: dict[int, float] = {}
        self._heavy = asyncio.Semaphore(FINALS_WITH_PICTURE)
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up every message that is behind its task."""
        for number in await self._store.behind():
            self._due.setdefault(number, _Due(at=self._clock.monotonic(), final=True))
        self._wake.set()

    def changed(self, tasks: Iterable[Task]) -> None:
        """Notes tasks whose message is now behind."""
        for task in tasks:
            if task.status is not Status.CLAIMED:
                self._note(task.number, final=task.ended)

    def _note(self, number: int, *, final: bool) -> None:
        due = self._due.setdefault(number, _Due(at=self._clock.monotonic(), final=final))
        due.final = due.final or final
        self._wake.set()

    @property
    def behind(self) -> int:
        """How many messages are behind or being edited."""
        return len(self._due.keys() | self._busy.keys())

    async def run(self) -> None:
        """Delivers for ever. Cancelling it leaves the edits in flight alone: see `finish`."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for the edits in flight, so long at most; starts no new ones."""
        self._due.clear()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def turn(self) -> float | None:
        """Starts every edit that may begin now; gives the seconds until the next turn."""
        now = self._clock.monotonic()
        starts = {n: self._start(n, d) for n, d in self._due.items() if n not in self._busy}
        ready = [number for number, start in starts.items() if start <= now]
        ready.sort(key=lambda n: (not self._due[n].final, starts[n], n))
        for number in ready[: max(AT_ONCE - len(self._busy), 0)]:
            due = self._due.pop(number)
            edit = asyncio.create_task(self._guarded(number, due), name=f"edit {number}")
            self._busy[number] = edit
            edit.add_done_callback(functools.partial(self._edit_ended, number))
        return min((start - now for start in starts.values() if start > now), default=None)

    def _start(self, number: int, due: _Due) -> float:
        """When this edit may begin: progress keeps its distance from the last edit."""
        if due.final:
            return due.at
        if number not in self._edited:
            return due.at + FIRST_PAUSE
        return max(due.at, self._edited[number] + PROGRESS_PAUSE)

    def _edit_ended(self, number: int, _edit: asyncio.Task[None]) -> None:
        self._busy.pop(number, None)
        self._wake.set()

    async def _guarded(self, number: int, due: _Due) -> None:
        """Delivers one task; whatever goes wrong with it, the others go on."""
        structlog.contextvars.bind_contextvars(task=number)
        try:
            await self._deliver(number)
        except DiscordBusy as busy:
            log.info("discord busy", retry_after=busy.retry_after)
            self._later(number, due, busy.retry_after)
        except Gone:
            log.info("task gone")
        except Stale:  # a click has brought a new token: what the older one said counts no more
            self._note(number, final=True)
        except Exception:
            log.exception("delivery failed")
            self._later(number, due, None)

    def _later(self, number: int, due: _Due, retry_after: float | None) -> None:
        failures = due.failures + 1
        pause = backoff(failures, least=PROGRESS_PAUSE, most=60.0, chance=self._chance)
        at = self._clock.monotonic() + max(pause, retry_after or 0.0)
        newer = self._due.get(number)
        final = due.final or (newer is not None and newer.final)
        self._due[number] = _Due(at=at, final=final, failures=failures)

    async def _deliver(self, number: int) -> None:
        """Shows the newest revision by the best way that is left."""
        while True:
            task = await self._book.find(number)
            reply = await self._store.reply(number)
            now = self._clock.now()
            if reply is None or (reply.shown >= task.revision and not offers(task, reply, now)):
                return
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
            try:
                if await self._show(task, _with_offer(task, reply, now), route):
                    return
            except RouteGone as gone:
                log.info("route gone", route=route, closed=sorted(gone.routes))
                await self._store.save_reply(reply.closed(gone.routes | {route}))
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
        await self._store.save_reply(replace(gone_for_good, shown=task.revision, attached=None))

    async def _show(self, task: Task, reply: Reply, route: Route) -> bool:
        """One edit; gives whether the message is whole, False when its picture was lost."""
        digest = self._display.digest(task, reply)
        wanted = bringing.wanted(task, reply)
        if digest == reply.drawn and wanted is None and route not in NEW_MESSAGE:
            await self._store.save_reply(replace(reply, shown=task.revision))
            return True
        if wanted is not None and task.status is Status.DONE and task.makes_picture:
            async with self._heavy:
                upload = await bringing.finished(self._pictures, task, reply, wanted)
                return await self._edit(task, reply, route, upload, digest)
        preview = await self._preview(task, wanted)
        return await self._edit(task, reply, route, preview, digest)

    async def _preview(self, task: Task, url: str | None) -> Upload | None:
        if url is None or len(self._due) > PREVIEW_ROOM:
            return None
        name = f"easel-{task.number}-preview"
        return await self._pictures.preview(url, relay=task.relay, name=name)

    async def _edit(
        self, task: Task, reply: Reply, route: Route, upload: Upload | None, digest: str
    ) -> bool:
        shown = await self._display.show(task, reply, route, upload)
        if reply.attached and shown.attached is None and bringing.keeps_picture(task):
            await self._store.save_reply(replace(reply, attached=None))
            return False
        if route in NEW_MESSAGE:
            reply = reply.moved(shown.channel_id, shown.message_id, direct=route is Route.DIRECT)
        if task.ended:
            self._edited.pop(task.number, None)
        else:
            self._edited[task.number] = self._clock.monotonic()
        after = replace(
            reply,
            message_id=shown.message_id,
            attached=shown.attached,
            shown=task.revision,
            finished=task.ended,
        )
        if route in NEW_MESSAGE:  # what is drawn depends on where it is
            digest = self._display.digest(task, after)
        await self._store.save_reply(replace(after, drawn=digest))
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
            await self._store.save_reply(replace(reply, upload_limit=limit))


def offers(task: Task, reply: Reply, now: float) -> bool:
    """Whether the message is to get the button that brings a new token, and nothing else may be."""
    waits = not task.ended and not task.muted and not task.removed
    return waits and reply.needs_offer(now)


def _with_offer(task: Task, reply: Reply, now: float) -> Reply:
    return replace(reply, offered=True) if offers(task, reply, now) else reply
