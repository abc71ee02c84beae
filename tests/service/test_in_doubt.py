"""Answers of which nobody knows whether Discord took them: claims, and promises of what is no
task's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.reply import TOKEN_LIFE
from bot.core.status import Status
from bot.core.task import Task
from bot.service.claims import LATEST, PAUSE
from sandbox.discord import Interaction
from tests.clock import HandClock
from tests.ui.running import Stage, a_picture, running


@dataclass(frozen=True)
class Doubt:
    """A picture's message, and a Discord that answers the next click not at all."""

    stage: Stage
    clock: HandClock

    async def pressed(self, fault: str) -> Interaction:
        """Somebody presses U1; `reset`: Discord never hears of the acknowledgement,
        `reset-after`: it does, and nobody knows."""
        self.stage.discord.inject(fault, path="/callback")
        use = await self.stage.ada.press(self.stage.discord.messages()[0], "ez:press:1:0")
        await self.stage.asked()
        return use

    async def shown(self, fault: str) -> Interaction:
        """The same with /show, which makes no task."""
        self.stage.discord.inject(fault, 2, path="/callback")  # that it failed is not said either
        use = await self.stage.ada.command(self.stage.gallery, "show", {"id": "1"})
        async with asyncio.timeout(10):
            await self.stage.services.promises._wake.wait()
        return use

    async def claims(self) -> float | None:
        return await self.stage.claims.turn(self.stage.display)

    async def promises(self) -> float | None:
        return await self.stage.services.promises.turn(self.stage.display)

    async def task(self) -> Task:
        return await self.stage.book.find(2)

    def asked_by(self, use: Interaction) -> int:
        """How many requests were made by a click's token, the acknowledgement not counted."""
        return sum(f"/{use.token}/messages" in r.path for r in self.stage.discord.requests)


@pytest.fixture
async def doubt(tmp_path: Path) -> AsyncIterator[Doubt]:
    clock = HandClock(time.time())
    async with running(tmp_path, clock=clock) as stage:
        await stage.imagine()
        await stage.finished(1, picture=a_picture())
        yield Doubt(stage, clock)


# -- claims ----------------------------------------------------------------------------------------
async def test_a_press_that_discord_has_taken_counts_as_one(doubt: Doubt) -> None:
    await doubt.pressed("reset-after")
    assert await doubt.claims() is None
    assert (await doubt.task()).status is Status.QUEUED
    assert (await doubt.stage.book.find(1)).pressed == {0}


async def test_one_that_it_has_not_is_never_shown(doubt: Doubt) -> None:
    await doubt.pressed("reset")
    pause = await doubt.claims()
    assert pause is not None
    assert pause >= PAUSE
    assert (await doubt.task()).status is Status.CLAIMED  # it may still be on its way
    doubt.clock.pass_(LATEST)
    assert await doubt.claims() is None
    assert (await doubt.task()).status is Status.CANCELLED
    reply = await doubt.stage.store.reply(2)
    assert reply is not None
    assert reply.route(doubt.clock.now()) is None
    assert (await doubt.stage.book.find(1)).pressed == frozenset()


async def test_whose_token_has_ended_meanwhile_is_told_anew_and_asked_nothing(
    doubt: Doubt,
) -> None:
    use = await doubt.pressed("reset-after")
    doubt.clock.pass_(TOKEN_LIFE)
    assert await doubt.claims() is None
    assert (await doubt.task()).failure == Failure(FailureKind.INTERRUPTED)
    assert doubt.asked_by(use) == 0


async def test_a_page_in_the_place_of_discords_word_is_no_word(doubt: Doubt) -> None:
    await doubt.pressed("reset-after")
    doubt.stage.discord.inject("200", path="@original")
    pause = await doubt.claims()
    assert pause is not None
    assert pause >= PAUSE
    assert (await doubt.task()).status is Status.CLAIMED
    assert await doubt.claims() is None
    assert (await doubt.task()).status is Status.QUEUED


async def test_one_that_discord_refused_while_the_store_failed_ends_once_that_is_well(
    doubt: Doubt,
) -> None:
    database = doubt.stage.store._database
    async with database.transaction() as connection:
        await connection.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON tasks WHEN new.status = 'cancelled'"
            " BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
    await doubt.pressed("10062")
    async with database.transaction() as connection:
        await connection.execute("DROP TRIGGER full")
    doubt.clock.pass_(LATEST)
    assert await doubt.claims() is None
    assert (await doubt.task()).status is Status.CANCELLED


# -- promises --------------------------------------------------------------------------------------
async def test_a_promise_that_discord_has_taken_ends_in_words(doubt: Doubt) -> None:
    use = await doubt.shown("reset-after")
    assert await doubt.promises() is None
    assert use.reply is not None
    assert use.reply.text == doubt.stage.texts.say("en", "errors.interrupted")
    assert await open_promises(doubt) == 0


async def test_a_page_in_the_place_of_its_answer_leaves_it_open(doubt: Doubt) -> None:
    use = await doubt.shown("reset-after")
    doubt.stage.discord.inject("200", path="@original")
    assert await doubt.promises() is not None
    assert await doubt.promises() is None
    assert use.reply is not None
    assert use.reply.text == doubt.stage.texts.say("en", "errors.interrupted")


async def test_nor_is_it_lost_where_a_page_comes_in_the_place_of_the_acknowledgement(
    doubt: Doubt,
) -> None:
    await doubt.shown("200")
    assert await doubt.promises() is not None
    doubt.clock.pass_(LATEST)
    assert await doubt.promises() is None
    assert await open_promises(doubt) == 0


async def test_nor_where_one_comes_in_the_place_of_what_is_written_there(doubt: Doubt) -> None:
    discord = doubt.stage.discord
    discord.inject("200", 2, path="@original", method="PATCH")  # nor can it be said in words
    use = await doubt.stage.ada.command(doubt.stage.gallery, "show", {"id": "1"})
    async with asyncio.timeout(10):
        await doubt.stage.services.promises._wake.wait()
    assert await doubt.promises() is None
    assert use.reply is not None
    assert use.reply.text == doubt.stage.texts.say("en", "errors.interrupted")


async def test_one_that_may_still_reach_it_is_kept_for_a_moment(doubt: Doubt) -> None:
    use = await doubt.shown("reset")
    pause = await doubt.promises()
    assert pause is not None
    assert pause >= PAUSE
    assert await open_promises(doubt) == 1
    doubt.clock.pass_(LATEST)
    assert await doubt.promises() is None
    assert await open_promises(doubt) == 0
    assert use.reply is None


async def test_one_whose_token_has_ended_is_forgotten_and_nobody_asked(doubt: Doubt) -> None:
    use = await doubt.shown("reset-after")
    doubt.clock.pass_(TOKEN_LIFE)
    assert await doubt.promises() is None
    assert await open_promises(doubt) == 0
    assert doubt.asked_by(use) == 0


async def open_promises(doubt: Doubt) -> int:
    """How many are in the store, for the next life to see to."""
    [row] = await doubt.stage.store._database.rows("SELECT count(*) AS open FROM promises")
    return int(row["open"])
