"""What a scene is painted on: places in the scene, and the few ways paint gets there."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from sandbox.relay.painting.colour import Colour, mix
from sandbox.relay.painting.picture import Cell

Point = tuple[float, float]

_FINE: Final = 4  # small things are drawn this much larger and then reduced: smooth edges
_STEPS: Final = 300  # points along a silhouette


class Canvas:
    """A picture in the making.

    Places are given in the scene: 0 to 1 across and down, seen through the cell's camera; sizes in
    shares of the shorter side.
    """

    def __init__(self, size: tuple[int, int], cell: Cell) -> None:
        self.image = Image.new("RGB", size)
        self.width, self.height = size
        self._cell = cell
        self._camera = cell.camera

    def dice(self, about: str) -> random.Random:
        """Dice for what decides the composition."""
        return _dice(self._cell.root, about)

    def shape_dice(self, about: str) -> random.Random:
        """Dice for shapes, which a variation throws anew."""
        return _dice(self._cell.root ^ self._cell.twist, about)

    def fine_dice(self, about: str) -> random.Random:
        """Dice for fine things, which even a subtle variation throws anew."""
        return _dice(self._cell.root ^ self._cell.twist ^ self._cell.touch, about)

    # ------------------------------------------------------------------ places

    def x(self, across: float) -> float:
        """Pixels from the left."""
        camera = self._camera
        return (0.5 + (across - 0.5 - camera.x) / camera.zoom) * self.width

    def y(self, down: float) -> float:
        """Pixels from the top."""
        camera = self._camera
        return (0.5 + (down - 0.5 - camera.y) / camera.zoom) * self.height

    def across(self, x: float) -> float:
        """The place in the scene at so many pixels from the left."""
        camera = self._camera
        return (x / self.width - 0.5) * camera.zoom + 0.5 + camera.x

    def span(self, share: float) -> float:
        """A length in pixels."""
        return share * min(self.width, self.height) / self._camera.zoom

    @property
    def stretch(self) -> float:
        """How much wider than high; a wide scene needs more of everything."""
        return self.width / self.height

    # ------------------------------------------------------------------ paint

    def wash(self, stops: Sequence[Colour], top: float, bottom: float) -> None:
        """Covers the full width from `top` to `bottom` (pixels) with a run of colours."""
        first, last = max(0, round(top)), min(self.height, round(bottom))
        if last <= first or bottom <= top:
            return
        shares = [((row + 0.5) - top) / (bottom - top) for row in range(first, last)]
        column = b"".join(bytes(_run(stops, share)) for share in shares)
        strip = Image.frombytes("RGB", (1, last - first), column)
        self.image.paste(strip.resize((self.width, last - first)), (0, first))

    def tint(self, colour: Colour, mask: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        """Paints a colour through a mask of greys."""
        self.image.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def light(self, colour: Colour, mask: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        """Adds light through a mask: what is bright already hardly changes."""
        box = (*at, at[0] + mask.width, at[1] + mask.height)
        seen = self.image.crop(box)
        lit = Image.new("RGB", mask.size)
        lit.paste(colour, (0, 0), mask)
        self.image.paste(ImageChops.screen(seen, lit), at)

    def glow(self, place: Point, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """A round light at a place in pixels that fades out at `radius` pixels."""
        side = max(2, round(radius * 2))
        mask = _halo().resize((side, side), Image.Resampling.BILINEAR)
        if strength < 1:
            mask = mask.point([round(grey * strength) for grey in range(256)])
        self.light(colour, mask, (round(place[0] - radius), round(place[1] - radius)))

    def silhouette(
        self, top: Callable[[float], float], colour: Colour, foot: Colour, depth: float
    ) -> Image.Image:
        """Paints land whose upper edge is `top` (across -> down, in the scene), from `colour` at
        its highest point to `foot` at `depth` (of the scene) below; gives the mask painted."""
        step = self.width / _STEPS
        edge = [(n * step, self.y(top(self.across(n * step)))) for n in range(_STEPS + 1)]
        mask = Image.new("L", (self.width * 2, self.height * 2))
        outline = [(x * 2, y * 2) for x, y in edge]
        corners = [(self.width * 2, self.height * 2), (0, self.height * 2)]
        ImageDraw.Draw(mask).polygon([*outline, *corners], fill=255)
        mask = mask.reduce(2)
        high = min(y for _, y in edge)
        self._pour(mask, colour, foot, high, self.span(depth))
        return mask

    def sprite(
        self, box: tuple[float, float, float, float], draw: Callable[[Sprite], None]
    ) -> None:
        """Draws something small inside a box of pixels, with smooth edges."""
        left, top, right, bottom = (round(edge) for edge in box)
        if right <= left or bottom <= top or right < 0 or left > self.width:
            return
        size = ((right - left) * _FINE, (bottom - top) * _FINE)
        layer = Image.new("RGBA", size)
        draw(Sprite(ImageDraw.Draw(layer), size))
        small = layer.reduce(_FINE)
        self.image.paste(small, (left, top), small)

    def _pour(
        self, mask: Image.Image, colour: Colour, foot: Colour, high: float, depth: float
    ) -> None:
        first = max(0, int(high))
        rows = self.height - first
        if rows <= 0:
            return
        column = b"".join(
            bytes(mix(colour, foot, min(1.0, max(0.0, (first + row - high) / max(1.0, depth)))))
            for row in range(rows)
        )
        strip = Image.frombytes("RGB", (1, rows), column).resize((self.width, rows))
        self.image.paste(strip, (0, first), mask.crop((0, first, self.width, self.height)))


class Sprite:
    """Where something small is drawn; its places run from 0 to 1 across and down its box."""

    def __init__(self, draw: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
        self._draw = draw
        self._width, self._height = size

    def shape(self, colour: Colour, *points: Point) -> None:
        """A polygon."""
        self._draw.polygon([self._at(point) for point in points], fill=(*colour, 255))

    def oval(self, colour: Colour, left: float, top: float, right: float, bottom: float) -> None:
        """An ellipse inside a box."""
        self._draw.ellipse([self._at((left, top)), self._at((right, bottom))], fill=(*colour, 255))

    def bar(self, colour: Colour, left: float, top: float, right: float, bottom: float) -> None:
        """A rectangle."""
        self._draw.rectangle(
            [self._at((left, top)), self._at((right, bottom))], fill=(*colour, 255)
        )

    def path(self, colour: Colour, width: float, *points: Point) -> None:
        """A line, its width a share of the box's."""
        pixels = max(1, round(width * self._width))
        self._draw.line(
            [self._at(point) for point in points], fill=(*colour, 255), width=pixels, joint="curve"
        )

    def _at(self, point: Point) -> Point:
        return (point[0] * self._width, point[1] * self._height)


def _dice(seed: int, about: str) -> random.Random:
    return random.Random(f"{seed}:{about}")  # noqa: S311 - a picture, not a secret


def _run(stops: Sequence[Colour], share: float) -> Colour:
    place = share * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    return mix(stops[left], stops[left + 1], place - left)


@cache
def _halo() -> Image.Image:
    """White in the middle, black at the rim, falling off as light does."""
    table = [round(255 * (1 - grey / 255) ** 2.6) for grey in range(256)]
    return Image.radial_gradient("L").point(table)
