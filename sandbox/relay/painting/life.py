"""What grows and moves: trees, flowers, birds, boats, a cat, balloons."""

from __future__ import annotations

import math
import random

from sandbox.relay.painting.canvas import Canvas, Sprite
from sandbox.relay.painting.colour import Colour, drifted, mix, shaded
from sandbox.relay.painting.frame import Frame


def woods(canvas: Canvas, frame: Frame) -> None:
    """Rows of conifers, each nearer row larger and darker, mist between them."""
    dice = canvas.shape_dice("woods")
    palette = frame.palette
    for n in range(4):
        near = n / 3
        foot = frame.horizon + 0.03 + 0.3 * near**1.2
        tall = 0.1 + 0.24 * near
        colour = mix(mix(palette.far, palette.sky[-1], 0.3), palette.near, 0.25 + 0.75 * near)
        _row(canvas, frame, dice, (foot, tall), colour)
        if n < 3:
            _mist(canvas, frame, foot)


def _row(
    canvas: Canvas, frame: Frame, dice: random.Random, at: tuple[float, float], colour: Colour
) -> None:
    foot, tall = at
    across = canvas.across(0) - 0.1
    last = canvas.across(canvas.width) + 0.1
    while across < last:
        high = tall * dice.uniform(0.6, 1.15)
        # A clearing where the main thing and the light are.
        clear = min(abs(across - frame.hero), abs(across - frame.sun[0])) < 0.09 and tall > 0.2
        if not clear:
            down = foot + dice.uniform(-0.012, 0.02)
            pine(canvas, frame, (across, down), high, drifted(colour, dice, 0.01, 0.08))
        across += tall * dice.uniform(0.2, 0.42) / canvas.stretch
    base = canvas.y(foot)
    canvas.wash((colour, shaded(colour, 0.7)), base, canvas.height + 1)


def pine(
    canvas: Canvas, frame: Frame, place: tuple[float, float], high: float, colour: Colour
) -> None:
    """One conifer; snow lies on it in winter."""
    x, y, tall = canvas.x(place[0]), canvas.y(place[1]), canvas.span(high)
    wide = tall * 0.42
    snowy = "snow" in frame.motifs
    snow = mix((250, 252, 255), frame.palette.sky[2], 0.25)
    lit = 0.35 if frame.sun[0] < place[0] else 0.65

    def draw(sprite: Sprite) -> None:
        sprite.bar(shaded(colour, 0.8), 0.46, 0.85, 0.54, 1.0)
        for tier in range(6):
            top, bottom = tier * 0.14, 0.24 + tier * 0.142
            half = 0.1 + 0.078 * tier
            jag = 0.03 if tier % 2 else -0.02
            sprite.shape(colour, (0.5, top), (0.5 + half + jag, bottom), (0.5 - half + jag, bottom))
            inner = (0.5 + (lit - 0.5) * half * 5, bottom - 0.03)
            sprite.shape(shaded(colour, 1.16), (0.5, top + 0.02), inner, (0.5, bottom - 0.05))
            if snowy:
                sprite.shape(
                    snow,
                    (0.5, top),
                    (0.5 + half * 0.75, bottom - 0.045),
                    (0.5, bottom - 0.085),
                    (0.5 - half * 0.6, bottom - 0.06),
                )

    canvas.sprite((x - wide / 2, y - tall, x + wide / 2, y + tall * 0.02), draw)


def _mist(canvas: Canvas, frame: Frame, down: float) -> None:
    pale = mix(frame.palette.sky[-1], frame.palette.light, 0.3)
    for across in (0.15, 0.5, 0.85):
        place = (canvas.x(across), canvas.y(down + 0.02))
        canvas.glow(place, canvas.span(0.42), pale, 0.16 if frame.palette.dark else 0.3)


def flowers(canvas: Canvas, frame: Frame) -> None:
    """A field of blossoms, small far away, large at one's feet."""
    dice = canvas.shape_dice("flowers")
    palette = frame.palette
    colours = [drifted(palette.accent, dice, 0.05, 0.15), palette.lamp, shaded(palette.cloud, 0.98)]
    stem = mix(palette.near, (60, 120, 70), 0.35)
    for n in range(int(420 * canvas.stretch)):
        near = (n / (420 * canvas.stretch)) ** 1.6
        down = frame.horizon + 0.06 + (0.96 - frame.horizon) * near
        size = canvas.span(0.004 + 0.02 * near * dice.uniform(0.6, 1.3))
        x, y = canvas.x(dice.uniform(-0.5, 1.5)), canvas.y(down)
        if not -size < x < canvas.width + size:
            continue
        colour = drifted(colours[min(2, int(dice.random() ** 2.4 * 3))], dice, 0.015, 0.12)
        _blossom(canvas, (x, y), size, colour, stem)


def _blossom(
    canvas: Canvas, place: tuple[float, float], size: float, colour: Colour, stem: Colour
) -> None:
    x, y = place

    def draw(sprite: Sprite) -> None:
        sprite.path(stem, 0.07, (0.5, 0.3), (0.47, 1.0))
        for n in range(5):
            turn = n * math.tau / 5
            cx, cy = 0.5 + 0.24 * math.cos(turn), 0.24 + 0.12 * math.sin(turn)
            petal = shaded(colour, 0.86 + 0.07 * n)
            sprite.oval(petal, cx - 0.24, cy - 0.12, cx + 0.24, cy + 0.12)
        sprite.oval(shaded(colour, 0.5), 0.4, 0.19, 0.6, 0.29)

    canvas.sprite((x - size, y - size, x + size, y + size * 3), draw)


def birds(canvas: Canvas, frame: Frame) -> None:
    """A small flock, far away."""
    dice = canvas.fine_dice("birds")
    dark = mix(frame.palette.near, frame.palette.sky[1], 0.25)
    middle = (dice.uniform(0.3, 0.7), frame.horizon * dice.uniform(0.35, 0.62))
    for _ in range(dice.randint(5, 9)):
        x = canvas.x(middle[0] + dice.gauss(0, 0.08))
        y = canvas.y(middle[1] + dice.gauss(0, 0.04))
        size, bend = canvas.span(dice.uniform(0.009, 0.02)), dice.uniform(0.2, 0.5)

        def draw(sprite: Sprite, bend: float = bend) -> None:
            wing = ((0.0, bend), (0.25, bend - 0.2), (0.5, 0.5), (0.75, bend - 0.2), (1.0, bend))
            sprite.path(dark, 0.075, *wing)

        canvas.sprite((x - size, y - size * 0.6, x + size, y + size * 0.6), draw)


def boat(canvas: Canvas, frame: Frame) -> None:
    """A sailing boat with its reflection, small on a wide water."""
    dice = canvas.shape_dice("boat")
    across = frame.hero if "lighthouse" not in frame.motifs else 1 - frame.hero
    down = frame.horizon + dice.uniform(0.05, 0.1)
    tall = canvas.span(dice.uniform(0.16, 0.24))
    x, y = canvas.x(across), canvas.y(down)
    sail = mix(frame.palette.light, frame.palette.sky[-1], 0.25)
    hull = shaded(frame.palette.near, 1.3)
    wide = tall * 0.9

    def draw(sprite: Sprite) -> None:
        sprite.bar(hull, 0.475, 0.02, 0.495, 0.9)
        sprite.shape(sail, (0.47, 0.05), (0.47, 0.78), (0.12, 0.78))
        sprite.shape(shaded(sail, 0.8), (0.51, 0.1), (0.51, 0.8), (0.84, 0.78), (0.66, 0.5))
        sprite.shape(hull, (0.04, 0.84), (0.98, 0.82), (0.82, 1.0), (0.2, 1.0))
        sprite.shape(
            frame.palette.accent, (0.05, 0.86), (0.965, 0.845), (0.94, 0.87), (0.07, 0.885)
        )

    shade = mix(frame.palette.water, hull, 0.7)
    canvas.sprite(
        (x - wide * 0.4, y, x + wide * 0.42, y + tall * 0.14),
        lambda sprite: sprite.oval(shade, 0, -0.6, 1, 0.55),
    )
    canvas.sprite((x - wide / 2, y - tall, x + wide / 2, y + tall * 0.03), draw)


def cat(canvas: Canvas, frame: Frame, foot: float) -> None:
    """A sitting cat seen from behind, looking at the light."""
    tall = canvas.span(0.34)
    x, y = canvas.x(frame.hero), canvas.y(foot)
    fur = shaded(frame.palette.near, 0.8)
    rim = mix(frame.palette.light, frame.palette.sky[-1], 0.4)
    side = 0.012 if frame.sun[0] > frame.hero else -0.012

    def draw(sprite: Sprite) -> None:
        for colour, shift in ((rim, side), (fur, 0.0)):
            _cat_shape(sprite, colour, shift)

    canvas.sprite((x - tall * 0.4, y - tall, x + tall * 0.4, y + tall * 0.02), draw)


def _cat_shape(sprite: Sprite, colour: Colour, shift: float) -> None:
    mid = 0.5 + shift
    sprite.oval(colour, mid - 0.25, 0.42, mid + 0.25, 1.08)
    sprite.oval(colour, mid - 0.19, 0.3, mid + 0.19, 0.8)
    sprite.oval(colour, mid - 0.18, 0.1, mid + 0.18, 0.42)
    sprite.shape(colour, (mid - 0.18, 0.24), (mid - 0.175, 0.0), (mid - 0.03, 0.15))
    sprite.shape(colour, (mid + 0.18, 0.24), (mid + 0.175, 0.0), (mid + 0.03, 0.15))
    tail = (
        (mid + 0.2, 0.95),
        (mid + 0.36, 0.93),
        (mid + 0.43, 0.82),
        (mid + 0.4, 0.7),
        (mid + 0.44, 0.6),
    )
    sprite.path(colour, 0.075, *tail)


def balloons(canvas: Canvas, frame: Frame) -> None:
    """Hot-air balloons at several heights."""
    dice = canvas.shape_dice("balloons")
    for n in range(4):
        tall = canvas.span((0.3, 0.17, 0.12, 0.08)[n] * dice.uniform(0.9, 1.15))
        across = frame.hero if n == 0 else dice.uniform(0.08, 0.92)
        x, y = (
            canvas.x(across),
            canvas.y(frame.horizon * (0.3 + 0.14 * n + dice.uniform(-0.05, 0.05))),
        )
        colours = [drifted(frame.palette.accent, dice, 0.12, 0.1), shaded(frame.palette.lamp, 1.0)]
        _balloon(canvas, frame, (x, y), tall, colours)


def _balloon(
    canvas: Canvas, frame: Frame, place: tuple[float, float], tall: float, colours: list[Colour]
) -> None:
    x, y = place
    basket = shaded(frame.palette.near, 1.4)

    def draw(sprite: Sprite) -> None:
        for n in range(7):
            half = 0.5 - n * 0.075
            colour = shaded(colours[n % 2], 0.74 + 0.05 * n)
            sprite.oval(colour, 0.5 - half, 0.0, 0.5 + half, 0.72)
            sprite.shape(
                colour,
                (0.5 - half * 0.93, 0.48),
                (0.5 + half * 0.93, 0.48),
                (0.5 + half * 0.24, 0.84),
                (0.5 - half * 0.24, 0.84),
            )
        sprite.path(basket, 0.012, (0.4, 0.83), (0.43, 0.92))
        sprite.path(basket, 0.012, (0.6, 0.83), (0.57, 0.92))
        sprite.bar(basket, 0.42, 0.91, 0.58, 1.0)

    canvas.sprite((x - tall * 0.38, y - tall / 2, x + tall * 0.38, y + tall / 2), draw)
