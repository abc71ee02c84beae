"""Buttons after a restart: nothing of a message is held in memory (invariant 6 of the map)."""

from __future__ import annotations

import pytest

from tests.running import PATIENCE
from tests.scene import Scene


@pytest.mark.parametrize("expired", [False, True])
async def test_a_button_of_an_earlier_life_works(stage: Scene, expired: bool) -> None:
    use = await stage.imagine("an old friend")
    stage.relay.finish((await stage.taken("an old friend")).id)
    result = await stage.ended(use)
    if expired:
        use.expire()
    await stage.house.restart()
    click = await stage.press(result, "U4", by=stage.bo)
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("upsample::4")).id)
    upscaled = await stage.ended(click, "U4 of #1")
    assert upscaled.reference == result.id
    await stage.discord.wait_for(
        lambda m: m is result and m.button("U4")["style"] == 3, timeout=PATIENCE
    )


async def test_trying_again_in_a_later_life(stage: Scene) -> None:
    use = await stage.imagine("a second chance")
    stage.relay.fail((await stage.taken("a second chance")).id, "Timeout")
    failed = await stage.ended(use, "No picture")
    await stage.house.restart()
    again = await stage.press(failed, "Try again")
    await again.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("a second chance", times=2)).id)
    assert len((await stage.ended(again)).pictures()) == 1


async def test_fetching_the_picture_again_in_a_later_life(stage: Scene) -> None:
    stage.relay.change(faults={"picture_expired": 1})
    result = await stage.finished("a lost negative")
    stage.relay.change(faults={"picture_expired": 0})
    await stage.house.restart()
    await stage.press(result, "Fetch the picture again")
    await stage.discord.wait_for(lambda m: m is result and bool(m.pictures()), timeout=PATIENCE)


async def test_a_press_waits_for_nobody_when_its_twin_died_before_it_was_sent(
    stage: Scene,
) -> None:
    """A press that was claimed and dropped leaves the button free."""
    result = await stage.finished("a false start")
    stage.discord.inject("10062", path="/callback")
    lost = await stage.press(result, "V4")
    await stage.house.until(lambda: len(stage.stored()) == 2)
    await stage.house.restart()
    await stage.settled()
    click = await stage.press(result, "V4")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("variation::4")).id)
    await stage.ended(click)
    assert lost.reply is None
