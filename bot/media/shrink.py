"""Makes a picture fit an upload limit, in as few encodings as can be.

Runs in a thread. What fits already is not even decoded: processor time is what a small host has
least of.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.header import Format

if TYPE_CHECKING:
    from bot.media.download import Picture

SHOWN = frozenset({Format.PNG, Format.JPEG, Format.WEBP, Format.GIF, Format.MP4})
"""Formats that Discord shows inside a message (Discord's docs, attachments in embeds)."""
_FORMATS = tuple(known.name for known in Format if known is not Format.MP4)
TRIES = 6
_BEST = 92
_WEIGHTS = {92: 1.0, 85: 0.72, 78: 0.55, 70: 0.42}
"""Bytes at each quality, as a share of those at the best one, measured on noisy pictures.

Below the last one, fewer pixels look better than a worse quality.
"""
_WORST = min(_WEIGHTS)
_MARGIN = 0.95
"""How much of the limit a prediction aims at."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture in a format that Discord shows, no longer than asked."""

    data: bytes
    format: Format
    width: int
    height: int
    shrunk: bool


def fits(picture: Picture, limit: int) -> bool:
    """Whether the picture can go out as it is."""
    return len(picture.data) <= limit and picture.header.format in SHOWN


def untouched(picture: Picture) -> Encoded:
    """The picture as it came."""
    header = picture.header
    return Encoded(picture.data, header.format, header.width, header.height, shrunk=False)


def shrink(picture: Picture, limit: int) -> Encoded:
    """The picture anew, at most `limit` bytes: first at falling quality, then at falling size.

    An animated one keeps its first frame. Never larger in pixels, and without any metadata. Raises
    `PictureError` when the bytes cannot be decoded (NOT_A_PICTURE), or not be made so small
    (TOO_LARGE), as no MP4 can.
    """
    if picture.header.format is Format.MP4:
        raise PictureError(PictureTrouble.TOO_LARGE)
    try:
        with Image.open(io.BytesIO(picture.data), formats=_FORMATS) as opened:
            image = upright(opened)
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise PictureError(PictureTrouble.NOT_A_PICTURE) from error
    return squeeze(image, limit)


def upright(opened: Image.Image) -> Image.Image:
    """The first frame as RGB or RGBA, turned as its EXIF says, its metadata left behind.

    The colour profile stays: without it the colours would change.
    """
    opened.load()
    turned = ImageOps.exif_transpose(opened)
    image = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    profile = opened.info.get("icc_profile")
    image.info = {"icc_profile": profile} if profile and opened.mode != "CMYK" else {}
    return image


def squeeze(image: Image.Image, limit: int) -> Encoded:
    """The image in at most `limit` bytes. Raises `PictureError` (TOO_LARGE).

    Each try's length predicts the next; JPEG where it can be, since WebP takes ten times as long.
    """
    quality, scaled = _BEST, image
    for _ in range(TRIES):
        data = encode(scaled, quality)
        if len(data) <= limit:
            return Encoded(data, _format(scaled), *scaled.size, shrunk=True)
        room = _MARGIN * limit / len(data)
        quality, share = _next(quality, room)
        if share < 1:
            scaled = _smaller(image, scaled, share)
    raise PictureError(PictureTrouble.TOO_LARGE)


def _next(quality: int, room: float) -> tuple[int, float]:
    """The quality, and the share of the pixels, that should need only `room` of the bytes."""
    for lower, weight in _WEIGHTS.items():
        if lower < quality and weight / _WEIGHTS[quality] <= room:
            return lower, 1.0
    return _WORST, room * _WEIGHTS[quality] / _WEIGHTS[_WORST]


def _smaller(image: Image.Image, last: Image.Image, share: float) -> Image.Image:
    """The whole image again with `share` of the last try's pixels."""
    side = math.sqrt(share)
    size = max(1, int(last.width * side)), max(1, int(last.height * side))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def encode(image: Image.Image, quality: int) -> bytes:
    """JPEG, or WebP for an image with transparency."""
    buffer = io.BytesIO()
    profile = image.info.get("icc_profile")
    if _format(image) is Format.WEBP:
        image.save(buffer, "WEBP", quality=quality, method=2, icc_profile=profile or b"")
    else:
        image.save(buffer, "JPEG", quality=quality, optimize=False, icc_profile=profile)
    return buffer.getvalue()


def _format(image: Image.Image) -> Format:
    return Format.WEBP if image.mode == "RGBA" else Format.JPEG
