"""Forms from the press to the picture: the whole program between the two sandboxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sandbox.discord import Interaction, Message
from tests.play import PATIENCE, Play, sandboxes


@dataclass
class Forms(Play):
    """What Ada does with forms."""

    waited: Counter[str] = field(default_factory=Counter)

    async def remix(self) -> None:
        """Ada wants to see the prompt first."""
        use = await self.ada.command(self.gallery, "settings", {"remix": True})
        await use.acknowledged(PATIENCE)

    async def imagine(self, prompt: str) -> Message:
        """Ada asks for a picture and gets it."""
        use = await self.ada.command(self.gallery, "imagine", {"prompt": prompt})
        await use.acknowledged(PATIENCE)
        return await self.drawn(use, "submit/imagine")

    async def press_named(self, message: Message, name: str) -> Interaction:
        """Ada presses the button with this label."""
        return await self.press(message, message.button(name)["custom_id"])

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
async def play(tmp_path: Path, preset: str) -> AsyncIterator[Forms]:
    async with sandboxes(preset=preset) as (world, studio):
        yield Forms(world, studio, tmp_path)
    assert world.pings == []


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_variation_is_drawn_from_the_changed_prompt(play: Forms) -> None:
    play.relay.change(remix=True)
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press_named(grid, "V1")
        use = await play.fill_in(form, prompt="a lighthouse at dawn")
        message = await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert modal["prompt"] == "a lighthouse at dawn"
    assert "a lighthouse at dawn" in message.text


async def test_a_relay_that_does_not_ask_is_told_of(play: Forms) -> None:
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press_named(grid, "V1")
        use = await play.fill_in(form, prompt="a lighthouse at dawn")
        message = await play.drawn(use, "submit/action")
    assert play.sent("submit/modal") == []
    assert "without your changes. Remix is off in the relay's account" in message.text
    assert "a lighthouse at dusk" in message.text


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_no_second_form_is_opened_in_vain_until_the_relay_asks(play: Forms) -> None:
    async with play.bot():
        await play.remix()
        grid = await play.imagine("a lighthouse at dusk")
        form = await play.press_named(grid, "V1")
        await play.drawn(await play.fill_in(form, prompt="a lighthouse at dawn"), "submit/action")
        use = await play.press_named(grid, "V2")
        assert use.form is None
        message = await play.drawn(use, "submit/action")
        assert "drawn with the same one. Remix is off in the relay's account" in message.text
    async with play.bot():  # which knows it still
        use = await play.press_named(grid, "V3")
        assert use.form is None
        await play.drawn(use, "submit/action")
        play.relay.change(remix=True)
        use = await play.press_named(grid, "V4")
        assert use.form is None
        message = await play.discord.wait_for(
            lambda m: m is use.reply and "fill in its form" in m.text, timeout=PATIENCE
        )
        form = await play.press_named(message, "Fill in the form")
        await play.fill_in(form, prompt="a lighthouse at noon")
        await play.relay.wait_for(lambda _: bool(play.sent("submit/modal")), PATIENCE)
        assert (await play.press_named(grid, "🔄")).form is not None
    [modal] = play.sent("submit/modal")
    assert modal["prompt"] == "a lighthouse at noon"


async def test_without_remix_the_relays_form_is_answered_for_the_member(play: Forms) -> None:
    play.relay.change(remix=True)
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk")
        use = await play.press_named(grid, "V1")
        assert use.form is None
        await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert "a lighthouse at dusk" in modal["prompt"]


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_a_form_that_was_left_open_is_taken_by_the_next_run(play: Forms) -> None:
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk")
        upscaled = await play.drawn(await play.press_named(grid, "U1"), "submit/action")
        form = await play.press_named(upscaled, "Custom Zoom")
    async with play.bot():
        use = await play.fill_in(form, zoom="1,5")
        message = await play.drawn(use, "submit/modal")
    [modal] = play.sent("submit/modal")
    assert modal["prompt"].endswith("--zoom 1.5")
    assert modal["prompt"].count("--zoom") == 1
    assert message.pictures()


async def test_a_prompt_is_run_again_with_changes(play: Forms) -> None:
    async with play.bot():
        grid = await play.imagine("a lighthouse at dusk --ar 3:2")
        form = await play.press_named(grid, "Run again with changes")
        use = await play.fill_in(form, prompt="a lighthouse at dawn --ar 2:3")
        message = await play.drawn(use, "submit/imagine")
    assert play.sent("submit/imagine")[-1]["prompt"] == "a lighthouse at dawn --ar 2:3"
    assert "a lighthouse at dawn" in message.text
