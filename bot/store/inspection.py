"""A look at a database file from outside: it changes nothing, and the bot may be running."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import BadInput
from bot.store import guild_file
from bot.store.lease import HAS_LEASE, HOLDER, Holder
from bot.store.schema import APPLICATION, migrations

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for somebody who holds the file."""


class State(StrEnum):
    """What a file is, as far as Easel is concerned."""

    MISSING = "missing"
    FOREIGN = "foreign"
    NEWER = "newer"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found: the format it has and the newest known, its size in bytes, how many tasks it
    has and the last number that was given to one, who holds it, and which commands were published
    from it (`Meta`'s word for them)."""

    state: State
    newest: int
    version: int = 0
    size: int = 0
    tasks: int = 0
    last: int = 0
    holder: Holder | None = None
    commands: str | None = None
    trouble: str = ""


def inspect(path: Path) -> Inspection:
    """Looks at the file and reads all of it. Never raises."""
    newest = migrations()[-1].version
    try:
        if not path.exists() or (path.is_file() and path.stat().st_size == 0):
            return Inspection(State.MISSING, newest)
        with closing(_opened(path)) as connection:
            return _inspected(connection, newest)
    except sqlite3.DatabaseError as error:
        foreign = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        state = State.FOREIGN if foreign else _state(error)
        return Inspection(state, newest, trouble=str(error))
    except OSError as error:
        return Inspection(State.UNREADABLE, newest, trouble=str(error.strerror))


def chosen_channels(path: Path) -> dict[int, frozenset[int]]:
    """The channels that each server has chosen for pictures; none where they cannot be read.

    For a database that `inspect` finds sound.
    """
    try:
        if not path.exists():
            return {}
        with closing(_opened(path)) as connection:
            rows = connection.execute("SELECT guild_id, settings FROM guilds").fetchall()
        return {guild: guild_file.imported(settings).channels for guild, settings in rows}
    except (sqlite3.DatabaseError, OSError, BadInput):
        return {}


def is_ours(path: Path) -> bool:
    """Whether a file is a database of Easel's, by its first bytes alone. Raises `OSError`."""
    with path.open("rb") as file:
        head = file.read(100)
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION.to_bytes(4)


def _opened(path: Path) -> sqlite3.Connection:
    """Without a log beside it nobody has it open, and it is read as it lies there: SQLite would
    make files beside it otherwise, and leave them."""
    alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    address = f"{path.absolute().as_uri()}?mode=ro{alone}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE)


def _state(error: sqlite3.DatabaseError) -> State:
    return State.DAMAGED if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT else State.UNREADABLE


def _inspected(connection: sqlite3.Connection, newest: int) -> Inspection:
    if not _number(connection, "SELECT count(*) FROM sqlite_schema"):
        return Inspection(State.MISSING, newest)
    if _number(connection, "PRAGMA application_id") != APPLICATION:
        return Inspection(State.FOREIGN, newest)
    version = _number(connection, "PRAGMA user_version")
    if version > newest:
        return Inspection(State.NEWER, newest, version)
    [(said,), *_] = connection.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        return Inspection(State.DAMAGED, newest, version, trouble=" ".join(said.split()))
    return Inspection(
        State.SOUND,
        newest,
        version,
        size=_number(connection, "PRAGMA page_count") * _number(connection, "PRAGMA page_size"),
        tasks=_number(connection, "SELECT count(*) FROM tasks"),
        last=_number(connection, "SELECT total(seq) FROM sqlite_sequence WHERE name = 'tasks'"),
        holder=_holder(connection),
        commands=_commands(connection),
    )


def _holder(connection: sqlite3.Connection) -> Holder | None:
    if not connection.execute(HAS_LEASE, (APPLICATION,)).fetchone():
        return None
    found = connection.execute(HOLDER).fetchone()
    return Holder(*found) if found else None


def _commands(connection: sqlite3.Connection) -> str | None:
    found = connection.execute("SELECT value FROM meta WHERE key = 'commands'").fetchone()
    return str(found[0]) if found else None


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
