"""Work on the database that runs in SQLite's own thread: several in one transaction, each whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.trouble import translated

Work = Callable[[sqlite3.Connection], Any]
"""Reads and writes, inside of a transaction. Nothing of the event loop may be touched there."""


class UnsureError(Exception):
    """It has to be seen first whether the database is still this process's."""


@dataclass(slots=True)
class Job:
    """Work that is to be done, and what came of it. See `Database.transaction` for `lasting`."""

    work: Work
    lasting: bool
    made: Any = None


def do(
    connection: sqlite3.Connection, jobs: Sequence[Job], sure: Callable[[], bool]
) -> list[Exception | None]:
    """Does these in one transaction; one that raises leaves nothing behind, and the others stand.

    Raises `UnsureError` and SQLite's own errors, with nothing of any of them kept.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check(sure)
        outcomes = [_done(connection, job) for job in jobs]
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return outcomes


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
