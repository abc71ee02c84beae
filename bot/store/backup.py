"""A copy of the database, taken while the bot goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.core.errors import StoreError
from bot.store.inspection import Inspection, State, inspect, is_ours
from bot.store.lease import HAS_LEASE
from bot.store.schema import APPLICATION
from bot.store.trouble import UnusableDatabase, translated

if TYPE_CHECKING:
    from pathlib import Path


def backup(database: Path, to: Path) -> Inspection:
    """Copies `database` as it is at one moment to the file `to`, replacing an older copy there.

    The copy is one file, complete or absent: it is made beside `to`, read back, and moved into
    place. It only reads and needs no ownership, so it runs beside the bot; it blocks, so not inside
    it. Gives what the copy was found to be.

    Raises `UnusableDatabase` where there is nothing to copy, or `to` is the database itself or
    something else that a copy must not replace, or cannot be written; `StoreError` when SQLite
    fails or the copy is not sound; `OSError` when the disk fails meanwhile.
    """
    if not database.is_file():
        raise UnusableDatabase(database, "does not exist: check DATABASE_PATH")
    _check_place(database, to)
    part = to.with_name(f"{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it holds interaction tokens
    except OSError as error:
        raise UnusableDatabase(
            to,
            f"cannot be made ({error.strerror}): choose a folder that is there and can be written",
        ) from error
    try:
        _copy(database, part)
        found = inspect(part)
        if found.state is not State.SOUND:
            raise StoreError(f"the copy is not sound: {found.trouble or found.state}")
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return found


def _check_place(database: Path, to: Path) -> None:
    """A slip of the hand (`backup .env`) must not cost a file."""
    if to.is_dir():
        raise UnusableDatabase(to, "is a folder: name the file of the copy")
    if to.exists() and not to.is_file():
        # As root, a copy would stand in the place of /dev/stdout for all other programs.
        raise UnusableDatabase(to, "is a device: name a file for the copy")
    if to.exists() and to.samefile(database):
        raise UnusableDatabase(database, "cannot be its own backup: choose another file")
    if to.exists() and to.stat().st_size and not is_ours(to):
        raise UnusableDatabase(
            to, "is not a copy of an Easel database: choose another file, or remove that one"
        )
    if to.with_name(f"{to.name}-wal").exists():
        raise UnusableDatabase(to, "is being used by somebody: choose another file")


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
