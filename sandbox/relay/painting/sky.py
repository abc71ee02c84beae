"""Skies: their colours, the sun or the moon, stars, clouds, northern lights."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.colour import Colour, mix, shaded
from sandbox.relay.painting.frame import Frame
from sandbox.relay.painting.noise import curve, field, line, shifted

_CLOUD_ROWS: Final = 200  # clouds are soft: drawn this high and enlarged


def paint(canvas: Canvas, frame: Frame) -> None:
    """Paints everything above the horizon, and the same colours below it."""
    palette = frame.palette
    base = canvas.y(frame.horizon)
    canvas.wash(palette.sky, canvas.y(-0.02), base)
    canvas.wash((palette.sky[0],) * 2, 0, canvas.y(-0.02))
    canvas.wash((palette.sky[-1], palette.near), base, canvas.height + 1)
    if frame.motifs & {"stars", "planet"} or palette.mood in {"night", "space"}:
        _stars(canvas, frame)
    if "aurora" in frame.motifs:
        _aurora(canvas, frame)
    _luminary(canvas, frame)
    if "planet" in frame.motifs:
        _planet(canvas, frame)
    _clouds(canvas, frame)


def _luminary(canvas: Canvas, frame: Frame) -> None:
    """The sun or the moon with its glow; in a storm only a brightness behind the clouds."""
    palette = frame.palette
    place = (canvas.x(frame.sun[0]), canvas.y(frame.sun[1]))
    if palette.mood == "storm":
        canvas.glow(place, canvas.span(0.75), shaded(palette.sky[-1], 0.95), 0.75)
        return
    disc = canvas.span(0.062 if palette.dark else 0.05)
    warm = mix(palette.light, palette.sky[-1], 0.55)
    canvas.glow(place, canvas.span(0.34 if palette.dark else 0.62), warm, 0.5)
    canvas.glow(place, disc * 3.2, palette.light, 0.55)
    moon = palette.dark and palette.mood != "space"
    box = (place[0] - disc, place[1] - disc, place[0] + disc, place[1] + disc)
    canvas.sprite(box, lambda sprite: sprite.oval(palette.light, 0, 0, 1, 1))
    if moon:
        _craters(canvas, frame, place, disc)


def _craters(canvas: Canvas, frame: Frame, place: tuple[float, float], disc: float) -> None:
    dice = canvas.dice("moon")
    shade = mix(frame.palette.light, frame.palette.sky[1], 0.16)
    for _ in range(7):
        turn, way = dice.uniform(0, math.tau), dice.uniform(0, 0.62) * disc
        size = dice.uniform(0.08, 0.24) * disc
        x, y = place[0] + math.cos(turn) * way, place[1] + math.sin(turn) * way
        canvas.sprite((x - size, y - size, x + size, y + size), lambda s: s.oval(shade, 0, 0, 1, 1))


def _stars(canvas: Canvas, frame: Frame) -> None:
    dice = canvas.fine_dice("stars")
    width, height = canvas.width, max(1, round(canvas.y(frame.horizon)))
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    size = max(0.75, canvas.span(0.0016))
    for n in range(int(340 * max(1.0, canvas.stretch))):
        x, y = dice.random() * width, dice.random() ** 1.4 * height
        bright = int(255 * dice.random() ** 2.2)
        radius = size * (1.7 if n % 23 == 0 else 0.7)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=bright)
    canvas.light((255, 250, 240), mask)
    _milky_way(canvas, frame, (width, height))


def _milky_way(canvas: Canvas, frame: Frame, size: tuple[int, int]) -> None:
    dice = canvas.shape_dice("milky way")
    small = (max(2, size[0] // 4), max(2, size[1] // 4))
    cloud = field(dice, small, (5, 4), 5).point(curve(0.42, 0.85))
    band = Image.new("L", small)
    lean = dice.uniform(-0.5, 0.5)
    middle, width = dice.uniform(0.3, 0.7) * small[0], small[0] * 0.2
    lean_by = lean * small[0]
    corners = [
        (middle - width + lean_by, 0),
        (middle + width + lean_by, 0),
        (middle + width - lean_by, small[1]),
        (middle - width - lean_by, small[1]),
    ]
    ImageDraw.Draw(band).polygon(corners, fill=150)
    band = band.filter(ImageFilter.GaussianBlur(small[0] * 0.08))
    mask = ImageChops.multiply(cloud, band).resize(size, Image.Resampling.BILINEAR)
    canvas.light(mix(frame.palette.accent, frame.palette.sky[-1], 0.5), mask)


def _aurora(canvas: Canvas, frame: Frame) -> None:
    """Curtains of light: bright at their lower hem, fading upwards."""
    dice = canvas.shape_dice("aurora")
    width, height = canvas.width // 4 or 1, max(2, round(canvas.y(frame.horizon)) // 4)
    for colour in ((90, 255, 170), (80, 220, 230), (170, 110, 255)):
        fold, shine = line(dice, 0.55), line(dice, 0.6)
        curtain = Image.new("L", (width, height))
        draw = ImageDraw.Draw(curtain)
        base, reach = dice.uniform(0.55, 0.8), dice.uniform(0.35, 0.6)
        for x in range(width):
            across = canvas.across(x * 4)
            hem = (base + 0.16 * fold(across * 2.2)) * height
            bright = min(1.0, max(0.0, 0.62 + 0.6 * shine(across * 14)))
            for part in range(14):
                top = hem - reach * height * (part + 1) / 14
                fade = (1 - part / 14) ** 1.8
                draw.line(
                    (x, top, x, hem - reach * height * part / 14), fill=int(255 * bright * fade)
                )
        soft = curtain.filter(ImageFilter.GaussianBlur(1.6))
        canvas.light(colour, soft.resize((width * 4, height * 4), Image.Resampling.BICUBIC))


def _planet(canvas: Canvas, frame: Frame) -> None:
    dice = canvas.dice("planet")
    radius = canvas.span(dice.uniform(0.13, 0.22))
    x, y = canvas.x(1 - frame.sun[0]), canvas.y(frame.horizon * dice.uniform(0.3, 0.5))
    side = max(4, round(radius * 2))
    body = Image.new("RGB", (side, side), mix(frame.palette.accent, frame.palette.sky[2], 0.35))
    bands = field(canvas.shape_dice("bands"), (side, side), (1.5, 9), 4)
    body.paste(shaded(frame.palette.light, 0.95), (0, 0), bands.point(curve(0.35, 0.8, 0.75)))
    shadow = (
        Image.radial_gradient("L")
        .resize((side * 2, side * 2))
        .crop(
            (
                round(side * 0.72),
                round(side * 0.72),
                round(side * 0.72) + side,
                round(side * 0.72) + side,
            )
        )
    )
    body.paste(shaded(frame.palette.sky[0], 0.6), (0, 0), shadow.point(curve(0.05, 0.62)))
    disc = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(disc).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    canvas.glow((x, y), radius * 1.7, frame.palette.accent, 0.35)
    canvas.image.paste(body, (round(x - radius), round(y - radius)), disc.reduce(4))


def _clouds(canvas: Canvas, frame: Frame) -> None:
    """Two layers: large ones above, flat ones towards the horizon; lit from where the light is."""
    if frame.palette.mood in {"space", "neon"} or "aurora" in frame.motifs:
        return
    storm = frame.palette.mood == "storm"
    cover = 0.36 if storm else canvas.dice("cover").uniform(0.5, 0.58)
    sky = canvas.y(frame.horizon)
    large = _Layer((2.4, 3.0), cover, 0.95 if storm else 0.8)
    flat = _Layer((2.2, 11.0), cover + 0.02, 0.9 if storm else 0.75)
    large.paint(canvas, frame, (-0.1 * sky, 0.85 * sky))
    flat.paint(canvas, frame, (0.45 * sky, sky))


class _Layer:
    """Clouds of one kind: bumps across and down, how much sky they leave, how thick they are."""

    def __init__(self, cells: tuple[float, float], cover: float, thickness: float) -> None:
        self._cells = cells
        self._cover = cover
        self._thickness = thickness

    def paint(self, canvas: Canvas, frame: Frame, band: tuple[float, float]) -> None:
        """Paints the layer between two heights in pixels."""
        top, bottom = round(band[0]), round(band[1])
        rows = min(_CLOUD_ROWS, max(8, bottom - top))
        columns = max(8, round(rows * canvas.width / max(1, bottom - top)))
        columns = min(columns, 420)
        cells = (self._cells[0] * canvas.stretch, self._cells[1])
        grey = field(canvas.fine_dice(f"cloud{cells[1]}"), (columns, rows), cells, 5)
        thick = grey.point(curve(self._cover, self._cover + 0.26))
        fade = _fade((columns, rows))
        thick = ImageChops.multiply(thick, fade)
        # The side towards the light is where the cloud is thinner one step in its direction.
        step = max(1, rows // 26)
        toward = step if frame.sun[0] < 0.5 else -step
        lit = ImageChops.subtract(grey, shifted(grey, toward, -step // 2), 0.28, 40)
        size = (canvas.width, bottom - top)
        mask = thick.resize(size, Image.Resampling.BICUBIC)
        lit = ImageChops.multiply(lit, thick).resize(size, Image.Resampling.BICUBIC)
        body, edge = _cloud_colours(frame)
        strength = [round(grey * self._thickness) for grey in range(256)]
        _paste(canvas, body, mask.point(strength), top)
        _paste(canvas, edge, lit.point([round(grey * 0.85) for grey in range(256)]), top)


def _cloud_colours(frame: Frame) -> tuple[Colour, Colour]:
    palette = frame.palette
    if palette.mood == "storm":
        return shaded(palette.sky[1], 0.9), mix(palette.cloud, palette.light, 0.18)
    if palette.dark:
        return mix(palette.sky[1], palette.cloud, 0.35), palette.cloud
    if palette.mood in {"sunset", "autumn", "desert", "dawn"}:
        return mix(palette.sky[1], palette.cloud, 0.4), mix(palette.cloud, palette.light, 0.45)
    return mix(palette.sky[2], palette.cloud, 0.6), palette.cloud


def _fade(size: tuple[int, int]) -> Image.Image:
    """Black at the upper and lower edge, so that no layer ends in a line."""
    rows = [round(255 * math.sin(math.pi * (row + 0.5) / size[1]) ** 0.7) for row in range(size[1])]
    return Image.frombytes("L", (1, size[1]), bytes(rows)).resize(size)


def _paste(canvas: Canvas, colour: Colour, mask: Image.Image, top: int) -> None:
    if top < 0:
        mask = mask.crop((0, -top, mask.width, mask.height))
    canvas.tint(colour, mask, (0, max(0, top)))
