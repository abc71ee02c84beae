"""Land: ridges behind ridges, dunes, meadows, and the ground one stands on."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageChops

from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.colour import mix, shaded
from sandbox.relay.painting.frame import Frame
from sandbox.relay.painting.noise import Line, curve, field, line, shifted


def mountains(canvas: Canvas, frame: Frame, count: int = 4) -> None:
    """Ridges from the far one to the near one, paler the further away they are."""
    dice = canvas.shape_dice("mountains")
    for n in range(count):
        near = n / max(1, count - 1)
        shape = line(dice, 0.52, sharp=True)
        high = 0.3 * (1 - 0.62 * near) * dice.uniform(0.85, 1.15)
        base = frame.horizon + 0.012 + 0.03 * near
        often = 1.3 + 1.5 * near

        def top(
            across: float,
            base: float = base,
            high: float = high,
            often: float = often,
            shape: Line = shape,
            n: int = n,
        ) -> float:
            return base - high * (0.42 + 0.58 * shape(across * often + 7.3 * n))

        _ridge(canvas, frame, top, near, high)


def _ridge(
    canvas: Canvas, frame: Frame, top: Callable[[float], float], near: float, high: float
) -> None:
    palette = frame.palette
    colour = mix(mix(palette.sky[-1], palette.far, 0.55), palette.near, near * 0.8)
    haze = mix(colour, palette.sky[-1], 0.55 * (1 - near) + 0.15)
    mask = canvas.silhouette(top, colour, haze, high * 1.1)
    relief(canvas, frame, mask, near)
    if "snow" in frame.motifs or (palette.mood in {"day", "dawn", "pastel"} and near < 0.5):
        _snow_caps(canvas, frame, mask, high, near)


def relief(
    canvas: Canvas, frame: Frame, mask: Image.Image, near: float, bumps: float = 17.0
) -> None:
    """Slopes that catch the light and slopes that do not, `bumps` of them across."""
    small = (max(4, canvas.width // 2), max(4, canvas.height // 2))
    cells = (bumps * canvas.stretch, bumps * 0.8)
    grey = field(canvas.shape_dice(f"relief{near}"), small, cells, 5)
    step = max(1, small[0] // 110)
    toward = step if frame.sun[0] < 0.5 else -step
    slopes = ImageChops.subtract(grey, shifted(grey, toward, -step), 0.24, 60)
    slopes = ImageChops.multiply(slopes.resize(mask.size, Image.Resampling.BILINEAR), mask)
    warm = mix(frame.palette.light, frame.palette.sky[-1], 0.5)
    canvas.tint(warm, slopes.point([round(g * (0.3 - 0.15 * near)) for g in range(256)]))


def _snow_caps(canvas: Canvas, frame: Frame, mask: Image.Image, high: float, near: float) -> None:
    """Snow above a ragged line, thinning downwards."""
    first = canvas.y(frame.horizon - high * 1.0)
    last = canvas.y(frame.horizon - high * 0.25)
    rows = [
        round(255 * min(1.0, max(0.0, (last - row) / max(1.0, last - first))))
        for row in range(canvas.height)
    ]
    height = Image.frombytes("L", (1, canvas.height), bytes(rows)).resize(mask.size)
    small = (max(4, canvas.width // 3), max(4, canvas.height // 3))
    grey = field(canvas.shape_dice(f"caps{near}"), small, (22 * canvas.stretch, 10.0), 4)
    ragged = ImageChops.add(height, grey.resize(mask.size, Image.Resampling.BICUBIC), 2.0)
    snow = ImageChops.multiply(ragged.point(curve(0.52, 0.6, 0.85)), mask)
    canvas.tint(mix((255, 255, 255), frame.palette.sky[-2], 0.22), snow)


def dunes(canvas: Canvas, frame: Frame) -> None:
    """Smooth crests with a lit and a shaded side."""
    dice = canvas.shape_dice("dunes")
    palette = frame.palette
    for n in range(5):
        near = n / 4
        base = frame.horizon + 0.01 + 0.31 * near**1.4
        swing = 0.035 + 0.075 * near
        turn, often = dice.uniform(0, math.tau), dice.uniform(0.55, 1.0) * (1.5 - 0.7 * near)

        def top(
            across: float,
            base: float = base,
            swing: float = swing,
            turn: float = turn,
            often: float = often,
        ) -> float:
            wave = math.sin(across * often * math.tau + turn)
            return (
                base - swing * (1 - math.pow(abs(wave), 0.75)) + 0.01 * math.sin(across * 9 + turn)
            )

        lit = mix(mix(palette.far, palette.light, 0.42), palette.near, 0.62 * near)
        canvas.silhouette(top, lit, mix(shaded(lit, 0.5), palette.near, 0.35), 0.13)


def ground(canvas: Canvas, frame: Frame, height: float = 0.12) -> None:
    """The dark edge of land at the bottom, from which the picture is seen."""
    shape = line(canvas.shape_dice("ground"), 0.45)

    def top(across: float) -> float:
        return 1.0 - height + 0.05 * shape(across * 1.7) + 0.05 * (abs(across - frame.hero) - 0.3)

    colour = frame.palette.near
    canvas.silhouette(top, mix(colour, frame.palette.far, 0.12), shaded(colour, 0.6), height * 1.4)


def plain(canvas: Canvas, frame: Frame) -> None:
    """Rolling land between the horizon and one's feet."""
    dice = canvas.shape_dice("plain")
    palette = frame.palette
    green = mix(palette.near, palette.far, 0.4)
    if "flowers" in frame.motifs or palette.mood == "day":
        green = mix(green, (74, 128, 62), 0.45 if palette.dark else 0.7)
    for n in range(4):
        near = n / 3
        shape = line(dice, 0.4)
        base = frame.horizon + 0.02 + 0.26 * near**1.3

        def top(
            across: float,
            base: float = base,
            shape: Line = shape,
            n: int = n,
            near: float = near,
        ) -> float:
            return base - (0.02 + 0.035 * near) * shape(across * 1.5 + n * 3.1)

        colour = mix(mix(green, palette.sky[-1], 0.45 * (1 - near)), palette.near, 0.45 * near)
        canvas.silhouette(top, colour, shaded(colour, 0.72), 0.22)


def headland(canvas: Canvas, frame: Frame) -> float:
    """A rocky cape that falls to the water under the main thing; gives where its top is (down)."""
    shape = line(canvas.shape_dice("headland"), 0.6)
    top_down = frame.horizon - 0.015
    side = 1 if frame.hero > 0.5 else -1

    def top(across: float) -> float:
        away = (across - frame.hero) * side  # positive on the landward side
        beyond = max(0.0, -away - 0.085)
        fall = 0.2 * (1 - math.exp(-beyond / 0.035)) + 0.95 * beyond
        rough = 0.006 + 0.05 * min(1.0, beyond * 12) + 0.07 * max(0.0, away - 0.3)
        return top_down + fall + rough * shape(across * 8) - 0.1 * max(0.0, away - 0.3)

    palette = frame.palette
    rock = mix(palette.near, palette.far, 0.22)
    mask = canvas.silhouette(top, rock, shaded(palette.near, 0.55), 0.3)
    relief(canvas, frame, mask, 1.15, 26.0)
    return top_down + 0.012
