"""The demo's painter: from the button in the chat to the page, and back to the picture."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.demo.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def painter(ada: Visitor, prompt: str, **options: str) -> Page:
    """The page that opens from the card of a picture with this prompt."""
    grid = await ada.imagine(prompt, **options)
    await grid.get_by_role("button", name="U1", exact=True).click()
    picture = ada.message("U1 of #")
    await picture.get_by_role("button", name="Vary (Region)").click()
    card = ada.message("What is to be painted anew?")
    # It is drawn once more when its picture comes, and a click at that moment meets nothing.
    await expect(card.locator("img.picture.loaded")).to_be_visible()
    async with ada.page.expect_popup() as opened:
        await card.get_by_role("link", name="Paint it").click()
    page = await opened.value
    await page.wait_for_selector("#send:not(:disabled)")
    return page


async def paint(page: Page, prompt: str) -> None:
    """A stroke over the middle, another prompt, and off it goes."""
    box = await page.locator("#paint").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=8)
    await page.mouse.up()
    await page.fill("#prompt", prompt)
    await page.click("#send")
    await expect(page.locator("#status.good")).to_be_visible()
    # What is here is not at discord.com.
    await expect(page.locator("#place")).to_be_hidden()


@pytest.mark.parametrize(
    ("channel", "options"), [("general", {}), ("sketches", {"private": "true"})]
)
async def test_a_mask_is_painted_and_its_result_is_in_the_chat(
    ada: Visitor, channel: str, options: dict[str, str]
) -> None:
    await ada.go(channel)
    page = await painter(ada, "a harbour", **options)
    await paint(page, "a harbour with a red boat")
    await page.close()
    result = ada.message("a harbour with a red boat")
    await expect(result.locator("img.picture")).to_be_visible()
    await expect(result.get_by_role("button", name="Details")).to_be_visible()
