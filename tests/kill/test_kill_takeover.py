"""Two processes on one database where the file system's locks say nothing: the lease speaks.

The lock is taken away by deleting its file: whoever comes next locks another one of that name.
"""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tests.running import PATIENCE, ROOT, Bot
from tests.scene import Scene, scene

QUICK = "from bot.store import lease\nlease.PACE = lease.Pace(beat={}, life=0.6, silence=1.5)\n"


def quickened(stage: Scene, beat: float = 0.1) -> None:
    """From now on a lease is given up in seconds, by the programs' own code."""
    folder = stage.house.folder / "quick"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(QUICK.format(beat))
    stage.house.settings["PYTHONPATH"] = f"{folder}:{ROOT}"


async def another(stage: Scene) -> Bot:
    """Another Easel on the same database, which does not see the first one's lock."""
    (stage.house.folder / "easel.db.lock").unlink()
    folder = stage.house.folder / "another"
    folder.mkdir()
    return await Bot.run(stage.house.settings, folder, "run")


async def halted(stage: Scene, bot: Bot) -> None:
    """Stops a process where it stands, but not in the middle of a write: that would stop others."""

    def stopped() -> bool:
        bot.signal(signal.SIGSTOP)
        path = stage.house.settings["DATABASE_PATH"]
        with (
            closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection,
            suppress(sqlite3.OperationalError),
        ):
            connection.execute("BEGIN IMMEDIATE")
            return True
        bot.signal(signal.SIGCONT)
        return False

    await stage.house.until(stopped)


def said_by(stage: Scene, *where: str) -> str:
    return stage.house.folder.joinpath(*where, "bot.log").read_text("utf-8").splitlines()[-1]


def shown(stage: Scene) -> int:
    """How often a message was made or changed."""
    methods = {"PATCH", "POST", "DELETE"}
    return sum(request.method in methods for request in stage.discord.requests)


async def test_one_that_is_alive_is_left_alone(tmp_path: Path) -> None:
    async with scene(tmp_path, online=False) as stage:
        quickened(stage)
        first = await stage.house.start()

        code = await (await another(stage)).end()

        assert code == 1
        assert f"in use by another running Easel (process {first.pid} on " in said_by(
            stage, "another"
        )
        await stage.finished("still here")
        stage.check()


async def test_one_that_stood_still_does_nothing_more_once_its_place_is_taken(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, online=False) as stage:
        quickened(stage, beat=60.0)  # so that it finds out by looking before it acts, or never
        first = await stage.house.start(RELAY_MAX_RUNNING="1")
        running = await stage.imagine("a drowned bell")
        task = await stage.taken("a drowned bell")
        waiting = await stage.imagine("a second bell")
        await halted(stage, first)
        online = stage.house.online_again()
        second = await another(stage)
        try:
            await online
            stage.relay.finish(task.id)
            assert len((await stage.ended(running)).pictures()) == 1
            stage.relay.finish((await stage.taken("a second bell")).id)
            assert len((await stage.ended(waiting)).pictures()) == 1
            await stage.settled()
            edits, submits = shown(stage), stage.submits()

            first.signal(signal.SIGCONT)
            assert await first.end() == 1

            assert f"was taken over by another Easel (process {second.pid} on " in said_by(stage)
            assert (shown(stage), stage.submits()) == (edits, submits) == (edits, 2)
            await stage.imagine("the second goes on")
            stage.relay.finish((await stage.taken("the second goes on")).id)
        finally:
            assert await second.stop() == 0
        stage.check(errors=True)  # of the first one's loops, each of which found out for itself


async def test_one_that_stood_still_goes_on_where_nobody_took_its_place(tmp_path: Path) -> None:
    async with scene(tmp_path, online=False) as stage:
        quickened(stage)
        first = await stage.house.start()
        use = await stage.imagine("a patient heron")
        task = await stage.taken("a patient heron")
        await halted(stage, first)
        await stage.house.until(lambda: stage.house.silent > 1.0, PATIENCE)
        first.signal(signal.SIGCONT)
        stage.relay.finish(task.id)

        assert len((await stage.ended(use)).pictures()) == 1
        stage.check()
