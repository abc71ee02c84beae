"""A copy of the database, taken while the bot goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.core.errors import EaselError
from bot.store.inspection import Inspection, State, inspect, is_ours
from bot.store.lease import HAS_LEASE
from bot.store.schema import APPLICATION
from bot.store.trouble import RESTORE, UnusableDatabase, kind, unusable

if TYPE_CHECKING:
    from pathlib import Path

_ROOM = "make room on its disk, or choose a folder on another"
_LOOK = "SELECT count(*) FROM sqlite_schema"


class NoCopy(EaselError):
    """The copy cannot be made there; the text is a sentence that says why and what to do."""

    def __init__(self, to: Path, trouble: str) -> None:
        super().__init__(f"The copy {to} {trouble}.")


def backup(database: Path, to: Path) -> Inspection:
    """Copies `database` as it is at one moment to the file `to`, replacing an older copy there.

    The copy is one file, complete or absent: it is made beside `to`, read back, and moved into
    place. It only reads and needs no ownership, so it runs beside the bot; it blocks, so not inside
    it. Gives what the copy was found to be.

    Raises `UnusableDatabase` where there is nothing sound to copy; `NoCopy` when `to` is the
    database itself or something else that a copy must not replace, or cannot be written.
    """
    if not database.is_file():
        raise UnusableDatabase(database, "does not exist: check DATABASE_PATH")
    part = to.with_name(f"{to.name}.part") if to.name else to
    try:
        _check_place(database, to)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it holds interaction tokens
    except OSError as error:
        raise NoCopy(
            to,
            f"cannot be made ({error.strerror}): choose a folder that is there and can be written",
        ) from error
    try:
        copied(database, part, to=to)
        found = inspect(part)
        if found.state is not State.SOUND:
            raise UnusableDatabase(database, _unsound(found))
        part.replace(to)
    except OSError as error:
        raise NoCopy(to, f"cannot be made ({error.strerror}): {_ROOM}") from error
    finally:
        part.unlink(missing_ok=True)
    return found


def _check_place(database: Path, to: Path) -> None:
    """A slip of the hand (`backup .env`) must not cost a file."""
    if not to.name or to.is_dir():
        raise NoCopy(to, "is a folder: name the file of the copy")
    if to.exists() and not to.is_file():
        # As root, a copy would stand in the place of /dev/stdout for all other programs.
        raise NoCopy(to, "is a device: name a file for the copy")
    if to.exists() and to.samefile(database):
        raise NoCopy(to, "is the database itself: choose another file")
    if to.exists() and to.stat().st_size and not is_ours(to):
        raise NoCopy(
            to,
            "would replace a file that is not a copy of an Easel database: choose another file, or"
            " remove that one",
        )
    if to.with_name(f"{to.name}-wal").exists():
        raise NoCopy(to, "would replace a database that is in use: choose another file")


def copied(database: Path, part: Path, *, to: Path) -> None:
    """Copies a database to the empty file `part`, which is to become `to`.

    Raises `UnusableDatabase` for what is wrong with it, `NoCopy` for what is wrong there.
    """
    source = f"{database.absolute().as_uri()}?mode=ro"
    with unusable(database), closing(sqlite3.connect(source, uri=True)) as reader:
        reader.execute(_LOOK)  # what is wrong already has nothing to do with the copy
    try:
        with (
            closing(sqlite3.connect(source, uri=True)) as reader,
            closing(sqlite3.connect(part)) as target,
        ):
            reader.backup(target)
            # Like the database the copy says WAL, and would get two files beside it when opened.
            target.execute("PRAGMA journal_mode = DELETE")
            _let_go(target)
    except sqlite3.DatabaseError as error:
        if kind(error) == sqlite3.SQLITE_CORRUPT:
            raise UnusableDatabase(database, f"is damaged ({error}): {RESTORE}") from error
        raise NoCopy(to, f"cannot be made ({error}): {_ROOM}") from error


def _unsound(copy: Inspection) -> str:
    """What is wrong with a database, by its copy; the end of a sentence."""
    match copy.state:
        case State.FOREIGN:
            return "belongs to another program: check DATABASE_PATH"
        case State.MISSING:
            return "is empty: check DATABASE_PATH"
        case State.NEWER:
            return "was written by a newer Easel: have that version copy it"
        case _:
            return f"is damaged ({copy.trouble}): {RESTORE}"


def _let_go(target: sqlite3.Connection) -> None:
    """Takes the lease of the running bot out: whoever starts on the copy need not wait for it."""
    if target.execute(HAS_LEASE, (APPLICATION,)).fetchone():
        with target:
            target.execute("DELETE FROM lease")
