"""A database looked at from outside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.store.database import Database
from bot.store.inspection import State, inspect
from bot.store.meta import Meta
from bot.store.tasks import SqliteTasks
from tests.store.stages import a_finished

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_sees_what_the_running_bot_has_written_and_who_runs_it(path: Path) -> None:
    async with Database.open(path) as database:
        await a_finished(SqliteTasks(database))
        await Meta(database).set("commands", "5c1f")

        found = inspect(path)

    assert (found.state, found.tasks, found.commands) == (State.SOUND, 1, "5c1f")
    assert found.version == found.newest
    assert found.holder is not None
    assert found.holder.pid == os.getpid()


async def test_it_leaves_nothing_behind(path: Path) -> None:
    async with Database.open(path) as database:
        await a_finished(SqliteTasks(database))
    before = sorted(file.name for file in path.parent.iterdir())

    found = inspect(path)

    assert (found.state, found.tasks, found.holder) == (State.SOUND, 1, None)
    assert sorted(file.name for file in path.parent.iterdir()) == before
    assert inspect(path.with_name("none.db")).state is State.MISSING
    assert sorted(file.name for file in path.parent.iterdir()) == before
