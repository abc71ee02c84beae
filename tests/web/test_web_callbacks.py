"""The page that relays call: quick answers, and nothing for whoever was not given its address."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.core.hooks import Hooks
from bot.web.callbacks import LARGEST, CallbackPages
from bot.web.server import serve

HOOKS = Hooks("", b"a key")


class Ear:
    """Takes what is posted."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []

    def expects(self, state: str, secret: str) -> bool:
        return HOOKS.good(state, secret)

    def take(self, state: str, body: bytes) -> None:
        self.heard.append((state, body))


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def page(ear: Ear) -> AsyncIterator[str]:
    pages = CallbackPages(callbacks=ear, patience=0.3)
    async with serve("127.0.0.1", 0, pages.routes()) as port:
        yield f"http://127.0.0.1:{port}"


async def status(url: str, data: object = b"{}", method: str = "POST") -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=data) as answer,
    ):
        assert await answer.read() == b"" or answer.status != 200
        return answer.status


async def test_a_call_is_taken_as_it_came(page: str, ear: Ear) -> None:
    assert await status(f"{page}{HOOKS.address('ez-1')}", b'{"id": "1"}') == 200
    assert ear.heard == [("ez-1", b'{"id": "1"}')]


@pytest.mark.parametrize("path", ["/told/ez-1/guess", "/told/ez-1", "/told/", "/told/ez-1/%00"])
async def test_a_forged_address_is_nothing(page: str, ear: Ear, path: str) -> None:
    assert await status(f"{page}{path}") == 404
    assert ear.heard == []


async def test_a_browser_finds_nothing_to_read(page: str) -> None:
    assert await status(f"{page}{HOOKS.address('ez-1')}", None, "GET") == 405


async def test_a_huge_call_is_cut_off(page: str, ear: Ear) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 65536 + 2):
            yield b"x" * 65536

    address = f"{page}{HOOKS.address('ez-1')}"
    assert await status(address, io.BytesIO(b"x" * (LARGEST + 1))) == 413
    assert await status(address, endless()) == 413
    assert ear.heard == []


async def test_a_call_that_does_not_end_is_not_waited_for(page: str, ear: Ear) -> None:
    never = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    assert await status(f"{page}{HOOKS.address('ez-1')}", slow()) == 408
    assert ear.heard == []


async def test_a_call_that_is_not_packed_as_it_says_is_a_no(
    page: str, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{page}{HOOKS.address('ez-1')}",
            data=b"not gzip",
            headers={"Content-Encoding": "gzip"},
        ) as answer,
    ):
        assert answer.status == 400
    assert ear.heard == []
    assert "Traceback" not in caplog.text
