"""Killed around the end of a token that alone leads to a message: the button gets there, and works.

Invariants 4 and 7 of the map.
"""

from __future__ import annotations

import time

import pytest

from bot.service.second_look import LATE
from sandbox.discord import Interaction, Message
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, names, offered

FETCH = "Fetch result"
SOON = 50.0


def aged(stage: Scene, seconds: float) -> None:
    """The bot's database as it is when its tokens have so many seconds left."""
    with stage.house.database() as database:
        database.execute("UPDATE replies SET token_until = ?", (time.time() + seconds,))


async def out_of_reach(stage: Scene, *, private: bool = True) -> tuple[Interaction, Message]:
    """A task that runs, whose message waits for a click."""
    use = await stage.imagine("a long road", private=private)
    task = await stage.taken("a long road")
    stage.relay.move(task.id, "IN_PROGRESS", "31%")
    message = await stage.sees(use, "31%")
    await stage.house.kill()
    aged(stage, SOON)
    await stage.house.start()
    await stage.discord.wait_for(lambda m: m is message and FETCH in names(m), timeout=PATIENCE)
    await stage.house.until(lambda: stage.stored()[0]["offered"] == 1)
    return use, message


async def finished_unseen(stage: Scene, use: Interaction) -> None:
    """The token ends, and then the relay is done."""
    await stage.house.kill()
    aged(stage, -1.0)
    use.expire()
    await stage.house.start()
    stage.relay.finish(stage.tasks()[0].id)
    await stage.house.until(lambda: stage.stored()[0]["status"] == "done")


def whole(message: Message) -> bool:
    return len(message.pictures()) == 1 and "U1" in offered(message)


async def test_the_button_is_there_after_a_restart_and_brings_the_result(stage: Scene) -> None:
    use, message = await out_of_reach(stage)
    await finished_unseen(stage, use)
    await stage.press(message, FETCH)
    await stage.discord.wait_for(lambda m: m is message and whole(m), timeout=PATIENCE)
    # It came to its own message, and to nothing else.
    assert list(stage.discord.messages()) == [message]
    assert list(stage.discord.messages(stage.discord.dm(stage.ada))) == []


async def test_in_the_middle_of_the_edit_that_brings_the_button(stage: Scene) -> None:
    use = await stage.imagine("a long road", private=True)
    await stage.taken("a long road")
    message = await stage.sees(use, "Sent")
    await stage.house.kill()
    aged(stage, SOON)
    stage.discord.inject("delay", path=use.token, method="PATCH", seconds=FOREVER)
    await stage.house.start()
    await stage.house.until(lambda: not stage.discord.faults.coming)
    await stage.house.restart()
    await stage.discord.wait_for(lambda m: m is message and FETCH in names(m), timeout=PATIENCE)


@pytest.mark.parametrize(
    ("fault", "path"), [("delay-after", "/callback"), ("delay", "/messages/@original")]
)
async def test_in_the_middle_of_the_click(stage: Scene, fault: str, path: str) -> None:
    use, message = await out_of_reach(stage)
    await finished_unseen(stage, use)
    stage.discord.inject(fault, path=path, seconds=FOREVER)
    await stage.press(message, FETCH)
    await stage.house.until(lambda: not stage.discord.faults.coming)
    await stage.house.restart()
    if path == "/callback":  # nothing was stored, and the button is still there
        assert FETCH in names(message)
        await stage.press(message, FETCH)
    await stage.discord.wait_for(lambda m: m is message and whole(m), timeout=PATIENCE)
    await stage.settled()


async def test_a_result_that_came_while_everything_stood_still_goes_to_the_member(
    stage: Scene,
) -> None:
    """The bot was down when the token ended, so the message has no button."""
    use = await stage.imagine("a long road", private=True)
    task = await stage.taken("a long road")
    await stage.sees(use, "Sent")
    await stage.house.kill()
    aged(stage, -1.0)
    use.expire()
    stage.relay.finish(task.id)
    await stage.house.start()
    direct = await stage.discord.wait_for(
        lambda m: whole(m), channel=stage.discord.dm(stage.ada), timeout=PATIENCE
    )
    assert direct.author is stage.discord.world.bot
    stage.discord.pings.clear()


async def test_an_edit_that_was_to_bring_only_the_button_and_comes_after_the_end(
    stage: Scene,
) -> None:
    """Nothing else was to be shown, so that it alone makes its message a suspect."""
    use = await stage.imagine("a long road", private=True)
    task = await stage.taken("a long road")
    message = await stage.sees(use, "Sent")
    await stage.house.bot.stop()
    [before] = stage.stored()
    assert before["shown"] == before["revision"]
    aged(stage, SOON)
    stage.discord.inject("delay", path=use.token, method="PATCH", seconds=FOREVER)
    await stage.house.start()
    await stage.house.until(lambda: not stage.discord.faults.coming)
    await stage.house.kill()
    assert stage.stored()[0]["revision"] == before["revision"]
    stage.relay.finish(task.id)
    await stage.house.start()
    assert whole(await stage.ended(use))
    await stage.settled()
    await stage.house.kill()
    stage.discord.faults.let_go()
    await stage.discord.wait_for(lambda m: m is message and FETCH in names(m), timeout=PATIENCE)
    assert stage.house.suspects() == [1]
    stage.house.suspected(LATE)
    await stage.house.start()
    await stage.discord.wait_for(lambda m: m is message and whole(m), timeout=PATIENCE)
