"""The demo where the bot is not: a server and a group that somebody brings it along to."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.demo.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_in_a_server_that_the_bot_is_not_in(ada: Visitor) -> None:
    await ada.page.get_by_role("button", name="Elsewhere").click()
    await expect(ada.page.locator("h1")).to_have_text("Elsewhere")
    await ada.page.locator(".header h2", has_text="lounge").wait_for()
    await expect(ada.page.locator("[data-channel=gallery]")).to_have_count(0)
    grid = await ada.imagine("a tent by a lake")
    await expect(grid.locator("img.picture")).to_be_visible()
    await grid.get_by_role("button", name="U1", exact=True).click()
    await expect(ada.message("U1 of #").get_by_role("button", name="Vary (Subtle)")).to_be_visible()
    # Who has it not on their account cannot use it there, but can press what is there.
    await ada.become("Chen")
    await ada.page.get_by_role("button", name="Elsewhere").click()
    shown = ada.page.locator(".message").filter(has_text="a tent by a lake").first
    pressed = shown.get_by_role("button", name="U2", exact=True)
    await pressed.click()
    await expect(pressed).to_have_class(re.compile("press-success"))
    await ada.page.get_by_role("button", name="Studio").click()
    await expect(ada.page.locator("[data-channel=gallery]")).to_be_visible()


async def test_a_picture_in_a_group(ada: Visitor) -> None:
    await ada.page.locator(".channel", has_text="Bo, Chen").click()
    grid = await ada.imagine("three chairs")
    await expect(grid.locator("img.picture")).to_be_visible()
