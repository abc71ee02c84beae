"""Killed around an answer to Discord: no "thinking…" is left behind, no picture shown twice.

Invariants 4 and 7 of the map: where a reply will be is stored before it is acknowledged; what is
behind at the start is shown again; only delivery edits, and at least once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.service.second_look import LATE
from sandbox.discord import Message
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, scene

GREEN = 3


def faults_left(stage: Scene) -> int:
    return len(stage.discord.faults.coming)


async def test_what_discord_never_heard_of_is_not_made(tmp_path: Path) -> None:
    async with scene(tmp_path, ack_seconds=0.5) as stage:
        stage.discord.inject("delay", path="/callback", seconds=FOREVER)
        use = await stage.ask("a tree nobody hears fall")
        await use.acknowledged(PATIENCE)
        assert use.state == "failed"  # as the member sees it
        [claimed] = stage.stored()
        assert claimed["status"] == "claimed"
        await stage.house.restart()
        await stage.settled()
        [dropped] = stage.stored()
        assert dropped["status"] == "cancelled"
        assert stage.submits() == 0
        assert stage.relay.account.total == 0
        assert list(stage.discord.messages()) == []
        stage.check()


async def test_a_reply_that_discord_shows_is_finished(stage: Scene) -> None:
    stage.discord.inject("delay-after", path="/callback", seconds=FOREVER)
    use = await stage.imagine("a half spoken word")
    assert use.reply.thinking
    [claimed] = stage.stored()
    assert claimed["status"] == "claimed"
    await stage.house.restart()
    stage.relay.finish((await stage.taken("a half spoken word")).id)
    assert len((await stage.ended(use)).pictures()) == 1
    assert stage.submits() == 1


async def test_where_discord_cannot_tell_any_more_the_member_is_told_anew(tmp_path: Path) -> None:
    async with scene(tmp_path) as stage:
        stage.discord.inject("delay-after", path="/callback", seconds=FOREVER)
        use = await stage.imagine("a lost thread")
        await stage.house.kill()
        use.expire()
        await stage.house.start()
        told = await stage.discord.wait_for(
            lambda m: m is not use.reply and "Easel was interrupted" in m.text, timeout=PATIENCE
        )
        assert told.channel is stage.gallery
        assert stage.submits() == 0
        stage.discord.pings.clear()
        stage.check()


async def test_so_is_the_reply_to_a_press_and_its_button_shows_it(stage: Scene) -> None:
    grid = await stage.finished("a half pressed button")
    stage.discord.inject("delay-after", path="/callback", seconds=FOREVER)
    click = await stage.press(grid, "U2")
    await click.acknowledged(PATIENCE)
    await stage.house.restart()
    stage.relay.finish((await stage.made_by("upsample::2")).id)
    assert len((await stage.ended(click, "U2 of #1")).pictures()) == 1
    await stage.discord.wait_for(
        lambda m: m is grid and m.button("U2")["style"] == GREEN, timeout=PATIENCE
    )


@pytest.mark.parametrize("fault", ["delay", "delay-after"])
async def test_in_the_middle_of_the_final_edit(stage: Scene, fault: str) -> None:
    use = await stage.imagine("a last stroke")
    task = await stage.taken("a last stroke")
    await stage.sees(use, "Sent")
    stage.discord.inject(fault, path=use.token, method="PATCH", seconds=FOREVER)
    stage.relay.finish(task.id)
    await stage.house.until(lambda: faults_left(stage) == 0)
    if fault == "delay-after":
        await stage.ended(use)
    await stage.house.restart()
    result = await stage.ended(use)
    await stage.settled()
    assert one_picture(result)
    assert stage.submits() == 1
    assert len(stage.discord.messages()) == 1


def one_picture(message: Message) -> bool:
    """Whether it shows one picture and carries one file."""
    return len(message.pictures()) == len(message.attachments) == 1


async def test_in_the_middle_of_a_progress_edit(stage: Scene) -> None:
    use = await stage.imagine("a middle stroke")
    task = await stage.taken("a middle stroke")
    await stage.sees(use, "Sent")
    stage.discord.inject("delay", path=use.token, method="PATCH", seconds=FOREVER)
    stage.relay.move(task.id, "IN_PROGRESS", "46%")
    await stage.house.until(lambda: faults_left(stage) == 0)
    await stage.house.restart()
    await stage.sees(use, "46%")
    stage.relay.finish(task.id)
    assert one_picture(await stage.ended(use))


async def test_while_an_edit_waits_for_a_rate_limit(stage: Scene) -> None:
    use = await stage.imagine("a queue at the gate")
    task = await stage.taken("a queue at the gate")
    await stage.sees(use, "Sent")
    stage.discord.inject("429", path=use.token, method="PATCH", seconds=25.0)
    stage.relay.finish(task.id)
    await stage.house.until(lambda: any(r.status == 429 for r in stage.discord.requests))
    await stage.house.restart()
    assert one_picture(await stage.ended(use))


async def test_by_the_bots_own_token(stage: Scene) -> None:
    use = await stage.imagine("a late arrival")
    task = await stage.taken("a late arrival")
    await stage.sees(use, "Sent")
    use.expire()
    place = f"/channels/{stage.gallery.id}/messages/"
    stage.discord.inject("delay-after", path=place, method="PATCH", seconds=FOREVER)
    stage.relay.finish(task.id)
    await stage.ended(use)
    await stage.house.restart()
    await stage.settled()
    assert one_picture(use.reply)


async def test_a_new_message_in_place_of_a_lost_one_is_posted_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as stage:
        use = await stage.imagine("a second letter")
        task = await stage.taken("a second letter")
        await stage.sees(use, "Sent")
        use.expire()
        place = f"/channels/{stage.gallery.id}/messages"
        stage.discord.inject("50001", path=f"{place}/", method="PATCH")
        stage.discord.inject("delay-after", path=place, method="POST", seconds=FOREVER)
        stage.relay.finish(task.id)
        fresh = await stage.discord.wait_for(
            lambda m: m is not use.reply and one_picture(m), timeout=PATIENCE
        )
        await stage.house.restart()
        await stage.settled()
        assert list(stage.discord.messages()) == [use.reply, fresh]
        [ping] = stage.discord.pings
        assert ping.mentions.users == (stage.ada.id,)
        stage.discord.pings.clear()
        stage.check()


async def test_an_edit_of_the_last_life_that_discord_makes_late_does_no_harm(stage: Scene) -> None:
    """The kernel still sends what a killed process has written, and Discord takes its time."""
    use = await stage.imagine("a voice from the grave")
    task = await stage.taken("a voice from the grave")
    await stage.sees(use, "Sent")
    stage.discord.inject("delay", path=use.token, method="PATCH", seconds=FOREVER)
    stage.relay.finish(task.id)
    await stage.house.until(lambda: faults_left(stage) == 0)
    await stage.house.restart()
    result = await stage.ended(use)
    await stage.settled()
    edits = result.edits
    stage.discord.faults.let_go()
    await stage.discord.wait_for(lambda m: m is result and m.edits > edits, timeout=PATIENCE)
    await stage.press(result, "U2")
    await stage.discord.wait_for(
        lambda m: m is result and m.button("U2")["style"] == GREEN, timeout=PATIENCE
    )
    # That edit told that the picture is not the one the store knew: it is brought once more.
    await stage.discord.wait_for(
        lambda m: m is result and one_picture(m) and all(data for _, data in m.pictures()),
        timeout=PATIENCE,
    )


async def test_an_old_state_that_discord_shows_late_is_drawn_over(stage: Scene) -> None:
    """And no third life in between loses sight of it."""
    use = await stage.imagine("a ghost of its former self")
    task = await stage.taken("a ghost of its former self")
    await stage.sees(use, "Sent")
    stage.discord.inject("delay", path=use.token, method="PATCH", seconds=FOREVER)
    stage.relay.move(task.id, "IN_PROGRESS", "46%")
    await stage.house.until(lambda: faults_left(stage) == 0)
    await stage.house.kill()
    stage.relay.finish(task.id)
    await stage.house.start()
    result = await stage.ended(use)
    await stage.settled()
    await stage.house.kill()
    stage.discord.faults.let_go()
    await stage.sees(use, "46%")
    stage.house.suspected(LATE)
    await stage.house.start()
    assert await stage.ended(use) is result
    assert one_picture(result)
    assert stage.submits() == 1
