"""Stopped with two hundred tasks in flight, as `docker stop` does it (and kills after 20 s)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, scene

MANY = 200
SOME = 10
CROWD = {"RELAY_MAX_RUNNING": str(MANY), "POLL_SECONDS": "0.5"}


async def in_flight(stage: Scene, count: int = MANY) -> None:
    """So many tasks that the relay draws and their members watch."""
    people = stage.discord.crowd(count // 4)
    for number in range(count):
        await stage.ask(f"picture number {number}", by=people[number % len(people)])
    await stage.house.until(lambda: len(stage.relay.tasks) == count, 60)
    for number, task in enumerate(list(stage.relay.tasks)):
        stage.relay.move(task, "IN_PROGRESS", f"{number % 90}%")


def brought(row: dict[str, Any]) -> bool:
    """Whether a task is done, and its message shows it."""
    return row["status"] == "done" and row["shown"] == row["revision"]


async def test_it_stops_in_time_and_goes_on_where_it_was(tmp_path: Path) -> None:
    async with scene(tmp_path, settings=CROWD) as stage:
        await in_flight(stage)

        assert await stage.house.bot.stop() == 0

        some = list(stage.relay.tasks)[:SOME]
        for task in some:
            stage.relay.finish(task)
        await stage.house.start()
        await stage.house.until(lambda: sum(map(brought, stage.stored())) == SOME, 60)
        assert stage.submits() == MANY
        stage.check()


async def test_it_stops_in_time_though_nobody_answers(tmp_path: Path) -> None:
    async with scene(tmp_path, settings=CROWD) as stage:
        await in_flight(stage)
        stage.discord.inject("delay", path="/webhooks/", seconds=FOREVER, times=MANY)
        for task in list(stage.relay.tasks)[:SOME]:
            stage.relay.finish(task)
        await stage.house.until(
            lambda: sum(row["status"] == "done" for row in stage.stored()) == SOME
        )
        stage.relay.inject("hang", path="/mj/", seconds=FOREVER, times=MANY)

        async with asyncio.timeout(PATIENCE):
            assert await stage.house.bot.stop() == 0


async def test_it_stops_in_time_while_it_comes_back_to_discord(tmp_path: Path) -> None:
    async with scene(tmp_path) as stage:
        use = await stage.imagine("a loose wire")
        task = await stage.taken("a loose wire")
        stage.discord.inject("gateway-mute")
        await stage.house.until(lambda: stage.discord.gateway.ungreeted > 0)

        assert await stage.house.bot.stop() == 0

        stage.discord.inject("gateway-online")
        stage.relay.finish(task.id)
        await stage.house.start()
        await stage.ended(use)
        stage.check()
