"""The pictures of finished and running tasks, from a relay's link to a message's attachment."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from typing import TYPE_CHECKING

from bot.core.errors import PictureError
from bot.core.picture import Upload
from bot.media.download import Bounds, Downloader, Picture
from bot.media.guard import Guard
from bot.media.incoming import SIZE, refusal
from bot.media.shrink import Encoded, fits, shrink, untouched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from concurrent.futures import Executor
    from typing import Self

    from aiohttp.abc import AbstractResolver

FINAL = Bounds(size=64 * 1024 * 1024, seconds=60.0, attempts=3)
PREVIEW = Bounds(size=4 * 1024 * 1024, seconds=8.0, attempts=1)
LINKED = Bounds(size=SIZE, seconds=2.0, attempts=1)
NOBODY, DISCORD = "", "discord"
"""Whose own host a member's link may lead to, as `hosts` names them."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.(png|jpe?g|webp|gif|avif)$", re.IGNORECASE)
_NAME = 60


class Pictures:
    """Keeps `core.ports.Pictures`. Opened with `async with`.

    `hosts` maps each relay's name to its address, the only one that may lie in a private network;
    `DISCORD` is there too, since a sandbox's lies there.
    `pool` is where pictures are decoded: one or two threads, since a decoded picture is large.
    `finals` and `previews` are how many downloads of each sort run at once; they wait apart, so
    that a finished picture never queues behind previews.
    """

    def __init__(
        self,
        *,
        hosts: Mapping[str, str],
        pool: Executor,
        finals: int = 4,
        previews: int = 4,
        final_bounds: Bounds = FINAL,
        preview_bounds: Bounds = PREVIEW,
        names: AbstractResolver | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._downloader = Downloader(Guard(hosts), names=names, sleep=sleep)
        self._pool = pool
        self._finals = asyncio.Semaphore(finals)
        self._previews = asyncio.Semaphore(previews)
        self._final_bounds = final_bounds
        self._preview_bounds = preview_bounds

    async def __aenter__(self) -> Self:
        await self._downloader.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._downloader.__aexit__()

    async def bring(self, url: str, *, relay: str, limit: int, name: str) -> Upload:
        """Downloads and, when it is larger than `limit` bytes, shrinks a finished picture.

        Raises `PictureError`. Reads only, so it retries by itself.
        """
        async with self._finals:
            picture = await self._downloader.fetch(url, relay, self._final_bounds)
            return _upload(await self._fitted(picture, limit), name)

    async def preview(self, url: str, *, relay: str, name: str) -> Upload | None:
        """A small preview as it is; None when it cannot be had quickly. Never raises."""
        bounds = self._preview_bounds
        try:
            async with asyncio.timeout(bounds.seconds), self._previews:
                picture = await self._downloader.fetch(url, relay, bounds)
        except (PictureError, TimeoutError):
            return None
        return _upload(untouched(picture), name) if fits(picture, bounds.size) else None

    async def linked(self, link: str, *, from_discord: bool = False) -> bytes:
        """The picture behind a link that a member gave, within two seconds; raises `BadPicture`.

        Never from a private address, the relay's own included: a member could look into the
        network that the bot lives in. The one exception is Discord, where it was said to live there
        and the link is known to be one of its own.
        """
        try:
            host = DISCORD if from_discord else NOBODY
            return (await self._downloader.fetch(link, host, LINKED)).data
        except PictureError as error:
            raise refusal(error) from error

    async def _fitted(self, picture: Picture, limit: int) -> Encoded:
        if fits(picture, limit):
            return untouched(picture)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, shrink, picture, limit)


def _upload(encoded: Encoded, name: str) -> Upload:
    return Upload(
        name=f"{safe_name(name)}.{encoded.format.ending}",
        data=encoded.data,
        width=encoded.width,
        height=encoded.height,
        shrunk=encoded.shrunk,
    )


def safe_name(name: str) -> str:
    """A file's name without ending, in the only characters that `attachment://` can point to."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _UNSAFE.sub("-", _ENDING.sub("", ascii_name)).strip(".-_")
    return plain[:_NAME].rstrip(".-_") or "picture"
