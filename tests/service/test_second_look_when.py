"""Which messages are looked at once more, when, how often, and what is left alone."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from bot.core import classic
from bot.core.reply import TOKEN_LIFE, Route
from bot.core.task import Task
from bot.service.second_look import LATE, LOOKS
from tests.service.lives import A_MINUTE, Lives, killed_at_its_end, on_lives, shows_end
from tests.service.showing import a_picture_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[Lives]:
    async with on_lives(tmp_path) as lives:
        yield lives


async def test_what_stands_is_read_once_and_not_edited(lives: Lives) -> None:
    _, message = await killed_at_its_end(lives)
    edits = message.edits
    await lives.later(LATE - 1)
    assert lives.reads() == []
    for _ in range(3):
        await lives.later(A_MINUTE)
    assert lives.reads() == ["token"]
    assert message.edits == edits
    assert await lives.suspects() == []


async def test_a_button_that_is_off_is_no_difference(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    task = await lives.known(running)
    for lacked in classic.takes(task, 0):
        await lives.scene.stage.services.abilities.lacks("main", lacked)
    await lives.scene.stage.book.change(task.number, lambda fresh: fresh.press(1))
    await lives.start()
    assert message.button("U1")["disabled"]
    edits = message.edits
    await lives.later(LATE)
    assert lives.reads() == ["token"]
    assert message.edits == edits


async def test_nothing_is_read_where_nothing_was_behind(lives: Lives) -> None:
    await killed_at_its_end(lives)
    await lives.later(LATE)
    await lives.scene.delivery.finish(5)
    await lives.start()
    assert await lives.later(A_MINUTE) is None
    assert len(lives.reads()) == 1


async def test_what_runs_is_left_to_its_next_edit(lives: Lives) -> None:
    task, message = await lives.scene.imagined()
    running = await lives.scene.told(task, progress=20)
    await lives.scene.turn()
    await lives.scene.told(task, progress=40)
    await lives.start()
    await lives.late_edit(running)
    await lives.later(LATE)
    assert lives.reads() == []
    assert await lives.suspects() == []
    await lives.scene.done(task, await a_picture_of(lives.scene))
    await lives.scene.turn()
    assert shows_end(message)


async def test_a_private_one_whose_token_has_ended_is_left(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives, private=True)
    await lives.late_edit(running)
    edits = lives.scene.edits()
    await lives.later(TOKEN_LIFE)
    assert "20%" in message.text
    assert lives.scene.edits() == edits
    assert lives.reads() == []
    assert await lives.suspects() == []


async def test_what_was_deleted_does_not_come_back(lives: Lives) -> None:
    removed, _ = await killed_at_its_end(lives)
    deleted, message = await killed_at_its_end(lives)
    await lives.scene.stage.book.change(removed.number, Task.remove)
    await lives.scene.turn()
    lives.scene.stage.discord.delete_message(message)
    edits = lives.scene.edits()
    await lives.later(LATE)
    assert lives.scene.edits() == edits
    assert await lives.suspects() == []
    assert lives.reads() == ["token"]
    assert (await lives.known(deleted)).ended


@pytest.mark.parametrize("fault", ["503", "200"])
async def test_discord_in_trouble_is_asked_again(lives: Lives, fault: str) -> None:
    running, message = await killed_at_its_end(lives, after=TOKEN_LIFE)
    await lives.late_edit(running, route=Route.BOT)
    lives.scene.stage.discord.inject(fault, times=1, method="GET", path="/messages/")
    await lives.later(LATE)
    assert "20%" in message.text
    assert await lives.suspects() == [running.number]
    await lives.later(A_MINUTE)
    assert shows_end(message)


@pytest.mark.parametrize(
    ("fails", "works"),
    [
        ("ALTER TABLE tasks RENAME TO gone", "ALTER TABLE gone RENAME TO tasks"),
        (
            "CREATE TRIGGER full BEFORE UPDATE ON replies BEGIN SELECT RAISE(FAIL, 'full'); END",
            "DROP TRIGGER full",
        ),
    ],
    ids=["cannot be read", "takes nothing"],
)
async def test_a_store_in_trouble_costs_no_look(lives: Lives, fails: str, works: str) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)
    store = lives.scene.stage.store._database
    async with store.transaction() as connection:
        await connection.execute(fails)
    for look in range(LOOKS + 1):
        await lives.later(A_MINUTE if look else LATE)
    async with store.transaction() as connection:
        await connection.execute(works)
    assert "20%" in message.text
    await lives.later(A_MINUTE)
    assert shows_end(message)


async def test_but_not_for_ever(lives: Lives) -> None:
    running, _ = await killed_at_its_end(lives, after=TOKEN_LIFE)
    lives.scene.stage.discord.inject("503", times=1000, method="GET", path="/messages/")
    for _ in range(LOOKS):
        assert await lives.suspects() == [running.number]
        await lives.later(A_MINUTE)
    assert await lives.suspects() == []
    assert await lives.later(A_MINUTE) is None


async def test_lives_that_are_shorter_than_the_wait_lose_none(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    for _ in range(3):
        await lives.later(LATE / 3 - 2)
        await lives.start()
    assert lives.reads() == []
    await lives.late_edit(running)
    await lives.later(6)
    assert shows_end(message)


async def test_what_is_behind_again_is_late_once_more(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.later(LATE - 5)
    await lives.scene.stage.book.change(running.number, lambda task: task.press(1))
    await lives.start()
    await lives.later(LATE - 5)
    assert lives.reads() == []
    await lives.late_edit(running)
    await lives.later(5)
    assert shows_end(message)


async def test_an_edit_on_its_way_is_waited_for(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)
    await lives.scene.stage.book.change(running.number, lambda task: task.press(1))
    lives.scene.clock.pass_(LATE)
    await lives.scene.delivery.turn()
    assert lives.scene.delivery._busy
    await lives.look.turn()
    assert lives.reads() == []
    await lives.scene.turn()
    await lives.later(A_MINUTE)
    assert shows_end(message)
    assert await lives.suspects() == []


async def test_an_edit_that_came_while_it_was_read_is_not_undone(lives: Lives) -> None:
    running, message = await killed_at_its_end(lives)
    await lives.late_edit(running)
    delivery = lives.scene.delivery
    resting = await delivery.at_rest(running.number)
    assert resting is not None
    _, believed = resting
    await lives.scene.stage.book.change(running.number, lambda task: task.press(1))
    await lives.scene.turn()
    edits = message.edits
    await delivery.redraw(believed, believed.overwritten(picture=True))
    await lives.scene.turn()
    assert message.edits == edits


class Soonest(random.Random):
    """Chance that makes every wait as short as it may be."""

    def uniform(self, least: float, _most: float) -> float:
        return least


# -- the constants as they are promised: the tests above go by whatever they say -------------------
async def test_no_message_is_read_before_half_a_minute_and_then_at_once(lives: Lives) -> None:
    await killed_at_its_end(lives)
    clock, since = lives.scene.clock, await lives.suspect_since()
    assert await lives.look.turn() == pytest.approx(since + 30 - clock.now())
    clock.pass_(since + 29.9 - clock.now())
    assert await lives.look.turn() == pytest.approx(0.1)
    assert lives.reads() == []
    clock.pass_(0.11)
    assert await lives.look.turn() is None
    assert lives.reads() == ["token"]


async def test_a_message_is_read_five_times_at_most_and_five_seconds_apart(lives: Lives) -> None:
    await killed_at_its_end(lives, after=TOKEN_LIFE)
    lives.scene.stage.discord.inject("503", times=1000, method="GET", path="/messages/")
    lives.look._chance = Soonest()
    clock = lives.scene.clock
    clock.pass_(30)
    for reads in range(1, 5):
        assert await lives.look.turn() == pytest.approx(5)
        assert lives.reads() == ["bot"] * reads
        clock.pass_(4.9)
        await lives.look.turn()
        assert lives.reads() == ["bot"] * reads
        clock.pass_(0.11)
    assert await lives.look.turn() is None
    assert lives.reads() == ["bot"] * 5


async def test_no_more_than_eight_are_read_at_once_and_all_in_the_end(lives: Lives) -> None:
    scene = lives.scene
    picture = await a_picture_of(scene)
    for _ in range(2 * 8 + 1):
        task, _ = await scene.imagined()
        await scene.done(task, picture)
    await lives.start()
    other, _ = await scene.imagined()
    scene.clock.pass_(30)
    reads = lives.hold("GET")
    looking = asyncio.create_task(lives.look.turn())
    for so_far in (8, 16, 17):
        await reads.until(so_far)
        await lives.late_edit(other)  # begun after all of them: one more would be there before it
        assert reads.so_far == so_far
        scene.stage.discord.faults.let_go()
    assert await looking is None
    assert await lives.suspects() == []
