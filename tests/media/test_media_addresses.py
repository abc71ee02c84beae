"""Pictures from places that must not be reached, by every way that leads there."""

from __future__ import annotations

import pytest
from pixels import picture

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.pictures import Pictures

LIMIT = 10 * 1024 * 1024
PNG = picture("PNG")


async def trouble(pictures: Pictures, url: str) -> PictureTrouble:
    with pytest.raises(PictureError) as caught:
        await pictures.bring(url, relay="main", limit=LIMIT, name="easel-1")
    return caught.value.trouble


async def test_redirects_are_followed_a_few_times(pictures, host) -> None:
    host.give("/a.png", PNG)
    for number in range(6):
        host.send_on(f"/{number}", f"{host.url}/{number - 1}" if number else "/a.png")
    upload = await pictures.bring(f"{host.url}/4", relay="main", limit=LIMIT, name="x")
    assert upload.data == PNG
    assert await trouble(pictures, f"{host.url}/5") is PictureTrouble.MISSING


async def test_a_redirect_to_a_private_address(pictures, host, hosts) -> None:
    other = await hosts()
    for location in (f"{other.url}/a.png", "http://169.254.169.254/latest", "file:///etc/passwd"):
        url = host.send_on("/away", location)
        assert await trouble(pictures, url) is PictureTrouble.FORBIDDEN
    assert not other.asked


async def test_a_broken_redirect(pictures, host) -> None:
    assert await trouble(pictures, host.send_on("/a", "http://[::1/x")) is PictureTrouble.MISSING
    assert await trouble(pictures, host.send_on("/b", "")) is PictureTrouble.MISSING


async def test_a_public_name_of_a_private_address(pictures, host, names) -> None:
    names.answers["pictures.example"] = [["127.0.0.1"]]
    url = f"http://pictures.example:{host.server.port}/a.png"
    assert await trouble(pictures, url) is PictureTrouble.FORBIDDEN
    assert not host.asked


async def test_a_name_that_becomes_private_between_attempts(pictures, host, names) -> None:
    unknown_first: list[list[str]] = [[], ["127.0.0.1"]]
    names.answers["rebind.example"] = unknown_first
    url = f"http://rebind.example:{host.server.port}/a.png"
    assert await trouble(pictures, url) is PictureTrouble.FORBIDDEN
    assert await trouble(pictures, url) is PictureTrouble.FORBIDDEN
    assert not host.asked


async def test_numeric_hosts_reach_nothing(pictures, host) -> None:
    for notation in ("2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "localhost."):
        found = await trouble(pictures, f"http://{notation}:{host.server.port}/a.png")
        assert found in {PictureTrouble.FORBIDDEN, PictureTrouble.UNREACHABLE}
    assert not host.asked


async def test_an_unknown_name(pictures, naps) -> None:
    url = "http://nowhere.example/a.png"
    assert await trouble(pictures, url) is PictureTrouble.UNREACHABLE
    assert len(naps) == 2


async def test_a_host_no_name_server_can_be_asked_for(host, pool) -> None:
    async with Pictures(hosts={"main": host.url}, pool=pool) as pictures:
        assert await trouble(pictures, "http://a..example/x.png") is PictureTrouble.MISSING
