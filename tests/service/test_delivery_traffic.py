"""Delivery and whoever else speaks to Discord, through its rate limits and its bad moments."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from bot.core.clock import SteadyClock
from bot.core.failure import Failure, FailureKind
from bot.core.pacing import FIRST_PAUSE
from bot.core.reply import Route
from bot.core.report import RelayStatus, Report
from bot.core.task import Task
from bot.service.delivery import PROGRESS_AT_LEAST, Delivery
from bot.service.gate import Lane
from sandbox.discord.limits import Limits, Rule
from tests.service.showing import Scene, a_delivery, on_scene
from tests.ui.running import Stage, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.ports import Pictures
    from sandbox.discord import Message

HOUR = 3600.0
MODERATED = Failure(FailureKind.MODERATED)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with running(tmp_path) as stage:
        stage.discord.limiter.enabled = True
        for rule in ("token", "edit", "send", "read"):
            stage.discord.limiter.rules[rule] = Rule(1000, 1.0)
        yield stage


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as scene:
        yield scene


def delivery_of(stage: Stage) -> Delivery:
    """By the machine's clock, and without pictures."""
    return a_delivery(stage, cast("Pictures", None), SteadyClock())


@contextlib.asynccontextmanager
async def at_work(delivery: Delivery) -> AsyncIterator[asyncio.Task[None]]:
    loop = asyncio.create_task(delivery.run())
    try:
        yield loop
    finally:
        loop.cancel()
        await delivery.finish(10)


async def asked(stage: Stage, *, by_token: bool) -> tuple[Task, Message]:
    """A task in the gallery, whose message the interaction's token leads to or does not."""
    use = await stage.imagine()
    task = await stage.queued(len(stage.discord.messages()))
    reply = await stage.store.reply(task.number)
    assert reply is not None
    if not by_token:
        await stage.store.save_reply(reply.closed(frozenset({Route.TOKEN})))
    assert use.reply is not None
    return task, use.reply


async def fail(stage: Stage, task: Task) -> None:
    await stage.book.change(task.number, lambda t: t.failed(MODERATED, 0.0))


async def shown(stage: Stage, *messages: Message) -> None:
    """Waits until each of these messages shows that its task has failed."""

    def ended(message: Message) -> bool:
        return not message.thinking and "Cancel" not in [b.get("label") for b in message.buttons()]

    for message in messages:
        await stage.discord.wait_for(
            lambda m, wanted=message: m.id == wanted.id and ended(m), channel=message.channel
        )


def limited(scene: Scene) -> Limits:
    """Discord's limits, which go by the clock of the test from now on."""
    limiter = scene.stage.discord.limiter
    limiter.enabled, limiter.now = True, scene.clock.monotonic
    return limiter


def refusals(stage: Stage) -> int:
    return sum(request.status == 429 for request in stage.discord.requests)


async def test_ends_in_one_channel_come_as_its_bucket_lets_them_and_earn_no_refusal(
    scene: Scene,
) -> None:
    asks = [await scene.imagined() for _ in range(12)]
    scene.clock.pass_(HOUR / 2)
    limited(scene).rules["edit"] = Rule(5, 0.4)
    for task, _ in asks:
        await scene.told(task, status=RelayStatus.FAILURE, failure=MODERATED)
    while (pause := await scene.turn()) is not None:
        scene.clock.pass_(pause)
    assert not any(message.thinking for _, message in asks)
    assert refusals(scene.stage) == 0


async def test_a_shut_channel_keeps_no_token_waiting(stage: Stage) -> None:
    behind, ahead = await asked(stage, by_token=False), await asked(stage, by_token=True)
    stage.gate.told(Lane("PATCH", stage.gallery.id), limit=5, remaining=0, reset_after=600.0)
    delivery = delivery_of(stage)
    async with at_work(delivery):
        await fail(stage, behind[0])
        await fail(stage, ahead[0])
        await shown(stage, ahead[1])
        assert behind[1].thinking
        assert behind[0].number in delivery._schedule


async def test_whoever_speaks_in_a_channel_keeps_to_its_bucket(scene: Scene) -> None:
    stage, limiter = scene.stage, limited(scene)
    limiter.rules["send"] = Rule(3, 0.3)  # by the hand's clock: what discord.py waits opens nothing
    channel = stage.client.get_partial_messageable(stage.gallery.id)
    await asyncio.gather(*(channel.send(f"note {n}") for n in range(8)))
    assert len(stage.discord.messages(stage.gallery)) == 8
    assert refusals(stage) == 0


async def test_all_that_the_bots_token_asks_for_stays_under_discords_limit(scene: Scene) -> None:
    stage, limiter = scene.stage, limited(scene)
    limiter.rules["read"] = limiter.rules["other"] = Rule(1000, 1.0)
    scene.clock.pass_(1.0)  # what was asked for at the start is over
    begun = scene.clock.monotonic()
    for _ in range(60):
        await stage.client.fetch_channel(stage.gallery.id)
    assert refusals(stage) == 0
    assert scene.clock.monotonic() - begun == pytest.approx(55 / 45)


async def test_edits_by_tokens_do_not_count_among_them(stage: Stage) -> None:
    stage.gate.shut(600.0)
    task, message = await asked(stage, by_token=True)
    async with at_work(delivery_of(stage)):
        await fail(stage, task)
        await shown(stage, message)


async def test_old_messages_have_a_narrower_bucket(scene: Scene) -> None:
    stage = scene.stage
    asks = [await scene.imagined() for _ in range(7)]
    scene.clock.pass_(2 * HOUR)
    limited(scene).rules["edit"] = Rule(1000, 1.0)
    for task, _ in asks:
        await scene.told(task, status=RelayStatus.FAILURE, failure=MODERATED)
    while (pause := await scene.turn()) is not None:
        scene.clock.pass_(pause)
    assert not any(message.thinking for _, message in asks)
    assert refusals(stage) == 0


@pytest.mark.parametrize("by_token", [True, False])
@pytest.mark.parametrize(
    "fault", ["429", "429-front-door", "429-global", "503", "reset", "reset-after"]
)
async def test_the_end_comes_after_whatever_went_wrong_and_the_way_stays_open(
    scene: Scene, fault: str, by_token: bool
) -> None:
    task, message = await scene.imagined()
    if not by_token:
        scene.clock.pass_(HOUR)
    scene.stage.discord.inject(fault, times=1, path="/messages/", method="PATCH", seconds=0.05)
    await scene.told(task, status=RelayStatus.RUNNING, progress=50)
    await until_shown(scene)
    assert "50%" in message.text
    await scene.told(task, status=RelayStatus.FAILURE, failure=MODERATED)
    await until_shown(scene)
    assert await scene.stage.store.behind() == []
    assert len(scene.stage.discord.messages()) == 1


async def until_shown(scene: Scene) -> None:
    for _ in range(10):
        pause = await scene.turn()
        if pause is None:
            return
        scene.clock.pass_(pause)
    raise AssertionError("still behind")


async def test_a_wait_that_is_too_long_is_waited_for_outside_of_the_library(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.clock.pass_(HOUR)
    scene.stage.discord.inject("429", path="/channels/", seconds=40.0)
    await scene.told(task, progress=50)
    pause = await scene.turn()
    assert pause is not None
    assert pause >= 40.0 - 1.0
    scene.clock.pass_(pause)
    await scene.turn()
    assert "50%" in message.text


async def test_an_edit_is_not_cancelled_with_the_loop_that_began_it(stage: Stage) -> None:
    task, message = await asked(stage, by_token=True)
    stage.discord.inject("delay", path="/messages/", method="PATCH", seconds=0.3)
    delivery = delivery_of(stage)
    await fail(stage, task)
    await delivery.turn()
    loop = asyncio.create_task(delivery.run())
    loop.cancel()
    await delivery.finish(10)
    assert not message.thinking
    # The token's lock is free: the next edit comes through.
    fresh = await stage.book.find(task.number)
    reply = await stage.store.reply(task.number)
    assert reply is not None
    async with asyncio.timeout(5):
        await stage.display.show(fresh, reply, Route.TOKEN, None)


async def test_what_makes_no_request_leaves_its_turn_to_others(scene: Scene) -> None:
    task, _ = await scene.imagined()
    scene.clock.pass_(HOUR)
    await scene.told(task, progress=10)
    await scene.turn()
    scene.clock.pass_(10)
    edits = len(scene.edits())
    opens = []
    for moment in range(8):  # news for the store, none for the member
        now = scene.clock.now() + moment
        await scene.stage.book.change(
            task.number,
            lambda t, now=now: replace(
                t.told(Report(relay_id="r1", status=RelayStatus.RUNNING, progress=10), now),
                revision=t.revision + 1,
            ),
        )
        scene.clock.pass_(3)
        await scene.turn()
        lane = Lane("PATCH", scene.stage.gallery.id)
        now = scene.clock.monotonic()
        opens.append(scene.stage.gate.opens(lane, now, urgent=True) <= now)
    assert len(scene.edits()) == edits
    assert all(opens)


async def test_progress_is_thinned_while_edits_begin_late(scene: Scene) -> None:
    task, message = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    for _ in range(200):
        scene.delivery._pressure.begun(scene.clock.monotonic(), 2.0)
    await scene.told(task, progress=20)
    pause = await scene.turn()
    assert pause is not None
    assert pause > 2 * 3.0
    scene.clock.pass_(pause)
    await scene.turn()
    assert "20%" in message.text


async def test_under_pressure_few_messages_show_progress_at_once_and_ends_all_the_same(
    scene: Scene,
) -> None:
    asks = [await scene.imagined() for _ in range(8)]
    for task, _ in asks[:6]:
        await scene.told(task, progress=10)
    for task, _ in asks[6:]:
        await scene.told(task, status=RelayStatus.FAILURE, failure=MODERATED)
    for _ in range(300):
        scene.delivery._pressure.begun(scene.clock.monotonic(), 3600.0)
    scene.clock.pass_(FIRST_PAUSE)
    await scene.delivery.turn()
    begun = set(scene.delivery._busy)
    assert {task.number for task, _ in asks[6:]} <= begun
    assert len(begun) == PROGRESS_AT_LEAST
    await scene.settle()
    await scene.turn()
    assert not any(message.thinking for _, message in asks)
