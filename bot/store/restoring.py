"""A copy of the database, put in its place again."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

from bot.store.backup import NoCopy, copied
from bot.store.inspection import Inspection, State, inspect
from bot.store.lease import PACE
from bot.store.ownership import owned
from bot.store.trouble import UnusableDatabase

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database. A killed process leaves it there; SQLite would write it into
whatever file has the database's name at the next start, and ruin a copy put there by hand."""


def restore(copy: Path, database: Path) -> Inspection:
    """Puts `copy` in the place of `database`; what was there is kept under the name `….before`.

    `copy` itself stays as it is. It blocks. Gives what was found in it.

    Raises `NoCopy` where `copy` is no sound copy; `UnusableDatabase` where a running Easel has the
    database, something is kept under that name already, or the place cannot be written.
    """
    found = _looked_at(copy, database)
    before = database.with_name(f"{database.name}.before")
    if before.exists():
        raise UnusableDatabase(database, f"has been kept as {before} before: move that away first")
    part = database.with_name(f"{database.name}.part")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with owned(database):
            _let_alone(database)
            copied(copy, part, to=database)
            for end in (*BESIDE, ""):
                old = database.with_name(f"{database.name}{end}")
                if old.exists():
                    old.replace(f"{before}{end}")
            part.replace(database)
    except OSError as error:
        raise UnusableDatabase(
            database,
            f"cannot be made ({error.strerror}): check DATABASE_PATH and who may write there",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return found


def _looked_at(copy: Path, database: Path) -> Inspection:
    """What is in the copy. Raises `NoCopy` unless it is sound."""
    if not copy.is_file():
        raise NoCopy(copy, "is not there: name the file that `python -m bot backup` made")
    if database.exists() and copy.samefile(database):
        raise NoCopy(copy, "is the database itself: name the file of a backup")
    found = inspect(copy)
    if found.state is not State.SOUND:
        words = f"{found.state}: {found.trouble}" if found.trouble else found.state
        raise NoCopy(copy, f"is no sound copy of this Easel's ({words}): name another one")
    return found


def _let_alone(database: Path) -> None:
    """Raises `UnusableDatabase` where another machine has the database, as its lease says; one on
    this machine is known by its lock."""
    holder = inspect(database).holder
    if holder is None or holder.host == socket.gethostname():
        return
    if time.time() - holder.beat_at < PACE.silence:
        raise UnusableDatabase(
            database,
            f"is in use by {holder.words}: stop it first; if it was killed, wait half a minute",
        )
