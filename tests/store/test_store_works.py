"""Works that share a transaction: each is kept whole or not at all, and none writes for another."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreError
from bot.store.database import Database
from bot.store.works import Job, UnsureError, do
from tests.clock import HandClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def setting(key: str, then: Exception | None = None) -> Callable[[sqlite3.Connection], str]:
    def work(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO meta (key, value) VALUES (?, '1')", (key,))
        if then is not None:
            raise then
        return key

    return work


async def keys(database: Database) -> set[str]:
    rows = await database.rows("SELECT key FROM meta WHERE key LIKE 'k%'")
    return {row["key"] for row in rows}


async def test_works_that_wait_share_a_transaction_and_fail_alone(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db", clock=HandClock()) as database:
        works = [setting("k1"), setting("k2", ValueError("no")), setting("k1"), setting("k3")]
        found = await asyncio.gather(*map(database.write, works), return_exceptions=True)
        assert found[0] == "k1"
        assert isinstance(found[1], ValueError)
        assert isinstance(found[2], StoreError)  # the key is there already
        assert found[3] == "k3"
        assert await keys(database) == {"k1", "k3"}


async def test_queries_that_come_at_once_are_answered_each_for_itself(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db", clock=HandClock()) as database:
        await database.write(setting("k1"))
        found = await asyncio.gather(
            database.rows("SELECT ? AS said", ("a",)),
            database.rows("SELECT nothing FROM nowhere"),
            database.rows("SELECT key FROM meta WHERE key = :key", {"key": "k1"}),
            return_exceptions=True,
        )
        assert [row["said"] for row in found[0]] == ["a"]
        assert isinstance(found[1], StoreError)
        assert [row["key"] for row in found[2]] == ["k1"]


async def test_a_query_that_nobody_waits_for_any_more_leaves_the_others_alone(
    tmp_path: Path,
) -> None:
    async with Database.open(tmp_path / "easel.db", clock=HandClock()) as database:
        given_up = asyncio.create_task(database.rows("SELECT 1"))
        other = asyncio.create_task(database.rows("SELECT 2 AS said"))
        await asyncio.sleep(0)
        given_up.cancel()
        assert (await other)[0]["said"] == 2
        assert given_up.cancelled()


async def test_only_what_is_to_last_waits_for_the_disk(tmp_path: Path) -> None:
    """How far a transaction gets is set for each, in whichever order they come."""
    levels = []

    def level(connection: sqlite3.Connection) -> None:
        [(found,)] = connection.execute("PRAGMA synchronous")
        levels.append(found)

    async with Database.open(tmp_path / "easel.db", clock=HandClock()) as database:
        for lasting in (False, True, True, False):
            await database.write(level, lasting=lasting)
        async with database.transaction(lasting=True):
            pass
        await database.write(level, lasting=True)
        await database.write(level)
    normal, full = 1, 2
    assert levels == [normal, full, full, normal, full, normal]


async def test_works_and_transactions_take_turns(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db", clock=HandClock()) as database:
        async with database.transaction() as connection:
            waiting = asyncio.create_task(database.write(setting("k2"), lasting=True))
            await connection.execute("INSERT INTO meta (key, value) VALUES ('k1', '1')")
            await asyncio.sleep(0)
            assert not waiting.done()
        await waiting
        assert await keys(database) == {"k1", "k2"}


def a_file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path / "a.db", isolation_level=None)
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    return connection


def test_nothing_is_kept_while_it_is_not_sure_whose_the_file_is(tmp_path: Path) -> None:
    connection, job = a_file(tmp_path), Job(setting("k1"), lasting=False)
    with pytest.raises(UnsureError):
        do(connection, [job], "", lambda: False)
    assert connection.execute("SELECT * FROM meta").fetchall() == []
    assert do(connection, [job], "", lambda: True) == [None]


def test_where_all_of_it_was_rolled_back_all_are_told(tmp_path: Path) -> None:
    connection = a_file(tmp_path)

    def full(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.Error):
        do(
            connection,
            [Job(setting("k1"), lasting=False), Job(full, lasting=False)],
            "",
            lambda: True,
        )
    assert not connection.in_transaction
    assert connection.execute("SELECT * FROM meta").fetchall() == []
