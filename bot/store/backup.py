"""A copy of the database, taken while the bot goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.lease import HAS_LEASE
from bot.store.schema import APPLICATION
from bot.store.trouble import UnusableDatabase, translated

if TYPE_CHECKING:
    from pathlib import Path


def backup(database: Path, to: Path) -> None:
    """Copies `database` as it is at one moment to the file `to`, replacing what is there.

    The copy is one file, complete or absent: it is made beside `to` and moved into place. It only
    reads and needs no ownership, so it runs beside the bot; it blocks, so not inside it.

    Raises `UnusableDatabase` where there is nothing to copy or `to` is the database itself,
    `StoreError` when SQLite fails, `OSError` when `to` cannot be written.
    """
    if not database.is_file():
        raise UnusableDatabase(database, "does not exist: check DATABASE_PATH")
    if to.exists() and to.samefile(database):
        raise UnusableDatabase(database, "cannot be its own backup: choose another file")
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # it holds interaction tokens
    try:
        _copy(database, part)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _copy(database: Path, to: Path) -> None:
    source = f"{database.absolute().as_uri()}?mode=ro"
    with (
        translated(),
        closing(sqlite3.connect(source, uri=True)) as reader,
        closing(sqlite3.connect(to)) as target,
    ):
        reader.backup(target)
        # Like the database the copy says WAL, and would get two more files beside it when opened.
        target.execute("PRAGMA journal_mode = DELETE")
        _let_go(target)


def _let_go(target: sqlite3.Connection) -> None:
    """Takes the lease of the running bot out: whoever starts on the copy need not wait for it."""
    if target.execute(HAS_LEASE, (APPLICATION,)).fetchone():
        with target:
            target.execute("DELETE FROM lease")
