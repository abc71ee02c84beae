"""Videos: MP4 told by its bytes, shown as it is or not at all."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixels import encoded, noise, opened

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.download import Bounds
from bot.media.header import Format, Header, read
from bot.media.pictures import Pictures

LIMIT = 10 * 1024 * 1024


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def track(width: int, height: int) -> bytes:
    header = struct.pack(">I", 1) + bytes(72) + struct.pack(">II", width << 16, height << 16)
    return box(b"trak", box(b"edts"), box(b"tkhd", header), box(b"mdia", b"x" * 9))


FTYP = box(b"ftyp", b"isom", bytes(4), b"isomiso2avc1mp41")
MOOV = box(b"moov", box(b"mvhd", bytes(100)), track(0, 0), track(624, 416))
MDAT = box(b"mdat", b"frames" * 500)
LONG_MDAT = struct.pack(">I4sQ", 1, b"mdat", 16 + 3000) + b"f" * 3000
ENDLESS_MDAT = struct.pack(">I4s", 0, b"mdat") + b"f" * 3000
WHOLE = Header(Format.MP4, 624, 416, complete=True)


@pytest.mark.parametrize(
    "parts",
    [
        (FTYP, MOOV, MDAT),
        (FTYP, box(b"free"), MDAT, MOOV),
        (FTYP, LONG_MDAT, MOOV),
        (FTYP, MOOV, ENDLESS_MDAT),
    ],
)
def test_an_mp4_says_its_size_wherever_it_stands(parts: tuple[bytes, ...]) -> None:
    assert read(b"".join(parts)) == WHOLE


@pytest.mark.parametrize("length", [len(FTYP) + 20, len(FTYP) + len(MDAT) + 60])
def test_one_that_was_cut_off_is_known_to_be(length: int) -> None:
    found = read((FTYP + MDAT + MOOV)[:length])
    assert found is not None
    assert (found.format, found.complete) == (Format.MP4, False)


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp", b"heic", bytes(4)) + MOOV,  # a still of Apple's
        FTYP + box(b"moov", track(0, 0)),  # sound alone
    ],
)
def test_relatives_that_are_no_video_are_none(data: bytes) -> None:
    assert read(data) is None


@given(st.binary(max_size=200), st.integers(0, 700))
def test_no_bytes_make_it_fail(junk: bytes, place: int) -> None:
    data = FTYP + MOOV + MDAT
    found = read(data[:place] + junk + data[place:])
    assert found is None or found.width > 0


async def test_a_video_that_fits_comes_as_it_is(pictures, host) -> None:
    data = FTYP + MOOV + MDAT
    url = host.give("/a.mp4", data, kind="video/mp4")
    upload = await pictures.bring(url, relay="main", limit=len(data), name="easel-1")
    assert (upload.name, upload.data, upload.shrunk) == ("easel-1.mp4", data, False)
    assert "video/mp4" in host.headers[0]["Accept"]


async def test_a_video_that_does_not_fit_cannot_be_made_smaller(pictures, host) -> None:
    url = host.give("/a.mp4", FTYP + MOOV + MDAT)
    with pytest.raises(PictureError) as caught:
        await pictures.bring(url, relay="main", limit=1000, name="easel-1")
    assert caught.value.trouble is PictureTrouble.TOO_LARGE


async def test_an_animation_that_does_not_fit_becomes_a_still(pictures, host) -> None:
    frames = [noise(120, 120), noise(120, 120).rotate(90)]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    url = host.give("/a.webp", data)
    still = await pictures.bring(url, relay="main", limit=len(data) - 1, name="easel-1")
    assert still.shrunk
    assert opened(still.data).size == (120, 120)
    assert still.name == "easel-1.jpg"


async def test_a_cut_off_video_is_tried_again(host, pool, names) -> None:
    async def sleep(_: float) -> None:
        """Nobody waits in a test."""

    url = host.give("/a.mp4", FTYP + MDAT)
    bounds = Bounds(size=LIMIT, seconds=5, attempts=3)
    async with Pictures(
        hosts={"main": host.url}, pool=pool, names=names, sleep=sleep, final_bounds=bounds
    ) as opened:
        with pytest.raises(PictureError) as caught:
            await opened.bring(url, relay="main", limit=LIMIT, name="x")
    assert caught.value.trouble is PictureTrouble.UNREACHABLE
    assert host.asked["/a.mp4"] == 3
