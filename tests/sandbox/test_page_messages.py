"""Messages as people see and use them: cards, buttons, forms, private replies, menus."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def ask(page, prompt="a quiet harbour"):
    """Sends /imagine and gives the message it leads to, once its picture is there."""
    await page.locator(".composer-text").fill(f"/imagine {prompt}")
    await page.keyboard.press("Enter")
    message = page.locator(".message:has(.container)").last
    await expect(message.locator("img.picture.loaded")).to_be_visible()
    return message


async def test_a_card_shows_picture_texts_and_buttons(site):
    page = await site.visit()
    card = await ask(page)
    await expect(card.locator("img.picture")).to_have_attribute("alt", "a quiet harbour")
    await expect(card.locator(".container")).to_have_css("border-left-color", "rgb(59, 165, 93)")
    await expect(card.locator("small.subtext")).to_have_text("7 • square")
    await expect(card.get_by_role("button", name="Off")).to_be_disabled()
    guide = card.get_by_role("link", name="Guide")
    await expect(guide).to_have_attribute("href", "https://example.com/guide")
    await expect(guide).to_have_attribute("rel", "noopener noreferrer")
    await expect(card.locator(".app-tag")).to_have_text("APP")


async def test_a_picture_opens_large_and_escape_returns_to_it(site):
    page = await site.visit()
    card = await ask(page)
    tile = card.get_by_role("button", name="Open picture: a quiet harbour")
    await tile.click()
    dialog = page.get_by_role("dialog", name="Picture")
    await expect(dialog.get_by_role("link", name="Open original")).to_have_attribute(
        "href", re.compile(r"/attachments/.+picture15\.png")
    )
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(tile).to_be_focused()


async def test_the_alt_badge_tells_the_description(site):
    page = await site.visit()
    card = await ask(page)
    badge = card.get_by_role("button", name="ALT")
    await expect(card.get_by_role("note")).to_be_hidden()
    await badge.click()
    await expect(card.get_by_role("note")).to_have_text("a quiet harbour")
    await expect(badge).to_have_attribute("aria-expanded", "true")


async def test_a_button_spins_until_it_is_acknowledged(site):
    page = await site.visit()
    card = await ask(page)
    slow = card.locator("[data-custom-id=slow]")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    site.bot.go_on.set()
    await expect(slow).not_to_have_attribute("aria-busy", "true")
    await expect(card.get_by_role("alert")).to_have_count(0)


async def test_a_button_nobody_answers_fails_under_the_message(open_site):
    site = await open_site(ack_seconds=0.3)
    page = await site.visit()
    card = await ask(page)
    await card.locator("[data-custom-id=mute]").click()
    await expect(card.get_by_role("alert")).to_have_text("This interaction failed")
    await expect(card.locator("[data-custom-id=mute]")).not_to_have_attribute("aria-busy", "true")
    await card.locator("[data-custom-id=details]").click()
    await expect(page.locator(".message.ephemeral")).to_be_visible()
    await expect(card.get_by_role("alert")).to_have_count(0)


async def test_an_edit_brings_the_new_picture_in_place(site):
    page = await site.visit()
    card = await ask(page)
    before = await card.locator("img.picture").get_attribute("src")
    await card.locator("[data-custom-id=again]").click()
    await expect(card.locator("img.picture.loaded")).to_have_attribute("alt", "another")
    await expect(card.locator("img.picture")).not_to_have_attribute("src", before)
    await expect(card.locator("img.picture-before")).to_have_count(0)
    await expect(card.locator("[data-custom-id=again]")).to_be_focused()


async def test_a_private_reply_is_seen_by_one_person_and_dismissed(site):
    page, other = await site.visit("Ada"), await site.visit("Bo")
    card = await ask(page)
    await card.locator("[data-custom-id=details]").click()
    private = page.locator(".message.ephemeral")
    await expect(private).to_contain_text("Seed 1234")
    await expect(private).to_contain_text("Only you can see this")
    await expect(other.locator(".message:has(.container)")).to_be_visible()
    await expect(other.locator(".message.ephemeral")).to_have_count(0)
    await private.get_by_text("Dismiss message").click()
    await expect(private).to_have_count(0)


async def test_a_menu_is_used_by_keyboard(site):
    page = await site.visit()
    card = await ask(page)
    opener = card.get_by_role("combobox", name="Choose one")
    await opener.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You chose Second")
    await expect(opener).to_have_attribute("aria-expanded", "false")


async def test_a_form_is_checked_filled_and_submitted(site):
    page = await site.visit()
    card = await ask(page)
    await card.locator("[data-custom-id=form]").click()
    form = page.get_by_role("dialog", name="Change the picture")
    words = form.get_by_role("textbox", name="Words")
    await expect(words).to_be_focused()
    await form.get_by_role("button", name="Submit").click()
    await expect(words).to_have_attribute("aria-invalid", "true")
    await words.fill("ab")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_contain_text("Must be 3 or more in length.")
    await words.fill("a new sky")
    mask = {"name": "mask.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    await form.locator("input[type=file]").set_input_files(mask)
    await expect(form.locator(".picked-files")).to_contain_text("mask.png")
    await form.get_by_role("radio", name="Right").check()
    await form.get_by_role("checkbox").check()
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await expect(page.locator(".message.ephemeral")).to_contain_text(
        "a new sky / 1 file / Right / True"
    )


async def test_escape_cancels_a_form(site):
    page = await site.visit()
    card = await ask(page)
    await card.locator("[data-custom-id=form]").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_message_menu_holds_the_apps_commands(site):
    page = await site.visit()
    await page.locator(".composer-text").fill("look at this")
    await page.keyboard.press("Enter")
    message = page.locator(".message").last
    await message.click(button="right")
    menu = page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    await menu.get_by_role("menuitem", name="Show text").click()
    await expect(page.locator(".message.ephemeral")).to_contain_text("It says: look at this")


async def test_the_message_menu_opens_by_keyboard_and_gives_the_focus_back(site):
    page = await site.visit()
    card = await ask(page)
    await card.focus()
    await card.dispatch_event("contextmenu", {"clientX": 0, "clientY": 0})
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu", name=re.compile(".*"))).to_have_count(0)
    await expect(card).to_be_focused()


async def test_only_a_moderator_may_delete_the_bots_message(site):
    page, moderator = await site.visit("Ada"), await site.visit("Mod Mira")
    card = await ask(page)
    await card.click(button="right", position={"x": 5, "y": 5})
    await expect(page.get_by_role("menuitem", name="Delete message")).to_have_count(0)
    theirs = moderator.locator(".message:has(.container)")
    await theirs.click(button="right", position={"x": 5, "y": 5})
    await moderator.get_by_role("menuitem", name="Delete message").click()
    await expect(card).to_have_count(0)


async def test_a_link_to_a_message_leads_to_it(site):
    page = await site.visit()
    card = await ask(page)
    channel, number = site.discord.channel("gallery").id, await card.get_attribute("data-message")
    other = await site.visit("Bo", at=f"#/{channel}/{number}")
    await expect(other.locator(f"#message-{number}")).to_be_focused()


async def test_another_channel_is_marked_until_it_is_read(site):
    page, other = await site.visit("Ada"), await site.visit("Bo")
    await other.get_by_role("link", name="general").click()
    await expect(other.get_by_role("heading", name="general", exact=True)).to_be_visible()
    await ask(other)
    general = page.locator("[data-channel=general]")
    await expect(general).to_have_class(re.compile("unread"))
    await general.click()
    await expect(general).not_to_have_class(re.compile("unread"))
    await expect(page.locator(".message .container")).to_be_visible()


async def test_reading_old_messages_is_not_disturbed_by_new_ones(site):
    ada = site.discord.person("Ada")
    for number in range(70):
        await ada.say(site.discord.channel("gallery"), f"line {number}")
    page = await site.visit()
    await expect(page.get_by_text("line 69")).to_be_in_viewport()
    await page.locator(".scroller").evaluate("node => { node.scrollTop = 0; }")
    await expect(page.get_by_role("button", name="Show older messages")).to_be_in_viewport()
    jump = page.locator(".jump")
    await expect(jump).to_have_text("Jump to newest")
    await ada.say(site.discord.channel("gallery"), "the newest")
    await expect(jump).to_have_text("1 new message")
    await expect(page.get_by_text("the newest")).not_to_be_in_viewport()
    await jump.click()
    await expect(page.get_by_text("the newest")).to_be_in_viewport()
    await expect(jump).to_be_hidden()
