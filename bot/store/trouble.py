"""What can go wrong with a database file, and SQLite's errors put into our own."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.core.errors import EaselError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
        raise UnusableDatabase(
            path, f"cannot be used ({error}): put a backup in its place, or move it away"
        ) from error
