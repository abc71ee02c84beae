"""Typing commands: the menu, options, their checks, suggestions, files and sending."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_command_is_chosen_filled_and_sent_by_keyboard(site):
    page = await site.visit()
    await page.keyboard.type("/im")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="prompt")).to_be_focused()
    await page.keyboard.type("a quiet harbour")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_contain_text("a quiet harbour")
    await expect(page.locator(".message .opening")).to_contain_text("Ada used /imagine")
    assert site.bot.asked == [{"prompt": "a quiet harbour"}]


async def test_the_menu_follows_the_arrow_keys_and_escape_closes_it(site):
    page = await site.visit("Mod Mira")
    await page.keyboard.type("/")
    options = page.get_by_role("option")
    await expect(options).to_have_count(2)
    await expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await expect(options.nth(1)).to_contain_text("/manage")
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)


async def test_a_restricted_command_is_offered_to_moderators_alone(site):
    page = await site.visit("Ada")
    await page.keyboard.type("/")
    await expect(page.get_by_role("option")).to_have_count(1)


async def test_a_command_typed_in_one_go_becomes_chips(site):
    page = await site.visit()
    await page.locator(".composer-text").fill("/imagine a fox in snow")
    await expect(page.get_by_role("textbox", name="prompt")).to_have_text("a fox in snow")


async def test_names_and_descriptions_are_in_the_persons_language(site):
    page = await site.visit("Chen")
    await page.keyboard.type("/想")
    await expect(page.get_by_role("option")).to_contain_text("生成图片")
    await page.keyboard.press("Enter")
    await page.keyboard.type("灯塔")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_contain_text("灯塔")
    assert site.bot.asked == [{"prompt": "灯塔"}]


async def test_a_missing_required_option_is_pointed_at(site):
    page = await site.visit()
    await page.keyboard.type("/imagine ")
    await page.keyboard.press("Enter")
    prompt = page.get_by_role("textbox", name="prompt")
    await expect(prompt).to_have_attribute("aria-invalid", "true")
    await expect(prompt).to_be_focused()
    await expect(page.locator(".composer-hint")).to_contain_text("This option is required")
    assert site.bot.asked == []


async def add(page, option):
    """Takes an optional option in and gives the place for its value."""
    await page.locator(".more-options").click()
    await page.locator(".suggestions").get_by_role("option", name=option).click()
    return page.locator(f"[data-option={option}] .chip-value")


@pytest.mark.parametrize(
    ("option", "typed", "told"),
    [
        ("stylize", "1001", "whole number between 0 and 1000"),
        ("stylize", "many", "whole number between 0 and 1000"),
        ("stylize", "1.5", "whole number between 0 and 1000"),
        ("aspect", "round", "Choose one of the suggestions"),
        ("raw", "perhaps", "Choose one of the suggestions"),
    ],
)
async def test_values_are_held_against_their_type_and_range(site, option, typed, told):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    field = await add(page, option)
    await field.fill(typed)
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-hint")).to_contain_text(told)
    assert site.bot.asked == []


async def test_a_text_longer_than_the_option_takes_is_not_sent(site):
    page = await site.visit()
    await page.locator(".composer-text").fill("/imagine " + "x" * 201)
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-hint")).to_contain_text("at most 200 characters (now 201)")


async def test_choices_booleans_and_numbers_are_sent_as_what_they_are(site):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    await (await add(page, "aspect")).press_sequentially("wi")
    await page.keyboard.press("Enter")
    await (await add(page, "raw")).press_sequentially("t")
    await page.keyboard.press("Tab")
    await (await add(page, "stylize")).press_sequentially("250")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_be_visible()
    assert site.bot.asked == [{"prompt": "a fox", "aspect": "16:9", "raw": True, "stylize": 250}]


async def test_suggestions_come_from_the_bot_as_one_types(site):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    await (await add(page, "version")).press_sequentially("6")
    suggestions = page.locator(".suggestions").get_by_role("option")
    await expect(suggestions).to_have_text(["Version 6.1", "Version niji 6"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-option=version] .chip-value")).to_have_text("Version niji 6")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_be_visible()
    assert site.bot.asked == [{"prompt": "a fox", "version": "niji 6"}]


async def test_a_text_without_suggestions_is_not_in_the_way_of_anything(site):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    field = await add(page, "version")
    await field.press_sequentially("6")
    await expect(page.locator(".suggestions").get_by_role("option")).to_have_count(2)
    await field.press_sequentially(" of nothing")
    await expect(page.locator(".suggestions")).to_be_hidden()


async def test_an_attachment_is_uploaded_shown_and_sent(site):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    await add(page, "image")
    file = {"name": "fox.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    await page.locator(".chip input[type=file]").set_input_files(file)
    await expect(page.locator(".upload-card")).to_contain_text("8 B")
    await page.locator("[data-option=prompt] .chip-value").press("Enter")
    await expect(page.locator(".message .container")).to_be_visible()
    assert site.bot.asked == [{"prompt": "a fox", "image": "fox.png"}]


async def test_backspace_takes_an_empty_option_out_and_then_leaves_the_command(site):
    page = await site.visit()
    await page.keyboard.type("/imagine ")
    await add(page, "stylize")
    await page.keyboard.press("Backspace")
    await expect(page.locator("[data-option=stylize]")).to_have_count(0)
    await expect(page.get_by_role("textbox", name="prompt")).to_be_focused()
    await page.keyboard.press("Backspace")
    await expect(page.locator(".composer-text")).to_be_focused()


async def test_a_plain_message_is_posted_and_the_way_to_the_bot_is_told(site):
    page = await site.visit()
    await page.keyboard.type("hello there")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .contents")).to_have_text("hello there")
    await expect(page.locator(".composer-hint")).to_contain_text("Type / to use a command")


async def test_arrow_up_brings_the_last_command_back(site):
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_be_visible()
    await page.locator(".composer-text").press("ArrowUp")
    await expect(page.get_by_role("textbox", name="prompt")).to_have_text("a fox")


async def test_a_bot_that_is_offline_fails_as_in_discord(open_site):
    site = await open_site()
    page = await site.visit()
    await page.keyboard.type("/imagine a fox")
    await site.bot.close()
    await expect(page.locator(".bot-status")).to_have_text(re.compile("offline"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("The application did not respond")
    await page.get_by_text("Dismiss message").click()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_an_empty_channel_offers_a_first_prompt(site):
    page = await site.visit()
    await page.get_by_role("button", name="Try it").click()
    await expect(page.get_by_role("textbox", name="prompt")).not_to_be_empty()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_be_visible()


async def test_pressing_enter_twice_sends_once(site):
    page = await site.visit()
    await page.locator(".composer-text").fill("/imagine a fox")
    await page.get_by_role("textbox", name="prompt").evaluate(
        """node => {
            const enter = () => new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
            node.dispatchEvent(enter());
            node.dispatchEvent(enter());
        }"""
    )
    await expect(page.locator(".message .container")).to_be_visible()
    await expect(page.locator(".composer-text")).to_be_focused()
    assert site.bot.asked == [{"prompt": "a fox"}]
