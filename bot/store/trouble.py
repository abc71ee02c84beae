"""What can go wrong with a database file, and SQLite's errors put into our own."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.core.errors import EaselError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


RESTORE = "put a backup in its place with `python -m bot restore FILE`"
"""What an operator does whose database is lost: nothing else knows what lies beside it."""


class UnusableDatabase(EaselError):
    """The database cannot be opened; the text is a sentence that says why and what to do."""

    def __init__(self, path: Path, trouble: str) -> None:
        super().__init__(f"The database {path} {trouble}.")


@contextmanager
def translated() -> Iterator[None]:
    """Raises `StoreError` from whatever SQLite raises inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


@contextmanager
def unusable(path: Path) -> Iterator[None]:
    """Raises `UnusableDatabase` from whatever SQLite raises while the file is being opened."""
    try:
        yield
    except sqlite3.Error as error:
        mend = _MEND.get(kind(error), _NEW)
        raise UnusableDatabase(path, f"cannot be used ({error}): {mend}") from error


def kind(error: sqlite3.Error) -> int:
    """Which of SQLite's kinds of errors it is, without where it came up."""
    # An error of Python's own part has no code.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY


_PRIMARY = 0xFF
"""The bits of SQLite's codes that tell the kind."""
_NEW = f"{RESTORE}, or move it away"
_WRITE = "let the user who runs Easel write it and its folder"
_MEND = {
    sqlite3.SQLITE_NOTADB: f"check DATABASE_PATH, or {_NEW}",
    sqlite3.SQLITE_FULL: "it is whole; make room on its disk and start again",
    sqlite3.SQLITE_IOERR: "look in the system's log for what is wrong with its disk",
    sqlite3.SQLITE_BUSY: "another program is using it; end that and start again",
    sqlite3.SQLITE_READONLY: _WRITE,
    sqlite3.SQLITE_CANTOPEN: _WRITE,
    sqlite3.SQLITE_PERM: _WRITE,
}
"""What to do where the file itself is not to blame: a full disk is no reason to give it up."""
