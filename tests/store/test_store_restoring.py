from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.core.form import form_in_doubt
from bot.core.report import Acceptance
from bot.store.backup import NoCopy, backup
from bot.store.database import Database
from bot.store.inspection import State, inspect
from bot.store.restoring import LEFT_OUT, restore
from bot.store.tasks import SqliteTasks
from bot.store.trouble import UnusableDatabase
from tests.builders import NOW
from tests.store.stages import a_finished, a_queued

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.task import Task

BALLAST = "INSERT INTO meta VALUES (hex(randomblob(8)), hex(randomblob(2000)))"


@pytest.fixture
async def kept(path: Path, tmp_path: Path) -> tuple[Path, Task]:
    """A copy of a database that has one task, and that task."""
    async with Database.open(path) as database:
        task = await a_finished(SqliteTasks(database))
    backup(path, tmp_path / "copy.db")
    return tmp_path / "copy.db", task


def killed(path: Path) -> None:
    """Leaves the database as a process does that was killed while it wrote: its log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        for _ in range(100):
            connection.execute(BALLAST)
        connection.commit()
        log = path.with_name(f"{path.name}-wal")
        shutil.copy(log, log.with_suffix(".kept"))
    shutil.move(log.with_suffix(".kept"), log)


async def test_what_a_killed_process_left_does_not_ruin_the_copy(
    path: Path, kept: tuple[Path, Task]
) -> None:
    copy, task = kept
    killed(path)

    assert restore(copy, path).tasks == 1

    async with Database.open(path) as database:
        assert await database.damage() == []
        assert await SqliteTasks(database).get(1) == task
        assert len(await database.rows("SELECT * FROM meta")) < 100
    assert inspect(copy).state is State.SOUND
    with closing(sqlite3.connect(path.with_name(f"{path.name}.before"))) as before:
        assert before.execute("SELECT count(*) FROM meta").fetchone()[0] >= 100


async def test_no_number_is_given_twice(path: Path, kept: tuple[Path, Task]) -> None:
    copy, _ = kept
    async with Database.open(path) as database:
        later = [await a_finished(SqliteTasks(database)) for _ in range(2)]
    restore(copy, path)

    async with Database.open(path) as database:
        assert (await a_finished(SqliteTasks(database))).number == later[-1].number + LEFT_OUT + 1


async def test_a_forms_answer_that_waited_may_have_been_sent(path: Path, tmp_path: Path) -> None:
    async with Database.open(path) as database:
        store = SqliteTasks(database)
        task = await a_queued(store)
        for step in (
            lambda t: t.sending(NOW),
            lambda t: t.accepted(Acceptance("r1", form="a cat"), NOW),
            lambda t: t.answered("a black cat"),
        ):
            task = step(task)
            await store.save(task)
    backup(path, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", path)

    async with Database.open(path) as database:
        found = await SqliteTasks(database).get(task.number)
        assert found is not None
        assert form_in_doubt(found)


async def test_it_takes_the_place_of_a_damaged_one_and_of_none(
    path: Path, kept: tuple[Path, Task], tmp_path: Path
) -> None:
    copy, _ = kept
    path.write_bytes(b"no database" * 1000)  # noqa: ASYNC240  (a test's)
    restore(copy, path)
    restore(copy, tmp_path / "new" / "easel.db")

    for there in (path, tmp_path / "new" / "easel.db"):
        assert inspect(there).state is State.SOUND
        assert there.stat().st_mode & 0o077 == 0
    assert path.with_name(f"{path.name}.before").read_bytes().startswith(b"no database")
    with pytest.raises(UnusableDatabase, match="move that away first"):
        restore(copy, path)


async def test_a_running_easel_keeps_its_database(path: Path, kept: tuple[Path, Task]) -> None:
    copy, task = kept
    async with Database.open(path) as database:
        with pytest.raises(UnusableDatabase, match="in use by another running Easel"):
            restore(copy, path)
        assert await SqliteTasks(database).get(1) == task

    assert not path.with_name(f"{path.name}.part").exists()


async def test_one_on_another_machine_is_known_by_its_lease(
    path: Path, kept: tuple[Path, Task]
) -> None:
    copy, _ = kept
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO lease (one, owner, host, boot, pid, beats, beat_at)"
            " VALUES (1, 'x', 'elsewhere', 'b', 7, 1, ?)",
            (time.time(),),
        )
        connection.commit()

    with pytest.raises(UnusableDatabase, match="in use by process 7 on elsewhere: stop it first"):
        restore(copy, path)

    assert inspect(path).state is State.SOUND


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing.db", "is not there"),
        ("easel.db", "is the database itself"),
        ("text", "is no sound copy"),
        ("empty", "is no sound copy"),
        (".", "is not there"),
    ],
)
async def test_what_is_no_copy_is_not_restored(
    path: Path, kept: tuple[Path, Task], tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "text").write_text("DISCORD_TOKEN=abc")
    (tmp_path / "empty").touch()

    with pytest.raises(NoCopy, match=said):
        restore(tmp_path / name, path)

    assert inspect(path).tasks == 1
