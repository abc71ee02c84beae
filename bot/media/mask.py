"""Masks: where a picture is painted anew, as relays want to be told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow
from PIL import ImageChops, ImageDraw

from bot.core.errors import BadPicture
from bot.core.picture import Image
from bot.media import header
from bot.media.header import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.region import Region

REASONS: Mapping[str, frozenset[str]] = {
    "mask_kind": frozenset(),  # no picture that can be read
    "mask_shape": frozenset(),  # not of the picture's shape
    "mask_empty": frozenset(),  # nothing in it is white
    "mask_full": frozenset(),  # all of it is white
}
"""Every reason a mask is refused for."""

PIXELS = 17_000_000
"""Most pixels of a mask: 4096 × 4096, the largest upscale. It is read while a member waits."""
_TAKEN = frozenset({Format.PNG, Format.JPEG, Format.WEBP, Format.GIF})
_HALF = 128
_SHAPE = 0.02
"""How far the shapes of mask and picture may differ, as a share: sizes are rounded somewhere."""
_SPEEDY = 1
"""PNG's effort: large areas of two colours are short at any."""


def fitted(data: bytes, width: int, height: int) -> Image:
    """A painted mask for a picture of this size: a PNG of it, white what is painted anew, else
    black. Runs in a thread.

    Light parts count as white. Where nothing is light, transparent parts do: that is how some
    editors leave what was rubbed out. Raises `BadPicture` for one of `REASONS`.
    """
    found = header.read(data)
    if found is None or found.format not in _TAKEN or found.pixels > PIXELS:
        raise BadPicture("mask_kind")
    if abs(found.width * height / (found.height * width) - 1) > _SHAPE:
        raise BadPicture("mask_shape")
    return _checked(_white(data).resize((width, height), Pillow.Resampling.NEAREST))


def drawn(region: Region) -> Image:
    """The mask of chosen cells, as `fitted` gives it. Runs in a thread.

    Raises `BadPicture` when all cells are chosen or none is.
    """
    white = Pillow.new("L", (region.width, region.height))
    draw, boxes = ImageDraw.Draw(white), region.boxes()
    for left, top, right, bottom in (boxes[cell] for cell in region.chosen):
        if left < right and top < bottom:
            draw.rectangle((left, top, right - 1, bottom - 1), fill=255)
    return _checked(white)


def _white(data: bytes) -> Pillow.Image:
    """Black and white alone, as levels of grey."""
    try:
        with Pillow.open(io.BytesIO(data), formats=[known.name for known in _TAKEN]) as opened:
            opened.load()
            seen = opened.convert("RGBA" if opened.has_transparency_data else "L")
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise BadPicture("mask_kind") from error
    if seen.mode == "L":
        return _halved(seen)
    there = _halved(seen.getchannel("A"))
    light = ImageChops.darker(_halved(seen.convert("L")), there)
    return light if light.getbbox() else ImageChops.invert(there)


def _halved(grey: Pillow.Image) -> Pillow.Image:
    return grey.point(lambda level: 255 if level >= _HALF else 0)


def _checked(white: Pillow.Image) -> Image:
    darkest, lightest = white.getextrema()
    if not lightest:
        raise BadPicture("mask_empty")
    if darkest:
        raise BadPicture("mask_full")
    buffer = io.BytesIO()
    white.save(buffer, "PNG", compress_level=_SPEEDY)
    return Image(Format.PNG.media_type, buffer.getvalue())
