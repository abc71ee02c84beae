"""A real Chromium in front of the whole sandbox, with a small bot of discord.py behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord as library
import pytest
import pytest_asyncio
from page_bot import PageBot
from playwright.async_api import Browser, BrowserContext, Page

import sandbox.page
from sandbox.discord import Discord
from sandbox.relay import Relay
from tests import heartbeats
from tests.browser import chromium, launched

EMPTY = "about:blank"
PATIENCE_MS = 10_000  # how long an expectation about the page may take to come true


class Window:
    """One window for all tests: to open the page in a tab that is there takes half of the work.

    What a test leaves there is gone before the next one.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self._context = context
        self._idle: list[Page] = []
        context.on("page", self._listen)

    def _listen(self, page: Page) -> None:
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))

    async def tab(self, theme: str, width: int) -> Page:
        """A tab with nothing in it, where the system has this theme."""
        page = self._idle.pop() if self._idle else await self._context.new_page()
        await page.emulate_media(color_scheme=theme)
        await page.set_viewport_size({"width": width, "height": 800})
        return page

    async def clear(self) -> None:
        """Leaves one empty tab, the mouse outside, and nothing that a page has kept."""
        for page in self._context.pages:
            if page.url != EMPTY:
                await page.evaluate("localStorage.clear(); sessionStorage.clear()")
        for page in self._context.pages[1:]:
            await page.close()
        self._idle = self._context.pages
        for page in self._idle:
            await page.mouse.move(-1, -1)
            await page.goto(EMPTY)


@dataclass
class Site:
    """One sandbox with its page and its bot."""

    discord: Discord
    relay: Relay
    bot: Any
    url: str
    window: Window
    theme: str
    width: int

    async def visit(self, person: str = "Ada", at: str = "") -> Page:
        """Opens the page as a person; `at` is what follows in the address."""
        page = await self.window.tab(self.theme, self.width)
        await page.goto(f"{self.url}/?as={self.discord.person(person).id}{at}")
        await page.wait_for_selector(".message, .welcome")
        return page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched(chromium()) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[Window]:
    context = await browser.new_context(reduced_motion="reduce")
    yield Window(context)
    await context.close()


@asynccontextmanager
async def running(
    bot: library.Client, discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """The bot online in the sandbox, its commands published."""
    monkeypatch.setattr(library.http.Route, "BASE", discord.api_url)
    async with bot:
        online = asyncio.Event()
        discord.gateway.watchers.append(lambda is_online: is_online and online.set())
        started = asyncio.create_task(bot.start(discord.token))
        waiting = asyncio.create_task(online.wait())
        await asyncio.wait({started, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        if started.done():
            started.result()
        assert online.is_set()
        try:
            yield
        finally:
            await bot.close()
            await started
            await heartbeats.ended(bot)


Open = Callable[..., Awaitable[Site]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_site(window: Window, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Builds a site: `theme`, `width` of the window, the `kind` of bot, knobs of Discord."""
    window.errors.clear()
    async with AsyncExitStack() as stack:

        async def build(*, theme="dark", width=1280, online=True, kind=PageBot, **knobs) -> Site:
            discord = Discord(token="token", **knobs)
            relay = Relay(picture_size=64, picture="tiny")
            await stack.enter_async_context(discord.serve())
            bot = kind()
            if online:
                await stack.enter_async_context(running(bot, discord, monkeypatch))
            page = sandbox.page.Page(discord=discord, relay=relay)
            url = await stack.enter_async_context(page.serve())
            stack.push_async_callback(window.clear)
            return Site(discord, relay, bot, url, window, theme, width)

        yield build
    assert window.errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def site(open_site: Open) -> Site:
    """The sandbox as `make demo` starts it."""
    return await open_site()
