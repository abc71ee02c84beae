"""The database file: opened once, one transaction at a time, reads beside it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.core.clock import SteadyClock
from bot.core.errors import StoreError
from bot.store.connections import connected, in_thread
from bot.store.lease import Lease, LeaseLost
from bot.store.ownership import owned
from bot.store.schema import migrate, migrations
from bot.store.together import Together
from bot.store.trouble import UnusableDatabase, translated, unusable
from bot.store.works import Job, Query, UnsureError, do, read, synchronous

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    import aiosqlite

    from bot.core.clock import Clock
    from bot.store.works import Parameters

log = structlog.get_logger(__name__)
Made = TypeVar("Made")

_REWRITTEN = 64 * 1024 * 1024
"""Bytes of the largest file that is written anew at a start; about half a second."""
_MODE_AND_SIZE = """
    SELECT auto_vacuum, page_count * page_size
    FROM pragma_auto_vacuum, pragma_page_count, pragma_page_size
"""
_WAL_LEFT = 64 * 1024 * 1024
"""Bytes of log kept on disk once they are in the database; attached pictures make it grow."""

_PAUSE = 0.05
"""Seconds for which writes are gathered while many come."""


class Database:
    """One SQLite file, owned by this process.

    Kept here: every write is inside `write` or `transaction`, which let one in at a time (two on
    one connection would share a transaction, and commit or lose each other's work). Reads go
    through a second connection, so that they never wait behind a write and only ever see what is
    committed. Nothing is written once another process has taken the database over (`lease`).
    """

    def __init__(
        self,
        path: Path,
        writer: aiosqlite.Connection,
        reader: aiosqlite.Connection,
        lease: Lease,
        clock: Clock,
    ) -> None:
        self._path = path
        self._writer = writer
        self._reader = reader
        self._lease = lease
        self._turn = asyncio.Lock()
        self._level = ""
        self._jobs = Together(self._do, clock, pause=_PAUSE)
        self._queries = Together(self._find, clock)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, *, clock: Clock | None = None) -> AsyncIterator[Database]:
        """Opens the file, made with its folder where they are missing, and brings it up to date.

        Raises `UnusableDatabase` with a sentence for the operator: no place to write, in use by
        another process, not ours, or of a newer version.
        """
        _prepare(path)
        clock = clock or SteadyClock()
        with owned(path):
            async with connected(path) as writer:
                lease = Lease(path, clock=clock)
                with unusable(path):
                    seen = await lease.turn(writer)
                await _ready(writer, path)
                with unusable(path):
                    await lease.take(writer, seen)
                async with connected(path, mode="ro") as reader:
                    database = cls(path, writer, reader, lease, clock)
                    beating = asyncio.create_task(database._beat(clock), name="lease")
                    try:
                        yield database
                    finally:
                        await database._jobs.finish()
                        beating.cancel()
                        await asyncio.wait({beating})
                        with suppress(sqlite3.Error):  # whoever comes next waits a while then
                            await lease.release(writer)

    @asynccontextmanager
    async def transaction(self, *, lasting: bool = False) -> AsyncIterator[aiosqlite.Connection]:
        """Everything written inside is kept, or nothing when the block raises.

        A `lasting` one is on the disk itself when the block is left, and so is everything before
        it; the others survive a crash of the process at once, but of the machine only when the log
        is next synced. Waiting for the disk with every progress report would be a waste: the relay
        tells it again.

        Raises `StoreError` when SQLite fails.
        """
        async with self._turn:
            with translated():
                if level := self._towards(lasting=lasting):
                    await self._writer.execute_fetchall(synchronous(level))
                try:
                    await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                    await self._lease.check(self._writer)
                    yield self._writer
                    await self._writer.execute_fetchall("COMMIT")
                except BaseException:
                    self._lease.doubt()  # a beat that is not kept shows nobody that we live
                    # Does nothing after a COMMIT that ran although its waiter was cancelled.
                    await self._writer.rollback()
                    raise

    async def write(
        self,
        work: Callable[[sqlite3.Connection], Made],
        *,
        lasting: bool = False,
        hurry: bool = False,
    ) -> Made:
        """What `work` gives; all that it writes is kept, or nothing when it raises.

        It runs in SQLite's own thread in one go, which spares it a trip there and back for each
        statement. Works that come while one is done share the next transaction, and with it one
        wait for the disk; while many come, they are gathered for that, unless one is in a `hurry`.
        `lasting` is as in `transaction`. Raises `StoreError`.
        """
        job = Job(work, lasting)
        await self._jobs.add(job, hurry=hurry)
        made: Made = job.made
        return made

    async def _do(self, jobs: Sequence[Job]) -> Sequence[Exception | None]:
        while True:
            await self.permit()
            async with self._turn:
                with translated(), suppress(UnsureError):
                    return await self._done(jobs)

    async def _done(self, jobs: Sequence[Job]) -> list[Exception | None]:
        level = self._towards(lasting=any(job.lasting for job in jobs))
        return await in_thread(self._writer, do, jobs, level, lambda: self._lease.sure)

    def _towards(self, *, lasting: bool) -> str:
        """How far the next transaction is to get, if that is another level than the last one's."""
        before, self._level = self._level, "FULL" if lasting else "NORMAL"
        return "" if self._level == before else self._level

    async def permit(self) -> None:
        """Returns when this process may act on what it has read here.

        Raises `LeaseLost` when another one has taken the database over, and `StoreError`.
        """
        if not self._lease.sure:
            async with self.transaction():
                pass

    async def lost(self) -> None:
        """Waits until another process has taken the database over; raises `LeaseLost` then."""
        await self._lease.lost()

    async def _beat(self, clock: Clock) -> None:
        """Keeps the lease alive until it is lost."""
        while True:
            await clock.wait(None, self._lease.pace.beat)
            try:
                async with self.transaction() as connection:
                    await self._lease.beat(connection)
            except LeaseLost:
                return
            except StoreError as error:
                log.warning("lease not renewed", error=str(error))

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """What a query finds among all that is committed. Raises `StoreError`.

        Queries that come at once, or while others are answered, share a trip to SQLite's thread.
        """
        query = Query(sql, parameters)
        await self._queries.add(query)
        return query.found

    async def _find(self, queries: Sequence[Query]) -> Sequence[Exception | None]:
        with translated():
            return await in_thread(self._reader, read, queries)

    async def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row of what a query finds. Raises `StoreError`."""
        return next(iter(await self.rows(sql, parameters)), None)

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection that only reads, for what takes long: nobody else's reads wait behind it.

        All that is read through it is of one moment. Raises `StoreError`.
        """
        with translated():
            async with connected(self._path, mode="ro") as connection:
                await connection.execute_fetchall("BEGIN")
                yield connection

    async def probe(self) -> None:
        """Writes one row for good, since only a commit meets a full disk. Raises `StoreError`."""
        async with self.transaction() as connection:
            await connection.execute(
                "INSERT INTO meta (key, value) VALUES ('probe', '1') ON CONFLICT (key)"
                " DO UPDATE SET value = CAST(value AS INTEGER) + 1"
            )

    async def shrink(self, pages: int) -> None:
        """Cuts at most so many free pages off the file, in one transaction. Raises `StoreError`."""
        await self.permit()
        async with self._turn:
            with translated():
                # A script, since Python takes one step of a statement, which is one page.
                await self._writer.executescript(f"PRAGMA incremental_vacuum({pages})")

    async def settle(self) -> None:
        """Moves the log into the file as far as no reader holds it back, and looks whether queries
        would be planned otherwise by now. Raises `StoreError`.
        """
        async with self._turn:
            with translated():
                await self._writer.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
                await self._writer.execute_fetchall("PRAGMA optimize")

    async def damage(self) -> list[str]:
        """What SQLite finds broken in the file, nothing when it is sound. Reads all of it."""
        try:
            found = await self.rows("PRAGMA quick_check")
        except StoreError as error:
            return [str(error)]
        return [str(row[0]) for row in found if row[0] != "ok"]


def _prepare(path: Path) -> None:
    """Makes the file and its folder, readable by nobody else: it holds interaction tokens."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise UnusableDatabase(
            path, f"cannot be made ({error.strerror}): check DATABASE_PATH and who may write there"
        ) from error
    if path.is_dir():
        raise UnusableDatabase(path, "is a folder: DATABASE_PATH is to name a file")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise UnusableDatabase(
            path, "cannot be written: let the user who runs Easel write it and its folder"
        )


async def _ready(writer: aiosqlite.Connection, path: Path) -> None:
    """Sets the writer up and applies what migrations are missing."""
    with unusable(path):
        # Only heeded while the file is empty; `_shrinkable` is for those of before.
        await writer.execute_fetchall("PRAGMA auto_vacuum = INCREMENTAL")
        await migrate(writer, path, migrations())
        await _shrinkable(writer)
        await writer.execute_fetchall("PRAGMA journal_mode = WAL")
        await writer.execute_fetchall(f"PRAGMA journal_size_limit = {_WAL_LEFT}")
        await writer.execute_fetchall("PRAGMA foreign_keys = ON")


async def _shrinkable(writer: aiosqlite.Connection) -> None:
    """Lets a file of an older version be made smaller step by step from now on.

    It is written anew for that, which would hold up the start of a large one: that one stays as it
    is, and what becomes free in it is filled again.
    """
    [(mode, size)] = await writer.execute_fetchall(_MODE_AND_SIZE)
    if mode or size > _REWRITTEN:
        return
    try:
        await writer.execute_fetchall("PRAGMA auto_vacuum = INCREMENTAL")
        await writer.execute_fetchall("VACUUM")
    except sqlite3.Error as error:  # no room for it; nothing is lost
        log.warning("database not made shrinkable", error=str(error))
