"""The page around the messages: people, channels, theme, the relay's drawer, lost connections."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from sandbox.page import Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_one_becomes_somebody_else_by_keyboard(site):
    page = await site.visit("Ada")
    me = page.get_by_role("button", name="You are Ada")
    await me.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitemradio", name="Ada")).to_be_focused()
    await page.get_by_role("menuitemradio", name="Mod Mira").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="You are Mod Mira")).to_be_visible()
    await expect(page).to_have_url(re.compile(rf"as={site.discord.person('Mod Mira').id}"))
    await expect(page.locator("[data-channel=staff]")).to_be_visible()


async def test_a_person_this_sandbox_does_not_know_becomes_the_first(site):
    page = await site.visit("Ada")
    await page.goto(f"{site.url}/?as=17")
    await expect(page.get_by_role("button", name=re.compile("You are"))).to_be_visible()


async def test_the_badge_says_that_nothing_is_real(site):
    page = await site.visit()
    await expect(page.locator(".sandbox-badge")).to_have_text("Sandbox: nothing here is real")


@pytest.mark.parametrize(
    ("theme", "ground"), [("dark", "rgb(41, 42, 48)"), ("light", "rgb(255, 255, 255)")]
)
async def test_the_theme_follows_the_system(open_site, theme, ground):
    site = await open_site(theme=theme, online=False)
    page = await site.visit()
    await expect(page.locator("body")).to_have_css("background-color", ground)


async def test_the_theme_is_switched_and_kept(open_site):
    site = await open_site(online=False)
    page = await site.visit()
    await page.get_by_role("button", name="Switch to the light theme").click()
    await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    await page.reload()
    await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


async def test_the_bots_coming_and_going_is_shown(site):
    page = await site.visit()
    await expect(page.locator(".bot-status")).to_have_text("Easel is online")
    await site.bot.close()
    await expect(page.locator(".bot-status")).to_have_text("Easel is offline")


async def test_the_drawer_changes_the_relay(open_site):
    site = await open_site(online=False)
    page = await site.visit()
    await page.get_by_role("button", name="Relay").click()
    drawer = page.get_by_role("complementary", name="Relay")
    await drawer.locator("input[value=plus]").check()
    await expect(drawer.locator(".key-note")).to_contain_text("mj-api-secret")
    await drawer.get_by_role("slider", name="Speed").fill("6")
    await expect(drawer.locator("output")).to_have_text("20× a real relay")
    await drawer.get_by_role("searchbox").fill("queue is full")
    fault = drawer.get_by_role("switch")
    await expect(fault).to_have_count(1)
    await fault.check()
    await drawer.locator(".chance").select_option("25 %")
    await expect(drawer.locator(".chance")).to_have_value("0.25")
    told = site.relay.describe()
    assert (told["preset"], told["pace"]) == ("plus", 20)
    assert [fault["chance"] for fault in told["faults"] if fault["on"]] == [0.25]
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_a_narrow_window_hides_the_channels_until_they_are_asked_for(open_site):
    site = await open_site(width=390, online=False)
    page = await site.visit()
    general = page.locator("[data-channel=general]")
    await expect(general).not_to_be_in_viewport()
    await page.get_by_role("button", name="Channels").click()
    await general.click()
    await expect(general).not_to_be_in_viewport()
    await expect(page.locator(".header h2")).to_have_text("general")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == 390


async def test_a_lost_connection_is_told_and_mended(open_site):
    site = await open_site(online=False)
    server = Page(discord=site.discord, relay=site.relay)
    async with server.serve() as site.url:
        page = await site.visit()
        await page.locator(".composer-text").fill("half a sentence")
    await expect(page.locator(".banner")).to_have_text("Connection lost. Reconnecting…")
    await site.discord.person("Bo").say(site.discord.channel("gallery"), "meanwhile")
    async with server.serve(port=urlsplit(site.url).port):
        await expect(page.locator(".banner")).to_be_hidden()
        await expect(page.locator(".message")).to_contain_text("meanwhile")
        await expect(page.locator(".composer-text")).to_have_value("half a sentence")
        await page.close()
    site.window.errors.clear()  # the browser reports each attempt to reach the server that was away
