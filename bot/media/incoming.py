"""A picture that a member attached, made into one that every relay takes."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from bot.core.errors import BadPicture
from bot.core.picture import Image
from bot.media import header
from bot.media.header import Format
from bot.media.shrink import squeeze, upright

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

REASONS: Mapping[str, frozenset[str]] = {
    "picture_kind": frozenset(),  # not one of PNG, JPEG, WebP, GIF
    "picture_too_large": frozenset({"size", "limit"}),  # both in MB
    "picture_broken": frozenset(),  # cut off, or not what it claims to be
    "picture_too_many_pixels": frozenset({"width", "height"}),
}
"""Every reason a picture is refused for, with the placeholders of its sentence."""

SIZE = 20 * 1000 * 1000
"""Most bytes a member may attach: what a relay of the plus lineage takes in all."""
RELAY_SIZE = 4 * 1000 * 1000
"""Most bytes of one picture for a relay: resellers advise to stay under 4 MB."""
SIDE = 2048
"""Most pixels of a side: Midjourney's own pictures are no larger before an upscale."""
_TAKEN = frozenset({Format.PNG, Format.JPEG, Format.WEBP, Format.GIF})


def check_size(size: int) -> None:
    """Raises `BadPicture` for an attachment of so many bytes, before any of them is read."""
    if size > SIZE:
        raise BadPicture("picture_too_large", size=round(size / 1e6, 1), limit=SIZE // 1_000_000)


class IncomingPictures:
    """Checks and re-encodes what members attach, in `pool`'s threads."""

    def __init__(self, *, pool: Executor) -> None:
        self._pool = pool

    async def image(self, data: bytes) -> Image:
        """The attached picture as it may go to a relay.

        Upright, a still, within `SIDE` and `RELAY_SIZE`, and without the place and camera that
        EXIF tells. Raises `BadPicture` for one of `REASONS`.
        """
        _check(data)
        return await asyncio.get_running_loop().run_in_executor(self._pool, _made, data)


def _check(data: bytes) -> None:
    check_size(len(data))
    found = header.read(data)
    if found is None or found.format not in _TAKEN:
        raise BadPicture("picture_kind")
    if found.pixels > header.PIXELS:
        raise BadPicture("picture_too_many_pixels", width=found.width, height=found.height)
    if not found.complete:
        raise BadPicture("picture_broken")


def _made(data: bytes) -> Image:
    try:
        with Pillow.open(io.BytesIO(data), formats=[known.name for known in _TAKEN]) as opened:
            # Lets JPEG decode at a half, a quarter or an eighth, where that is still enough.
            opened.draft(None, (SIDE, SIDE))
            image = upright(opened)
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise BadPicture("picture_broken") from error
    image.thumbnail((SIDE, SIDE), Pillow.Resampling.LANCZOS)
    return _encoded(image)


def _encoded(image: Pillow.Image) -> Image:
    """PNG where there is transparency and room for it, else JPEG on white."""
    if image.mode == "RGBA":
        png = _png(image)
        if len(png) <= RELAY_SIZE:
            return Image(Format.PNG.media_type, png)
        image = _on_white(image)
    # Cannot be too large: 2048 × 2048 of pure noise take less at the second quality already.
    return Image(Format.JPEG.media_type, squeeze(image, RELAY_SIZE).data)


def _png(image: Pillow.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _on_white(image: Pillow.Image) -> Pillow.Image:
    white = Pillow.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
