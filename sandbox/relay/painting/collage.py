"""Pictures made of other pictures: blends, swapped faces, repainted regions."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageOps

MOST_PIXELS: Final = 40_000_000
_FACE: Final = (0.34, 0.16, 0.66, 0.6)  # where a portrait's face usually is, as shares of its sides


def opened(data: bytes) -> Image.Image | None:
    """A picture from its bytes; None when they are none, or one too large to be meant well."""
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            return None
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def blended(sources: list[Image.Image], n: int, size: tuple[int, int]) -> Image.Image:
    """The `n`th blend of some pictures: each has another one of them in front."""
    fitted = [ImageOps.fit(source, size) for source in sources]
    first = n % len(fitted)
    blend = fitted[first]
    for step in range(1, len(fitted)):
        # Weights 1/2, 1/3 … would make them all equal; the one in front keeps more.
        share = 0.85 / (step + 1)
        blend = Image.blend(blend, fitted[(first + step) % len(fitted)], share)
    turned = blend if n < len(fitted) else ImageOps.mirror(blend)
    return ImageOps.autocontrast(turned, cutoff=1)


def swapped(face: Image.Image, onto: Image.Image, size: tuple[int, int]) -> Image.Image:
    """One picture's middle, softly set into the place of another one's face."""
    target = ImageOps.fit(onto, size)
    box = tuple(round(share * size[n % 2]) for n, share in enumerate(_FACE))
    oval = (max(1, box[2] - box[0]), max(1, box[3] - box[1]))
    mask = Image.new("L", oval)
    ImageDraw.Draw(mask).ellipse((0, 0, *oval), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(oval[0] / 18))
    target.paste(ImageOps.fit(face, oval), (box[0], box[1]), soft)
    return target


def edited(fresh: Image.Image, source: Image.Image) -> Image.Image:
    """A picture with a freshly painted one in it."""
    return Image.blend(ImageOps.fit(source, fresh.size), fresh, 0.45)


def retextured(fresh: Image.Image, source: Image.Image) -> Image.Image:
    """The light and shapes of a picture in the colours of a freshly painted one."""
    light = ImageOps.fit(source, fresh.size).convert("YCbCr").getchannel("Y")
    _, blue, red = fresh.convert("YCbCr").split()
    return Image.merge("YCbCr", (light, blue, red)).convert("RGB")


def repainted(fresh: Image.Image, under: Image.Image, mask: bytes) -> Image.Image:
    """`under`, with `fresh` where the mask is white; all of `fresh` when the mask is unreadable."""
    painted = opened(mask)
    if painted is None:
        return fresh
    grey = painted.convert("L").resize(fresh.size)
    soft = grey.filter(ImageFilter.GaussianBlur(max(fresh.size) / 180))
    return Image.composite(fresh, under, soft)
