from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreError
from bot.store.database import Database
from bot.store.meta import Meta
from bot.store.schema import Migration, migrate, migrations
from bot.store.trouble import UnusableDatabase, unusable

if TYPE_CHECKING:
    from pathlib import Path


class Halted(Exception):
    """Raised by a test in the middle of a transaction."""


async def opened(path: Path) -> None:
    async with Database.open(path):
        pass


def overwrite_the_end(path: Path) -> None:
    """Makes the last page of the file unreadable, as a failing disk does."""
    broken = bytearray(path.read_bytes())
    broken[-4096:] = b"\xff" * 4096
    path.write_bytes(broken)


# -- opening ---------------------------------------------------------------------------------------
async def test_folder_and_file_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "easel.db"

    async with Database.open(path) as database:
        await Meta(database).set("key", "value")
        files = [file for file in path.parent.iterdir() if not file.name.endswith(".lock")]
        assert {file.stat().st_mode & 0o077 for file in files} == {0}


@pytest.mark.parametrize("name", ["mit Leerzeichen?.db", "100%.db", "#1 图.db"])
async def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    await opened(tmp_path / name)

    assert (tmp_path / name).stat().st_size > 0


async def test_what_was_written_is_there_the_next_time(path: Path) -> None:
    async with Database.open(path) as database:
        await Meta(database).set("commands", "one")
        await Meta(database).set("commands", "two")

    async with Database.open(path) as database:
        assert await Meta(database).get("commands") == "two"
        assert await Meta(database).get("other") is None


async def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnusableDatabase, match=r"cannot be made .*: check DATABASE_PATH"):
        await opened(tmp_path / "file" / "easel.db")


async def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase, match="is a folder"):
        await opened(tmp_path)


async def test_a_place_that_cannot_be_written_is_one_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser, as whom tests often run, may write everywhere.
    monkeypatch.setattr("os.access", lambda *_: False)

    with pytest.raises(UnusableDatabase, match="cannot be written: let the user"):
        await opened(path)


async def test_a_second_process_is_refused_and_let_in_later(path: Path) -> None:
    async with Database.open(path):
        with pytest.raises(UnusableDatabase, match="in use by another running Easel"):
            await opened(path)

    await opened(path)


async def test_a_lock_that_cannot_be_had_for_another_reason_is_not_called_in_use(
    path: Path,
) -> None:
    path.with_name(f"{path.name}.lock").write_bytes(b"not a database" * 100)

    with pytest.raises(UnusableDatabase, match="has no usable lock beside it"):
        await opened(path)


def test_what_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    words = b"these are not the bytes of a database" * 100
    path.write_bytes(words)

    with pytest.raises(UnusableDatabase, match="file is not a database"):
        asyncio.run(opened(path))

    assert path.read_bytes() == words


async def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE tasks (mine)")

    with pytest.raises(UnusableDatabase, match="belongs to another program"):
        await opened(path)


async def test_a_newer_versions_database_is_refused(path: Path) -> None:
    await opened(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")

    with pytest.raises(UnusableDatabase, match=r"written by a newer Easel .*999"):
        await opened(path)


# -- migrations ------------------------------------------------------------------------------------
def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.version for step in migrations()] == list(range(1, len(migrations()) + 1))


async def test_a_migration_that_fails_leaves_nothing_behind(database: Database, path: Path) -> None:
    newest = migrations()[-1].version
    good = Migration(newest + 1, "CREATE TABLE first (x);")
    bad = Migration(newest + 2, "CREATE TABLE second (x); INSERT INTO nowhere VALUES (1);")

    async with database.transaction() as connection:
        await connection.rollback()
        with pytest.raises(sqlite3.OperationalError):
            await migrate(connection, path, [*migrations(), good, bad])
        await connection.execute("BEGIN")

    found = await database.rows("SELECT name FROM sqlite_schema WHERE name IN ('first', 'second')")
    assert [row["name"] for row in found] == ["first"]
    version = await database.row("PRAGMA user_version")
    assert version is not None
    assert version[0] == newest + 1


# -- transactions ----------------------------------------------------------------------------------
async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO meta VALUES ('a', '1')")
            raise Halted

    with pytest.raises(Halted):
        await write()

    assert await Meta(database).get("a") is None


async def test_a_transaction_that_is_cancelled_leaves_nothing(database: Database) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO meta VALUES ('a', '1')")
            written.set()
            await asyncio.Event().wait()

    writer = asyncio.create_task(write())
    await written.wait()
    writer.cancel()
    await asyncio.wait([writer])

    assert await Meta(database).get("a") is None
    await Meta(database).set("a", "2")
    assert await Meta(database).get("a") == "2"


async def test_cancelling_anywhere_leaves_the_database_usable(database: Database) -> None:
    """The n-th turn of the event loop is the moment of the cancellation, for every n."""
    meta = Meta(database)
    for turns in range(40):
        writer = asyncio.create_task(meta.set("turns", str(turns)))
        for _ in range(turns):
            await asyncio.sleep(0)
        writer.cancel()
        await asyncio.wait([writer])

        await meta.set("after", str(turns))
        assert await meta.get("after") == str(turns)


async def test_transactions_do_not_mix(database: Database) -> None:
    async def count_up() -> None:
        async with database.transaction() as connection:
            [row] = await connection.execute_fetchall(
                "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta"
            )
            await connection.execute("INSERT OR REPLACE INTO meta VALUES ('n', ?)", (row[0] + 1,))

    await asyncio.gather(*(count_up() for _ in range(50)))

    assert await Meta(database).get("n") == "50"


async def test_reads_do_not_wait_for_a_write_and_do_not_see_half_of_it(
    database: Database,
) -> None:
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO meta VALUES ('half', '1')")

        assert await Meta(database).get("half") is None

    assert await Meta(database).get("half") == "1"


async def test_a_write_waits_for_another_program_that_is_writing(
    database: Database, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        write = asyncio.create_task(Meta(database).set("mine", "1"))
        await Meta(database).get("mine")  # a turn of the loop in which the write is handed on
        shell.execute("INSERT INTO meta VALUES ('theirs', '1')")
        shell.execute("COMMIT")
        await write

    assert await Meta(database).get("mine") == "1"
    assert await Meta(database).get("theirs") == "1"


async def test_what_sqlite_raises_is_ours(database: Database) -> None:
    with pytest.raises(StoreError, match="no such table"):
        await database.rows("SELECT * FROM nowhere")
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO images VALUES (404, 0, 'image/png', x'00')")


async def test_the_reading_side_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="readonly"):
        await database.rows("DELETE FROM meta")


# -- health ----------------------------------------------------------------------------------------
async def test_a_sound_database_says_so(database: Database) -> None:
    await database.probe()
    await database.probe()

    assert await database.damage() == []


async def test_a_full_disk_is_noticed(database: Database) -> None:
    async with database.transaction() as connection:
        # As little as there is already: SQLite takes no less.
        await connection.execute_fetchall("PRAGMA max_page_count = 1")

    with pytest.raises(StoreError, match="full"):
        await Meta(database).set("big", "x" * 100_000)

    assert await Meta(database).get("big") is None


async def test_damage_is_found(path: Path) -> None:
    async with Database.open(path) as database:
        for number in range(2000):
            await Meta(database).set(f"key {number}", "x" * 50)
    overwrite_the_end(path)

    async with Database.open(path) as database:
        assert await database.damage() != []


def test_a_full_disk_is_no_reason_to_give_the_database_up(tmp_path: Path) -> None:
    path = tmp_path / "easel.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(UnusableDatabase, match="make room on its disk") as told, unusable(path):
            connection.execute("CREATE TABLE one_more (page)")
    assert "move it away" not in str(told.value)
