"""What people build: lighthouses, houses, castles, cities."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from sandbox.relay.painting.canvas import Canvas, Sprite
from sandbox.relay.painting.colour import Colour, mix, shaded
from sandbox.relay.painting.frame import Frame


def lighthouse(canvas: Canvas, frame: Frame, foot: float) -> None:
    """A striped tower with its light on; `foot` is where it stands (down, in the scene)."""
    dice = canvas.dice("lighthouse")
    tall = canvas.span(dice.uniform(0.36, 0.46))
    x, y = canvas.x(frame.hero), canvas.y(foot)
    lamp = (x, y - tall * 0.885)
    if frame.palette.dark or frame.palette.mood in {"sunset", "autumn"}:
        _beams(canvas, frame, lamp, dice.uniform(-0.16, 0.16))
    wide = tall * 0.34
    white = mix((244, 240, 230), frame.palette.sky[2], 0.28 if not frame.palette.dark else 0.42)
    stripe = mix((196, 50, 44), frame.palette.sky[1], 0.2)
    shadow_left = frame.sun[0] > frame.hero
    canvas.sprite(
        (x - wide / 2, y - tall, x + wide / 2, y + tall * 0.03),
        lambda sprite: _tower(sprite, frame, white, stripe, shadow_left),
    )
    _keeper(canvas, frame, (x, y), tall)
    canvas.glow(lamp, tall * 0.34, frame.palette.lamp, 0.95)
    canvas.glow(lamp, tall * 0.11, (255, 252, 235))


def _tower(sprite: Sprite, frame: Frame, white: Colour, stripe: Colour, shadow_left: bool) -> None:
    top, bottom, thin, thick = 0.2, 1.0, 0.2, 0.34
    dark = shaded(frame.palette.near, 1.1)
    for n in range(6):
        a, b = n / 6, (n + 1) / 6
        upper, lower = (thin + (thick - thin) * share for share in (a, b))
        y0, y1 = (top + (bottom - top) * share for share in (a, b))
        colour = white if n % 2 else stripe
        for m in range(8):
            left, right = m / 8, (m + 1) / 8
            away = abs((m + 0.5) / 8 - (0.7 if shadow_left else 0.3))
            lit = shaded(colour, 1.04 - 0.75 * away)
            xs = [
                0.5 + (s - 0.5) * 2 * w
                for s, w in ((left, upper), (right, upper), (right, lower), (left, lower))
            ]
            sprite.shape(lit, (xs[0], y0), (xs[1], y0), (xs[2], y1), (xs[3], y1))
    sprite.bar(dark, 0.22, 0.185, 0.78, 0.205)
    sprite.bar(dark, 0.27, 0.15, 0.73, 0.156)
    for n in range(7):
        sprite.bar(dark, 0.27 + 0.46 * n / 6 - 0.004, 0.15, 0.27 + 0.46 * n / 6 + 0.004, 0.19)
    sprite.bar(shaded(frame.palette.lamp, 1.0), 0.36, 0.095, 0.64, 0.185)
    for n in range(4):
        sprite.bar(dark, 0.36 + 0.28 * n / 3 - 0.01, 0.09, 0.36 + 0.28 * n / 3 + 0.01, 0.185)
    sprite.shape(shaded(stripe, 0.8), (0.32, 0.095), (0.5, 0.03), (0.68, 0.095))
    sprite.bar(dark, 0.485, 0.0, 0.515, 0.05)
    for down in (0.36, 0.58, 0.8):
        sprite.bar(dark, 0.46, down, 0.54, down + 0.035)


def _beams(canvas: Canvas, frame: Frame, lamp: tuple[float, float], lean: float) -> None:
    """Two cones of light, drawn small and soft."""
    size = (max(2, canvas.width // 2), max(2, canvas.height // 2))
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    reach = max(canvas.width, canvas.height) * 0.75
    x, y = lamp[0] / 2, lamp[1] / 2
    for way in (0.0, math.pi):
        for n in range(10, 0, -1):
            length, turn = reach * n / 10, 0.085
            ends = [
                (x + math.cos(way + lean + side) * length, y + math.sin(way + lean + side) * length)
                for side in (-turn, turn)
            ]
            draw.polygon([(x, y), *ends], fill=round(150 * (1 - n / 11) ** 1.25) + 6)
    soft = mask.filter(ImageFilter.GaussianBlur(canvas.span(0.006)))
    canvas.light(mix(frame.palette.lamp, (255, 255, 255), 0.3), soft.resize(canvas.image.size))


def _keeper(canvas: Canvas, frame: Frame, foot: tuple[float, float], tall: float) -> None:
    """The keeper's house beside the tower."""
    side = 1 if frame.hero > 0.5 else -1
    x = foot[0] + side * tall * 0.3
    box = (x - tall * 0.19, foot[1] - tall * 0.22, x + tall * 0.19, foot[1] + tall * 0.03)
    _cottage(canvas, frame, box, mix((225, 220, 210), frame.palette.sky[1], 0.45))


def house(canvas: Canvas, frame: Frame, foot: float, across: float, size: float) -> None:
    """A cottage with lit windows and a smoking chimney."""
    x, y, wide = canvas.x(across), canvas.y(foot), canvas.span(size)
    wall = mix((150, 105, 80), frame.palette.near, 0.35)
    _smoke(canvas, frame, (x + wide * 0.27, y - wide * 0.78), wide)
    _cottage(canvas, frame, (x - wide / 2, y - wide * 0.68, x + wide / 2, y + wide * 0.06), wall)


def _cottage(
    canvas: Canvas, frame: Frame, box: tuple[float, float, float, float], wall: Colour
) -> None:
    snowy = "snow" in frame.motifs
    roof = (
        mix((235, 240, 248), frame.palette.sky[2], 0.2)
        if snowy
        else shaded(frame.palette.near, 1.25)
    )
    lamp = frame.palette.lamp

    def draw(sprite: Sprite) -> None:
        sprite.bar(shaded(wall, 0.7), 0.72, 0.02, 0.82, 0.4)
        sprite.bar(wall, 0.08, 0.45, 0.62, 1.0)
        sprite.bar(shaded(wall, 0.72), 0.62, 0.45, 0.94, 1.0)
        sprite.shape(wall, (0.62, 0.47), (0.78, 0.16), (0.94, 0.47))
        sprite.shape(shaded(wall, 0.72), (0.62, 0.47), (0.78, 0.16), (0.94, 0.47))
        sprite.shape(roof, (0.0, 0.49), (0.16, 0.12), (0.8, 0.12), (0.62, 0.49))
        sprite.shape(shaded(roof, 0.82), (0.8, 0.12), (0.76, 0.12), (0.94, 0.5), (1.0, 0.5))
        for left in (0.16, 0.4):
            sprite.bar(lamp, left, 0.58, left + 0.13, 0.8)
            sprite.bar(shaded(wall, 0.5), left + 0.06, 0.58, left + 0.07, 0.8)
            sprite.bar(shaded(wall, 0.5), left, 0.685, left + 0.13, 0.7)
        sprite.bar(mix(lamp, wall, 0.3), 0.72, 0.62, 0.85, 1.0)

    canvas.sprite(box, draw)
    wide = box[2] - box[0]
    canvas.glow((box[0] + wide * 0.35, box[3] - wide * 0.18), wide * 0.55, lamp, 0.4)


def _smoke(canvas: Canvas, frame: Frame, start: tuple[float, float], wide: float) -> None:
    dice = canvas.fine_dice("smoke")
    drift = dice.uniform(0.02, 0.06)
    for n in range(12):
        share = n / 12
        radius = wide * (0.06 + 0.14 * share)
        place = (start[0] + wide * (drift * n + 0.04 * math.sin(n)), start[1] - wide * 0.08 * n)
        canvas.glow(
            place, radius * 1.6, mix(frame.palette.sky[-1], (255, 255, 255), 0.3), 0.2 * (1 - share)
        )


def castle(canvas: Canvas, frame: Frame, foot: float) -> None:
    """Towers with pointed roofs on a rise, windows lit."""
    dice = canvas.shape_dice("castle")
    wide = canvas.span(0.46)
    x, y = canvas.x(frame.hero), canvas.y(foot)
    stone = mix(mix(frame.palette.far, frame.palette.near, 0.55), (200, 190, 180), 0.12)
    roof = mix(frame.palette.accent, frame.palette.near, 0.55)
    towers = sorted(
        (
            (dice.uniform(0.1, 0.9), dice.uniform(0.36, 0.7), dice.uniform(0.07, 0.11))
            for _ in range(6)
        ),
        key=lambda tower: -tower[1],
    )
    canvas.sprite(
        (x - wide / 2, y - wide, x + wide / 2, y + wide * 0.04),
        lambda sprite: _keep(sprite, frame, [(0.5, 0.86, 0.13), *towers], (stone, roof), dice),
    )


def _keep(
    sprite: Sprite,
    frame: Frame,
    towers: list[tuple[float, float, float]],
    colours: tuple[Colour, Colour],
    dice: random.Random,
) -> None:
    stone, roof = colours
    left_lit = frame.sun[0] < frame.hero
    for across, high, wide in towers:
        top = 1 - high
        light, dark = (stone, shaded(stone, 0.66)) if left_lit else (shaded(stone, 0.66), stone)
        sprite.bar(light, across - wide / 2, top, across, 1.0)
        sprite.bar(dark, across, top, across + wide / 2, 1.0)
        sprite.bar(shaded(stone, 0.8), across - wide * 0.6, top, across + wide * 0.6, top + 0.025)
        sprite.shape(roof, (across - wide * 0.64, top), (across, top - wide * 1.55), (across, top))
        sprite.shape(
            shaded(roof, 0.7),
            (across, top),
            (across, top - wide * 1.55),
            (across + wide * 0.64, top),
        )
        for _ in range(2):
            down = dice.uniform(top + 0.06, min(0.8, top + 0.3))
            sprite.bar(frame.palette.lamp, across - 0.008, down, across + 0.008, down + 0.03)
    sprite.bar(shaded(stone, 0.85), 0.08, 0.74, 0.92, 1.0)
    for n in range(17):
        sprite.bar(shaded(stone, 0.85), 0.08 + n * 0.0512, 0.715, 0.105 + n * 0.0512, 0.75)
    sprite.oval(shaded(frame.palette.near, 0.7), 0.45, 0.84, 0.55, 1.1)


def city(canvas: Canvas, frame: Frame) -> None:
    """A skyline in three depths; the windows are lit when it is dark."""
    dice = canvas.shape_dice("city")
    palette = frame.palette
    foot = canvas.y(frame.horizon + 0.02)
    for n in range(3):
        near = n / 2
        wall = mix(
            mix(palette.far, palette.sky[-1], 0.35 * (1 - near)), palette.near, 0.3 + 0.6 * near
        )
        x = -canvas.span(0.1)
        while x < canvas.width:
            wide = canvas.span(dice.uniform(0.045, 0.1) * (0.8 + 0.5 * near))
            middle = abs(canvas.across(x) - frame.hero)
            swell = max(0.25, 1.15 - 1.5 * middle)
            tall = canvas.span(dice.uniform(0.14, 0.46) * swell * (1.08 - 0.32 * near))
            _block(canvas, frame, (x, foot - tall, x + wide, foot + canvas.span(0.03)), wall, dice)
            x += wide * dice.uniform(0.86, 1.25)


def _block(
    canvas: Canvas,
    frame: Frame,
    box: tuple[float, float, float, float],
    wall: Colour,
    dice: random.Random,
) -> None:
    palette = frame.palette
    lights = (palette.lamp, palette.accent, palette.light)
    columns = max(3, round((box[2] - box[0]) / canvas.span(0.013)))
    rows = max(4, round((box[3] - box[1]) / canvas.span(0.018)))
    lit_share = 0.42 if palette.dark else 0.12
    windows = [
        (column, row, lights[min(2, int(dice.random() ** 2 * 3))])
        for column in range(columns)
        for row in range(rows)
        if dice.random() < lit_share
    ]
    mast = dice.random() < 0.3

    def draw(sprite: Sprite) -> None:
        sprite.bar(wall, 0, 0.06, 1, 1)
        sprite.bar(shaded(wall, 0.78), 0.62, 0.06, 1, 1)
        if mast:
            sprite.bar(wall, 0.48, 0, 0.52, 0.1)
        for column, row, colour in windows:
            left, top = (column + 0.25) / columns, 0.08 + 0.92 * (row + 0.3) / rows
            sprite.bar(mix(colour, wall, 0.25), left, top, left + 0.5 / columns, top + 0.42 / rows)

    canvas.sprite(box, draw)
    if "neon" in frame.motifs and dice.random() < 0.45:
        place = ((box[0] + box[2]) / 2, box[1] + (box[3] - box[1]) * dice.uniform(0.15, 0.6))
        canvas.glow(place, canvas.span(0.09), dice.choice((palette.accent, palette.lamp)), 0.6)
