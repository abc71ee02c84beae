"""Water: calm with reflections, or a sea with waves."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.colour import mix, shaded
from sandbox.relay.painting.frame import Frame
from sandbox.relay.painting.noise import Line, curve, field, line, shifted

_WAVES: Final = 8


def paint(canvas: Canvas, frame: Frame) -> None:
    """Covers everything below the horizon with water that mirrors what is above it."""
    top = round(canvas.y(frame.horizon))
    if top >= canvas.height or top <= 0:
        return
    palette = frame.palette
    stormy = "storm" in frame.motifs
    above = canvas.image.crop((0, 0, canvas.width, top))
    canvas.wash(
        (mix(palette.water, palette.sky[-1], 0.5), palette.water, shaded(palette.water, 0.6)),
        top,
        canvas.height,
    )
    if not stormy:
        _mirror(canvas, above, top)
    _ripples(canvas, frame, top)
    _glitter(canvas, frame, top)
    if stormy:
        waves(canvas, frame)


def _mirror(canvas: Canvas, above: Image.Image, top: int) -> None:
    rows = canvas.height - top
    flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    flipped = flipped.crop((0, 0, canvas.width, min(flipped.height, round(rows * 1.5))))
    small = flipped.resize((max(2, canvas.width // 2), max(2, rows // 8)), Image.Resampling.BOX)
    calm = small.filter(ImageFilter.BoxBlur(1)).resize(
        (canvas.width, rows), Image.Resampling.BICUBIC
    )
    deep = [round(205 - 120 * row / rows) for row in range(rows)]
    mask = Image.frombytes("L", (1, rows), bytes(deep)).resize((canvas.width, rows))
    canvas.image.paste(calm, (0, top), mask)


def _ripples(canvas: Canvas, frame: Frame, top: int) -> None:
    rows = canvas.height - top
    grey = _surface(canvas, rows, "ripples")
    palette = frame.palette
    canvas.tint(shaded(palette.water, 0.55), grey.point(curve(0.55, 0.85, 0.4)), (0, top))
    dark_first = ImageChops.invert(grey).point(curve(0.58, 0.9, 0.35))
    canvas.tint(mix(palette.sky[-1], palette.light, 0.3), dark_first, (0, top))


def _glitter(canvas: Canvas, frame: Frame, top: int) -> None:
    """The light's path over the water."""
    rows = canvas.height - top
    grey = _surface(canvas, rows, "glitter")
    sparks = grey.point(curve(0.5, 0.72))
    centre = canvas.x(frame.sun[0])
    column = []
    for x in range(canvas.width):
        away = (x - centre) / canvas.span(0.13)
        column.append(round(255 * math.exp(-away * away)))
    path = Image.frombytes("L", (canvas.width, 1), bytes(column)).resize((canvas.width, rows))
    strength = 0.35 if frame.palette.mood == "storm" else 0.85
    mask = ImageChops.multiply(sparks, path).point([round(g * strength) for g in range(256)])
    canvas.light(frame.palette.light, mask, (0, top))


def _surface(canvas: Canvas, rows: int, about: str) -> Image.Image:
    """Ripples in perspective: strips of flat noise, each higher than the one beyond it."""
    dice = canvas.fine_dice(about)
    surface = Image.new("L", (canvas.width, rows))
    top, high = 0.0, max(2.0, rows / 44)
    while top < rows:
        size = (canvas.width, round(high) + 1)
        across = canvas.width / high
        surface.paste(field(dice, size, (max(3.0, across * 0.42), 2.0), 2), (0, round(top)))
        top, high = top + high, high * 1.17
    return surface.filter(ImageFilter.BoxBlur(0.6))


def waves(canvas: Canvas, frame: Frame) -> None:
    """A heavy sea: crests behind crests, foam where they break."""
    dice = canvas.shape_dice("waves")
    palette = frame.palette
    for n in range(_WAVES):
        near = n / (_WAVES - 1)
        base = frame.horizon + 0.015 + (1.02 - frame.horizon) * near**1.35
        high, often = 0.014 + 0.1 * near, 7.0 - 4.9 * near
        shape, turn = line(dice, 0.42, sharp=True), dice.uniform(0, 50)

        def top(
            across: float,
            base: float = base,
            high: float = high,
            often: float = often,
            shape: Line = shape,
            turn: float = turn,
        ) -> float:
            swell = shape(across * often + turn)
            return base - high * (0.35 + 0.65 * swell)

        pale = mix(palette.water, palette.sky[-1], 0.42 * (1 - near) + 0.06)
        mask = canvas.silhouette(top, pale, shaded(palette.water, 0.42), 0.04 + 0.16 * near)
        _foam(canvas, frame, mask, near)


def _foam(canvas: Canvas, frame: Frame, mask: Image.Image, near: float) -> None:
    """White along the crests, torn by noise, and a net of it running down the waves."""
    thick = max(1, round(canvas.span(0.003 + 0.016 * near)))
    half = (max(4, canvas.width // 2), max(4, canvas.height // 2))
    cells = ((30 - 17 * near) * canvas.stretch, 44 - 22 * near)
    grey = field(canvas.fine_dice(f"foam{near}"), half, cells, 4)
    small = mask.reduce(2).resize(half)
    rim = ImageChops.subtract(small, shifted(small, 0, max(1, thick // 2)))
    soft = rim.filter(ImageFilter.BoxBlur(thick / 5))
    crest = ImageChops.multiply(soft, grey.point(curve(0.36, 0.56)))
    # Where noise crosses its middle it makes thin veins, as foam does.
    veins = [round(120 * max(0.0, 1 - abs(grey - 128) / 7)) for grey in range(256)]
    lower = ImageChops.subtract(
        small, shifted(small, 0, thick * 3).filter(ImageFilter.BoxBlur(thick))
    )
    net = ImageChops.multiply(grey.point(veins), lower)
    foam = ImageChops.lighter(crest, net).resize(mask.size, Image.Resampling.BILINEAR)
    canvas.tint(frame.palette.accent, foam)
