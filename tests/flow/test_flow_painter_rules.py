"""The painter in a server with rules: who paints is who they were when they were seen last."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.atelier import Atelier, atelier
from tests.flow.test_flow_painter_trouble import send, the_pass

OWLS = "night-owls"


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Atelier]:
    async with atelier(tmp_path) as ready, ready.painting_bot():
        yield ready


async def admin(play: Atelier, command: str, **options: Any) -> str:
    nadia = play.discord.person("Nadia")
    use = await nadia.command(play.gallery, f"admin {command}", options)
    await use.acknowledged()
    assert use.reply is not None
    return use.reply.text


async def test_roles_and_channels_let_in_whom_they_let_in_elsewhere(play: Atelier) -> None:
    path = await the_pass(play)
    await admin(play, "roles", add=play.discord.land.role("Artist"))
    await admin(play, "channels", add=play.gallery)
    assert (await send(play, path))[0] == 200


async def test_who_may_not_any_more_is_told_so_and_may_try_again(play: Atelier) -> None:
    path = await the_pass(play)
    await admin(play, "channels", add=play.discord.channel("sketches"))
    status, told = await send(play, path)
    assert status == 422
    assert "may not be used in this channel" in told["sentence"]
    await admin(play, "channels", all=True)
    assert (await send(play, path))[0] == 200


async def test_words_and_blocks_count_on_the_page_too(play: Atelier) -> None:
    path = await the_pass(play)
    await admin(play, "words add", word="gloom")
    _, told = await send(play, path, prompt="gloom and doom")
    assert "“gloom”, which is not allowed" in told["sentence"]
    await admin(play, "block", member=play.ada, reason="Spam", duration="1h")
    _, told = await send(play, path)
    assert "has blocked you from using Easel until 20" in told["sentence"]
    assert "UTC" in told["sentence"]
    assert len(play.relay.tasks) == 2


async def test_an_age_restricted_channel_is_known_to_be_one(play: Atelier) -> None:
    owls = play.discord.channel(OWLS)
    await admin(play, "mature", only=True)
    use = await play.ada.command(owls, "imagine", {"prompt": "a lighthouse"})
    await use.acknowledged()
    grid = await play.drawn(use)
    upscaled = await play.drawn(await play.press(grid, grid.button("U1")["custom_id"]))
    card = await play.picker(upscaled)
    address = next(b["url"] for b in card.buttons() if "url" in b)
    assert (await send(play, str(address).removeprefix(play.web)))[0] == 200
