"""Noise that is the same for the same dice: fields for clouds and water, lines for ridges."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Final

from PIL import Image

_TABLE: Final = 256
_OCTAVES: Final = 9  # finest first drawn from a table of their own, so detail never moves shapes

Line = Callable[[float], float]


def field(
    dice: random.Random, size: tuple[int, int], cells: tuple[float, float], octaves: int
) -> Image.Image:
    """A soft fractal field of greys: `cells` bumps across and down, `octaves` finer ones on top."""
    grown = _octave(dice, size, cells)
    for octave in range(1, octaves):
        finer = _octave(dice, size, (cells[0] * 2**octave, cells[1] * 2**octave))
        grown = Image.blend(grown, finer, 0.5 ** (octave + 0.35))
    return grown


def curve(low: float, high: float, strength: float = 1.0) -> list[int]:
    """A table for `point`: greys below `low` are black, above `high` white, smooth between."""
    table = []
    for grey in range(256):
        t = min(1.0, max(0.0, (grey / 255 - low) / (high - low)))
        table.append(round(255 * strength * t * t * (3 - 2 * t)))
    return table


def shifted(image: Image.Image, x: int, y: int) -> Image.Image:
    """The same moved by so many pixels; what comes in at the edges is what was there."""
    moved = image.copy()
    moved.paste(image, (x, y))
    return moved


def line(dice: random.Random, roughness: float = 0.5, sharp: bool = False) -> Line:
    """A fractal line without end, from about -1 to 1; `sharp` makes crests of its swells."""
    tables = [[dice.uniform(-1, 1) for _ in range(_TABLE)] for _ in range(_OCTAVES)]
    shares = [roughness**octave for octave in range(_OCTAVES)]
    whole = sum(shares[:4])

    def at(x: float) -> float:
        total = 0.0
        for octave, (table, share) in enumerate(zip(tables, shares, strict=True)):
            value = _between(table, x * 2**octave)
            total += share * ((1 - 2 * abs(value)) if sharp and octave < 3 else value)
        return total / whole

    return at


def _between(table: list[float], x: float) -> float:
    left = math.floor(x)
    t = x - left
    t = t * t * (3 - 2 * t)
    one = table[left % _TABLE]
    return one + (table[(left + 1) % _TABLE] - one) * t


def _octave(dice: random.Random, size: tuple[int, int], cells: tuple[float, float]) -> Image.Image:
    width, height = (
        max(2, min(side, round(count) + 1)) for side, count in zip(size, cells, strict=True)
    )
    raw = Image.frombytes("L", (width, height), dice.randbytes(width * height))
    return raw.resize(size, Image.Resampling.BICUBIC)
