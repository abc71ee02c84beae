from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreError
from bot.store.backup import backup
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from bot.store.trouble import UnusableDatabase
from tests.builders import a_reply, a_task

if TYPE_CHECKING:
    from pathlib import Path


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
    (folder / "copy.db").write_text("an older copy")

    backup(path, folder / "copy.db")

    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o077 == 0
    async with Database.open(folder / "copy.db") as database:
        assert await database.damage() == []


def test_nothing_to_copy_is_one_sentence(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase, match="does not exist: check DATABASE_PATH"):
        backup(path, tmp_path / "copy.db")


async def test_the_database_is_not_copied_onto_itself(path: Path, database: Database) -> None:
    with pytest.raises(UnusableDatabase, match="cannot be its own backup"):
        backup(path, path.parent / "." / path.name)

    assert await database.damage() == []


def test_a_copy_that_fails_leaves_the_older_one(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"these are not the bytes of a database" * 100)
    copy = tmp_path / "copy.db"
    copy.write_text("an older copy")

    with pytest.raises(StoreError):
        backup(path, copy)

    assert copy.read_text() == "an older copy"
    assert not copy.with_name("copy.db.part").exists()
