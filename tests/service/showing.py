"""A connected client, a relay's pictures, and a delivery whose turns a test makes."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from bot.core.pacing import FIRST_PAUSE
from bot.core.report import RelayStatus, Report
from bot.core.task import Task
from bot.media.pictures import Pictures
from bot.service.delivery import Delivery
from sandbox.relay import Relay
from tests.builders import a_button
from tests.clock import HandClock
from tests.ui.running import Stage, running

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.clock import Clock
    from bot.core.ports import Pictures as PortPictures
    from sandbox.discord import Message


@dataclass(frozen=True)
class Scene:
    """A connected client, a relay's pictures, and a delivery whose turns a test makes."""

    stage: Stage
    relay: Relay
    delivery: Delivery
    clock: HandClock

    async def imagined(self, **options: object) -> tuple[Task, Message]:
        """A task that somebody asked for, and the message that promises it."""
        use = await self.stage.imagine(**options)
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
        """Half a second later, every edit that may begin is made and brought home."""
        self.clock.pass_(FIRST_PAUSE)
        while True:
            pause = await self.delivery.turn()
            if not self.delivery._busy:
                return pause
            await self.settle()

    async def settle(self) -> None:
        edits = list(self.delivery._busy.values())
        for edit in edits:
            await edit
        await asyncio.sleep(0)  # what is to happen at its end may still wait for its turn

    def edits(self) -> list[str]:
        """The paths of every edit and new message so far, in the order they came."""
        return [
            f"{r.method} {r.path}"
            for r in self.stage.discord.requests
            if r.method in {"PATCH", "POST"} and "/messages" in r.path
        ]


def a_delivery(stage: Stage, pictures: PortPictures, clock: Clock) -> Delivery:
    """Delivery on this stage; it hears of every change of a task."""
    delivery = Delivery(
        store=stage.store,
        book=stage.book,
        display=stage.display,
        pictures=pictures,
        gate=stage.gate,
        clock=clock,
        chance=random.Random(0),
    )
    stage.book.watch(delivery)
    return delivery


@contextlib.asynccontextmanager
async def on_scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock, relay = HandClock(time.time()), Relay(preset="plus", auto=False, picture_size=64)
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running(tmp_path, clock=clock))
        url = await stack.enter_async_context(relay.serve())
        pool = stack.enter_context(ThreadPoolExecutor(1))
        pictures = await stack.enter_async_context(
            Pictures(hosts={"main": url}, pool=pool, sleep=lambda s: clock.wait(None, s))
        )
        delivery = a_delivery(stage, pictures, clock)
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
