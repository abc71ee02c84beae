"""A grid cut into its four pictures, here and at no cost: the relay is not asked."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from PIL import Image

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble, Upload
from bot.media import header
from bot.media.header import Format
from bot.media.shrink import Encoded, squeeze

if TYPE_CHECKING:
    from concurrent.futures import Executor


_STILL = frozenset({Format.PNG, Format.JPEG, Format.WEBP, Format.GIF})
_SPEEDY = 3
"""PNG's effort: a tenth larger than at the usual six, in a third of the time."""


class Splitter:
    """Cuts grids in `pool`'s threads."""

    def __init__(self, *, pool: Executor) -> None:
        self._pool = pool

    async def quarters(self, data: bytes, *, limit: int, name: str) -> list[Upload]:
        """The four pictures of a grid, row by row: its own pixels, as PNG.

        One that is over `limit` bytes then is made smaller as JPEG or WebP. `name` is ASCII, and
        gets `-1` to `-4` behind it. Raises `PictureError` for what is no whole still picture.
        """
        _check(data)
        loop = asyncio.get_running_loop()
        cut = await loop.run_in_executor(self._pool, _cut, data, limit)
        return [
            Upload(
                name=f"{name}-{place}.{quarter.format.ending}",
                data=quarter.data,
                width=quarter.width,
                height=quarter.height,
                shrunk=quarter.shrunk,
            )
            for place, quarter in enumerate(cut, start=1)
        ]


def _check(data: bytes) -> None:
    found = header.read(data)
    if found is None or found.format not in _STILL or not found.complete:
        raise PictureError(PictureTrouble.NOT_A_PICTURE)
    if found.pixels > header.PIXELS:
        raise PictureError(PictureTrouble.TOO_MANY_PIXELS)


def _cut(data: bytes, limit: int) -> list[Encoded]:
    try:
        with Image.open(io.BytesIO(data), formats=[f.name for f in _STILL]) as opened:
            opened.load()
            # The colour profile stays, or the colours would change; a palette is no colour.
            profile = opened.info.get("icc_profile")
            whole = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise PictureError(PictureTrouble.NOT_A_PICTURE) from error
    if min(whole.size) < 2:
        raise PictureError(PictureTrouble.NOT_A_PICTURE)
    return [_encoded(whole.crop(box), profile, limit) for box in _boxes(*whole.size)]


def _boxes(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of each quarter; together they are the whole, whatever is odd."""
    across, down = width // 2, height // 2
    return [
        (left, top, right, bottom)
        for top, bottom in ((0, down), (down, height))
        for left, right in ((0, across), (across, width))
    ]


def _encoded(quarter: Image.Image, profile: bytes | None, limit: int) -> Encoded:
    quarter.info = {"icc_profile": profile} if profile else {}
    buffer = io.BytesIO()
    quarter.save(buffer, "PNG", compress_level=_SPEEDY, icc_profile=profile)
    if buffer.tell() > limit:
        return squeeze(quarter, limit)
    return Encoded(buffer.getvalue(), Format.PNG, *quarter.size, shrunk=False)
