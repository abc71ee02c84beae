"""Forms whose answer was on its way when the bot died: sent once, and never left in doubt."""

from __future__ import annotations

import pytest

from bot.core.pacing import FORM_DOUBT
from sandbox.discord import Interaction, Message
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene


async def zoomed(stage: Scene, picture: Message) -> Interaction:
    """Ada fills in the form of Custom Zoom."""
    opened = await (await stage.press(picture, "Custom Zoom")).acknowledged(PATIENCE)
    return await (await stage.ada.submit(opened, {"zoom": "1.5"})).acknowledged(PATIENCE)


async def upscaled(stage: Scene) -> Message:
    click = await stage.press(await stage.finished("a lighthouse"), "U1")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    return await stage.ended(click)


def a_minute_later(stage: Scene) -> None:
    """The answer that nothing is known of left so long ago that the relay is asked about it."""
    with stage.house.database() as database:
        database.execute("UPDATE tasks SET confirmed_at = confirmed_at - ?", (FORM_DOUBT,))


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_kill_while_the_answer_is_on_its_way(stage: Scene, arrived: bool) -> None:
    picture = await upscaled(stage)
    when = "after" if arrived else "before"
    stage.relay.inject("hang", path="modal", when=when, seconds=FOREVER)
    use = await zoomed(stage, picture)
    await stage.relay.wait_for(lambda r: r.operation == "submit/modal", PATIENCE)
    await stage.house.kill()
    a_minute_later(stage)
    await stage.house.start()
    if arrived:
        stage.relay.finish(next(reversed(stage.relay.tasks)))
        assert (await stage.ended(use)).pictures()
    else:
        told = await stage.ended(use, "did not arrive")
        assert told.button("Try again")
    assert stage.submits("--zoom 1.5") == 1
    await stage.settled()
