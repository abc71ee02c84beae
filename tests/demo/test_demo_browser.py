"""The demo as a person meets it in a browser: the real bot, with the sandbox on both sides."""

from __future__ import annotations

import asyncio
import itertools
import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.demo.conftest import PACE
from tests.demo.running_demo import Demo, demo
from tests.demo.visitor import PATIENCE_MS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RELAYS = ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
OWN = ["ℹ️Details", "✂️Split", "✏️Run again with changes", "❤️Favourite", "🗑️Delete"]
OWN_CHINESE = ["ℹ️详情", "✂️拆分", "✏️修改后重新生成", "❤️收藏", "🗑️删除"]
GRID = [*RELAYS, *OWN]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(
    r"waiting|sent|drawing|drawn|started|picture|relay|aspect|width|height| of #|button",
    re.IGNORECASE,
)
"""Words of the bot's English sentences."""


async def shows_picture(message: Locator, prompt: str) -> None:
    """The message holds one picture that the browser could read, described by the prompt."""
    picture = message.locator("img.picture")
    await expect(picture).to_have_class(re.compile(r"\bloaded\b"))
    assert await picture.evaluate("image => image.naturalWidth") > 0
    assert await picture.get_attribute("alt") == prompt


def buttons(message: Locator) -> Locator:
    return message.locator(".press")


async def test_a_picture_is_asked_for_by_keyboard_and_its_button_pressed(ada: Visitor) -> None:
    prompt = "a lighthouse in a storm"
    await ada.page.keyboard.type(f"/imagine {prompt}")
    await expect(ada.page.get_by_role("combobox", name="prompt")).to_have_text(prompt)
    await ada.page.keyboard.press("Enter")
    grid = ada.message(prompt)
    await expect(buttons(grid)).to_have_text(GRID)
    await shows_picture(grid, prompt)
    grid_id = await grid.get_attribute("id")

    await grid.get_by_role("button", name="U2", exact=True).click()
    upscale = ada.message("U2 of #")
    await expect(buttons(upscale).filter(has_text="Vary (Subtle)")).to_be_enabled()
    await shows_picture(upscale, prompt)
    await expect(upscale.locator("a.opening")).to_have_attribute(
        "href", re.compile(str(grid_id).removeprefix("message-"))
    )
    pressed = ada.page.locator(f"#{grid_id}").get_by_role("button", name="U2", exact=True)
    await expect(pressed).to_have_class(re.compile("press-success"))
    await expect(ada.page.locator(f"#{grid_id} .press-success")).to_have_count(1)


async def test_one_reply_fills_up_until_the_picture_is_there(ada: Visitor) -> None:
    prompt = "a paper boat on a wide river"
    await ada.play("plus", 3)
    try:
        await ada.watch(prompt)
        message = await ada.imagine(prompt)
        await expect(buttons(message)).to_have_text(GRID)
        await shows_picture(message, prompt)
    finally:
        await ada.play("new-api", PACE)
    seen = await ada.seen()
    assert len({sight.id for sight in seen}) == 1
    bars = [sight.progress for sight in seen if sight.progress is not None]
    assert bars == sorted(bars)
    assert len(set(bars)) >= 2, bars
    previews = {sight.picture for sight in seen if sight.progress is not None and sight.picture}
    assert previews
    assert seen[-1].picture not in previews
    assert seen[-1].progress is None


@pytest.mark.parametrize("preset", ["trueai", "classic"])
async def test_other_kinds_of_relay_make_pictures_too(ada: Visitor, preset: str) -> None:
    prompt = f"a fox in the snow, {preset}"
    await ada.play(preset, PACE)
    try:
        message = await ada.imagine(prompt)
        await shows_picture(message, prompt)
        await expect(buttons(message)).to_have_text(GRID)
    finally:
        await ada.play("new-api", PACE)


async def test_what_another_kind_of_relay_has_is_found_out_anew(ada: Visitor) -> None:
    denied = ada.page.locator(".message", has_text="This relay does not offer that.")
    drawn = ada.page.locator(".message", has_text="A number draws that prompt at once")
    await ada.play("classic", PACE)
    try:
        await shorten(ada)
        await expect(denied).to_have_count(1)
        await ada.play("plus", PACE)
        async with asyncio.timeout(PATIENCE_MS / 1000):
            # The bot has been told, and may not have heard it at the first.
            for tries in itertools.count(2):
                await shorten(ada)
                await denied.nth(tries - 1).or_(drawn).first.wait_for()
                if await drawn.count():
                    break
    finally:
        await ada.play("new-api", PACE)


async def shorten(ada: Visitor) -> None:
    await ada.type("a very long prompt", command="shorten")
    await ada.send()


async def test_a_refusal_comes_in_words(ada: Visitor) -> None:
    message = await ada.imagine("a knight covered in blood")
    await expect(message).to_contain_text("No picture")
    await expect(message).to_contain_text("Midjourney does not allow “blood” in a prompt.")
    await expect(message.locator("img.picture")).to_have_count(0)


async def test_a_wrong_parameter_is_refused_in_private_before_anything_is_made(
    ada: Visitor,
) -> None:
    await ada.type("a fox --ar round")
    await ada.send()
    message = ada.message("is no aspect")
    await expect(message).to_contain_text("Write width and height as 16:9.")
    await expect(message).to_contain_text("Only you can see this")
    async with ada.open_drawer() as drawer:
        await expect(drawer.locator(".relay-task").filter(has_text="round")).to_have_count(0)


async def test_chen_reads_chinese_from_the_first_word_to_the_last(ada: Visitor) -> None:
    await ada.become("Chen")
    prompt = "暴风雨中的灯塔"
    await ada.watch(prompt)
    await ada.type(prompt, command="绘画")
    await ada.send()
    message = ada.message(prompt)
    await expect(buttons(message)).to_have_text([*RELAYS, *OWN_CHINESE])
    await shows_picture(message, prompt)
    seen = await ada.seen()
    assert len(seen) >= 2
    for sight in seen:
        assert CHINESE.search(sight.text.replace(prompt, "")) or sight is seen[-1]
        assert not ENGLISH.search(sight.text), sight.text
    await message.get_by_role("button", name="V1", exact=True).click()
    await shows_picture(ada.message("的 V1"), prompt)

    await ada.type("一只狐狸 --ar 圆", command="绘画")
    await ada.send()
    refusal = ada.page.locator(".message.ephemeral .contents").last
    await expect(refusal).to_contain_text(CHINESE)
    assert not ENGLISH.search(await refusal.inner_text())


async def test_what_is_private_only_its_member_sees(
    ada: Visitor, browser: Browser, shared: Demo
) -> None:
    prompt = "a letter nobody else may read"
    message = await ada.imagine(prompt, private="True")
    await shows_picture(message, prompt)
    await expect(message).to_contain_text("Only you can see this")
    await message.get_by_role("button", name="U1", exact=True).click()
    await shows_picture(ada.message("U1 of #"), prompt)
    await expect(ada.message("U1 of #")).to_contain_text("Only you can see this")
    async with Visitor.at(browser, shared.url) as bo:
        await bo.become("Bo")
        await bo.imagine("a letter for everybody")
        await expect(bo.page.locator(".message").filter(has_text=prompt)).to_have_count(0)
        assert bo.errors == []


async def test_a_picture_that_is_missing_is_told_and_fetched_again(ada: Visitor) -> None:
    prompt = "a bridge over a foggy valley"
    await ada.fault("has expired", on=True)
    try:
        message = await ada.imagine(prompt)
        await expect(message).to_contain_text("The picture is finished, but the relay did not")
        await expect(message.locator("img.picture")).to_have_count(0)
    finally:
        await ada.fault("has expired", on=False)
    await message.get_by_role("button", name="Fetch the picture again").click()
    await shows_picture(message, prompt)
    await expect(message).not_to_contain_text("The picture is finished")
    await expect(buttons(message)).to_have_text(GRID)


async def test_ctrl_c_ends_it_amid_everything_and_the_page_finds_it_again(browser: Browser) -> None:
    async with demo("--port", "0") as running, Visitor.at(browser, running.url) as visitor:
        await visitor.imagine("a clock without hands")
        assert await running.end() == (0, "")
        banner = visitor.page.locator(".banner")
        await expect(banner).to_contain_text("Connection lost")
        # Started again it is where it was, so that the page that is still open finds it.
        async with demo("--port", str(urlsplit(running.url).port)):
            await expect(banner).to_be_hidden()
            await expect(visitor.page.locator(".bot-status")).to_have_text("Easel is online")
