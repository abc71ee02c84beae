"""The other commands from the first word to the last: the whole program between the sandboxes."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from sandbox.discord import Interaction, Message, Upload
from tests.play import PATIENCE, Play, sandboxes

EVERY = ("classic", "new-api", "plus", "trueai")
NEWER = ("new-api", "plus", "trueai")
GOING = "<t:"
GREEN = 3


def a_file(name: str, colour: str = "teal", size: tuple[int, int] = (60, 40)) -> Upload:
    made = io.BytesIO()
    Pillow.new("RGB", size, colour).save(made, "PNG")
    return Upload(f"{name}.png", made.getvalue())


COLOURS = ("red", "green", "blue", "teal", "gold")
FIVE = {f"image{n}": a_file(str(n), colour) for n, colour in enumerate(COLOURS, start=1)}


class Verbs(Play):
    """What Ada does with the other commands."""

    async def use(self, name: str, **options: Any) -> Interaction:
        """Ada uses a command and sees that the bot is at it."""
        use = await self.ada.command(self.gallery, name, options)
        await use.acknowledged(PATIENCE)
        assert use.state == "acknowledged"
        return use

    async def sent(self, operation: str, times: int = 1) -> dict[str, Any]:
        """The body of the newest submit of this kind, once so many were answered."""

        def answered() -> list[dict[str, Any]]:
            return [
                received.body
                for received in self.relay.log
                if received.operation == operation and received.status is not None
            ]

        await self.relay.wait_for(lambda _: len(answered()) >= times, PATIENCE)
        return answered()[-1]

    def finish(self) -> None:
        """The relay ends its newest task well."""
        self.relay.finish(next(reversed(self.relay.tasks)))

    async def ended(self, use: Interaction, *words: str) -> Message:
        """The answer to an interaction once its task is over."""
        return await self.discord.wait_for(
            lambda m: (
                m is use.reply
                and not m.thinking
                and GOING not in m.text
                and all(word in m.text for word in words)
            ),
            timeout=PATIENCE,
        )


@pytest.fixture
def preset() -> str:
    return "plus"


@pytest.fixture
async def play(tmp_path: Path, preset: str) -> AsyncIterator[Verbs]:
    async with sandboxes(preset=preset) as (world, studio):
        yield Verbs(world, studio, tmp_path)
    assert world.pings == []
    assert [r for r in world.requests if r.status == 400] == []


def decoded(picture: str) -> tuple[int, int]:
    """The size of a picture as the relay got it."""
    data = base64.b64decode(picture.partition("base64,")[2])
    return Pillow.open(io.BytesIO(data)).size


@pytest.mark.parametrize("preset", EVERY)
async def test_a_picture_is_described_and_a_prompt_of_it_drawn(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("describe", image=a_file("me"))
        body = await play.sent("submit/describe")
        assert decoded(body["base64"]) == (60, 40)
        play.finish()
        words = await play.ended(use, "**4** · ")
        assert "3:2" in words.text
        click = await play.press(words, "ez:suggestion:1:2")
        prompt = (await play.sent("submit/imagine"))["prompt"]
        assert f"**3** · {prompt.partition(' --')[0]}" in words.text
        play.finish()
        drawn = await play.ended(click, "3 of #1")
        assert drawn.pictures()
        assert drawn.reference == words.id
        await play.discord.wait_for(
            lambda m: m is words and m.button("ez:suggestion:1:2")["style"] == GREEN
        )


@pytest.mark.parametrize("preset", NEWER)
async def test_a_prompt_is_shortened_changed_and_drawn(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("shorten", prompt="a very beautiful lighthouse above the calm sea")
        assert "lighthouse" in (await play.sent("submit/shorten"))["prompt"]
        play.finish()
        words = await play.ended(use, "**4** · lighthouse")
        assert "Important" not in words.text
        opened = await play.press(words, "ez:edit_suggestion:1:3")
        await (await play.ada.submit(opened, {"prompt": "two lighthouses"})).acknowledged(PATIENCE)
        assert (await play.sent("submit/imagine"))["prompt"] == "two lighthouses"
        await play.discord.wait_for(
            lambda m: m is words and m.button("ez:edit_suggestion:1:3")["style"] == GREEN
        )
        assert words.button("ez:suggestion:1:3")["style"] != GREEN


async def test_a_relay_that_describes_again_is_asked_to(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("describe", image=a_file("me"))
        await play.sent("submit/describe")
        play.finish()
        first = await play.ended(use, "**4** · ")
        click = await play.press(first, first.button("🔄")["custom_id"])
        await play.sent("submit/action")
        play.finish()
        second = await play.ended(click, "**4** · ", "🔄 of #1")
        assert "ez:suggestion:2:0" in [button["custom_id"] for button in second.buttons()]


@pytest.mark.parametrize("preset", EVERY)
async def test_five_pictures_become_one(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("blend", **FIVE, dimensions="LANDSCAPE")
        body = await play.sent("submit/blend")
        assert [decoded(picture) for picture in body["base64Array"]] == [(60, 40)] * 5
        assert body["dimensions"] == "LANDSCAPE"
        play.finish()
        blended = await play.ended(use, "Blend")
        assert blended.pictures()
        assert blended.button("U1")


@pytest.mark.parametrize("preset", NEWER)
async def test_a_face_goes_to_another_picture(play: Verbs) -> None:
    async with play.bot():
        source, target = a_file("face", size=(30, 30)), a_file("body", size=(90, 30))
        use = await play.use("faceswap", source=source, target=target)
        body = await play.sent("insight-face/swap")
        assert decoded(body["sourceBase64"]) == (30, 30)
        assert decoded(body["targetBase64"]) == (90, 30)
        play.finish()
        assert (await play.ended(use, "Face swap")).pictures()


@pytest.mark.parametrize("preset", ["trueai"])
async def test_a_video_is_shown_as_one(play: Verbs) -> None:
    play.relay.change(extras=True)
    async with play.bot():
        use = await play.use(
            "video", prompt="it rains", image=a_file("me"), motion="high", loop=True
        )
        body = await play.sent("submit/video")
        assert (body["prompt"], body["motion"], body["loop"]) == ("it rains", "high", True)
        assert decoded(body["image"]) == (60, 40)
        play.finish()
        film = await play.ended(use, "Video")
        ((url, data),) = film.pictures()
        assert data is not None
        assert url.partition("?")[0].endswith((".mp4", ".webp"))


@pytest.mark.parametrize("preset", ["trueai"])
@pytest.mark.parametrize("retexture", [False, True])
async def test_a_picture_of_ones_own_is_edited(play: Verbs, retexture: bool) -> None:
    play.relay.change(extras=True)
    async with play.bot():
        use = await play.use("edit", image=a_file("me"), prompt="a hat", retexture=retexture)
        body = await play.sent("submit/retexture" if retexture else "submit/edits")
        assert body["prompt"] == "a hat"
        assert decoded(body["image"]) == (60, 40)
        play.finish()
        assert (await play.ended(use, "Retexture" if retexture else "Edit")).pictures()


@pytest.mark.parametrize("preset", ["classic"])
async def test_what_the_relay_lacks_is_said(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("shorten", prompt="a cat")
        await play.ended(use, "This relay does not offer that")


async def test_the_next_run_brings_what_this_one_began(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("describe", image=a_file("me"))
        await play.sent("submit/describe")
    play.finish()
    async with play.bot():
        words = await play.ended(use, "**4** · ")
        await play.press(words, "ez:suggestion:1:0")
        await play.sent("submit/imagine")


async def test_a_result_in_a_menu_becomes_words_and_a_reference(play: Verbs) -> None:
    async with play.bot():
        use = await play.use("imagine", prompt="a lighthouse")
        await play.sent("submit/imagine")
        play.finish()
        result = await play.ended(use)
        await (await play.ada.menu(play.gallery, "Describe image", result)).acknowledged(PATIENCE)
        assert decoded((await play.sent("submit/describe"))["base64"]) == (128, 128)
        menu = await play.ada.menu(play.gallery, "Use as reference", result)
        opened = await menu.acknowledged(PATIENCE)
        await (await play.ada.submit(opened, {"prompt": "a tower"})).acknowledged(PATIENCE)
        body = await play.sent("submit/imagine", times=2)
        assert (body["prompt"], len(body["base64Array"])) == ("a tower", 1)
        menu = await play.ada.menu(play.gallery, "Run prompt again", result)
        await menu.acknowledged(PATIENCE)
        assert (await play.sent("submit/imagine", times=3))["prompt"] == "a lighthouse"
