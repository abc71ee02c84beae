"""Killed while a painted mask takes the place of its card: it goes on there, once."""

from __future__ import annotations

import asyncio
import contextlib
import io
from pathlib import Path

import aiohttp
import pytest
from PIL import Image as Pillow

from sandbox.discord import Message
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, scene

REGION = "Vary (Region)"
SIZE = 64


def half(size: tuple[int, int]) -> bytes:
    """A mask with its left half painted."""
    made, data = Pillow.new("L", size), io.BytesIO()
    made.paste(255, (0, 0, size[0] // 2, size[1]))
    made.save(data, "PNG")
    return data.getvalue()


async def upscaled(stage: Scene) -> Message:
    grid = await stage.finished("a quiet bay", private=True)
    click = await stage.press(grid, "U1")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    return await stage.ended(click)


async def sent(web: str, address: str, mask: bytes) -> int:
    """Sends a mask as the page does; gives the status, 0 when the bot died over it."""
    form = aiohttp.FormData()
    form.add_field("prompt", "a boat")
    form.add_field("mask", io.BytesIO(mask), filename="mask.png")
    with contextlib.suppress(aiohttp.ClientError):
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=form, headers={"Origin": web}) as answer,
        ):
            return answer.status
    return 0


@pytest.mark.parametrize("fault", ["delay", "delay-after"])
async def test_the_task_goes_on_in_the_cards_place(tmp_path: Path, port: int, fault: str) -> None:
    web = f"http://127.0.0.1:{port}"
    settings = {"WEB_PORT": str(port), "PUBLIC_URL": web}
    async with scene(tmp_path, settings=settings) as stage:
        picture = await upscaled(stage)
        use = await (await stage.press(picture, REGION)).acknowledged(PATIENCE)
        assert use.reply is not None
        card = await stage.sees(use, "Chosen")
        address = str(card.button("Paint it")["url"])
        [(_, data)] = picture.pictures()
        with Pillow.open(io.BytesIO(data or b"")) as opened:
            mask = half(opened.size)
        stage.discord.inject(fault, path=use.token, method="PATCH", seconds=FOREVER)
        sending = asyncio.create_task(sent(web, address, mask))
        await stage.house.until(lambda: not stage.discord.faults.coming)
        await stage.house.restart()
        assert await sending == 0
        await stage.heard("a boat")
        stage.relay.finish(next(reversed(stage.relay.tasks)))
        shown = await stage.ended(use, "a boat")
        assert len(shown.pictures()) == 1
        assert stage.relay.counts["submit/modal"] == 1
        assert await sent(web, address, mask) == 422  # the pass has made its task
        stage.check()
