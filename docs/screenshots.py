"""The pictures of the README and the tour, taken from the running demo: `make screenshots`."""  # noqa: INP001  (a script)

from __future__ import annotations

import asyncio
import math
import re
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.async_api import Browser, Locator, Page, expect

from docs import usage_sample
from tests.browser import chromium, launched
from tests.demo.running_demo import demo
from tests.demo.visitor import PATIENCE_MS, Visitor

FOLDER = Path(__file__).parent / "images"
MOST_BYTES = 400 * 1024
TALL = (1280, 960)
WIDE = (1280, 800)
PHONE = (390, 700)
HALF_DONE = re.compile(r"(3|4|5|6)\d%")
PROMPT = "a lighthouse in a storm"
_STILL = """async () => {
    await document.fonts.ready;
    await Promise.allSettled([...document.images].map((image) => image.decode()));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""
CHINESE_PROMPT = "雪山下的小木屋"


async def main() -> None:
    """Plays every scene once, in a demo of its own."""
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=2 * PATIENCE_MS)
    async with launched(chromium()) as browser, demo("--port", "0", "--preset", "plus") as running:
        await _a_picture(browser, running.url)
        await _refusals(browser, running.url)
        await _looking_back(browser, running.url)
        await _chinese(browser, running.url)
        await _set_up(browser, running.url)
    await usage_sample.main()


async def _a_picture(browser: Browser, url: str) -> None:
    async with Visitor.at(browser, url) as ada:
        await ada.type(PROMPT)
        await ada.choose("aspect", "16:9")
        await ada.option("stylize", "250")
        await ada.page.locator(".more-options").click()
        await _take(ada, "command")
        await ada.page.keyboard.press("Escape")
        await ada.send()
        await _half(ada.message(PROMPT))
        await _take(ada, "half")
        await _finished(ada.message(PROMPT))
        await _take(ada, "grid")
    async with Visitor.at(browser, url, theme="light") as ada:
        await _finished(ada.message(PROMPT))
        await _take(ada, "light")
    async with Visitor.at(browser, url, size=PHONE, scale=1.5) as ada:
        await _finished(ada.message(PROMPT))
        await _take(ada, "phone")
    async with Visitor.at(browser, url, size=TALL) as ada:
        await ada.message(PROMPT).get_by_role("button", name="U2", exact=True).click()
        await _finished(ada.message("U2 of #"))
        await ada.page.locator(".press-success").wait_for()
        await _take(ada, "upscale")
        await ada.message("U2 of #").get_by_role("button", name="Vary (Region)").click()
        picker = ada.page.locator(".message").last
        plain = await picker.locator("img.picture.loaded").last.get_attribute("src")
        await picker.get_by_role("button", name="Left", exact=True).click()
        tinted = picker.locator("img.picture.loaded").last
        await expect(tinted).not_to_have_attribute("src", plain or "")
        await _take(ada, "region")
        async with ada.page.expect_popup() as opened:
            await picker.get_by_role("link", name="Paint it").click()
        await _painter(await opened.value)


async def _painter(page: Page) -> None:
    """The page that a mask is painted on, with a part of the sky painted over."""
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.wait_for_selector("#send:not(:disabled)")
    paper = page.locator("#paint")
    await page.locator("#size").fill("60")
    for height in (0.14, 0.2, 0.26):
        await _stroke(page, paper, height)
    await page.fill("#prompt", f"{PROMPT}, a red moon behind the clouds --ar 16:9 --stylize 250")
    await page.locator("#prompt").blur()
    await page.mouse.move(0, 0)
    await _shoot(page, "painter")


async def _stroke(page: Page, paper: Locator, height: float) -> None:
    """Draws a wave from left to right at a height, as a share of the picture's."""
    box = await paper.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    for step in range(25):
        x = 0.57 + step * 0.015
        y = height + 0.02 * math.sin(step / 3)
        place = box["x"] + box["width"] * x, box["y"] + box["height"] * y
        await page.mouse.move(*place, steps=2)
        if not step:
            await page.mouse.down()
    await page.mouse.up()


async def _looking_back(browser: Browser, url: str) -> None:
    async with Visitor.at(browser, url) as ada:
        await ada.page.get_by_role("button", name="Dismiss message").click()
        await ada.page.get_by_role("button", name="Details").last.click()
        await ada.message("Details of #").wait_for()
        await _to_the_end(ada)
        await _take(ada, "details")
    async with Visitor.at(browser, url, size=TALL) as ada:
        grid = ada.page.locator(".message").filter(has_text=PROMPT).first
        await grid.click(button="right", position={"x": 5, "y": 5})
        await ada.page.get_by_role("menuitem", name="Describe image").click()
        described = ada.message("lets you change it first")
        await described.get_by_role("button", name="Details").wait_for()
        await _to_the_end(ada)
        await _take(ada, "describe")
    async with Visitor.at(browser, url, size=TALL) as ada:
        await ada.go("general")
        await _finished(await ada.imagine("a fox in fresh snow"))
        await ada.page.locator(".composer-text").focus()
        await ada.page.keyboard.type("/history")
        await ada.page.locator(".suggestions").get_by_role("option").first.wait_for()
        await ada.page.keyboard.press("Enter")
        await ada.page.keyboard.press("Enter")
        await ada.message("Your history").locator("img.loaded").first.wait_for()
        await _take(ada, "history")


async def _refusals(browser: Browser, url: str) -> None:
    async with Visitor.at(browser, url) as bo:
        await bo.become("Bo")
        await bo.go("general")
        await bo.type("a castle above the clouds --ar 16:9 --stylise 300")
        await bo.send()
        await bo.message("Did you mean").wait_for()
        await bo.imagine("a knight covered in blood")
        await bo.message("No picture").wait_for()
        await _take(bo, "refusal")


async def _chinese(browser: Browser, url: str) -> None:
    async with Visitor.at(browser, url) as chen:
        await chen.become("Chen")
        await chen.go("sketches")
        await chen.type(f"{CHINESE_PROMPT} --ar 横", command="绘画")
        await chen.send()
        await chen.message("Only you").wait_for()
        await chen.type(f"{CHINESE_PROMPT} --ar 16:9", command="绘画")
        await chen.send()
        await _half(chen.message(CHINESE_PROMPT))
        await _take(chen, "chinese")


async def _set_up(browser: Browser, url: str) -> None:
    """The set-up panel, and the same for a manager who reads Chinese."""
    async with Visitor.at(browser, url, size=TALL) as nadia:
        await nadia.become("Nadia")
        await nadia.go("staff")
        await nadia.order("admin setup")
        panel = nadia.message("Set up Easel")
        await _pick(nadia, panel, "channels", "gallery", "sketches")
        await _pick(nadia, panel, "roles", "Artist", "Supporters")
        await _take(nadia, "setup")
        await nadia.page.locator(".member", has_text="Chen").click()
        card = nadia.page.get_by_role("dialog", name="Member")
        await card.get_by_role("checkbox", name="Moderator").check()
        await expect(card.get_by_role("checkbox", name="Moderator")).to_be_checked()
    async with Visitor.at(browser, url, size=TALL) as chen:
        await chen.become("Chen")
        await chen.go("staff")
        await chen.order("管理 设置")
        panel = chen.message("设置 Easel")
        await panel.get_by_role("button", name="4 额度").click()
        await panel.get_by_role("button", name="每位成员").click()
        form = chen.page.get_by_role("dialog")
        await form.get_by_label("每天的任务数").fill("20")
        await form.get_by_label("每月的金额").fill("5")
        await form.get_by_role("button", name="Submit").click()
        await panel.get_by_text("每天 20 个任务").first.wait_for()
        await _take(chen, "setup-chinese")


async def _pick(visitor: Visitor, panel: Locator, menu: str, *names: str) -> None:
    """Chooses several from one of Discord's own menus, and closes it."""
    opener = panel.locator(f"[data-custom-id$='~{menu}']")
    await opener.click()
    for name in names:
        await visitor.page.get_by_role("option", name=name).click()
    await visitor.page.locator(".header h2").click()
    await expect(opener).to_contain_text(names[-1])
    await expect(panel.locator(".busy")).to_have_count(0)


async def _half(message: Locator) -> None:
    """Waits until a task is about half done and shows a preview."""
    await expect(message).to_contain_text(HALF_DONE)
    await message.locator("img.picture.loaded").wait_for()


async def _finished(message: Locator) -> None:
    """Waits until a picture is there with its buttons."""
    await message.get_by_role("button", name="Details").wait_for()
    await message.locator("img.picture.loaded").wait_for()


async def _to_the_end(visitor: Visitor) -> None:
    """Scrolls to the newest message, once all pictures have their height."""
    await visitor.page.evaluate(_STILL)
    scroller = visitor.page.locator(".scroller")
    await scroller.evaluate("(element) => element.scrollTo(0, element.scrollHeight)")
    await expect(visitor.page.locator(".jump")).to_be_hidden()


async def _take(visitor: Visitor, name: str) -> None:
    """Writes what the person sees once nothing on the page moves any more."""
    page = visitor.page
    await page.mouse.move(0, 0)
    await expect(page.locator(".picture-before")).to_have_count(0)
    await _shoot(page, name)


async def _shoot(page: Page, name: str) -> None:
    """Writes what a page shows."""
    await page.evaluate(_STILL)
    shot = Image.open(BytesIO(await page.screenshot())).convert("RGB")
    data = _compressed(shot)
    (FOLDER / f"{name}.png").write_bytes(data)
    sys.stdout.write(f"{name}.png: {shot.width} × {shot.height}, {len(data) // 1024} KB\n")


def _compressed(shot: Image.Image) -> bytes:
    """As PNG, with as many bits a colour as fit into what a README should load.

    Bits are given up rather than colours: a palette has too few for a painting and a page at once.
    """
    for bits in range(8, 0, -1):
        packed = BytesIO()
        ImageOps.posterize(shot, bits).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST_BYTES:
            break
    return packed.getvalue()


if __name__ == "__main__":
    asyncio.run(main())
