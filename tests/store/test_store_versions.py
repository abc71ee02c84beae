"""Every format that was ever released, as its own code wrote it, becomes the newest."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.schema import migrations

DUMPS = {file.stem: file.read_text("utf-8") for file in Path(__file__).parent.glob("version_*.sql")}


async def schema(database: Database) -> list[tuple[str, str]]:
    found = await database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")
    return [(row["name"], row["sql"]) for row in found]


@pytest.mark.parametrize(("name", "text"), sorted(DUMPS.items()), ids=sorted(DUMPS))
async def test_it_is_whole_and_as_if_it_had_been_new(
    path: Path, tmp_path: Path, name: str, text: str
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(text)
        before = connection.execute("SELECT count(*) FROM tasks").fetchone()

    async with Database.open(path) as migrated, Database.open(tmp_path / "new.db") as new:
        assert await migrated.damage() == []
        assert await migrated.rows("PRAGMA foreign_key_check") == []
        assert await schema(migrated) == await schema(new)
        [count] = await migrated.rows("SELECT count(*) FROM tasks")
        assert tuple(count) == before

    version = re.search(r"PRAGMA user_version = (\d+);", text)
    assert version is not None
    assert name == f"version_{version[1]}"
    assert int(version[1]) < migrations()[-1].version
