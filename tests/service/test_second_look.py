"""What Discord has shown late of a killed process: what the next one sees of it, and mends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.reply import OFFER_BEFORE, TOKEN_LIFE, Route
from bot.core.report import RelayStatus
from bot.core.status import Waiting
from bot.core.task import Task
from bot.service.second_look import LATE
from tests.scene import names
from tests.service.lives import A_MINUTE, Lives, killed_at_its_end, on_lives, shows_end
from tests.service.showing import a_picture_of
from tests.ui.running import a_picture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sandbox.discord import Message

FETCH = "Fetch result"


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[Lives]:
    async with on_lives(tmp_path) as lives:
        yield lives


async def test_an_old_text_over_an_end_is_drawn_over(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)
    assert "20%" in message.text
    await lives.later(LATE)
    assert shows_end(message)
    await lives.later(A_MINUTE)
    assert len(lives.reads()) == 2, "what was mended is looked at once more"
    assert await lives.suspects() == []
    assert await lives.later(A_MINUTE) is None
    assert len(lives.scene.delivery._messages._known) == 0


async def test_so_is_an_old_picture(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running, a_picture("easel-1-preview.png"))
    ended = await lives.known(running)
    before = message.pictures()
    await lives.late_edit(ended, a_picture("easel-1.png"))  # the very final, uploaded once more
    assert message.pictures() != before
    await lives.later(LATE)
    assert shows_end(message)
    reply = await lives.scene.stage.store.reply(running.number)
    assert reply is not None
    assert reply.attached is not None
    [(url, _)] = message.pictures()
    assert reply.attached.url.partition("?")[0] == url.partition("?")[0]


async def test_a_picture_that_is_named_and_not_there_is_brought_again(lives: Lives) -> None:
    """Two lives: the upload of one comes late, and then a text of the other, with its picture."""
    running, message = await killed_at_its_end(lives)
    ended, reply = await lives.known(running), await lives.scene.stage.store.reply(running.number)
    assert reply is not None
    await lives.late_edit(ended, a_picture("easel-1.png"))
    await lives.scene.stage.display.show(ended, reply, Route.TOKEN, None)
    assert message.loose()
    await lives.later(LATE)
    assert shows_end(message)


async def test_a_picture_beside_the_gallery_goes(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)  # which has no picture to show
    assert message.loose()
    await lives.later(LATE)
    assert message.loose() == []
    assert shows_end(message)


async def test_a_picture_that_an_edit_took_away_is_brought_again(lives: Lives) -> None:
    scene = lives.scene
    task, message = await scene.imagined()
    picture = await a_picture_of(scene)
    scene.relay.inject("picture_expired", times=1)
    await scene.done(task, picture)
    await scene.turn()
    await scene.turn()
    troubled = await lives.known(task)
    assert troubled.trouble is not None
    await scene.stage.tasks.retry_picture(task.number)
    await lives.start()
    assert shows_end(message)
    await lives.late_edit(troubled)
    assert not message.attachments
    await lives.later(LATE)
    assert shows_end(message)


async def test_so_does_a_picture_of_what_came_to_nothing(lives: Lives) -> None:
    task, message = await lives.scene.imagined()
    running = await lives.scene.told(task, progress=20)
    await lives.scene.turn()
    failure = Failure(FailureKind.MODERATED)
    await lives.scene.told(task, status=RelayStatus.FAILURE, failure=failure)
    await lives.start()
    await lives.late_edit(running, a_picture("easel-1-preview.png"))
    assert message.attachments
    await lives.later(LATE)
    assert "20%" not in message.text
    assert not message.attachments


async def test_buttons_of_before_a_press_are_mended_and_the_picture_stays(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    ended = await lives.known(running)
    await lives.later(LATE)
    await lives.scene.stage.book.change(running.number, lambda task: task.press(1))
    await lives.start()
    [picture] = message.pictures()
    reply = await lives.scene.stage.store.reply(running.number)
    assert reply is not None
    await lives.scene.stage.display.show(ended, reply, Route.TOKEN, None)
    green = message.button("U1")["style"]
    assert message.button("U2")["style"] == green
    await lives.later(LATE)
    assert message.button("U2")["style"] != green
    assert [path.partition("?")[0] for path, _ in message.pictures()] == [
        picture[0].partition("?")[0]
    ]
    assert lives.scene.relay.counts["picture"] == 1


async def test_what_waits_in_the_queue_is_looked_at(lives: Lives) -> None:
    task, message = await lives.scene.imagined()
    change = lives.scene.stage.book.change
    far = await change(task.number, lambda t: t.placed(Waiting.TURN, 9))
    await lives.scene.turn()
    await change(task.number, lambda t: t.placed(Waiting.TURN, 3))
    await lives.start()
    newest = message.text
    await lives.late_edit(far)
    assert message.text != newest
    await lives.later(LATE)
    assert message.text == newest


async def test_what_was_taken_back_stays_so(lives: Lives) -> None:
    task, message = await lives.scene.imagined()
    running = await lives.scene.told(task, progress=20)
    await lives.scene.turn()
    await lives.scene.stage.book.change(task.number, Task.mute)
    await lives.start()
    said = message.text
    await lives.late_edit(running, a_picture("easel-1-preview.png"))
    await lives.later(LATE)
    assert message.text == said
    assert not message.attachments


async def test_by_the_bots_token_once_the_other_has_ended(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives, after=TOKEN_LIFE)
    await lives.late_edit(running, route=Route.BOT)
    await lives.later(LATE)
    assert shows_end(message)
    assert lives.reads() == ["bot"]


async def test_by_the_bots_token_where_discord_has_ended_the_other_before_its_time(
    lives: Lives,
) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)
    lives.scene.stage.discord.inject("50027", times=1000, path="@original")
    await lives.later(LATE)
    assert shows_end(message)
    assert lives.reads() == ["token", "bot"]


async def test_a_private_one_by_its_token(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives, private=True)
    await lives.late_edit(running)
    await lives.later(LATE)
    assert shows_end(message)


async def at_the_end_of_its_token(lives: Lives) -> tuple[Task, Message]:
    """A private task that runs, and its message, which is up to date and to get its button."""
    task, message = await lives.scene.imagined(private=True)
    running = await lives.scene.told(task, progress=20)
    await lives.scene.turn()
    await lives.scene.delivery.finish(5)
    lives.scene.clock.pass_(TOKEN_LIFE - OFFER_BEFORE)
    await lives.start()
    assert await lives.suspects() == []
    assert FETCH not in names(message)
    await lives.scene.stage.services.renewals.turn()
    lives.scene.clock.pass_(1)
    return running, message


async def test_a_kill_over_an_edit_that_brings_only_a_button_leaves_a_suspect(lives: Lives) -> None:
    running, message = await at_the_end_of_its_token(lives)
    held = lives.hold("PATCH")
    await lives.scene.delivery.turn()
    await held.until(1)
    assert await lives.scene.stage.store.behind() == [running.number]
    lives.scene.stage.discord.faults.let_go()
    await lives.scene.settle()
    assert FETCH in names(message)
    assert await lives.scene.stage.store.behind() == []


async def test_a_button_that_an_old_text_took_away_comes_again(lives: Lives) -> None:
    """Nothing else may come in time for a message that only its token leads to."""
    running, message = await at_the_end_of_its_token(lives)
    await lives.scene.told(running, progress=40)
    await lives.start()
    assert FETCH in names(message)
    old = await lives.scene.stage.store.reply(running.number)
    assert old is not None
    before = replace(old, offered=False)
    await lives.scene.stage.display.show(running, before, Route.TOKEN, None)
    assert FETCH not in names(message)
    await lives.later(LATE)
    assert FETCH in names(message)
    assert "40%" in message.text


async def test_a_kill_over_the_edit_that_mends_is_like_any_other(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    ended = await lives.known(running)
    await lives.late_edit(running)
    lives.scene.clock.pass_(LATE)
    await lives.look.turn()  # what differs is put before delivery, and the process killed
    await lives.start()
    assert shows_end(message)
    await lives.scene.stage.book.change(running.number, lambda task: task.press(1))
    await lives.later(LATE - 5)
    assert len(lives.reads()) == 1
    await lives.late_edit(ended)
    green, blue = message.button("U2")["style"], message.button("U1")["style"]
    assert green == blue
    await lives.later(5)
    assert message.button("U2")["style"] != message.button("U1")["style"]
