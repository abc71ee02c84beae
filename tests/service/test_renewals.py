"""Messages that only a token leads to: the button before its end, and what its click brings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.reply import OFFER_BEFORE, TOKEN_LIFE
from bot.core.task import Task
from sandbox.discord import Message
from tests.scene import names, offered
from tests.service.showing import Scene, a_picture_of, on_scene

FETCH = "Fetch result"
AN_HOUR = 3600.0


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as ready:
        yield ready


async def asked(scene: Scene, **options: Any) -> tuple[Task, Message]:
    """Somebody asks, for themselves alone unless told, and sees that it runs."""
    use = await scene.stage.imagine(**({"private": True} | options))
    assert use.reply is not None
    task = await scene.stage.queued(1)
    await scene.told(task, progress=20, relay_id="r1")
    await scene.turn()
    return task, use.reply


async def later(scene: Scene, seconds: float) -> None:
    """So much time goes by, and everybody does what is due then."""
    scene.clock.pass_(seconds)
    scene.stage.discord.settle()
    await scene.stage.services.renewals.turn()
    await scene.turn()
    await scene.turn()


async def fetched(scene: Scene, message: Message) -> None:
    """The button is pressed, and the message brought up to date."""
    click = await scene.stage.ada.press(message, message.button(FETCH)["custom_id"])
    await click.acknowledged()
    await scene.stage.bell.rung.wait()
    await scene.turn()


async def test_the_button_comes_before_the_token_ends(scene: Scene) -> None:
    task, message = await asked(scene)
    await later(scene, TOKEN_LIFE - OFFER_BEFORE - 20)
    assert FETCH not in names(message)
    await later(scene, 20)
    assert names(message) == [FETCH, "Cancel"]
    assert "20%" in message.text
    # It stays there with what is shown in the last minute, and goes with the result.
    await scene.told(task, progress=60, relay_id="r1")
    await later(scene, 5)
    assert "60%" in message.text
    assert FETCH in names(message)
    await scene.done(task, await a_picture_of(scene))
    await later(scene, 5)
    assert len(message.pictures()) == 1
    assert FETCH not in names(message)


async def test_a_message_that_the_bot_reaches_needs_none(scene: Scene) -> None:
    task, message = await asked(scene, private=False)
    await later(scene, TOKEN_LIFE - OFFER_BEFORE)
    assert FETCH not in names(message)
    await scene.told(task, progress=60, relay_id="r1")
    await later(scene, AN_HOUR)
    assert "60%" in message.text


async def test_a_click_shows_what_was_finished_meanwhile_with_live_buttons(scene: Scene) -> None:
    task, message = await asked(scene)
    await later(scene, TOKEN_LIFE - OFFER_BEFORE)
    await later(scene, AN_HOUR)
    edits = len(scene.edits())
    await scene.done(task, await a_picture_of(scene))
    await later(scene, AN_HOUR)
    # Nobody is bothered elsewhere, and nothing is tried that cannot work.
    assert len(scene.edits()) == edits
    assert names(message) == [FETCH, "Cancel"]
    scene.stage.bell.rung.clear()
    await fetched(scene, message)
    assert len(message.pictures()) == 1
    assert offered(message) == ["U1", "U2"]
    reply = await scene.stage.store.reply(task.number)
    assert reply is not None
    assert reply.finished
    assert not reply.offered


async def test_a_click_brings_up_to_date_what_still_runs_and_it_goes_on(scene: Scene) -> None:
    task, message = await asked(scene)
    for round_ in (1, 2):
        await later(scene, TOKEN_LIFE - OFFER_BEFORE)
        await later(scene, AN_HOUR)
        await scene.told(task, progress=30 * round_, relay_id="r1")
        await later(scene, AN_HOUR)
        assert FETCH in names(message)
        scene.stage.bell.rung.clear()
        await fetched(scene, message)
        assert f"{30 * round_}%" in message.text
        assert names(message) == ["Cancel"]
    await scene.told(task, progress=90, relay_id="r1")
    await later(scene, 5)
    assert "90%" in message.text


async def test_what_was_taken_back_is_not_offered(scene: Scene) -> None:
    task, message = await asked(scene)
    await scene.stage.book.change(task.number, Task.mute)
    await later(scene, TOKEN_LIFE - OFFER_BEFORE)
    assert FETCH not in names(message)


async def test_without_the_button_the_result_comes_as_a_direct_message(scene: Scene) -> None:
    """The bot was down over the end of the token."""
    task, message = await asked(scene)
    scene.clock.pass_(AN_HOUR)
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()
    [direct] = scene.stage.discord.messages(scene.stage.discord.dm(scene.stage.ada))
    assert len(direct.pictures()) == 1
    assert "20%" in message.text


async def test_cancelling_a_message_out_of_reach_shows_it(scene: Scene) -> None:
    """Any click whose effect is seen in the message brings a way to it."""
    use = await scene.stage.imagine(private=True)
    message = use.reply
    assert message is not None
    await scene.stage.queued(1)
    await scene.turn()
    await later(scene, AN_HOUR)
    click = await scene.stage.ada.press(message, message.button("Cancel")["custom_id"])
    await click.acknowledged()
    await scene.stage.until(1, lambda task: task.ended)
    await scene.turn()
    assert "Cancelled" in message.text
