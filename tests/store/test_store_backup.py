from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.store.backup import NoCopy, backup
from bot.store.database import Database
from bot.store.inspection import State
from bot.store.tasks import SqliteTasks
from bot.store.trouble import UnusableDatabase
from tests.builders import a_reply, a_task
from tests.store.stages import a_finished

if TYPE_CHECKING:
    from pathlib import Path


LEAST = 40_960
"""Bytes: what SQLite keeps beside a database fits, a copy does not."""
ULIMIT = resource.getrlimit(resource.RLIMIT_FSIZE)


async def test_a_copy_taken_while_the_bot_runs_is_whole(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with Database.open(path) as database:
        store = SqliteTasks(database)
        task = await store.add(a_task(), a_reply(), [])
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO meta VALUES ('half', '1')")
            backup(path, copy)
        await store.save(task.queued())

    async with Database.open(copy) as database:
        assert await SqliteTasks(database).get(1) == task
        assert await database.row("SELECT * FROM meta") is None
        assert await database.damage() == []


async def test_a_copy_is_one_file_for_the_owner_alone(path: Path, tmp_path: Path) -> None:
    async with Database.open(path):
        pass
    folder = tmp_path / "copies"
    folder.mkdir()
    async with Database.open(folder / "copy.db"):
        pass  # an older copy
    (folder / "copy.db.lock").unlink()  # of the one that has had it open

    found = backup(path, folder / "copy.db")

    assert (found.state, found.tasks) == (State.SOUND, 0)
    assert found.size == (folder / "copy.db").stat().st_size

    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o077 == 0
    async with Database.open(folder / "copy.db") as database:
        assert await database.damage() == []


def test_nothing_to_copy_is_one_sentence(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase, match="does not exist: check DATABASE_PATH"):
        backup(path, tmp_path / "copy.db")


async def test_the_database_is_not_copied_onto_itself(path: Path, database: Database) -> None:
    with pytest.raises(NoCopy, match="is the database itself"):
        backup(path, path.parent / "." / path.name)

    assert await database.damage() == []


async def test_a_copy_that_fails_leaves_the_older_one(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with Database.open(copy):
        pass
    older = copy.read_bytes()
    path.write_bytes(b"these are not the bytes of a database" * 100)  # noqa: ASYNC240  (a test's)

    with pytest.raises(UnusableDatabase) as refused:
        backup(path, copy)

    assert str(refused.value).startswith(
        f"The database {path} cannot be used (file is not a database): check DATABASE_PATH, or"
    )

    assert copy.read_bytes() == older
    assert not copy.with_name("copy.db.part").exists()


async def test_a_damaged_database_is_not_passed_off_as_a_copy(path: Path, tmp_path: Path) -> None:
    async with Database.open(path) as database:
        await a_finished(SqliteTasks(database))
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)

    with pytest.raises(UnusableDatabase, match=r"easel\.db is damaged \(.+\): put a backup"):
        backup(path, tmp_path / "copy.db")

    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("content", [b"DISCORD_TOKEN=abc", b"\x00" * 5000])
async def test_a_file_that_is_no_copy_is_not_replaced(
    path: Path, tmp_path: Path, content: bytes
) -> None:
    async with Database.open(path):
        pass
    other = tmp_path / ".env"
    other.write_bytes(content)

    with pytest.raises(NoCopy, match="not a copy of an Easel database"):
        backup(path, other)
    with pytest.raises(NoCopy, match="is a folder"):
        backup(path, tmp_path)
    async with Database.open(tmp_path / "live.db"):
        with pytest.raises(NoCopy, match="that is in use"):
            backup(path, tmp_path / "live.db")

    assert other.read_bytes() == content


async def test_a_device_is_not_replaced_by_a_copy(path: Path, tmp_path: Path) -> None:
    async with Database.open(path):
        pass
    pipe = tmp_path / "stdout"
    os.mkfifo(pipe)

    with pytest.raises(NoCopy, match="name a file for the copy"):
        backup(path, pipe)

    assert pipe.is_fifo()


async def test_where_no_copy_can_be_made_is_said_by_its_own_name(
    path: Path, tmp_path: Path
) -> None:
    async with Database.open(path):
        pass

    with pytest.raises(NoCopy, match=r"The copy .*nowhere/copy\.db cannot be made"):
        backup(path, tmp_path / "nowhere" / "copy.db")


@pytest.mark.parametrize("name", ["x" * 300, "easel.db/copy.db", ""])
async def test_a_place_that_cannot_be_is_one_sentence(
    path: Path, tmp_path: Path, name: str
) -> None:
    async with Database.open(path):
        pass

    with pytest.raises(NoCopy, match=r"^The copy .*(choose a folder|name the file) .*\.$"):
        backup(path, tmp_path / name)


async def test_a_full_disk_is_said_to_be_that_of_the_copy(path: Path, tmp_path: Path) -> None:
    async with Database.open(path):
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (LEAST, ULIMIT[1]))
    try:
        with pytest.raises(NoCopy, match=r"copy\.db cannot be made .*: make room on its disk"):
            backup(path, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, ULIMIT)

    assert not (tmp_path / "copy.db.part").exists()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("PRAGMA user_version = 99", "was written by a newer Easel: have that version copy it"),
        ("PRAGMA application_id = 7", "belongs to another program: check DATABASE_PATH"),
    ],
)
async def test_a_database_that_is_none_of_this_version_is_said_to_be_so(
    path: Path, tmp_path: Path, sql: str, said: str
) -> None:
    async with Database.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()

    with pytest.raises(UnusableDatabase, match=rf"easel\.db {said}"):
        backup(path, tmp_path / "copy.db")


async def test_a_copy_taken_under_load_is_of_one_moment(path: Path, tmp_path: Path) -> None:
    """Each transaction writes two rows that belong together, as fast as it can."""
    async with Database.open(path) as database:
        await _filled(database)
        stop = asyncio.Event()
        writing = asyncio.create_task(_write(database, stop))
        copies = [tmp_path / f"{number}.db" for number in range(3)]
        for copy in copies:
            await asyncio.to_thread(backup, path, copy)
        stop.set()
        count = await writing

    pairs = []
    for copy in copies:
        async with Database.open(copy) as database:
            assert await database.damage() == []
            left, right = [
                (await database.rows(f"SELECT count(*) FROM meta WHERE key GLOB '{side}:*'"))[0][0]
                for side in ("left", "right")
            ]
            assert left == right
            pairs.append(left)
    assert pairs == sorted(pairs)
    assert 0 < pairs[-1] <= count


async def _filled(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("CREATE TABLE ballast (data BLOB)")
        await connection.executemany(
            "INSERT INTO ballast VALUES (randomblob(?))", [(1024 * 1024,)] * 20
        )


async def _write(database: Database, stop: asyncio.Event) -> int:
    count = 0
    while not stop.is_set():
        async with database.transaction() as connection:
            for side in ("left", "right"):
                await connection.execute("INSERT INTO meta VALUES (?, '')", (f"{side}:{count}",))
        count += 1
    return count
