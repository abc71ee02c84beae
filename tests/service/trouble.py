"""A store in trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.service.conftest import House


@asynccontextmanager
async def failing(house: House, event: str) -> AsyncIterator[None]:
    """SQLite refuses this meanwhile, as on a full disk."""
    database = house.store._database
    async with database.transaction() as connection:
        await connection.execute(
            f"CREATE TRIGGER full BEFORE {event} BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
    yield
    async with database.transaction() as connection:
        await connection.execute("DROP TRIGGER full")


async def renamed(house: House, before: str, after: str) -> None:
    """A table is there under another name, so that nobody can read it."""
    async with house.store._database.transaction() as connection:
        await connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
