"""A part of a picture that is painted anew, as cells of a grid over it: pure, and small enough for
a custom_id."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from bot.core import zoom
from bot.core.form import prompt_of
from bot.core.parameters import Options, compose
from bot.core.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.task import Task

MOST_CELLS = 25
"""As many as a menu of Discord has options."""
LEAST_CELLS = 20
_SIDES = range(2, 13)
MOST_SIDE = 0xFFFF
MOST_PIXELS = 89_000_000
"""Pixels of the largest picture that is decoded at all."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom lie outside."""


class Quick(StrEnum):
    """What can be chosen with one click."""

    CENTRE = "centre"  # all but the outermost cells; in a row of two, both
    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    BORDER = "border"  # all but the centre
    INVERT = "invert"  # what is not chosen now
    CLEAR = "clear"  # nothing


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture to choose a part of: a JPEG that may be smaller, and the picture's own size."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Region:
    """Chosen cells of a picture that has this size in pixels.

    The cells are numbered from 0, row by row; each is a bit of `cells`. Kept here:
    `Region.read(region.word)` is `region`, and the boxes of all cells are the picture, each of its
    pixels once.
    """

    width: int
    height: int
    cells: int = 0

    @property
    def across(self) -> int:
        """How many cells lie side by side."""
        return _grid(self.width, self.height)[0]

    @property
    def down(self) -> int:
        """How many cells lie one below the other."""
        return _grid(self.width, self.height)[1]

    @property
    def count(self) -> int:
        """How many cells there are, chosen or not."""
        return math.prod(_grid(self.width, self.height))

    @property
    def chosen(self) -> tuple[int, ...]:
        """The chosen cells in order."""
        return tuple(cell for cell in range(self.count) if self.cells >> cell & 1)

    @property
    def partial(self) -> bool:
        """Whether something is chosen, and something is not: all else needs no mask."""
        return 0 < self.cells < (1 << self.count) - 1

    @property
    def word(self) -> str:
        """The region in a few letters of a custom_id, at most 19."""
        return f"{self.width:x}-{self.height:x}-{self.cells:x}"

    @classmethod
    def read(cls, word: str) -> Self | None:
        """The region that a word stands for; None when it is none."""
        match = _WORD.fullmatch(word)
        if match is None:
            return None
        region = cls(*(int(number, 16) for number in match.groups()))
        if region.width * region.height > MOST_PIXELS or region.cells >> region.count:
            return None
        return region

    def only(self, cells: Iterable[int]) -> Self:
        """The same picture with just these cells chosen; others than its own are passed over."""
        return replace(self, cells=sum(1 << cell for cell in set(cells) & set(range(self.count))))

    def quick(self, choice: Quick) -> Self:
        """The same picture with what `choice` says."""
        match choice:
            case Quick.INVERT:
                return self.only(set(range(self.count)) - set(self.chosen))
            case Quick.CLEAR:
                return self.only(())
            case _:
                return self.only(c for c in range(self.count) if self._is_in(c, choice))

    def boxes(self) -> tuple[Box, ...]:
        """Where each cell lies, in order."""
        columns, rows = _cuts(self.width, self.across), _cuts(self.height, self.down)
        return tuple(
            (left, top, right, bottom)
            for top, bottom in itertools.pairwise(rows)
            for left, right in itertools.pairwise(columns)
        )

    def _is_in(self, cell: int, choice: Quick) -> bool:
        row, column = divmod(cell, self.across)
        central = row in _middle(self.down) and column in _middle(self.across)
        return {
            Quick.CENTRE: central,
            Quick.BORDER: not central,
            Quick.LEFT: column < self.across // 2,
            Quick.RIGHT: column >= self.across - self.across // 2,
            Quick.TOP: row < self.down // 2,
            Quick.BOTTOM: row >= self.down - self.down // 2,
        }[choice]


_HEX = "[1-9a-f][0-9a-f]{0,3}"
_WORD = re.compile(f"({_HEX})-({_HEX})-(0|[1-9a-f][0-9a-f]{{0,6}})")


def suggestion(parent: Task) -> str:
    """The prompt that stands in the form at first: what Midjourney made of the parent's."""
    return zoom.without(parent.final_prompt or prompt_of(parent))


def answer(typed: str, parent: Task) -> str:
    """The prompt that the relay is told, of what was typed; raises `BadPrompt`.

    What stood in the form and was left as it is, is not checked: it came from the relay.
    """
    text, suggested = clean(typed), suggestion(parent)
    return suggested if text == clean(suggested) else compose(text, Options()).prompt


def _grid(width: int, height: int) -> tuple[int, int]:
    """Cells across and down: as square as can be, then as many as can be."""
    found = [(a, d) for a in _SIDES for d in _SIDES if LEAST_CELLS <= a * d <= MOST_CELLS]
    return min(found, key=lambda grid: (_skew(width, height, *grid), -math.prod(grid)))


def _skew(width: int, height: int, across: int, down: int) -> float:
    """How far the cells are from squares; 0 for squares."""
    return round(abs(math.log(width * down / (height * across))), 6)


def _middle(parts: int) -> range:
    """The places that are not at an end; all where there are only ends."""
    return range(1, parts - 1) if parts > 2 else range(parts)


def _cuts(length: int, parts: int) -> list[int]:
    return [length * part // parts for part in range(parts + 1)]
