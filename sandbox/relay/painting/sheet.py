"""A sheet of one picture or four, finished or on its way there."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageFilter, ImageOps

from sandbox.relay.painting.collage import (
    blended,
    edited,
    opened,
    repainted,
    retextured,
    swapped,
)
from sandbox.relay.painting.picture import Cell, Picture
from sandbox.relay.painting.scene import paint

_PREVIEW_SIDE: Final = 128
_BLUR: Final = 10.0
_DETAIL: Final = 0.5


def draw(picture: Picture, side: int) -> Image.Image:
    """A finished picture; `side` is that of a single square one, in pixels."""
    width, height = picture.size(side)
    if not picture.is_grid:
        return _single(picture, picture.cells[0], (width, height))
    # A grid is a first look: painted smaller and enlarged. The detail comes with the upscale.
    half = (round(width / 2 * _DETAIL), round(height / 2 * _DETAIL))
    sheet = Image.new("RGB", (half[0] * 2, half[1] * 2))
    for n, cell in enumerate(picture.cells):
        sheet.paste(_single(picture, cell, half), (half[0] * (n % 2), half[1] * (n // 2)))
    return sheet.resize((width, height), Image.Resampling.BICUBIC)


def draw_preview(picture: Picture, percent: int) -> Image.Image:
    """A small picture that sharpens as the percentage grows."""
    small = draw(picture, _PREVIEW_SIDE if picture.is_grid else 2 * _PREVIEW_SIDE)
    return small.filter(ImageFilter.GaussianBlur(_BLUR * (1 - percent / 100) ** 1.5))


def _single(picture: Picture, cell: Cell, size: tuple[int, int]) -> Image.Image:
    sources = [source for data in picture.sources if (source := opened(data)) is not None]
    if picture.made == "description" and sources:
        return ImageOps.fit(sources[0], size)
    if picture.made == "swap" and len(sources) == 2:
        return swapped(sources[0], sources[1], size)
    if picture.made == "blend" and sources:
        return blended(sources, cell.root % 2 * len(sources) + cell.twist % len(sources), size)
    fresh = paint(picture.words, cell, size)
    if picture.made == "edit" and sources:
        return edited(fresh, sources[0])
    if picture.made == "retexture" and sources:
        return retextured(fresh, sources[0])
    if picture.repaint is None:
        return fresh
    under = picture.repaint.under
    return repainted(fresh, _single(under, under.cells[0], size), picture.repaint.mask)
