"""Cells of a picture: the grid, quick choices, and the word in a custom_id."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadPrompt
from bot.core.region import LEAST_CELLS, MOST_CELLS, MOST_PIXELS, Quick, Region, answer, suggestion
from bot.ui.card import MOST_WORD
from tests.builders import a_task

sides = st.integers(1, 6000)
sizes = st.tuples(sides, sides)
cells = st.sets(st.integers(0, MOST_CELLS - 1))


@given(sizes, cells)
def test_a_word_says_it_all(size: tuple[int, int], chosen: set[int]) -> None:
    region = Region(*size).only(chosen)
    assert Region.read(region.word) == region
    assert len(f"{region.word}-{max(Quick, key=len)}") <= MOST_WORD
    assert re.fullmatch(r"[A-Za-z0-9_-]+", region.word)


@pytest.mark.parametrize(
    "word",
    [
        *("", "x", "0-1-0", "1-0-0", "1-1-", "01-1-0", "1-1-00", "-1-1-1", "40-40-2000000"),
        *("40-40-0-", " 40-40-0", "40-40-0\n", "FF-40-0", "ffff-ffff-0", "10000-1-0"),
    ],
)
def test_nothing_else_is_a_region(word: str) -> None:
    assert Region.read(word) is None


@given(st.text())
def test_no_text_breaks_the_reading(word: str) -> None:
    found = Region.read(word)
    assert found is None or (found.word == word and found.width * found.height <= MOST_PIXELS)


@given(sizes)
def test_the_boxes_are_the_picture(size: tuple[int, int]) -> None:
    region = Region(*size)
    boxes = region.boxes()
    assert LEAST_CELLS <= len(boxes) == region.count <= MOST_CELLS
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) == (
        size[0] * size[1]
    )
    assert boxes[0][:2] == (0, 0)
    assert boxes[-1][2:] == size


@pytest.mark.parametrize(
    ("size", "grid"),
    [
        ((1024, 1024), (5, 5)),
        ((1456, 816), (6, 4)),
        ((816, 1456), (4, 6)),
        ((1024, 1536), (4, 6)),
        ((1680, 720), (7, 3)),
        ((4000, 100), (12, 2)),
        ((1, 60_000), (2, 12)),
    ],
)
def test_cells_are_as_square_as_can_be(size: tuple[int, int], grid: tuple[int, int]) -> None:
    region = Region(*size)
    assert (region.across, region.down) == grid


@given(sizes, cells, st.sampled_from(Quick))
def test_quick_choices(size: tuple[int, int], chosen: set[int], quick: Quick) -> None:
    region = Region(*size).only(chosen)
    after = region.quick(quick)
    assert (after.width, after.height) == size
    if quick is Quick.INVERT:
        assert set(after.chosen) == set(range(region.count)) - set(region.chosen)
        assert after.quick(Quick.INVERT) == region
    elif quick is Quick.CLEAR:
        assert after.chosen == ()
    else:
        assert after.partial
        assert after.quick(quick) == after


@given(sizes)
def test_opposite_choices_do_not_overlap(size: tuple[int, int]) -> None:
    region = Region(*size)
    for one, other in ((Quick.LEFT, Quick.RIGHT), (Quick.TOP, Quick.BOTTOM)):
        first, second = region.quick(one), region.quick(other)
        assert len(first.chosen) == len(second.chosen)
        assert not set(first.chosen) & set(second.chosen)
    centre, border = region.quick(Quick.CENTRE), region.quick(Quick.BORDER)
    assert centre.quick(Quick.INVERT) == border


def test_partial_is_neither_nothing_nor_everything() -> None:
    region = Region(100, 100)
    assert not region.partial
    assert not region.quick(Quick.INVERT).partial
    assert region.only([3, 99]).chosen == (3,)
    assert region.only([3]).partial


def test_the_prompt_is_the_relay_s_without_its_zoom() -> None:
    parent = a_task(prompt="a cat", final_prompt="a cat --v 7 --zoom 1.5")
    assert suggestion(parent) == "a cat --v 7"
    assert answer("  a cat   --v 7 ", parent) == "a cat --v 7"
    assert answer("a dog", parent) == "a dog"
    with pytest.raises(BadPrompt):
        answer("", parent)
    strange = a_task(prompt="a cat", final_prompt="a cat --unheard 3")
    assert answer("a cat --unheard 3", strange) == "a cat --unheard 3"
