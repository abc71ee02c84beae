"""Connections to the database file, each with a thread of its own."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

Made = TypeVar("Made")

PATIENCE = 10.0
"""Seconds a write waits for another program that is writing (an operator's sqlite3 shell)."""


async def in_thread(
    connection: aiosqlite.Connection, how: Callable[..., Made], *arguments: object
) -> Made:
    """What `how` gives for the connection itself and these, called in the connection's thread."""
    # aiosqlite has no public way to have a function of one's own run there.
    run: Callable[..., Awaitable[Made]] = connection._execute  # noqa: SLF001
    return await run(how, connection._conn, *arguments)  # noqa: SLF001


@asynccontextmanager
async def connected(path: Path, mode: str = "rw") -> AsyncIterator[aiosqlite.Connection]:
    """A connection without transactions of its own making, closed with the block."""
    async with aiosqlite.connect(
        _address(path, mode), uri=True, timeout=PATIENCE, isolation_level=None
    ) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _address(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"
