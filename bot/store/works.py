"""Work on the database that runs in SQLite's own thread: several in one go, each whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.store.trouble import translated

Work = Callable[[sqlite3.Connection], Any]
"""Reads and writes, inside of a transaction. Nothing of the event loop may be touched there."""


Parameters = Mapping[str, Any] | Sequence[Any]


class UnsureError(Exception):
    """It has to be seen first whether the database is still this process's."""


@dataclass(slots=True)
class Job:
    """Work that is to be done, and what came of it. See `Database.transaction` for `lasting`."""

    work: Work
    lasting: bool
    made: Any = None


@dataclass(slots=True)
class Query:
    """What is to be read, and the rows that were found."""

    sql: str
    parameters: Parameters
    found: list[sqlite3.Row] = field(default_factory=list)


def read(connection: sqlite3.Connection, queries: Sequence[Query]) -> list[Exception | None]:
    """Finds the rows of each; gives for each what kept it from that, if anything did."""
    return [_found(connection, query) for query in queries]


def _found(connection: sqlite3.Connection, query: Query) -> Exception | None:
    try:
        with translated():
            query.found = connection.execute(query.sql, query.parameters).fetchall()
    except Exception as error:  # noqa: BLE001  (it is whoever waits who is to hear of it)
        return error
    return None


def do(
    connection: sqlite3.Connection, jobs: Sequence[Job], level: str, sure: Callable[[], bool]
) -> list[Exception | None]:
    """Does these in one transaction; one that raises leaves nothing behind, and the others stand.

    `level` is how far they are to get, by SQLite's word for it; empty: as far as those before.
    Raises `UnsureError` and SQLite's own errors, with nothing of any of them kept.
    """
    if level:
        connection.execute(synchronous(level))
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check(sure)
        outcomes = [_done(connection, job) for job in jobs]
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return outcomes


def synchronous(level: str) -> str:
    """How far the transactions after it are to get; SQLite does not take it inside of one."""
    return f"PRAGMA synchronous = {level}"


def _check(sure: Callable[[], bool]) -> None:
    if not sure():
        raise UnsureError


def _done(connection: sqlite3.Connection, job: Job) -> Exception | None:
    connection.execute("SAVEPOINT job")
    try:
        with translated():
            job.made = job.work(connection)
    except Exception as error:  # noqa: BLE001  (it is whoever waits who is to hear of it)
        connection.execute("ROLLBACK TO job")  # raises where SQLite has rolled back everything
        return error
    finally:
        if connection.in_transaction:
            connection.execute("RELEASE job")
    return None
