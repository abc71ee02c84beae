"""Masks: what is white, what fits, what is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from bot.core.errors import BadPicture
from bot.core.picture import Image
from bot.core.region import MOST_CELLS, Region
from bot.media import mask
from bot.media.mask import drawn, fitted

sides = st.integers(1, 400)


def coded(image: Pillow.Image, kind: str = "PNG", **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def seen(made: Image) -> Pillow.Image:
    assert made.media_type == "image/png"
    opened = Pillow.open(io.BytesIO(made.data))
    opened.load()
    assert opened.mode == "L"
    return opened


def half(mode: str, white: Any, black: Any, size: tuple[int, int] = (40, 20)) -> Pillow.Image:
    """White on the left, black on the right."""
    made = Pillow.new(mode, size, black)
    made.paste(white, (0, 0, size[0] // 2, size[1]))
    return made


@given(sides, sides, st.sets(st.integers(0, MOST_CELLS - 1)))
@settings(max_examples=60, deadline=None)
def test_chosen_cells_are_white_to_the_pixel(width: int, height: int, chosen: set[int]) -> None:
    region = Region(width, height).only(chosen)
    boxes = region.boxes()
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in boxes]
    white = sum(areas[cell] for cell in region.chosen)
    if white in {0, width * height}:
        with pytest.raises(BadPicture) as caught:
            drawn(region)
        assert caught.value.reason == ("mask_full" if white else "mask_empty")
        return
    made = seen(drawn(region))
    assert made.size == (width, height)
    assert {level: count for count, level in made.getcolors()} == {
        0: width * height - white,
        255: white,
    }
    for cell, (left, top, right, bottom) in enumerate(boxes):
        if left < right and top < bottom:
            level = 255 if cell in region.chosen else 0
            assert made.crop((left, top, right, bottom)).getextrema() == (level, level)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (half("L", 255, 0), "PNG"),
        (half("1", 1, 0), "PNG"),
        (half("RGB", "white", "black"), "JPEG"),
        (half("RGB", (200, 220, 210), (20, 60, 90)), "WEBP"),
        (half("L", 255, 0), "GIF"),
        (half("RGBA", (255, 255, 255, 255), (0, 0, 0, 255)), "PNG"),
        (half("RGBA", (255, 255, 255, 255), (0, 0, 0, 0)), "PNG"),
        (half("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "PNG"),
        (half("RGBA", (255, 255, 255, 0), (10, 90, 40, 255)), "PNG"),
        (half("LA", (255, 255), (0, 255)), "PNG"),
    ],
)
@pytest.mark.parametrize("size", [(40, 20), (80, 40), (1456, 728), (20, 10)])
def test_the_left_half_is_white(image: Pillow.Image, kind: str, size: tuple[int, int]) -> None:
    made = seen(fitted(coded(image, kind), *size))
    assert made.size == size
    assert made.getpixel((size[0] // 8, size[1] // 2)) == 255
    assert made.getpixel((size[0] * 7 // 8, size[1] // 2)) == 0
    assert {level for _, level in made.getcolors()} == {0, 255}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "mask_kind"),
        (b"no picture at all", "mask_kind"),
        (coded(half("L", 255, 0))[:60], "mask_kind"),
        (coded(Pillow.new("1", (5000, 5000), 1)), "mask_kind"),
        (coded(half("L", 255, 0, (40, 40))), "mask_shape"),
        (coded(half("L", 255, 0, (20, 40))), "mask_shape"),
        (coded(Pillow.new("L", (40, 20), 0)), "mask_empty"),
        (coded(Pillow.new("RGB", (40, 20), (90, 10, 10))), "mask_empty"),
        (coded(Pillow.new("L", (40, 20), 255)), "mask_full"),
        (coded(Pillow.new("RGBA", (40, 20), (0, 0, 0, 0))), "mask_full"),
    ],
)
def test_what_is_no_mask_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadPicture) as caught:
        fitted(data, 40, 20)
    assert caught.value.reason == reason
    assert reason in mask.REASONS


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    with pytest.raises(BadPicture):
        fitted(b"\x89PNG\r\n\x1a\n" + data, 40, 20)
