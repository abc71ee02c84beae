"""Forms from the press to the picture: the whole program between the two sandboxes."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord.http
import pytest
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr

from bot.app import build
from bot.config import Settings
from bot.relay.settings import Auth
from sandbox.discord import Discord, Interaction, Message, Person
from sandbox.relay import Relay

PATIENCE = 20.0


@dataclass
class Play:
    """People and a relay that does nothing by itself, and the bot that comes and goes."""

    discord: Discord
    relay: Relay
    folder: Path
    waited: Counter[str] = field(default_factory=Counter)

    @property
    def ada(self) -> Person:
        return self.discord.person("Ada")

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """One run of the program, ended in order."""
        settings = Settings(
            discord_token=SecretStr(self.discord.token),
            discord_api_url=self.discord.api_url,
            relay_url=self.relay.base_url,
            relay_key=SecretStr(self.relay.key),
            relay_auth=Auth(self.relay.auth),
            database_path=self.folder / "easel.db",
            poll_seconds=0.05,
            web_port=0,
        )
        async with build(settings) as easel:
            online = asyncio.create_task(easel.client.wait_for("shard_connect"))
            work = asyncio.create_task(easel.run())
            try:
                await asyncio.wait({online, work}, return_when=asyncio.FIRST_COMPLETED)
                assert online.done()
                yield
            finally:
                work.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await work
                await easel.finish()

    async def remix(self) -> None:
        """Ada wants to see the prompt first."""
        use = await self.ada.command(self.discord.channel("gallery"), "settings", {"remix": True})
        await use.acknowledged(PATIENCE)

    async def imagine(self, prompt: str) -> Message:
        """Ada asks for a picture and gets it."""
        use = await self.ada.command(self.discord.channel("gallery"), "imagine", {"prompt": prompt})
        await use.acknowledged(PATIENCE)
        return await self.drawn(use, "submit/imagine")

    async def press(self, message: Message, name: str) -> Interaction:
        """Ada presses the button with this label."""
        use = await self.ada.press(message, message.button(name)["custom_id"])
        return await use.acknowledged(PATIENCE)

    async def fill_in(self, use: Interaction, **values: Any) -> Interaction:
        """Ada fills the form in that a press was answered with."""
        assert use.form is not None
        return await (await self.ada.submit(use, values)).acknowledged(PATIENCE)

    async def drawn(self, use: Interaction, operation: str) -> Message:
        """The answer to an interaction, once the relay has finished what it asked for."""
        self.waited[operation] += 1
        await self.relay.wait_for(
            lambda _received: len(self.sent(operation)) >= self.waited[operation], PATIENCE
        )
        self.relay.finish(next(reversed(self.relay.tasks)))
        return await self.discord.wait_for(
            lambda m: m is use.reply and bool(m.pictures()) and "<t:" not in m.text,
            timeout=PATIENCE,
        )

    def sent(self, operation: str) -> list[dict[str, Any]]:
        """The bodies of every submit of this kind that was answered."""
        return [
            received.body
            for received in self.relay.log
            if received.operation == operation and received.status is not None
        ]


@pytest.fixture
def preset() -> str:
    return "plus"


@pytest.fixture
async def play(tmp_path: Path, preset: str) -> AsyncIterator[Play]:
    world = Discord(token="sandbox.Zm9ybXM.discord", limits=False)
    studio = Relay(preset=preset, auto=False, picture_size=64)
    before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with world.serve(), studio.serve():
            yield Play(world, studio, tmp_path)
    finally:
        discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
    assert world.pings == []


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_variation_is_drawn_from_the_changed_prompt(play: Play) -> None:
    play.relay.change(remix=True)
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press(grid, "V1")
        use = await play.fill_in(form, prompt="a lighthouse at dawn")
        message = await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert modal["prompt"] == "a lighthouse at dawn"
    assert "a lighthouse at dawn" in message.text


async def test_a_relay_that_does_not_ask_is_told_of(play: Play) -> None:
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press(grid, "V1")
        use = await play.fill_in(form, prompt="a lighthouse at dawn")
        message = await play.drawn(use, "submit/action")
    assert play.sent("submit/modal") == []
    assert "without your changes. Remix is off in the relay's account" in message.text
    assert "a lighthouse at dusk" in message.text


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_no_second_form_is_opened_in_vain_until_the_relay_asks(play: Play) -> None:
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press(grid, "V1")
        await play.drawn(await play.fill_in(form, prompt="a lighthouse at dawn"), "submit/action")
        use = await play.press(grid, "V2")
        assert use.form is None
        message = await play.drawn(use, "submit/action")
        assert "drawn with the same one. Remix is off in the relay's account" in message.text
    async with play.bot():  # which knows it still
        use = await play.press(grid, "V3")
        assert use.form is None
        await play.drawn(use, "submit/action")
        play.relay.change(remix=True)
        use = await play.press(grid, "V4")
        assert use.form is None
        message = await play.discord.wait_for(
            lambda m: m is use.reply and "fill in its form" in m.text, timeout=PATIENCE
        )
        form = await play.press(message, "Fill in the form")
        await play.fill_in(form, prompt="a lighthouse at noon")
        await play.relay.wait_for(lambda _: bool(play.sent("submit/modal")), PATIENCE)
        assert (await play.press(grid, "🔄")).form is not None
    [modal] = play.sent("submit/modal")
    assert modal["prompt"] == "a lighthouse at noon"


async def test_without_remix_the_relays_form_is_answered_for_the_member(play: Play) -> None:
    play.relay.change(remix=True)
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk")
        use = await play.press(grid, "V1")
        assert use.form is None
        await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert "a lighthouse at dusk" in modal["prompt"]


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_form_that_was_left_open_is_taken_by_the_next_run(play: Play) -> None:
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk")
        upscaled = await play.drawn(await play.press(grid, "U1"), "submit/action")
        form = await play.press(upscaled, "Custom Zoom")
    async with play.bot():
        use = await play.fill_in(form, zoom="1,5")
        message = await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert modal["prompt"].endswith("--zoom 1.5")
    assert modal["prompt"].count("--zoom") == 1
    assert message.pictures()


async def test_a_prompt_is_run_again_with_changes(play: Play) -> None:
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk --ar 3:2")
        form = await play.press(grid, "Run again with changes")
        use = await play.fill_in(form, prompt="a lighthouse at dawn --ar 2:3")
        message = await play.drawn(use, "submit/imagine")
    assert play.sent("submit/imagine")[-1]["prompt"] == "a lighthouse at dawn --ar 2:3"
    assert "a lighthouse at dawn" in message.text
