"""Pictures made to fit: within the limit, never larger, in few encodings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pixels import animation, encoded, noise, opened, picture

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media import header
from bot.media.download import Picture
from bot.media.header import Format
from bot.media.shrink import encode, shrink


def a_picture(data: bytes) -> Picture:
    found = header.read(data)
    assert found is not None
    return Picture(data, found)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([(400, 300), (64, 900), (1000, 20)]),
    st.sampled_from(["RGB", "RGBA", "L"]),
    st.floats(0.02, 1.0),
)
def test_any_limit_is_kept(size: tuple[int, int], mode: str, share: float) -> None:
    data = encoded(noise(*size, mode), "PNG")
    limit = max(1500, int(len(data) * share))
    made = shrink(a_picture(data), limit)
    assert len(made.data) <= limit
    assert made.width <= size[0]
    assert made.height <= size[1]
    image = opened(made.data)
    assert image.size == (made.width, made.height)
    assert image.format == made.format.name


def test_the_limit_is_used() -> None:
    data = encoded(noise(600, 600), "PNG")
    for limit in (400_000, 200_000, 100_000):
        assert len(shrink(a_picture(data), limit).data) > limit * 0.5


def test_quality_goes_before_size() -> None:
    image = noise(600, 600)
    limit = len(encode(image, 78))
    made = shrink(a_picture(encoded(image, "PNG")), limit)
    assert (made.width, made.height) == (600, 600)


def test_transparency_stays() -> None:
    made = shrink(a_picture(encoded(noise(100, 100, "RGBA"), "PNG")), 1_000_000)
    assert made.format is Format.WEBP
    assert opened(made.data).mode == "RGBA"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_keeps_its_first_frame(kind: str) -> None:
    made = shrink(a_picture(animation(kind)), 1_000_000)
    red, green, blue = opened(made.data).convert("RGB").getpixel((8, 8))
    assert red > 200
    assert max(green, blue) < 60


def test_metadata_goes_and_orientation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "where I live"
    data = encoded(noise(80, 40), "JPEG", exif=exif, comment=b"where I live")
    made = shrink(a_picture(data), 1_000_000)
    assert (made.width, made.height) == (40, 80)
    assert b"where I live" not in made.data
    assert not opened(made.data).getexif()


def test_a_colour_profile_stays() -> None:
    data = encoded(noise(80, 40), "PNG", icc_profile=b"a profile")
    assert opened(shrink(a_picture(data), 1_000_000).data).info["icc_profile"] == b"a profile"


@pytest.mark.parametrize("mode", ["1", "P", "LA", "I;16", "CMYK"])
def test_every_mode_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (30, 20)) if mode == "I;16" else noise(30, 20).convert(mode)
    assert shrink(a_picture(encoded(image, kind)), 1_000_000).width == 30


def test_a_limit_no_picture_can_keep() -> None:
    with pytest.raises(PictureError) as caught:
        shrink(a_picture(picture("PNG", 300, 300)), 100)
    assert caught.value.trouble is PictureTrouble.TOO_LARGE


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "AVIF"]),
    st.integers(0, 3000),
    st.binary(min_size=1, max_size=40),
)
def test_broken_bytes_end_in_words(kind: str, place: int, junk: bytes) -> None:
    data = picture(kind, 40, 30)
    broken = data[:place] + junk + data[place + len(junk) :]
    found = header.read(broken)
    if found is None or found.pixels > header.PIXELS:
        return
    try:
        shrink(Picture(broken, found), 1_000_000)
    except PictureError as error:
        trouble = error.trouble
    else:
        return
    assert trouble is PictureTrouble.NOT_A_PICTURE
