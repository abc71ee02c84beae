"""Delivery, one turn at a time: the real client on the sandbox's Discord, real pictures."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.picture import PictureTrouble
from bot.core.report import RelayStatus, Report
from bot.core.task import Status, Task
from bot.media.pictures import Pictures
from bot.service.delivery import Delivery
from sandbox.relay import Relay
from tests.builders import a_button
from tests.clock import HandClock
from tests.ui.running import Stage, running

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.discord import Message

HOUR = 3600.0


@dataclass(frozen=True)
class Scene:
    """A connected client, a relay's pictures, and a delivery whose turns a test makes."""

    stage: Stage
    relay: Relay
    delivery: Delivery
    clock: HandClock

    async def imagined(self) -> tuple[Task, Message]:
        """A task that somebody asked for, and the message that promises it."""
        use = await self.stage.imagine()
        assert use.reply is not None
        number = len(self.stage.discord.messages())
        return await self.stage.queued(number), use.reply

    async def told(self, task: Task, **says: object) -> Task:
        """The relay says this of the task."""
        report = Report(**({"relay_id": f"r{task.number}", "status": RelayStatus.RUNNING} | says))
        now = self.clock.now()
        return await self.stage.book.change(task.number, lambda t: t.told(report, now))

    async def done(self, task: Task, picture: str) -> Task:
        buttons = (a_button("U1"), a_button("U2"))
        return await self.told(task, status=RelayStatus.SUCCESS, picture=picture, buttons=buttons)

    async def turn(self) -> float | None:
        """One turn, and every edit it began brought home."""
        pause = await self.delivery.turn()
        await self.settle()
        return pause

    async def settle(self) -> None:
        edits = list(self.delivery._busy.values())
        for edit in edits:
            await edit

    def edits(self) -> list[str]:
        """The paths of every edit and new message so far, in the order they came."""
        return [
            f"{r.method} {r.path}"
            for r in self.stage.discord.requests
            if r.method in {"PATCH", "POST"} and "/messages" in r.path
        ]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock, relay = HandClock(time.time()), Relay(preset="plus", auto=False, picture_size=64)
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running(tmp_path))
        url = await stack.enter_async_context(relay.serve())
        pool = stack.enter_context(ThreadPoolExecutor(1))
        pictures = await stack.enter_async_context(
            Pictures(hosts={"main": url}, pool=pool, sleep=lambda s: clock.wait(None, s))
        )
        delivery = Delivery(
            store=stage.store,
            book=stage.book,
            display=stage.display,
            pictures=pictures,
            clock=clock,
            chance=random.Random(0),
        )
        stage.book.watch(delivery)
        yield Scene(stage, relay, delivery, clock)


async def a_picture_of(scene: Scene) -> str:
    """The address of a finished picture at the relay."""
    url, key = scene.relay.base_url, {"mj-api-secret": scene.relay.key}
    async with aiohttp.ClientSession(url, headers=key) as session:
        async with session.post("/mj/submit/imagine", json={"prompt": "a fox"}) as answer:
            relay_id = (await answer.json())["result"]
        scene.relay.finish(relay_id)
        async with session.get(f"/mj/task/{relay_id}/fetch") as answer:
            return str((await answer.json())["imageUrl"])


async def test_only_the_newest_state_is_shown(scene: Scene) -> None:
    task, message = await scene.imagined()
    for progress in (10, 20, 30):
        await scene.told(task, progress=progress)
    await scene.turn()

    assert len(scene.edits()) == 1
    assert "30%" in message.text
    reply = await scene.stage.store.reply(task.number)
    assert reply is not None
    assert reply.shown == (await scene.stage.book.find(task.number)).revision


async def test_progress_keeps_three_seconds_apart_and_the_end_does_not_wait(scene: Scene) -> None:
    task, message = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    await scene.told(task, progress=20)
    pause = await scene.turn()
    assert pause == pytest.approx(3)
    assert len(scene.edits()) == 1

    scene.clock.pass_(3)
    await scene.turn()
    assert "20%" in message.text
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()
    assert [b["label"] for b in message.buttons()] == ["U1", "U2"]


async def test_the_finished_picture_is_uploaded_with_the_prompt_as_its_alt_text(
    scene: Scene,
) -> None:
    task, message = await scene.imagined()
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()

    [(url, data)] = message.pictures()
    assert data is not None
    assert data.startswith(b"\x89PNG")
    assert url.startswith(scene.stage.discord.cdn.base_url)
    assert '"description": "a cat"' in str(message.json()).replace("'", '"')


async def test_finals_go_before_progress(scene: Scene) -> None:
    slow, slow_message = await scene.imagined()
    ended, ended_message = await scene.imagined()
    await scene.told(slow, progress=10)
    await scene.told(ended, status=RelayStatus.FAILURE, failure=Failure(FailureKind.MODERATED))
    assert (slow_message.edits, ended_message.edits) == (0, 0)
    await scene.delivery.turn()
    order = list(scene.delivery._busy)
    await scene.settle()
    assert order == [ended.number, slow.number]


async def test_what_changes_nothing_is_not_sent(scene: Scene) -> None:
    task, _ = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    scene.clock.pass_(3)
    # The relay forgot the task for a moment: news for the store, none for the member.
    now = scene.clock.now()
    await scene.stage.book.change(task.number, lambda t: t.missed(now, 600))
    await scene.turn()
    assert len(scene.edits()) == 1
    assert await scene.stage.store.behind() == []


async def test_after_the_tokens_life_the_bots_own_token_edits(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.clock.pass_(HOUR)
    await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in message.text
    assert "/channels/" in scene.edits()[-1]


async def test_a_token_that_died_early_is_tried_once(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.stage.discord.inject("50027", path="/webhooks/")
    await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in message.text
    scene.clock.pass_(3)
    await scene.told(task, progress=50)
    await scene.turn()
    assert sum("/webhooks/" in path for path in scene.edits()) == 1


async def test_a_deleted_message_ends_its_own_delivery_and_no_other(scene: Scene) -> None:
    gone, message = await scene.imagined()
    other, other_message = await scene.imagined()
    scene.stage.discord.delete_message(message)
    for task in (gone, other):
        await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in other_message.text
    await scene.done(gone, await a_picture_of(scene))
    tried = len(scene.edits())
    await scene.turn()
    assert len(scene.edits()) == tried, "a dead way is not tried again"
    assert await scene.stage.store.behind() == []


async def test_where_the_bot_lost_its_access_the_end_comes_as_a_direct_message(
    scene: Scene,
) -> None:
    task, _ = await scene.imagined()
    scene.clock.pass_(HOUR)
    scene.stage.discord.land.deny(scene.stage.gallery, "VIEW_CHANNEL")
    await scene.told(task, progress=40)
    await scene.turn()
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()

    [direct] = scene.stage.discord.messages(scene.stage.discord.dm(scene.stage.ada))
    [(_, data)] = direct.pictures()
    assert data is not None
    assert f"<@{scene.stage.ada.user.id}>" in direct.text
    # A pressed button is marked later: no reason for a second message.
    await scene.stage.tasks.mark_pressed(task.number, 0)
    await scene.turn()
    assert len(scene.stage.discord.messages(scene.stage.discord.dm(scene.stage.ada))) == 1


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        ("picture_expired", PictureTrouble.EXPIRED),
        ("picture_html", PictureTrouble.NOT_A_PICTURE),
        ("picture_bomb", PictureTrouble.TOO_MANY_PIXELS),
        ("picture_huge", PictureTrouble.TOO_LARGE),
    ],
)
async def test_a_picture_that_cannot_be_brought_is_told_and_can_be_tried_again(
    scene: Scene, fault: str, trouble: PictureTrouble
) -> None:
    task, message = await scene.imagined()
    picture = await a_picture_of(scene)
    scene.relay.inject(fault, times=1)
    await scene.done(task, picture)
    await scene.turn()
    await scene.turn()

    done = await scene.stage.book.find(task.number)
    assert done.status is Status.DONE
    assert done.trouble is trouble
    assert message.pictures() == []
    await scene.stage.tasks.retry_picture(task.number)
    await scene.turn()
    assert len(message.pictures()) == 1


async def test_discord_in_trouble_gets_it_later(scene: Scene) -> None:
    task, message = await scene.imagined()
    # The client itself repeats a 502 five times; 503 it gives up on at once on this way.
    scene.clock.pass_(HOUR)
    scene.stage.discord.inject("503", times=3, path="/channels/")
    await scene.told(task, status=RelayStatus.FAILURE, failure=Failure(FailureKind.MODERATED))
    pauses = []
    for _ in range(3):
        await scene.turn()
        pause = await scene.turn()
        assert pause is not None
        pauses.append(pause)
        scene.clock.pass_(pause)
    await scene.turn()
    assert pauses[0] >= 3
    assert not message.thinking
    assert await scene.stage.store.behind() == []


async def test_a_picture_that_this_way_does_not_take_is_shrunk(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.stage.discord.inject("40005", times=2, path="/messages/")
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()
    [(_, data)] = message.pictures()
    assert data is not None
    reply = await scene.stage.store.reply(task.number)
    assert reply is not None
    assert reply.upload_limit == 10 * 1024 * 1024 // 4


async def test_what_was_behind_at_the_start_is_shown(scene: Scene) -> None:
    task, message = await scene.imagined()
    stored = await scene.stage.book.find(task.number)
    await scene.stage.store.save(
        replace(stored, revision=stored.revision + 1, status=Status.RUNNING, progress=77)
    )
    await scene.delivery.load()
    await scene.turn()
    assert "77%" in message.text
