"""Formats told by their bytes, whatever a server calls them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pixels import animation, bomb, encoded, noise, picture

from bot.media.header import Format, Header, read

KINDS = ["PNG", "JPEG", "WEBP", "GIF", "AVIF"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "height"), [(1, 1), (32, 24), (1000, 7)])
def test_header(kind: str, width: int, height: int) -> None:
    assert read(picture(kind, width, height)) == Header(Format[kind], width, height, complete=True)


@pytest.mark.parametrize(
    "data",
    [
        encoded(noise(20, 10), "WEBP", lossless=True),
        encoded(noise(20, 10, "RGBA"), "WEBP"),
        encoded(noise(20, 10), "WEBP", exif=Image.Exif().tobytes() + b"x"),
    ],
)
def test_every_sort_of_webp(data: bytes) -> None:
    assert read(data) == Header(Format.WEBP, 20, 10, complete=True)


@pytest.mark.parametrize(
    "data",
    [
        encoded(noise(20, 10), "JPEG", progressive=True),
        encoded(noise(20, 10), "JPEG", exif=Image.Exif().tobytes(), comment=b"\xff\xc0 not this"),
    ],
)
def test_every_sort_of_jpeg(data: bytes) -> None:
    assert read(data) == Header(Format.JPEG, 20, 10, complete=True)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_animation(kind: str) -> None:
    assert read(animation(kind)) == Header(Format[kind], 16, 16, complete=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_picture_is_seen(kind: str) -> None:
    whole = picture(kind, 200, 200)
    half = read(whole[: len(whole) // 2])
    assert half == Header(Format[kind], 200, 200, complete=False)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_little_behind_the_end_does_no_harm(kind: str) -> None:
    found = read(picture(kind) + b"\0" * 100)
    assert found is not None
    assert found.complete


def test_padding_between_the_parts_of_a_jpeg() -> None:
    data = picture("JPEG")
    assert read(data[:2] + b"\xff\x01\xff\xff" + data[2:]) == read(data)
    assert read(data[:2] + b"\x00" + data[2:]) is None


def test_the_last_boxes_of_an_avif() -> None:
    data = picture("AVIF")
    for box in (b"\0\0\0\0mdat" + b"x" * 50, b"\0\0\0\1mdat\0\0\0\0\0\0\0\x10"):
        assert read(data + box) == read(data)
    assert read(data.replace(b"ispe", b"free")) is None


def test_a_bomb_says_so() -> None:
    found = read(bomb(60_000, 60_000))
    assert found is not None
    assert found.pixels == 3_600_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><html></html>",
        b'{"error":"midjourney_task_not_found"}',
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10",
        b"\xff\xd8\xff\xd9",
        b"RIFF\x00\x00\x00\x00WEBPXXXX",
        b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00",
        bomb(0, 5),
    ],
)
def test_no_picture(data: bytes) -> None:
    assert read(data) is None


@given(
    st.sampled_from([picture(kind) for kind in KINDS]),
    st.integers(0, 200),
    st.binary(max_size=20),
)
def test_any_bytes_are_read_without_harm(data: bytes, place: int, junk: bytes) -> None:
    found = read(data[:place] + junk + data[place + len(junk) :])
    assert found is None or found.pixels > 0
