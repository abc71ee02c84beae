"""Pictures from hosts that do everything wrong there is to do."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from pixels import animation, bomb, encoded, noise, opened, picture

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.download import Bounds
from bot.media.pictures import Pictures, safe_name
from bot.relay.wire.scalars import web_address

LIMIT = 10 * 1024 * 1024
PNG = picture("PNG")


async def trouble(pictures: Pictures, url: str, limit: int = LIMIT) -> PictureTrouble:
    with pytest.raises(PictureError) as caught:
        await pictures.bring(url, relay="main", limit=limit, name="easel-1")
    return caught.value.trouble


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")]
)
async def test_what_fits_comes_untouched_under_its_real_format(
    pictures, host, kind, ending
) -> None:
    data = picture(kind)
    url = host.give("/a.txt", data, kind="text/html")
    upload = await pictures.bring(url, relay="main", limit=len(data), name="easel-12")
    assert (upload.data, upload.name) == (data, f"easel-12.{ending}")
    assert (upload.width, upload.height, upload.shrunk) == (32, 24, False)


async def test_an_animation_that_fits_stays_one(pictures, host) -> None:
    data = animation("WEBP")
    upload = await pictures.bring(
        host.give("/a.webp", data), relay="main", limit=LIMIT, name="easel-1"
    )
    assert upload.data == data


async def test_what_does_not_fit_is_shrunk(pictures, host) -> None:
    data = encoded(noise(400, 300), "PNG")
    url = host.give("/big.png", data)
    upload = await pictures.bring(url, relay="main", limit=50_000, name="easel-1")
    assert len(upload.data) <= 50_000 < len(data)
    assert upload.shrunk
    assert upload.name == "easel-1.jpg"
    assert opened(upload.data).size == (upload.width, upload.height)


async def test_avif_becomes_what_discord_shows(pictures, host) -> None:
    upload = await pictures.bring(
        host.give("/a.avif", picture("AVIF")), relay="main", limit=LIMIT, name="easel-1"
    )
    assert upload.name == "easel-1.jpg"
    assert opened(upload.data).format == "JPEG"


async def test_the_relays_key_and_cookies_are_not_sent(pictures, host) -> None:
    await pictures.bring(host.give("/a.png", PNG), relay="main", limit=LIMIT, name="x")
    sent = {name.lower() for name in host.headers[0]}
    assert not sent & {"authorization", "mj-api-secret", "cookie"}


async def test_a_signed_link_arrives_as_it_was(pictures, host) -> None:
    url = host.give("/a.png", PNG) + "?ex=6&is=%2B%7E&hm=ab&"
    await pictures.bring(url, relay="main", limit=LIMIT, name="x")
    assert host.queries == ["/a.png?ex=6&is=%2B%7E&hm=ab&"]


@pytest.mark.parametrize("server", ["http://localhost:3000", ""])
async def test_new_apis_own_link_is_fetched_from_the_relay(pictures, host, server) -> None:
    host.give("/mj/image/17", PNG)
    link = web_address(f"{server}/mj/image/17")
    upload = await pictures.bring(link, relay="main", limit=LIMIT, name="x")
    assert upload.data == PNG


@pytest.mark.parametrize(
    ("status", "query", "expected"),
    [
        (404, "", PictureTrouble.MISSING),
        (400, "", PictureTrouble.MISSING),
        (404, "?ex=65&is=64&hm=a&", PictureTrouble.EXPIRED),
        (404, "?Expires=1", PictureTrouble.EXPIRED),
        (403, "", PictureTrouble.EXPIRED),
        (410, "", PictureTrouble.EXPIRED),
    ],
)
async def test_a_clear_no_is_asked_once(pictures, host, naps, status, query, expected) -> None:
    url = host.give("/a.png", b"no", status=status) + query
    assert await trouble(pictures, url) is expected
    assert host.asked["/a.png"] == 1
    assert naps == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_trouble_that_may_pass_is_tried_again(pictures, host, naps, status) -> None:
    url = host.give("/a.png", b"no", status=status)
    assert await trouble(pictures, url) is PictureTrouble.UNREACHABLE
    assert host.asked["/a.png"] == 3
    assert len(naps) == 2


async def test_the_second_attempt_may_do(pictures, host) -> None:
    async def handler(_: web.Request) -> web.Response:
        if host.asked["/a.png"] == 1:
            return web.Response(status=502)
        return web.Response(body=PNG)

    url = host.serve("/a.png", handler)
    assert (await pictures.bring(url, relay="main", limit=LIMIT, name="x")).data == PNG


@pytest.mark.parametrize(
    "body", [b"<!doctype html><html></html>", b"", b'{"error":"x"}', b"\x89PNG\r\n\x1a\n"]
)
async def test_what_is_no_picture(pictures, host, body) -> None:
    assert await trouble(pictures, host.give("/a.png", body)) is PictureTrouble.NOT_A_PICTURE


async def test_a_bomb_is_not_decoded(pictures, host) -> None:
    url = host.give("/bomb.png", bomb(60_000, 60_000))
    assert await trouble(pictures, url, limit=10) is PictureTrouble.TOO_MANY_PIXELS


async def test_a_picture_that_only_looks_whole(pictures, host) -> None:
    url = host.give("/a.png", bomb(50, 50))
    assert await trouble(pictures, url, limit=10) is PictureTrouble.NOT_A_PICTURE


async def test_a_connection_cut_in_the_middle(pictures, host) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(PNG))})
        await response.prepare(request)
        await response.write(PNG[:100])
        request.transport.close()
        return response

    url = host.serve("/a.png", handler)
    assert await trouble(pictures, url) is PictureTrouble.UNREACHABLE
    assert host.asked["/a.png"] == 3


async def test_a_picture_without_its_end(pictures, host) -> None:
    url = host.give("/a.png", PNG[:-30])
    assert await trouble(pictures, url) is PictureTrouble.UNREACHABLE
    assert host.asked["/a.png"] == 3


@pytest.fixture
async def strict(host, names, pool):
    """Pictures with little patience, and room for 20,000 bytes."""
    bounds = Bounds(size=20_000, seconds=0.2, attempts=1)
    async with Pictures(
        hosts={"main": host.url},
        pool=pool,
        names=names,
        final_bounds=bounds,
        preview_bounds=bounds,
    ) as ready:
        yield ready


async def test_an_endless_body_is_left(strict, host) -> None:
    ended = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 10_000)
        finally:
            ended.set()

    url = host.serve("/endless", handler)
    assert await trouble(strict, url) is PictureTrouble.TOO_LARGE
    await asyncio.wait_for(ended.wait(), 10)


async def test_a_body_that_says_it_is_too_long_is_not_read(strict, host) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "20001"})
        await response.prepare(request)
        return response

    assert await trouble(strict, host.serve("/a.png", handler)) is PictureTrouble.TOO_LARGE


async def test_a_body_that_never_comes(strict, host) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(PNG[:9])
        await asyncio.Event().wait()
        return response

    assert await trouble(strict, host.serve("/slow", handler)) is PictureTrouble.UNREACHABLE
    assert await strict.preview(f"{host.url}/slow", relay="main", name="x") is None


async def test_a_host_that_is_down(pictures, host) -> None:
    url = host.give("/a.png", PNG)
    await host.server.close()
    assert await trouble(pictures, url) is PictureTrouble.UNREACHABLE


async def test_preview_as_it_is(pictures, host) -> None:
    upload = await pictures.preview(host.give("/p.webp", picture("WEBP")), relay="main", name="p-1")
    assert upload is not None
    assert (upload.name, upload.data) == ("p-1.webp", picture("WEBP"))


async def test_no_preview_is_no_error(pictures, host) -> None:
    for url in (
        f"{host.url}/none.png",
        host.give("/a.avif", picture("AVIF")),
        host.give("/a.html", b"<html>"),
        "http://127.0.0.1/a.png",
        "http://[::1/",
    ):
        assert await pictures.preview(url, relay="main", name="p") is None
    assert await pictures.preview(f"{host.url}/x", relay="unknown", name="p") is None


async def test_only_so_many_downloads_at_once(host, names, pool) -> None:
    running, most = 0, 0
    full = asyncio.Event()

    async def handler(_: web.Request) -> web.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 2:
            full.set()
        await full.wait()
        running -= 1
        return web.Response(body=PNG)

    url = host.serve("/a.png", handler)
    async with (
        Pictures(hosts={"main": host.url}, pool=pool, names=names, finals=2) as pictures,
        asyncio.TaskGroup() as group,
    ):
        for number in range(8):
            group.create_task(pictures.bring(url, relay="main", limit=LIMIT, name=str(number)))
    assert most == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("easel-12", "easel-12"),
        ("easel 12.png", "easel-12"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ünïcode café", "Unicode-cafe"),
        ("猫", "picture"),
        ("", "picture"),
        ("x" * 100, "x" * 60),
    ],
)
def test_safe_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected
