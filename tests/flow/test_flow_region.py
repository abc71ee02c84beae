"""Vary (Region) as members use it: chosen in Discord, or by a file of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ui.texts import Texts
from sandbox.discord import Upload
from tests.atelier import REGION, Atelier, atelier, mask_of
from tests.flow.masks import a_mask

TEXTS = Texts.load()


def say(key: str, **values: int) -> str:
    return TEXTS.say("en", key, **values)


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Atelier]:
    async with atelier(tmp_path) as ready:
        yield ready
        assert [r for r in ready.discord.requests if r.status == 400] == []


async def test_cells_are_chosen_and_reach_the_relay(play: Atelier) -> None:
    async with play.bot():
        picture = await play.upscaled()
        width, height = play.picture_size()
        card = await play.picker(picture)
        assert len(card.selects()[0]["options"]) == 25
        assert card.button(say("region.send"))["disabled"]
        await play.choose(card, 1, 7)
        await play.seen(card, lambda m: say("region.chosen", count=2, of=25) in m.text)
        chosen = [o["value"] for o in card.selects()[0]["options"] if o.get("default")]
        assert chosen == ["0", "6"]
        form = await play.form(card, say("region.send"))
        sent = await play.submit(form, prompt="a red lighthouse")
        body = await play.confirmed()
        assert body["prompt"] == "a red lighthouse"
        mask = mask_of(body)
        assert mask.size == (width, height)
        assert {level for _, level in mask.getcolors()} == {0, 255}
        assert mask.getpixel((width // 10, height // 10)) == 255
        assert mask.getpixel((width * 3 // 10, height * 3 // 10)) == 255
        assert mask.getpixel((width * 5 // 10, height * 5 // 10)) == 0
        result = await play.drawn(sent)
        assert not result.ephemeral
        assert "a red lighthouse" in result.text


@pytest.mark.parametrize(
    ("label", "count"),
    [("centre", 9), ("left", 10), ("right", 10), ("top", 10), ("bottom", 10), ("border", 16)],
)
async def test_quick_choices(play: Atelier, label: str, count: int) -> None:
    async with play.bot():
        card = await play.picker(await play.upscaled())
        await play.click(card, say(f"region.{label}"))
        await play.seen(card, lambda m: say("region.chosen", count=count, of=25) in m.text)
        await play.click(card, say("region.invert"))
        await play.seen(card, lambda m: say("region.chosen", count=25 - count, of=25) in m.text)
        await play.click(card, say("region.clear"))
        await play.seen(card, lambda m: say("region.chosen", count=0, of=25) in m.text)


async def test_the_card_works_after_a_restart_and_for_others(play: Atelier) -> None:
    async with play.bot():
        picture = await play.upscaled()
        card = await play.picker(picture)
        await play.click(card, say("region.top"))
    async with play.bot():
        await play.click(card, say("region.invert"))
        await play.seen(card, lambda m: say("region.chosen", count=15, of=25) in m.text)
        form = await play.form(card, say("region.send"))
    async with play.bot():
        await play.submit(form)
        mask = mask_of(await play.confirmed())
        assert mask.getpixel((mask.width // 2, 2)) == 0
        assert mask.getpixel((mask.width // 2, mask.height - 2)) == 255
        other = await play.picker(picture, by=play.discord.person("Bo"))
        assert other.ephemeral


async def test_all_or_nothing_is_refused_before_anything_is_spent(play: Atelier) -> None:
    async with play.bot():
        card = await play.picker(await play.upscaled())
        send = card.button(say("region.send"))
        send["disabled"] = False  # a client that does not care
        use = await play.press(card, send["custom_id"])
        assert use.reply is not None
        assert use.reply.text == say("errors.mask_empty")
        await play.click(card, say("region.invert"))
        send = card.button(say("region.send"))
        assert send["disabled"]
        send["disabled"] = False
        use = await play.press(card, send["custom_id"])
        assert use.reply is not None
        assert use.reply.text == say("errors.mask_full")
        assert len(play.relay.tasks) == 2


async def test_a_forged_choice_leads_nowhere(play: Atelier) -> None:
    async with play.bot():
        card = await play.picker(await play.upscaled())
        for word in ("ffff-ffff-1-send", "40-40-fffffff-send", "40-40-1-erase", "40-40-send", "x"):
            button = card.button(say("region.send"))
            button["disabled"], button["custom_id"] = False, f"ez:region:2:0~{word}"
            use = await play.press(card, button["custom_id"])
            assert use.reply is not None
            assert use.reply.text == say("errors.gone")


async def test_a_mask_of_ones_own(play: Atelier) -> None:
    async with play.bot():
        picture = await play.upscaled()
        width, height = play.picture_size()
        card = await play.picker(picture)
        form = await play.form(card, say("region.upload"))
        twice = a_mask((width * 2, height * 2), (0, 0, width, height))
        sent = await play.submit(form, mask=twice, prompt="a boat")
        body = await play.confirmed()
        mask = mask_of(body)
        assert mask.size == (width, height)
        assert mask.crop((0, 0, width // 2, height // 2)).getextrema() == (255, 255)
        assert mask.crop((width // 2 + 1, 0, width, height)).getextrema() == (0, 0)
        await play.drawn(sent)


@pytest.mark.parametrize("wrong", ["mask_shape", "mask_empty", "mask_full", "mask_kind"])
async def test_a_mask_that_is_none_is_refused_in_words(play: Atelier, wrong: str) -> None:
    async with play.bot():
        picture = await play.upscaled()
        width, height = play.picture_size()
        mask = {
            "mask_shape": a_mask((width * 2, height), (0, 0, 9, 9)),
            "mask_empty": a_mask((width, height), None),
            "mask_full": a_mask((width, height), (0, 0, width, height)),
            "mask_kind": Upload("mask.png", b"no picture"),
        }[wrong]
        card = await play.picker(picture)
        form = await play.form(card, say("region.upload"))
        use = await play.submit(form, mask=mask, prompt="my own words")
        assert use.reply is not None
        assert use.reply.ephemeral
        assert say(f"errors.{wrong}") in use.reply.text
        assert "my own words" in use.reply.text
        assert len(play.relay.tasks) == 2


async def test_a_picture_that_is_gone_is_said_and_a_file_still_works(play: Atelier) -> None:
    async with play.bot():
        picture = await play.upscaled()
        play.relay.inject("picture_expired", times=9)
        use = await play.press(picture, picture.button(REGION)["custom_id"])
        assert use.reply is not None
        card = await play.seen(use.reply, lambda m: say("region.without") in m.text)
        form = await play.form(card, say("region.upload"))
        await play.submit(form, mask=a_mask((50, 50), (0, 0, 9, 9)))
        assert mask_of(await play.confirmed()).size == (50, 50)


async def test_what_follows_a_private_picture_is_private(play: Atelier) -> None:
    async with play.painting_bot():
        card = await play.picker(await play.upscaled(private=True))
        await play.click(card, say("region.left"))
        sent = await play.submit(await play.form(card, say("region.send")))
        assert sent.reply is not None
        assert sent.reply.ephemeral
