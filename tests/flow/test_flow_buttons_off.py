"""A button that was off, since the relay was believed to lack it, comes on again."""

from __future__ import annotations

from pathlib import Path

from sandbox.discord import Message
from tests.running import PATIENCE
from tests.scene import Scene, scene

ANIMATE = "Animate (High motion)"


async def animated(stage: Scene) -> Message:
    """A picture whose button the relay has just said it does not know."""
    click = await stage.press(await stage.finished("a copper moth"), "U1")
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    upscaled = await stage.ended(click)
    await (await stage.press(upscaled, ANIMATE)).acknowledged(PATIENCE)
    await seen(stage, upscaled, off=True)
    return upscaled


async def seen(stage: Scene, message: Message, *, off: bool) -> None:
    await stage.discord.wait_for(
        lambda m: m is message and bool(m.button(ANIMATE).get("disabled")) is off, timeout=PATIENCE
    )


async def test_looking_at_the_details_a_day_later_brings_the_button_back(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="new-api") as stage:
        picture = await animated(stage)
        await stage.settled()
        await stage.house.kill()
        with stage.house.database() as database:
            database.execute("UPDATE operations SET missing_at = missing_at - 90000")
        await stage.house.start()
        await (await stage.press(picture, "Details")).acknowledged(PATIENCE)
        await seen(stage, picture, off=False)
