"""The page for those who look after a server: roles, menus, spoilers, parts of commands, gates."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect
from probe_admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def panel(page):
    """The settings panel, opened by its command."""
    await page.locator(".composer-text").fill("/admin panel ")
    await page.locator(".composer-send").click()
    shown = page.locator(".message .container")
    await expect(shown).to_contain_text("Settings")
    return shown


async def test_a_command_that_needs_no_options_is_sent_by_the_keyboard_alone(open_site):
    site = await open_site(kind=Admin)
    page = await site.visit("Nadia")
    await page.keyboard.type("/admin panel")
    await page.get_by_role("option").first.wait_for()
    await page.keyboard.press("Enter")
    await expect(page.locator(".command-line")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .container")).to_contain_text("Settings")


async def test_members_stand_under_their_roles(open_site):
    site = await open_site(online=False)
    page = await site.visit("Ada")
    members = page.get_by_role("complementary", name="Members")
    await expect(members.locator("h2")).to_have_text(
        ["Owner — 1", "Moderator — 1", "Supporters — 1", "Members — 2", "Apps — offline — 1"]
    )
    await members.get_by_role("button", name="Bo").click()
    card = page.get_by_role("dialog", name="Member")
    await expect(card.locator(".role-face")).to_have_text(["Supporters", "Regular"])
    await expect(card.get_by_role("checkbox")).to_have_count(0)
    site.discord.land.leave(site.discord.person("Chen"))
    await expect(members.locator("h2").nth(3)).to_have_text("Members — 1")
    await page.keyboard.press("Escape")
    await expect(card).to_be_hidden()


async def test_the_owner_hands_out_roles(open_site):
    site = await open_site(online=False)
    page = await site.visit("Nadia")
    members = page.get_by_role("complementary", name="Members")
    await members.get_by_role("button", name="Ada").click()
    card = page.get_by_role("dialog", name="Member")
    await card.get_by_role("checkbox", name="Moderator").check()
    await expect(members.locator("h2").nth(1)).to_have_text("Moderator — 2")
    ada = await site.visit("Ada")
    await expect(ada.locator("[data-channel=mod-log]")).to_be_visible()
    await card.get_by_role("checkbox", name="Moderator").uncheck()
    await expect(ada.locator("[data-channel=mod-log]")).to_have_count(0)


async def test_somebody_else_is_opened_in_another_tab(open_site):
    site = await open_site(online=False)
    page = await site.visit("Ada")
    await page.locator(".member", has_text="Mod Mira").click()
    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Be Mod Mira in a new tab").click()
    other = await opened.value
    await expect(other.get_by_role("button", name="You are Mod Mira")).to_be_visible()
    await expect(other.locator("[data-channel=mod-log] .hidden-mark")).to_be_visible()
    await expect(page.get_by_role("button", name="You are Ada")).to_be_visible()


async def test_an_age_restricted_channel_is_asked_about_once(open_site):
    site = await open_site(online=False)
    await site.discord.person("Bo").say(site.discord.channel("night-owls"), "late")
    page = await site.visit("Ada")
    await page.locator("[data-channel=night-owls]").click()
    gate = page.get_by_role("region", name="Age-restricted channel")
    await expect(gate).to_contain_text("#night-owls is age-restricted")
    await expect(page.locator(".message")).to_be_hidden()
    await expect(page.locator(".composer")).to_be_hidden()
    await expect(page.locator(".header .nsfw")).to_have_text("18+")
    await gate.get_by_role("button", name="Take me back").click()
    await expect(page.locator(".header h2")).to_have_text("gallery")
    await expect(page.locator(".composer")).to_be_visible()
    await page.locator("[data-channel=night-owls]").click()
    await gate.get_by_role("button", name="I am 18 or older").click()
    await expect(page.locator(".message")).to_contain_text("late")
    await page.reload()
    await expect(page.locator(".message")).to_contain_text("late")


async def test_menus_of_a_panel_are_used_as_in_discord(open_site):
    site = await open_site(kind=Admin)
    page = await site.visit("Mod Mira")
    roles = (await panel(page)).locator("[data-custom-id=roles]")
    await roles.click()
    search = page.get_by_role("searchbox", name="Search")
    await expect(search).to_be_focused()
    await search.fill("sup")
    await page.keyboard.press("Enter")
    await expect(page.locator(".select-count:visible")).to_have_text("1 chosen, up to 3")
    await search.fill("")
    await expect(page.get_by_role("option", name="@everyone")).to_have_count(0)
    await page.get_by_role("option", name="Artist").click()
    await page.locator(".header h2").click()
    await expect(page.locator(".message").last).to_contain_text("You chose Artist, Supporters")
    await expect(roles.locator(".role-face")).to_have_text(["Supporters", "Artist"])


async def test_a_menu_takes_enough_or_nothing(open_site):
    site = await open_site(kind=Admin)
    page = await site.visit("Mod Mira")
    people = (await panel(page)).locator("[data-custom-id=people]")
    await people.click()
    await page.get_by_role("option", name="Ada").click()
    await expect(page.locator(".select-count:visible")).to_have_text("1 chosen, at least 2")
    await page.locator(".header h2").click()
    await expect(people).to_have_text("Make a selection")
    await people.click()
    await page.get_by_role("searchbox", name="Search").press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.locator(".header h2").click()
    await expect(page.locator(".message").last).to_contain_text("You chose ada, bo")
    assert len(site.bot.heard) == 1


async def test_a_menu_of_channels_offers_those_one_sees(open_site):
    site = await open_site(kind=Admin)
    site.discord.land.add_thread("a thread", site.discord.channel("gallery"))
    page = await site.visit("Mod Mira")
    await (await panel(page)).locator("[data-custom-id=channels]").click()
    options = page.locator(".select-popup:visible").get_by_role("option")
    await expect(options).to_have_text(
        ["gallery", "general", "sketches", "night-owls", "staff", "mod-log"]
    )
    await options.last.click()
    await page.locator(".header h2").click()
    await expect(page.locator(".message").last).to_contain_text("You chose mod-log")


async def test_a_menu_is_searched_in_a_crowd(open_site):
    site = await open_site(kind=Admin)
    crowd = site.discord.crowd(300)
    page = await site.visit("Mod Mira")
    await (await panel(page)).locator("[data-custom-id=people]").click()
    options = page.locator(".select-popup:visible").get_by_role("option")
    await expect(options).to_have_count(25)
    search = page.get_by_role("searchbox", name="Search")
    for person in crowd[250:252]:
        await search.fill(person.name)
        await expect(options).to_have_count(1)
        await options.click()
    await page.locator(".header h2").click()
    names = sorted(person.user.username for person in crowd[250:252])
    await expect(page.locator(".message").last).to_contain_text(f"You chose {', '.join(names)}")


async def test_spoilers_are_covered_until_they_are_pressed(open_site):
    site = await open_site(kind=Admin)
    page = await site.visit("Mod Mira")
    await page.locator(".composer-text").fill("/admin spoilers ")
    await page.keyboard.type("Supp")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    message = page.locator(".message").last
    await expect(message.locator(".mention-role")).to_have_text("@Supporters")
    covered = message.get_by_role("button", name="Spoiler: show the picture")
    await expect(covered).to_have_count(2)
    picture = message.locator(".tile .picture")
    await expect(picture).to_have_css("filter", re.compile("blur"))
    await message.locator(".tile").click()
    await expect(picture).to_have_css("filter", "none")
    await expect(page.locator("dialog.lightbox[open]")).to_have_count(0)
    await expect(covered).to_have_count(1)
    await message.locator(".thumbnail").click()
    await expect(covered).to_have_count(0)


async def test_parts_of_a_group_take_every_kind_of_option(open_site, tmp_path):
    site = await open_site(kind=Admin)
    page = await site.visit("Nadia")
    await page.keyboard.type("/quota")
    await expect(page.get_by_role("option")).to_have_text(re.compile("/admin quota set"))
    await page.keyboard.press("Enter")
    chips = (
        ("member", "@Bo"),
        ("role", "@Supporters"),
        ("place", "#night-owls"),
        ("whom", "@Artist"),
        ("money", "2.5"),
        ("tasks", "12"),
    )
    for name, value in chips:
        await page.locator(f"[data-option={name}] .chip-value").fill(value)
    await page.locator(".more-options").click()
    await page.get_by_role("option", name="file").click()
    file = tmp_path / "settings.json"
    file.write_text("{}")
    await page.locator(".chip input[type=file]").set_input_files(file)
    await expect(page.locator(".upload-card")).to_contain_text("2 B")
    await page.locator(".composer-send").click()
    await expect(page.locator(".message").last).to_contain_text("Done")
    assert site.bot.given["member"][0] == "bo"
    assert site.bot.given["place"][0] == "night-owls"
    assert (site.bot.given["money"], site.bot.given["file"]) == (2.5, "settings.json")


@pytest.mark.parametrize(("name", "offered"), [("Nadia", True), ("Mod Mira", True), ("Bo", False)])
async def test_who_is_offered_an_owner_s_commands(open_site, name, offered):
    site = await open_site(kind=Admin)
    page = await site.visit(name)
    await page.keyboard.type("/admin")
    options = page.get_by_role("option")
    await (expect(options).to_have_count(3) if offered else expect(options).to_have_count(0))
    if offered:
        return
    site.discord.land.give_role(site.discord.person("Bo"), site.discord.land.role("Moderator"))
    await page.locator(".composer-text").fill("/admin")
    await expect(options).to_have_count(3)


async def test_what_the_bot_writes_to_the_owner_alone(open_site):
    site = await open_site(kind=Admin)
    owner = await site.bot.fetch_user(site.discord.owner.id)
    await owner.send("The budget is almost used up.")
    page = await site.visit("Nadia", f"#/{site.discord.dm(site.discord.owner).id}")
    await expect(page.locator(".message")).to_contain_text("The budget is almost used up.")
    ada = await site.visit("Ada")
    await ada.locator(".channel", has_text="Easel").click()
    await expect(ada.locator(".welcome")).to_contain_text("private conversation")


async def test_the_drawer_shows_the_account(open_site):
    site = await open_site(online=False)
    site.relay.change(balance=5)
    site.relay.account.charge("1", "IMAGINE", 0.0)
    page = await site.visit("Nadia")
    await page.get_by_role("button", name="Relay").click()
    account = page.locator(".drawer .account")
    amounts, left = account.locator("dd"), account.get_by_role("textbox", name="Left")
    await expect(amounts).to_have_text(["0.10", "0.00", "0.10", ""])
    await expect(left).to_have_value("4.90")
    site.relay.account.refund("1", "IMAGINE", 0.0)
    await expect(amounts).to_have_text(["0.10", "0.10", "0.00", ""])
    await expect(left).to_have_value("5.00")
    await left.fill("12.5")
    await page.keyboard.press("Enter")
    await expect(account).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(left).to_have_value("12.50")
    assert site.relay.account.balance == 12_500_000
    await left.fill("much")
    await page.keyboard.press("Tab")
    await expect(page.locator(".toast")).to_contain_text("amount of money")
    await expect(left).to_have_value("12.50")
    await left.fill("")
    await page.keyboard.press("Tab")
    await expect(left).to_have_attribute("placeholder", "no end")
    await page.wait_for_function(
        "fetch('/relay').then(a => a.json()).then(t => !t.account.balance)"
    )
    site.window.errors.clear()  # the browser reports the amount that was refused
