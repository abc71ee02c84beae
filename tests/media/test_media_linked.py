"""Links that members give: only the open internet, within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from pixels import bomb, picture

from bot.core.errors import BadPicture
from bot.media import pictures as module
from bot.media.download import Bounds
from bot.media.incoming import REASONS, SIZE
from bot.media.pictures import DISCORD, Pictures

PNG = picture("PNG")


async def refusal(pictures: Pictures, link: str, *, from_discord: bool = True) -> str:
    with pytest.raises(BadPicture) as caught:
        await pictures.linked(link, from_discord=from_discord)
    assert caught.value.values.keys() == REASONS[caught.value.reason]
    return caught.value.reason


@pytest.fixture
async def fetching(host, pool, names) -> AsyncIterator[Pictures]:
    """With `host` as a Discord of one's own."""
    hosts = {"main": host.url, DISCORD: f"{host.url}/api/v10"}
    async with Pictures(hosts=hosts, pool=pool, names=names) as opened:
        yield opened


async def test_discords_own_is_brought_wherever_discord_is(fetching, host) -> None:
    link = host.give("/attachments/1/2/a.png?ex=1", PNG)
    host.give("/attachments/1/2/a.png", PNG)
    assert await fetching.linked(link, from_discord=True) == PNG


@pytest.mark.parametrize("path", ["/a.png", "/attachments/1/2/a.png"])
async def test_not_even_the_relays_own_host_is_looked_at(fetching, host, path) -> None:
    assert await refusal(fetching, host.give(path, PNG), from_discord=False) == "link_forbidden"
    assert not host.asked


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/a.png",
        "http://[::1]/a.png",
        "http://0x7f.1/a.png",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:3000/mj/image/1",
        "ftp://example.com/a.png",
        "file:///etc/passwd",
    ],
)
async def test_private_places_are_refused(fetching, names, link) -> None:
    names.answers["localhost"] = [["127.0.0.1"]]
    assert await refusal(fetching, link, from_discord=False) == "link_forbidden"


async def test_a_name_that_leads_to_a_private_place_is_refused(fetching, names) -> None:
    names.answers["pictures.example.com"] = [["10.0.0.7"]]
    link = "https://pictures.example.com/a.png"
    assert await refusal(fetching, link, from_discord=False) == "link_forbidden"


async def test_a_redirect_to_a_private_place_is_refused(fetching, host) -> None:
    link = host.send_on("/attachments/away", "http://127.0.0.2/a.png")
    assert await refusal(fetching, link) == "link_forbidden"


async def test_what_is_no_link_is_said(fetching) -> None:
    assert await refusal(fetching, "my cat", from_discord=False) == "link_missing"


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"gone", 404, "link_missing"),
        (b"<html>", 200, "link_no_picture"),
        (bomb(60_000, 60_000), 200, "link_too_many_pixels"),
        (bytes(SIZE + 1), 200, "link_too_large"),
        (PNG, 503, "link_slow"),
    ],
)
async def test_what_is_there_is_said(fetching, host, body, status, reason) -> None:
    assert await refusal(fetching, host.give("/a", body, status=status)) == reason


async def test_a_link_that_hangs_is_left(fetching, host, monkeypatch) -> None:
    forever = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await forever.wait()
        return web.Response()

    monkeypatch.setattr(module, "LINKED", Bounds(size=SIZE, seconds=0.05, attempts=1))
    assert await refusal(fetching, host.serve("/a.png", hang)) == "link_slow"
    forever.set()
