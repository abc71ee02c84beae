"""The painter when something goes wrong: one pass makes one task, and nobody is left waiting."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image as Pillow

from bot.ui.texts import Texts
from tests.atelier import PATIENCE, Atelier, atelier, mask_of

TEXTS = Texts.load()


def say(key: str) -> str:
    return TEXTS.say("en", key)


def a_mask(size: tuple[int, int]) -> bytes:
    made, data = Pillow.new("L", size), io.BytesIO()
    made.paste(255, (0, 0, size[0] // 2, size[1]))
    made.save(data, "PNG")
    return data.getvalue()


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Atelier]:
    async with atelier(tmp_path) as ready:
        yield ready


async def the_pass(play: Atelier) -> str:
    """The end of the painter's address for a picture that has just been drawn."""
    card = await play.picker(await play.upscaled())
    return str(card.button(say("region.paint"))["url"]).removeprefix(play.web)


async def send(
    play: Atelier, path: str, mask: bytes | None = None, prompt: str = "a boat"
) -> tuple[int, Any]:
    form = aiohttp.FormData()
    form.add_field("prompt", prompt)
    data = a_mask(play.picture_size()) if mask is None else mask
    form.add_field("mask", io.BytesIO(data), filename="mask.png")
    async with (
        aiohttp.ClientSession() as session,
        session.post(play.web + path, data=form, headers={"Origin": play.web}) as answer,
    ):
        return answer.status, await answer.json()


async def test_a_pass_outlives_the_process(play: Atelier) -> None:
    async with play.painting_bot():
        path = await the_pass(play)
    async with play.painting_bot():
        assert (await send(play, path))[0] == 200
        assert mask_of(await play.confirmed()).size == play.picture_size()
    async with play.painting_bot():
        assert await send(play, path) == (422, {"sentence": say("errors.painter_used")})


async def test_two_sends_at_the_same_moment_make_one_task(play: Atelier) -> None:
    async with play.painting_bot():
        path = await the_pass(play)
        answers = await asyncio.gather(send(play, path), send(play, path))
        assert sorted(status for status, _ in answers) == [200, 422]
        await play.finish()
        assert len(play.relay.tasks) == 3


@pytest.mark.parametrize("wrong", ["mask_kind", "mask_shape", "mask_empty"])
async def test_a_bad_mask_uses_no_pass_up(play: Atelier, wrong: str) -> None:
    async with play.painting_bot():
        path = await the_pass(play)
        width, height = play.picture_size()
        empty = io.BytesIO()
        Pillow.new("L", (width, height)).save(empty, "PNG")
        mask = {
            "mask_kind": b"no picture",
            "mask_shape": a_mask((width, height * 2)),
            "mask_empty": empty.getvalue(),
        }[wrong]
        assert await send(play, path, mask) == (422, {"sentence": say(f"errors.{wrong}")})
        assert len(play.relay.tasks) == 2
        assert (await send(play, path))[0] == 200


async def test_when_discord_does_not_take_the_message_it_is_told_later(play: Atelier) -> None:
    async with play.painting_bot():
        path = await the_pass(play)
        play.discord.inject("503", path="/messages")
        status, told = await send(play, path)
        assert (status, told) == (422, {"sentence": say("errors.discord_busy")})
        message = await play.discord.wait_for(
            lambda m: say("failures.interrupted") in m.text, timeout=PATIENCE
        )
        assert message.channel is play.gallery
        assert len(play.relay.tasks) == 2


async def test_the_message_answers_the_picture(play: Atelier) -> None:
    async with play.painting_bot():
        path = await the_pass(play)
        picture = max(
            (m for m in play.discord.messages() if m.pictures() and not m.ephemeral),
            key=lambda m: m.id,
        )
        await send(play, path)
        await play.finish()
        result = await play.discord.wait_for(
            lambda m: "a boat" in m.text and bool(m.pictures()), timeout=PATIENCE
        )
        assert result.json()["message_reference"]["message_id"] == str(picture.id)
