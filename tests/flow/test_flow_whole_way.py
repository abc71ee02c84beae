"""From /imagine to the upscaled picture, with each kind of relay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.discord import Message
from tests.running import KEY, PATIENCE
from tests.scene import Scene, offered, scene

PROMPT = "a lighthouse in a storm"
GRID = ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
HEART = "❤️"
"""Midjourney's own favourite, which Easel leaves out: it has one itself."""
GREEN = 3
GALLERY = 12
HEADERS = {
    "bearer": {"Authorization": f"Bearer {KEY}"},
    "authorization": {"Authorization": KEY},
    "mj-api-secret": {"mj-api-secret": KEY},
}
WITH_BUTTONS = ("new-api", "plus", "trueai")


async def told(stage: Scene, relay_id: str) -> tuple[dict[str, Any], bytes]:
    """What the relay tells anybody who asks of a task, and its picture."""
    async with aiohttp.ClientSession(headers=HEADERS[stage.relay.auth]) as session:
        address = f"{stage.relay.base_url}/mj/task/{relay_id}/fetch"
        async with session.get(address) as answer:
            task = await answer.json(content_type=None)
        async with session.get(task["imageUrl"]) as picture:
            return task, await picture.read()


def gallery(message: Message) -> list[dict[str, Any]]:
    """The pictures of a message as its components name them."""
    return [item for part in message.parts() if part["type"] == GALLERY for item in part["items"]]


async def pressed(stage: Scene, message: Message, name: str) -> None:
    """The button is shown as pressed."""
    await stage.discord.wait_for(
        lambda m: m is message and m.button(name)["style"] == GREEN, timeout=PATIENCE
    )


@pytest.mark.parametrize("preset", WITH_BUTTONS)
async def test_the_whole_way(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset) as stage:
        use = await stage.imagine(PROMPT, aspect="3:2", stylize=250, seed=7, raw=True)
        grid = await stage.taken(PROMPT)
        for parameter in ("--ar 3:2", "--stylize 250", "--seed 7", "--style raw"):
            assert parameter in grid.prompt
        stage.relay.move(grid.id, "IN_PROGRESS", "46%")
        drawing = await stage.sees(use, "Drawing", "46%")
        stage.relay.finish(grid.id)
        result = await stage.ended(use, PROMPT)
        assert result is drawing
        row, picture = await told(stage, grid.id)
        assert [data for _, data in result.pictures()] == [picture]
        assert result.v2
        assert [item["description"] for item in gallery(result)] == [grid.prompt]
        assert offered(result) == GRID == [b["label"] or b["emoji"] for b in row["buttons"]]

        click = await stage.press(result, "U2")
        child = await stage.made_by(f"MJ::JOB::upsample::2::{grid.job}")
        assert child.parent is grid
        await pressed(stage, result, "U2")
        stage.relay.finish(child.id)
        upscaled = await stage.ended(click, "U2 of #1")
        row, picture = await told(stage, child.id)
        assert upscaled.reference == result.id
        assert [data for _, data in upscaled.pictures()] == [picture]
        sent = [b["label"] or b["emoji"] for b in row["buttons"]]
        assert offered(upscaled) == [name for name in sent if name != HEART]
        assert "Vary (Subtle)" in offered(upscaled)
        assert result.button("V2")["style"] != GREEN
        stage.check()


async def test_a_relay_without_buttons_brings_its_picture_and_gets_easels(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="classic") as stage:
        result = await stage.finished(PROMPT)
        assert len(result.pictures()) == 1
        assert offered(result) == GRID
        stage.check()


@pytest.mark.parametrize("preset", WITH_BUTTONS)
async def test_with_remix_on_a_variation_is_still_one_click(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset) as stage:
        stage.relay.change(remix=True)
        result = await stage.finished(PROMPT)
        click = await stage.press(result, "V3")
        await stage.relay.wait_for(
            lambda r: r.operation == "submit/modal" and r.status is not None, PATIENCE
        )
        [child] = [task for task in stage.relay.tasks.values() if task.parent is not None]
        stage.relay.finish(child.id)
        varied = await stage.ended(click, "V3 of #1")
        assert offered(varied) == GRID
        assert stage.submits() == 3
        stage.check()


@pytest.mark.parametrize("name", ["Vary (Region)", "Custom Zoom"])
async def test_buttons_that_need_a_form_of_their_own_can_be_pressed(
    stage: Scene, name: str
) -> None:
    result = await stage.finished(PROMPT)
    click = await stage.press(result, "U1")
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    upscaled = await stage.ended(click)
    assert not upscaled.button(name).get("disabled")
