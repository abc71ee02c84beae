"""Pictures on their way to a client, whole or spoiled by a fault."""

from __future__ import annotations

import asyncio
import secrets
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from sandbox.relay.answers import HTML_TYPE, PAGE
from sandbox.relay.faults import Armed, FaultBox, Stage
from sandbox.relay.painting.gallery import Gallery
from sandbox.relay.picture_files import LIFE_SECONDS, Found, TaskPicture, UploadedPicture
from sandbox.relay.studio import Studio
from sandbox.relay.task import Status
from sandbox.relay.view import first_row, seen

_GONE: Final = "This content is no longer available."
_CHUNK: Final = 64 * 1024
_SLOW_STEPS: Final = 20
_HUGE: Final = 10 * 1024**3
_BOMB_SIDE: Final = 50_000


@dataclass(frozen=True, slots=True)
class PictureDesk:
    """Hands pictures out. `closing` is set when the server goes: no fault outlasts it."""

    studio: Studio
    gallery: Gallery
    box: FaultBox
    closing: asyncio.Event

    async def attachment(self, request: web.Request) -> web.StreamResponse:
        """A picture at an address shaped like Discord's."""
        now = self.studio.time.wall()
        found = self.studio.files.find(request.path, request.query, now)
        armed = self.box.first(Stage.PICTURE, request.path)
        if found is None or (armed and armed.name == "picture_expired"):
            return web.Response(status=404, text=_GONE)
        return await self._sent(request, found, armed)

    async def forwarded(self, request: web.Request, task_id: str) -> web.StreamResponse:
        """new-api's `/mj/image/{id}`: public, and as short-lived as what stands behind it."""
        task = self.studio.tasks.get(task_id)
        moment = first_row(self.studio, task, seen(self.studio, task)) if task else None
        finished = moment is not None and moment.status == Status.SUCCESS
        known = task is not None and moment is not None and (finished or moment.percent is not None)
        if not known or task is None or moment is None or task.picture is None:
            return _error(400, "midjourney_task_not_found")
        armed = self.box.first(Stage.PICTURE, request.path)
        age = self.studio.time.wall() - (task.finished_at or self.studio.time.wall())
        if age > LIFE_SECONDS or (armed and armed.name == "picture_expired"):
            return _error(404, _GONE)
        found = TaskPicture(task, None if finished else moment.percent)
        return await self._sent(request, found, armed)

    async def _sent(
        self, request: web.Request, found: Found, armed: Armed | None
    ) -> web.StreamResponse:
        match armed.name if armed else "":
            case "picture_html":
                return web.Response(body=PAGE.encode(), headers={"Content-Type": HTML_TYPE})
            case "picture_bomb":
                return _png(bomb())
            case "picture_endless":
                return await self._endless(request, None)
            case "picture_huge":
                return await self._endless(request, _HUGE)
        data, kind = await self._bytes(found)
        if armed is None:
            return web.Response(body=data, content_type=kind)
        if armed.name == "picture_truncated":
            # Half of the bytes as a whole answer: nothing but the picture itself tells.
            return web.Response(body=data[: len(data) // 2], content_type=kind)
        return await self._slow(request, data, kind, armed.seconds)

    async def _bytes(self, found: Found) -> tuple[bytes, str]:
        if isinstance(found, UploadedPicture):
            return found.data, "image/png"
        picture = found.task.picture
        if picture is None:
            raise web.HTTPNotFound(text=_GONE)
        if found.clip:
            picture = picture.upscaled(found.clip)
        if found.percent is None:
            return await self.gallery.finished(picture.still() if found.still else picture)
        return await self.gallery.preview(picture, found.percent)

    async def _endless(self, request: web.Request, length: int | None) -> web.StreamResponse:
        """Goes on for as long as anybody listens."""
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        response.content_length = length
        await response.prepare(request)
        try:
            await response.write(bomb())
            while not self.closing.is_set():
                await response.write(secrets.token_bytes(_CHUNK))
        except ConnectionError:
            return response
        if request.transport is not None:
            request.transport.abort()
        return response

    async def _slow(
        self, request: web.Request, data: bytes, kind: str, seconds: float
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": kind})
        response.content_length = len(data)
        await response.prepare(request)
        step = max(1, -(-len(data) // _SLOW_STEPS))
        with suppress(ConnectionError):  # nobody waits for it any more
            for at in range(0, len(data), step):
                await pause(self.closing, seconds / _SLOW_STEPS)
                await response.write(data[at : at + step])
        return response


async def pause(closing: asyncio.Event, seconds: float) -> None:
    """Waits so many real seconds, or until the server goes."""
    try:
        async with asyncio.timeout(seconds):
            await closing.wait()
    except TimeoutError:
        return


def bomb() -> bytes:
    """A PNG of a few bytes whose header claims 50,000 by 50,000 pixels."""
    header = struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(4096))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _png(data: bytes) -> web.Response:
    return web.Response(body=data, content_type="image/png")


def _error(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)
