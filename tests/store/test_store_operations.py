from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.database import Database
from bot.store.operations import SqliteOperations
from tests.builders import NOW

if TYPE_CHECKING:
    from pathlib import Path


async def test_what_a_relay_lacks_is_known_after_a_restart(path: Path) -> None:
    async with Database.open(path) as database:
        await SqliteOperations(database).note("main", "submit/blend", missing_at=NOW)

    async with Database.open(path) as database:
        assert await SqliteOperations(database).missing("main") == {"submit/blend": NOW}


async def test_each_relay_lacks_its_own(database: Database) -> None:
    operations = SqliteOperations(database)
    await operations.note("main", "submit/blend", missing_at=NOW)
    await operations.note("main", "animate_high", missing_at=NOW + 1)
    await operations.note("other", "submit/blend", missing_at=NOW + 2)

    assert await operations.missing("main") == {"submit/blend": NOW, "animate_high": NOW + 1}
    assert await operations.missing("other") == {"submit/blend": NOW + 2}
    assert await operations.missing("third") == {}


async def test_the_newest_finding_counts(database: Database) -> None:
    operations = SqliteOperations(database)
    await operations.note("main", "submit/blend", missing_at=NOW)
    await operations.note("main", "submit/blend", missing_at=NOW + 9)
    assert await operations.missing("main") == {"submit/blend": NOW + 9}

    await operations.note("main", "submit/blend", missing_at=None)
    await operations.note("main", "task/cancel", missing_at=None)
    assert await operations.missing("main") == {}


async def test_what_is_at_another_address_is_found_out_anew(database: Database) -> None:
    addresses = {"main": "https://one.example"}
    operations = SqliteOperations(database, addresses=addresses)
    await operations.note("main", "submit/video", missing_at=NOW)
    addresses["main"] = "https://two.example"
    assert await operations.missing("main") == {}

    await operations.note("main", "submit/edits", missing_at=NOW)
    addresses["main"] = "https://one.example"
    assert await operations.missing("main") == {"submit/video": NOW}
