"""Grids cut into their four pictures."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.split import Splitter, _boxes
from tests.media.pixels import bomb, picture

COLOURS = ((200, 10, 10), (10, 200, 10), (10, 10, 200), (200, 200, 10))
PLENTY = 10_000_000


@pytest.fixture
async def splitter() -> AsyncIterator[Splitter]:
    with ThreadPoolExecutor(1) as pool:
        yield Splitter(pool=pool)


def a_grid(width: int, height: int, format_: str = "PNG", mode: str = "RGB") -> bytes:
    image = Image.new("RGB", (width, height))
    for colour, box in zip(COLOURS, _boxes(width, height), strict=True):
        image.paste(colour, box)
    made = io.BytesIO()
    image.convert(mode).save(made, format_, **({"lossless": True} if format_ == "WEBP" else {}))
    return made.getvalue()


@pytest.mark.parametrize("size", [(64, 64), (65, 33), (2, 2), (3, 200)])
@pytest.mark.parametrize(("format_", "mode"), [("PNG", "RGB"), ("WEBP", "RGB"), ("PNG", "RGBA")])
async def test_each_quarter_is_the_grids_own_pixels(
    splitter: Splitter, size: tuple[int, int], format_: str, mode: str
) -> None:
    quarters = await splitter.quarters(a_grid(*size, format_, mode), limit=PLENTY, name="easel-7")
    assert [quarter.name for quarter in quarters] == [f"easel-7-{n}.png" for n in range(1, 5)]
    for quarter, colour in zip(quarters, COLOURS, strict=True):
        with Image.open(io.BytesIO(quarter.data)) as image:
            assert image.size == (quarter.width, quarter.height)
            assert image.convert("RGB").getcolors(1_000_000) == [
                (image.width * image.height, colour)
            ]
    assert not any(quarter.shrunk for quarter in quarters)


@given(st.integers(2, 5000), st.integers(2, 5000))
def test_the_quarters_are_the_whole(width: int, height: int) -> None:
    boxes = _boxes(width, height)
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in boxes]
    assert sum(areas) == width * height
    assert min(areas) > 0
    for left, top, right, bottom in boxes:
        assert right - left in {width // 2, width - width // 2}
        assert bottom - top in {height // 2, height - height // 2}


async def test_a_quarter_over_the_limit_is_made_smaller(splitter: Splitter) -> None:
    quarters = await splitter.quarters(picture("PNG", 256, 256), limit=20_000, name="easel-1")
    assert all(len(quarter.data) <= 20_000 for quarter in quarters)
    assert all(quarter.shrunk for quarter in quarters)
    assert [quarter.name for quarter in quarters] == [f"easel-1-{n}.jpg" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", PictureTrouble.NOT_A_PICTURE),
        (b"<html>", PictureTrouble.NOT_A_PICTURE),
        (a_grid(64, 64)[:-20], PictureTrouble.NOT_A_PICTURE),
        (a_grid(1, 64), PictureTrouble.NOT_A_PICTURE),
        (a_grid(64, 64).replace(b"IDAT", b"IDAX"), PictureTrouble.NOT_A_PICTURE),
        (bomb(60_000, 60_000), PictureTrouble.TOO_MANY_PIXELS),
    ],
)
async def test_what_is_no_grid_is_refused(
    splitter: Splitter, data: bytes, trouble: PictureTrouble
) -> None:
    with pytest.raises(PictureError) as refused:
        await splitter.quarters(data, limit=PLENTY, name="x")
    assert refused.value.trouble is trouble
