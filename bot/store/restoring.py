"""A copy of the database, put in its place again."""

from __future__ import annotations

import socket
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.backup import NoCopy, copied
from bot.store.inspection import Inspection, State, inspect
from bot.store.lease import PACE
from bot.store.ownership import owned
from bot.store.trouble import UnusableDatabase, unusable

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database. A killed process leaves it there; SQLite would write it into
whatever file has the database's name at the next start, and ruin a copy put there by hand."""

LEFT_OUT = 10_000
"""Numbers of tasks that are not given after a restoring: what was drawn since the copy was made has
them, perhaps where the newer database is lost, and messages carry them for ever."""
FORMS = 2
"""The first format that keeps what members fill in."""


def restore(copy: Path, database: Path) -> Inspection:
    """Puts `copy` in the place of `database`; what was there is kept under the name `….before`.

    `copy` itself stays as it is. It blocks. Gives what was found in it. What waited when the copy
    was made may have been sent since, and counts as sent without an answer: it is never sent again,
    but looked for at its relay, and where nothing tells of it its member decides.

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
            there = inspect(database)
            _let_alone(database, there)
            copied(copy, part, to=database)
            with unusable(database):
                _is_of_the_past(part, found, last=max(found.last, there.last))
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


def _let_alone(database: Path, found: Inspection) -> None:
    """Raises `UnusableDatabase` where another machine has the database, as its lease says; one on
    this machine is known by its lock."""
    holder = found.holder
    if holder is None or holder.host == socket.gethostname():
        return
    if time.time() - holder.beat_at < PACE.silence:
        raise UnusableDatabase(
            database,
            f"is in use by {holder.words}: stop it first; if it was killed, wait half a minute",
        )


def _is_of_the_past(part: Path, copy: Inspection, *, last: int) -> None:
    """Has a copy say of everything what may have happened to it since; `last` is the last number
    that is known to have been given."""
    now = time.time()
    with closing(sqlite3.connect(part)) as connection, connection:
        connection.execute(
            "UPDATE tasks SET status = 'queued', waiting = 'asking', sent_at = ?"
            " WHERE status IN ('claimed', 'queued') AND sent_at IS NULL",
            (now,),
        )
        if copy.version >= FORMS:
            connection.execute(
                "UPDATE tasks SET confirmed_at = ?, waiting = 'asking' WHERE status = 'submitted'"
                " AND form IS NOT NULL AND answer IS NOT NULL AND confirmed_at IS NULL",
                (now,),
            )
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'tasks'")
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('tasks', ?)", (last + LEFT_OUT,)
        )
