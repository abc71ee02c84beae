"""One demo and one browser for all of these tests, and a page of its own for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser import chromium, launched
from tests.demo.running_demo import Demo, demo
from tests.demo.visitor import PATIENCE_MS, Visitor

PACE = 20
"""How many times faster than in life the relay of these tests works."""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched(chromium()) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(browser: Browser) -> AsyncIterator[Demo]:
    """Starts after the browser, so that nothing is started where there is none."""
    async with demo("--port", "0", "--pace", str(PACE)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, shared: Demo) -> AsyncIterator[Visitor]:
    """Ada, who the page takes one for at first."""
    async with Visitor.at(browser, shared.url) as visitor:
        yield visitor
        assert visitor.errors == []
