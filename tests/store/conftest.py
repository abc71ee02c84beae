"""A real database in the test's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.database import Database
from bot.store.history import SqliteHistory
from bot.store.tasks import SqliteTasks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the test's database is."""
    return tmp_path / "easel.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with Database.open(path) as database:
        yield database


@pytest.fixture
def store(database: Database) -> SqliteTasks:
    return SqliteTasks(database)


@pytest.fixture
def history(database: Database) -> SqliteHistory:
    return SqliteHistory(database)
