"""The painter: a page to paint a mask on, for whoever holds a pass."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog
from aiohttp import BodyPartReader, web
from yarl import URL

from bot.core.errors import BadInput, EaselError, NotAllowed
from bot.service.painter_gate import PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.core.region import Canvas
    from bot.core.task import Task
    from bot.service.painting import Commission

log = structlog.get_logger(__name__)

FOLDER = Path(__file__).parent / "static" / "painter"
MASK_SIZE = 8 * 1000 * 1000
"""Most bytes of a painted mask."""
PROMPT_SIZE = 32_000
"""Most bytes of a prompt: 8,000 characters of four bytes, and Midjourney takes 6,000."""
PATIENCE = 30.0
"""Seconds that the sending of a mask may take."""
AT_ONCE = 4
"""How many pictures or masks are worked on at once; the others wait."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
        " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",  # the address is a pass
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Studio(Protocol):
    """Makes tasks of what is painted; `service.painting.Painting`."""

    def locale(self, sealed: str) -> str | None:
        """The language of whoever holds a pass; None when it is not good."""
        ...

    def look(self, sealed: str) -> Awaitable[Commission]:
        """What a pass is for. Raises `EaselError`."""
        ...

    def canvas(self, commission: Commission) -> Awaitable[Canvas]:
        """The picture to paint on. Raises `PictureError`."""
        ...

    def send(self, sealed: str, *, prompt: str, mask: bytes) -> Awaitable[Task]:
        """A painted mask as a new task. Raises `EaselError`."""
        ...


class Words(Protocol):
    """What the page says."""

    def page(self, locale: str) -> Mapping[str, str]:
        """Every text of the page in a language, by its name."""
        ...

    def error(self, error: BaseException, locale: str) -> str:
        """What went wrong, in a language."""
        ...


@dataclass(frozen=True, slots=True)
class _Painted:
    prompt: str
    mask: bytes


class Painter:
    """Serves the page, what it shows, and takes what was painted.

    Kept here: without a good pass nothing is told but that it is not good; a picture reaches the
    browser through the bot alone; what comes in is bounded, and comes from the page itself.
    """

    def __init__(
        self, *, studio: Studio, words: Words, public_url: str, in_discord: bool = True
    ) -> None:
        """`in_discord` says whether the results are at discord.com, so that it can be opened."""
        self._in_discord = in_discord
        self._studio = studio
        self._words = words
        self._origin = str(URL(public_url).origin())
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._files = {path.name: path for path in sorted(FOLDER.iterdir())}

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, and what it asks for."""
        one = f"{PATH}{{sealed:[A-Za-z0-9_-]+}}"
        return [
            web.get("/painter/{name:[a-z-]+[.][a-z]+}", self._file),
            web.get(one, self._page),
            web.get(f"{one}/about", self._guarded(self._about)),
            web.get(f"{one}/picture", self._guarded(self._picture)),
            web.post(one, self._guarded(self._send)),
        ]

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return self._served("page.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return self._served(request.match_info["name"])

    def _served(self, name: str) -> web.StreamResponse:
        path = self._files.get(name)
        if path is None:
            raise web.HTTPNotFound(headers=_HEADERS)
        return web.FileResponse(path, headers={**_HEADERS, "Content-Type": _TYPES[path.suffix]})

    async def _about(self, request: web.Request) -> web.Response:
        """What the page needs to know: its texts, the prompt, the picture's size."""
        commission, canvas = await self._shown(request)
        locale = commission.ticket.locale
        about = {
            "locale": locale,
            "texts": dict(self._words.page(locale)),
            "prompt": commission.prompt,
            "width": canvas.width,
            "height": canvas.height,
        }
        return web.json_response(about, headers=_HEADERS)

    async def _picture(self, request: web.Request) -> web.Response:
        _, canvas = await self._shown(request)
        return web.Response(body=canvas.data, content_type="image/jpeg", headers=_HEADERS)

    async def _shown(self, request: web.Request) -> tuple[Commission, Canvas]:
        commission = await self._studio.look(_sealed(request))
        async with self._turns:
            return commission, await self._studio.canvas(commission)

    async def _send(self, request: web.Request) -> web.Response:
        if not self._is_own(request):
            raise NotAllowed("painter_wrong")
        sealed = _sealed(request)
        await self._studio.look(sealed)  # nothing is read of whoever has no good pass
        try:
            async with asyncio.timeout(PATIENCE):
                painted = await _read(request)
        except TimeoutError as error:
            raise BadInput("painter_slow") from error
        # Not cut off half way by a browser that goes away.
        task = await asyncio.shield(asyncio.create_task(self._taken(sealed, painted)))
        place = f"https://discord.com/channels/{task.guild_id or '@me'}/{task.channel_id}"
        told = {"task": task.number, "place": place if self._in_discord else None}
        return web.json_response(told, headers=_HEADERS)

    async def _taken(self, sealed: str, painted: _Painted) -> Task:
        async with self._turns:
            return await self._studio.send(sealed, prompt=painted.prompt, mask=painted.mask)

    def _is_own(self, request: web.Request) -> bool:
        """Whether a browser says that the page itself sends this."""
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        return site == "same-origin" and request.headers.get("Origin") == self._origin

    def _guarded(
        self, answer: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The same answer, and whatever goes wrong in words."""

        async def guarded(request: web.Request) -> web.Response:
            try:
                return await answer(request)
            except web.HTTPException as error:
                return _refused(error.status, self._said(error, request))
            except EaselError as error:
                log.info("painter refused", error=repr(error))
                return _refused(422, self._said(error, request))
            except Exception as error:
                log.exception("painter failed")
                return _refused(500, self._said(error, request))

        return guarded

    def _said(self, error: BaseException, request: web.Request) -> str:
        locale = self._studio.locale(_sealed(request)) or _preferred(request)
        return self._words.error(error, locale)


def _sealed(request: web.Request) -> str:
    return request.match_info["sealed"]


def _refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"sentence": sentence}, status=status, headers=_HEADERS)


def _preferred(request: web.Request) -> str:
    """The language that the browser asks for first, by Discord's name for it."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip()
    return "zh-CN" if first.lower().startswith("zh") else first


async def _read(request: web.Request) -> _Painted:
    """What was sent, within bounds. Raises aiohttp's errors for anything else."""
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    found: dict[str, bytes] = {}
    limits = {"prompt": PROMPT_SIZE, "mask": MASK_SIZE}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name not in limits:
                raise web.HTTPBadRequest
            found[part.name] = await _bounded(part, limits.pop(part.name))
        return _Painted(found["prompt"].decode(), found["mask"])
    except (ValueError, KeyError) as error:  # broken multipart, no UTF-8, a part left out
        raise web.HTTPBadRequest from error


async def _bounded(part: BodyPartReader, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(data))
    return bytes(data)
