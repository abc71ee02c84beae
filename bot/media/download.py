"""Brings a picture's bytes from a link: bounded in length and time, and tried again.

Only reads happen here, so a failed one may be repeated. The relay's key is not known here at all.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)
from yarl import URL

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media import header
from bot.media.guard import Guard, PublicResolver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.media.guard import Target

REDIRECTS = 5
_CHUNK = 65_536
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429})
_GONE = frozenset({403, 410})
_EXPIRIES = frozenset(
    {
        "ex",  # Discord
        "expires",
        "e",
        "se",  # Azure
        "x-amz-expires",
        "x-goog-expires",
        "x-oss-expires",
        "q-sign-time",  # Tencent COS
    }
)
_HEADERS = {
    # Midjourney's own host turns away what does not look like a browser.
    "User-Agent": "Mozilla/5.0 (compatible; Easel)",
    "Accept": "image/png,image/webp,image/jpeg,image/gif;q=0.9,video/mp4;q=0.9,image/*;q=0.8",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one download may take: bytes, seconds for each attempt, and attempts."""

    size: int
    seconds: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Downloaded bytes that are a whole picture, and what its header says."""

    data: bytes
    header: header.Header


class _AgainError(Exception):
    """This attempt failed for a reason that may have passed by the next."""


class Downloader:
    """Fetches pictures. Opened with `async with`; `names` and `sleep` are for the tests."""

    def __init__(
        self,
        guard: Guard,
        *,
        names: AbstractResolver | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._guard = guard
        self._names = names
        self._sleep = sleep
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        own = self._names or ThreadedResolver()
        self._sessions = {
            True: _session(own),
            False: _session(PublicResolver(self._names or ThreadedResolver())),
        }
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in self._sessions.values():
            await session.close()

    async def fetch(self, link: str, relay: str, bounds: Bounds) -> Picture:
        """The whole picture behind a link that `relay` gave. Raises `PictureError`."""
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(_AgainError),
            stop=stop_after_attempt(bounds.attempts),
            wait=wait_random_exponential(multiplier=0.5, max=8),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return await attempts(self._attempt, self._guard.target(link, relay), relay, bounds)
        except _AgainError as error:
            raise PictureError(PictureTrouble.UNREACHABLE) from error

    async def _attempt(self, target: Target, relay: str, bounds: Bounds) -> Picture:
        try:
            async with asyncio.timeout(bounds.seconds):
                return _checked(await self._follow(target, relay, bounds.size))
        except ValueError as error:  # a host that no name server can be asked for (`a..b`)
            raise PictureError(PictureTrouble.MISSING) from error
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            raise _AgainError from error

    async def _follow(self, target: Target, relay: str, size: int) -> bytes:
        """The body at the end of at most five redirects, each of them judged like the first."""
        for _ in range(REDIRECTS + 1):
            session = self._sessions[target.own]
            async with session.get(target.url, allow_redirects=False) as response:
                if response.status not in _MOVED:
                    return await _body(response, size)
                location = response.headers.get("Location", "")
            target = self._guard.target(_joined(target.url, location), relay)
        raise PictureError(PictureTrouble.MISSING)


def _session(resolver: AbstractResolver) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver, limit=16),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
        # Each attempt as a whole is bounded; this one finds a dead connection earlier.
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=20),
        auto_decompress=False,
    )


def _joined(url: URL, location: str) -> URL:
    """Where a redirect leads, spelt as the server spelt it. Raises `PictureError`."""
    try:
        return url.join(URL(location, encoded=location.isascii()))
    except ValueError as error:
        raise PictureError(PictureTrouble.MISSING) from error


async def _body(response: aiohttp.ClientResponse, size: int) -> bytes:
    """A good answer's body. Raises `PictureError`, or `_AgainError` for a server in trouble."""
    _check_status(response)
    if (response.content_length or 0) > size:
        raise PictureError(PictureTrouble.TOO_LARGE)
    body = io.BytesIO()  # gives what it holds without a copy of it
    async for chunk in response.content.iter_chunked(_CHUNK):
        body.write(chunk)
        if body.tell() > size:
            raise PictureError(PictureTrouble.TOO_LARGE)
    return body.getvalue()


def _check_status(response: aiohttp.ClientResponse) -> None:
    status = response.status
    if status == 200:
        return
    if status >= 500 or status in _BUSY:
        raise _AgainError(status)
    if status in _GONE or (status == 404 and _expires(response.url)):
        raise PictureError(PictureTrouble.EXPIRED)
    raise PictureError(PictureTrouble.MISSING)


def _expires(url: URL) -> bool:
    """Whether a link says when it runs out."""
    return any(name.lower() in _EXPIRIES for name in url.query)


def _checked(data: bytes) -> Picture:
    """The bytes as a picture. Raises `PictureError`, or `_AgainError` when they were cut off."""
    found = header.read(data)
    if found is None:
        raise PictureError(PictureTrouble.NOT_A_PICTURE)
    if found.pixels > header.PIXELS:
        raise PictureError(PictureTrouble.TOO_MANY_PIXELS)
    if not found.complete:
        raise _AgainError("cut off")
    return Picture(data, found)
