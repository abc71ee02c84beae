"""Who may work on a database, with a clock in hand and rows that other processes have left."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import StoreError
from bot.store.backup import backup
from bot.store.database import Database
from bot.store.lease import Lease, LeaseLost, Pace, holder
from bot.store.sql import ADD_IMAGE
from bot.store.trouble import UnusableDatabase
from tests.clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    import aiosqlite

PACE = Pace()


def leave(path: Path, **changes: Any) -> None:
    """Another process's lease, as it would stand in the database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        here = {
            "owner": "another",
            "host": "there",
            "boot": "b",
            "pid": 1,
            "beats": 0,
            "beat_at": 0,
        }
        connection.execute(
            "INSERT OR REPLACE INTO lease VALUES (1, :owner, :host, :boot, :pid, :beats, :beat_at)",
            here | changes,
        )


class Watched(HandClock):
    """A clock at each of whose waits the other process may do something."""

    def __init__(self, path: Path, **does: Any) -> None:
        super().__init__()
        self._path, self._does = path, does
        self.waited = 0.0

    async def wait(self, event: Any, seconds: float | None) -> bool:
        self.waited += seconds or 0.0
        if self._does:
            leave(self._path, beat_at=self.now(), **self._does)
        return await super().wait(event, seconds)


@pytest.fixture
async def connection(path: Path, database: Database) -> aiosqlite.Connection:
    """The writing connection of an open database that the tests take the lease of."""
    return database._writer


def a_lease(path: Path, clock: HandClock) -> Lease:
    return Lease(path, clock=clock, ticks=clock.monotonic, pace=PACE)


async def test_a_silent_one_is_waited_for_and_then_taken_over(
    path: Path, connection: aiosqlite.Connection
) -> None:
    clock = Watched(path)
    leave(path, beat_at=clock.now())
    lease = a_lease(path, clock)

    await lease.take(connection, await lease.turn(connection))

    assert clock.waited == pytest.approx(PACE.silence, abs=PACE.beat)
    found = await holder(connection)
    assert found is not None
    assert (found.pid, found.beat_at) == (os.getpid(), clock.now())


@pytest.mark.parametrize("skew", [-120.0, 120.0])
async def test_one_that_beats_is_seen_to_be_alive_whatever_its_clock_says(
    path: Path, connection: aiosqlite.Connection, skew: float
) -> None:
    clock = Watched(path, beats=1)
    leave(path, beat_at=clock.now() + skew)

    with pytest.raises(UnusableDatabase, match=r"in use by another .* \(process 1 on there\)"):
        await a_lease(path, clock).turn(connection)

    assert clock.waited <= PACE.beat


async def test_one_that_is_long_gone_is_not_waited_for(
    path: Path, connection: aiosqlite.Connection
) -> None:
    clock = Watched(path)
    leave(path, beat_at=clock.now() - PACE.abandoned - 1)

    assert await a_lease(path, clock).turn(connection) is not None
    assert clock.waited == 0


async def test_a_process_of_this_machine_that_has_ended_is_not_waited_for(
    path: Path, connection: aiosqlite.Connection, database: Database
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])  # noqa: ASYNC220  (ends at once)
    dead.wait()
    clock = Watched(path)
    leave(path, boot=database._lease._me.boot, pid=dead.pid, beat_at=clock.now())

    assert await a_lease(path, clock).turn(connection) is not None
    assert clock.waited == 0


async def test_of_two_that_want_it_one_gets_it(
    path: Path, connection: aiosqlite.Connection
) -> None:
    clock = Watched(path)
    leave(path, beat_at=clock.now())
    first, second = a_lease(path, clock), a_lease(path, clock)
    seen = [await lease.turn(connection) for lease in (first, second)]

    await first.take(connection, seen[0])
    with pytest.raises(UnusableDatabase, match="in use by another"):
        await second.take(connection, seen[1])


async def test_who_stood_still_looks_before_it_writes(path: Path) -> None:
    clock = HandClock()
    async with Database.open(path) as database:
        lease = database._lease = a_lease(path, clock)
        await lease.take(database._writer, await holder(database._writer))
        leave(path, owner="another", host="there", pid=7)
        async with database.transaction():
            pass  # nobody can have taken it yet, so nobody looks

        clock.pass_(PACE.life)
        with pytest.raises(LeaseLost, match=r"taken over by another Easel \(process 7 on there\)"):
            await database.permit()
        with pytest.raises(LeaseLost):
            async with database.transaction() as connection:
                await connection.execute("DELETE FROM meta")
        with pytest.raises(LeaseLost):
            await database.lost()


async def test_who_stood_still_goes_on_where_nobody_took_over(path: Path) -> None:
    clock = HandClock()
    async with Database.open(path) as database:
        lease = database._lease = a_lease(path, clock)
        await lease.take(database._writer, await holder(database._writer))

        clock.pass_(PACE.silence * 10)
        await database.permit()

        assert lease.sure


async def test_it_is_given_back_at_the_end(path: Path) -> None:
    async with Database.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM lease").fetchall() == []


async def test_a_copy_belongs_to_nobody(path: Path, tmp_path: Path) -> None:
    async with Database.open(path):
        backup(path, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT * FROM lease").fetchall() == []


async def cannot_be_kept(database: Database) -> None:
    """A transaction whose COMMIT fails."""
    async with database.transaction() as connection:
        await connection.execute("PRAGMA defer_foreign_keys = ON")
        await connection.execute(ADD_IMAGE, (7, 0, "image/png", b""))


async def test_a_beat_that_was_not_kept_counts_for_nothing(path: Path) -> None:
    clock = HandClock()
    async with Database.open(path) as database:
        lease = database._lease = a_lease(path, clock)
        await lease.take(database._writer, await holder(database._writer))
        clock.pass_(PACE.life)
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            await cannot_be_kept(database)
        leave(path, owner="another", host="there", pid=7)

        assert not lease.sure
        with pytest.raises(LeaseLost):
            await database.permit()
