"""One process at a time: two Easels on one database would submit the same tasks twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bot.store.trouble import UnusableDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def owned(path: Path) -> Iterator[None]:
    """Owns the database at `path` for as long as the block runs.

    The lock is SQLite's own, on an empty file beside the database, because that one works the same
    on every system and the kernel lets go of it when the process dies, however it dies. It cannot
    be on the database itself, or a backup could not be taken while the bot runs. Where the file
    system has no such locks, `lease` settles it.

    Raises `UnusableDatabase` when another process owns it.
    """
    beside = path.with_name(f"{path.name}.lock")
    with closing(sqlite3.connect(beside, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA journal_mode = MEMORY")  # or the lock would need a file of its own
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise UnusableDatabase(path, _trouble(error, beside)) from error
        yield


def _trouble(error: sqlite3.Error, beside: Path) -> str:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return "is in use by another running Easel: stop that one first"
    return f"has no usable lock beside it ({error}): remove {beside}"
