"""The numbered migrations, and bringing a database up to the newest of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.trouble import RESTORE, UnusableDatabase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiosqlite

APPLICATION = 0x4561736C
"""SQLite's `application_id` of our files ("Easl"); the first migration sets it."""
_FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version it leads to, and its SQL."""

    version: int
    sql: str


def migrations() -> list[Migration]:
    """Every step, in order; a file is named `<version>_<what>.sql`."""
    files = sorted(_FOLDER.glob("*.sql"))
    return [Migration(int(file.name.split("_")[0]), file.read_text("utf-8")) for file in files]


async def migrate(connection: aiosqlite.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Applies the steps that the database at `path` has not seen, each in one transaction.

    Raises `UnusableDatabase` for a file that is another program's or a newer version's.
    """
    version = await _version(connection, path)
    newest = steps[-1].version
    if version > newest:
        raise UnusableDatabase(
            path,
            f"was written by a newer Easel (its format is {version}, this one knows {newest}): "
            f"run that version again, or {RESTORE}",
        )
    for step in steps:
        if step.version > version:
            await _apply(connection, step)


async def _version(connection: aiosqlite.Connection, path: Path) -> int:
    """The version that the database has reached; 0 for a new file."""
    tables = await _number(connection, "SELECT count(*) FROM sqlite_schema")
    if tables and await _number(connection, "PRAGMA application_id") != APPLICATION:
        raise UnusableDatabase(path, "belongs to another program: choose another DATABASE_PATH")
    return await _number(connection, "PRAGMA user_version")


async def _number(connection: aiosqlite.Connection, sql: str) -> int:
    [row] = await connection.execute_fetchall(sql)
    return int(row[0])


async def _apply(connection: aiosqlite.Connection, step: Migration) -> None:
    """The step and its number, both or neither."""
    try:
        await connection.executescript(
            f"BEGIN IMMEDIATE;\n{step.sql}\nPRAGMA user_version = {step.version};\nCOMMIT;"
        )
    except BaseException:
        await connection.rollback()
        raise
