"""A picture that a member handed in, made into one that every relay takes."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from bot.core.errors import BadPicture, PictureError
from bot.core.picture import Image, PictureTrouble
from bot.media import header, mask
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
    "link_missing": frozenset(),  # no link, or nothing is there
    "link_no_picture": frozenset(),
    "link_forbidden": frozenset(),  # not an address of the open internet
    "link_slow": frozenset(),
    "link_too_large": frozenset({"limit"}),  # in MB
    "link_too_many_pixels": frozenset(),
}
"""Every reason a picture is refused for, with the placeholders of its sentence."""

_LINKS = {
    PictureTrouble.NOT_A_PICTURE: "link_no_picture",
    PictureTrouble.FORBIDDEN: "link_forbidden",
    PictureTrouble.UNREACHABLE: "link_slow",
    PictureTrouble.TOO_MANY_PIXELS: "link_too_many_pixels",
}
"""What a picture's trouble means where a member gave the link; anything else: nothing is there."""

SIZE = 20 * 1000 * 1000
"""Most bytes a member may attach: what a relay of the plus lineage takes in all."""
RELAY_SIZE = 4 * 1000 * 1000
"""Most bytes of one picture for a relay: resellers advise to stay under 4 MB."""
RELAY_SIZE_IN_ALL = 15 * 1000 * 1000
"""Most bytes of all pictures of one submit: relays of the plus lineage take 20 MB in all, and a
picture is a third longer in a submit's JSON."""
SIDE = 2048
"""Most pixels of a side: Midjourney's own pictures are no larger before an upscale."""
_TAKEN = frozenset({Format.PNG, Format.JPEG, Format.WEBP, Format.GIF})


def check_size(size: int) -> None:
    """Raises `BadPicture` for an attachment of so many bytes, before any of them is read."""
    if size > SIZE:
        raise BadPicture("picture_too_large", size=round(size / 1e6, 1), limit=SIZE // 1_000_000)


def refusal(error: PictureError) -> BadPicture:
    """Why a picture behind a member's link cannot be used."""
    if error.trouble is PictureTrouble.TOO_LARGE:
        return BadPicture("link_too_large", limit=SIZE // 1_000_000)
    return BadPicture(_LINKS.get(error.trouble, "link_missing"))


class IncomingPictures:
    """Checks and re-encodes what members hand in, in `pool`'s threads."""

    def __init__(self, *, pool: Executor) -> None:
        self._pool = pool

    async def image(self, data: bytes, *, together: int = 1) -> Image:
        """The picture as it may go to a relay, as one of so many in the same submit.

        Upright, a still, within `SIDE` and `RELAY_SIZE`, with the others within
        `RELAY_SIZE_IN_ALL`, and without the place and camera that EXIF tells. Raises `BadPicture`
        for one of `REASONS`.
        """
        _check(data)
        limit = min(RELAY_SIZE, RELAY_SIZE_IN_ALL // together)
        return await asyncio.get_running_loop().run_in_executor(self._pool, _made, data, limit)

    async def mask(self, data: bytes, picture: Image) -> Image:
        """A painted mask for a picture that `image` made; raises `BadPicture` (`mask.REASONS`)."""
        check_size(len(data))
        found = header.read(picture.data)
        if found is None:
            raise BadPicture("picture_broken")
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, mask.fitted, data, found.width, found.height
        )


def _check(data: bytes) -> None:
    check_size(len(data))
    found = header.read(data)
    if found is None or found.format not in _TAKEN:
        raise BadPicture("picture_kind")
    if found.pixels > header.PIXELS:
        raise BadPicture("picture_too_many_pixels", width=found.width, height=found.height)
    if not found.complete:
        raise BadPicture("picture_broken")


def _made(data: bytes, limit: int) -> Image:
    try:
        with Pillow.open(io.BytesIO(data), formats=[known.name for known in _TAKEN]) as opened:
            # Lets JPEG decode at a half, a quarter or an eighth, where that is still enough.
            opened.draft(None, (SIDE, SIDE))
            image = upright(opened)
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise BadPicture("picture_broken") from error
    image.thumbnail((SIDE, SIDE), Pillow.Resampling.LANCZOS)
    return _encoded(image, limit)


def _encoded(image: Pillow.Image, limit: int) -> Image:
    """PNG where there is transparency and room for it, else JPEG on white."""
    if image.mode == "RGBA":
        png = _png(image)
        if len(png) <= limit:
            return Image(Format.PNG.media_type, png)
        image = _on_white(image)
    # Cannot be too large: even pure noise of 2048 × 2048 comes down to a relay's least share.
    return Image(Format.JPEG.media_type, squeeze(image, limit).data)


def _png(image: Pillow.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _on_white(image: Pillow.Image) -> Pillow.Image:
    white = Pillow.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
