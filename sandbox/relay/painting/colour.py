"""Colours, as red, green and blue from 0 to 255."""

from __future__ import annotations

import colorsys
import random

Colour = tuple[int, int, int]


def hexed(code: str) -> Colour:
    """A colour from `rrggbb`."""
    return (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """From `one` (share 0) to `other` (share 1)."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def shaded(colour: Colour, factor: float) -> Colour:
    """Darker below 1, lighter above."""
    red, green, blue = (min(255, max(0, round(part * factor))) for part in colour)
    return (red, green, blue)


def drifted(colour: Colour, dice: random.Random, hue: float, value: float = 0.0) -> Colour:
    """A neighbour of a colour: hue off by up to `hue` of a turn, brightness by up to `value`."""
    h, s, v = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
    h = (h + dice.uniform(-hue, hue)) % 1.0
    v = min(1.0, max(0.0, v * (1 + dice.uniform(-value, value))))
    red, green, blue = (round(part * 255) for part in colorsys.hsv_to_rgb(h, s, v))
    return (red, green, blue)
