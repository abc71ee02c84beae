"""Members' pictures: what is taken, what becomes of it, what is refused."""

from __future__ import annotations

import pytest
from PIL import Image
from pixels import animation, bomb, encoded, noise, opened, picture

from bot.core.errors import BadPicture
from bot.media.incoming import REASONS, RELAY_SIZE, SIDE, SIZE, IncomingPictures, check_size


@pytest.fixture
def incoming(pool) -> IncomingPictures:
    return IncomingPictures(pool=pool)


async def refusal(incoming: IncomingPictures, data: bytes) -> str:
    with pytest.raises(BadPicture) as caught:
        await incoming.image(data)
    assert caught.value.values.keys() == REASONS[caught.value.reason]
    return caught.value.reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_every_kind_becomes_a_jpeg(incoming, kind) -> None:
    image = await incoming.image(picture(kind))
    assert image.media_type == "image/jpeg"
    assert opened(image.data).size == (32, 24)


async def test_transparency_stays_where_there_is_room(incoming) -> None:
    image = await incoming.image(encoded(noise(50, 50, "RGBA"), "PNG"))
    assert image.media_type == "image/png"
    assert opened(image.data).mode == "RGBA"


async def test_transparency_goes_where_there_is_none(incoming) -> None:
    image = await incoming.image(encoded(noise(1200, 1200, "RGBA"), "PNG"))
    assert image.media_type == "image/jpeg"
    assert len(image.data) <= RELAY_SIZE


async def test_an_animation_becomes_its_first_frame(incoming) -> None:
    image = opened((await incoming.image(animation("GIF"))).data).convert("RGB")
    assert image.getpixel((8, 8))[0] > 200


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_large_becomes_small(incoming, kind) -> None:
    data = encoded(Image.new("RGB", (6000, 1500), "teal"), kind)
    image = await incoming.image(data)
    assert opened(image.data).size == (SIDE, 512)


async def test_noise_stays_within_what_relays_take(incoming) -> None:
    data = encoded(noise(2400, 2400), "PNG", compress_level=0)
    assert len(data) < SIZE
    assert len((await incoming.image(data)).data) <= RELAY_SIZE


async def test_where_it_was_taken_is_forgotten(incoming) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    exif[0x010E] = "where I live"
    data = encoded(noise(80, 40), "JPEG", exif=exif)
    image = await incoming.image(data)
    assert b"where I live" not in image.data
    assert opened(image.data).size == (40, 80)


async def test_refusals(incoming) -> None:
    assert await refusal(incoming, b"<html>") == "picture_kind"
    assert await refusal(incoming, picture("AVIF")) == "picture_kind"
    assert await refusal(incoming, picture("PNG")[:-40]) == "picture_broken"
    assert await refusal(incoming, bomb(50, 50)) == "picture_broken"
    assert await refusal(incoming, bomb(60_000, 60_000)) == "picture_too_many_pixels"
    assert await refusal(incoming, b"x" * (SIZE + 1)) == "picture_too_large"


def test_size_is_checked_before_reading() -> None:
    check_size(SIZE)
    with pytest.raises(BadPicture) as caught:
        check_size(SIZE + 500_000)
    assert caught.value.values == {"size": 20.5, "limit": 20}
