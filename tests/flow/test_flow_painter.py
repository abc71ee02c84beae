"""The painter in a real browser, from the button in Discord to the mask that the relay gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.ui.texts import Texts
from tests.atelier import PATIENCE, Atelier, atelier, mask_of
from tests.browser import chromium, launched

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
TEXTS = Texts.load()


def say(key: str, locale: str = "en") -> str:
    return TEXTS.say(locale, key)


class Easel:
    """A page of the painter, and what people do there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.trouble: list[str] = []
        page.on("console", lambda m: self.trouble.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.trouble.append(str(e)))

    async def open(self, address: str) -> None:
        await self.page.goto(address)
        await self.page.wait_for_selector("#send:not(:disabled)")

    async def drag(self, *points: tuple[float, float]) -> None:
        """Draws along these places of the picture, as shares of its width and height."""
        box = await self.page.locator("#paint").bounding_box()
        assert box is not None
        places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
        await self.page.mouse.move(*places[0])
        await self.page.mouse.down()
        for place in places[1:]:
            await self.page.mouse.move(*place, steps=6)
        await self.page.mouse.up()

    async def tool(self, name: str) -> None:
        await self.page.click(f'[data-tool="{name}"], [data-act="{name}"]')

    async def painted(self, x: float, y: float) -> bool:
        """Whether the picture is painted at this place."""
        there: Any = await self.page.evaluate(
            """([x, y]) => {
                const paint = document.getElementById("paint");
                const at = [Math.floor(x * paint.width), Math.floor(y * paint.height), 1, 1];
                return paint.getContext("2d").getImageData(...at).data[3];
            }""",
            [x, y],
        )
        return int(there) >= 128

    async def send(self) -> str:
        """Sends it; gives what the page says then."""
        await self.page.click("#send")
        status = self.page.locator("#status.trouble, #status.good")
        return (await status.text_content()) or ""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched(chromium()) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def play(tmp_path: Path) -> AsyncIterator[Atelier]:
    async with atelier(tmp_path) as ready:
        yield ready


@asynccontextmanager
async def browsing(browser: Browser, **options: Any) -> AsyncIterator[Easel]:
    async with await browser.new_page(**options) as page:
        page.set_default_timeout(PATIENCE * 1000)
        yield Easel(page)


async def address(play: Atelier, locale: str = "en") -> str:
    """The painter's address on the card of a picture that has just been drawn."""
    picture = await play.upscaled()
    button = picture.button("Vary (Region)")["custom_id"]
    use = await (await play.ada.press(picture, button, locale=locale)).acknowledged(PATIENCE)
    assert use.reply is not None
    card = await play.seen(use.reply, lambda m: bool(m.pictures()))
    return str(card.button(say("region.paint", locale))["url"])


async def test_what_is_painted_is_what_the_relay_gets(play: Atelier, browser: Browser) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        link = await address(play)
        size = play.picture_size()
        await easel.open(link)
        assert await easel.page.input_value("#prompt") == "a lighthouse --v 7"
        await easel.tool("rectangle")
        await easel.drag((0.5, 0.5), (1.0, 1.0))
        await easel.page.fill("#prompt", "a ship at sea")
        assert await easel.send() == say("painter.sent")
        body = await play.confirmed()
        assert body["prompt"] == "a ship at sea"
        mask = mask_of(body)
        assert mask.size == size
        assert mask.getpixel((size[0] * 3 // 4, size[1] * 3 // 4)) == 255
        assert mask.getpixel((size[0] // 4, size[1] // 4)) == 0
        assert {level for _, level in mask.getcolors()} == {0, 255}
        await play.finish()
        result = await play.discord.wait_for(
            lambda m: "a ship at sea" in m.text and bool(m.pictures()), timeout=PATIENCE
        )
        assert not result.ephemeral
        assert result.channel is play.gallery
        assert result.buttons()
        assert not await easel.page.is_visible("#place")  # the way to a Discord that is none
        assert easel.trouble == []
        await easel.page.goto(link)
        said = easel.page.locator("#status.trouble")
        assert await said.text_content() == say("errors.painter_used")


async def test_every_tool_and_every_step_back(play: Atelier, browser: Browser) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        await easel.open(await address(play))
        await easel.drag((0.2, 0.5), (0.8, 0.5))
        assert await easel.painted(0.5, 0.5)
        assert not await easel.painted(0.5, 0.05)
        await easel.page.keyboard.press("e")
        await easel.drag((0.5, 0.4), (0.5, 0.6))
        assert not await easel.painted(0.5, 0.5)
        assert await easel.painted(0.2, 0.5)
        await easel.page.keyboard.press("Control+z")
        assert await easel.painted(0.5, 0.5)
        await easel.page.keyboard.press("Control+Shift+z")
        assert not await easel.painted(0.5, 0.5)
        await easel.tool("clear")
        assert not await easel.painted(0.2, 0.5)
        await easel.tool("undo")
        assert await easel.painted(0.2, 0.5)
        await easel.tool("clear")
        await easel.page.keyboard.press("l")
        await easel.drag((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.1))
        assert await easel.painted(0.7, 0.3)
        assert not await easel.painted(0.3, 0.7)
        await easel.page.keyboard.press("i")
        assert not await easel.painted(0.7, 0.3)
        assert await easel.painted(0.3, 0.7)
        assert easel.trouble == []


async def test_zoom_and_move_do_not_displace_what_is_painted(
    play: Atelier, browser: Browser
) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        await easel.open(await address(play))
        before = await easel.page.locator("#paint").bounding_box()
        await easel.page.mouse.move(400, 300)
        await easel.page.mouse.wheel(0, -300)
        after = await easel.page.locator("#paint").bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > before["width"] * 1.5
        await easel.tool("hand")
        await easel.drag((0.5, 0.5), (0.52, 0.5))
        assert not await easel.painted(0.5, 0.5)
        await easel.tool("rectangle")
        await easel.drag((0.45, 0.45), (0.55, 0.55))
        assert await easel.painted(0.5, 0.5)
        assert not await easel.painted(0.4, 0.4)
        await easel.page.keyboard.press("0")
        fitted = await easel.page.locator("#paint").bounding_box()
        assert fitted is not None
        assert abs(fitted["width"] - before["width"]) < 1


async def test_a_finger_paints_and_two_zoom(play: Atelier, browser: Browser) -> None:
    options = {"has_touch": True, "viewport": {"width": 390, "height": 760}, "is_mobile": True}
    async with play.painting_bot(), browsing(browser, **options) as easel:
        await easel.open(await address(play))
        size = await easel.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert size[0] <= size[1]
        wire = await easel.page.context.new_cdp_session(easel.page)
        box = await easel.page.locator("#paint").bounding_box()
        assert box is not None

        def at(x: float, y: float, finger: int = 0) -> dict[str, float]:
            place = box["x"] + box["width"] * x, box["y"] + box["height"] * y
            return {"x": place[0], "y": place[1], "id": finger}

        async def touch(kind: str, *points: dict[str, float]) -> None:
            await wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

        await touch("touchStart", at(0.2, 0.5))
        await touch("touchMove", at(0.8, 0.5))
        await touch("touchEnd")
        assert await easel.painted(0.5, 0.5)
        await easel.tool("undo")
        await touch("touchStart", at(0.4, 0.5))
        await touch("touchStart", at(0.4, 0.5), at(0.6, 0.5, 1))
        await touch("touchMove", at(0.2, 0.5), at(0.8, 0.5, 1))
        await touch("touchEnd")
        assert not await easel.painted(0.5, 0.5)
        after = await easel.page.locator("#paint").bounding_box()
        assert after is not None
        assert after["width"] > box["width"] * 1.5


async def test_all_or_nothing_is_said_on_the_page(play: Atelier, browser: Browser) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        await easel.open(await address(play))
        assert await easel.send() == say("painter.nothing")
        await easel.tool("invert")
        await easel.page.click("#send")
        await easel.page.wait_for_function(
            "said => document.getElementById('status').textContent === said",
            arg=say("painter.everything"),
        )
        assert len(play.relay.tasks) == 2


async def test_it_speaks_the_member_s_language_and_says_what_is_wrong(
    play: Atelier, browser: Browser
) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        await easel.open(await address(play, "zh-CN"))
        assert await easel.page.get_attribute("html", "lang") == "zh-CN"
        assert await easel.page.text_content("h1") == say("painter.title", "zh-CN")
        await easel.tool("rectangle")
        await easel.drag((0.1, 0.1), (0.5, 0.5))
        await easel.page.fill("#prompt", "a boat --nonsense 3")
        assert "--nonsense" in await easel.send()
        await easel.page.fill("#prompt", "a boat")
        await easel.page.click("#send")
        await easel.page.wait_for_selector("#status.good")
        assert (await play.confirmed())["prompt"] == "a boat"


async def test_where_the_bot_may_not_write_the_page_says_so(
    play: Atelier, browser: Browser
) -> None:
    async with play.painting_bot(), browsing(browser) as easel:
        await easel.open(await address(play))
        play.discord.inject("50001", path="/messages")
        await easel.tool("rectangle")
        await easel.drag((0.1, 0.1), (0.5, 0.5))
        assert await easel.send() == say("errors.painter_place")
        assert len(play.relay.tasks) == 2
        await easel.page.click("#send")
        await easel.page.wait_for_selector("#status.good")
        await play.confirmed()
