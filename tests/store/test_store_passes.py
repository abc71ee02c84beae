"""Passes to the painter that have been used, and the key that outlives the process."""

from __future__ import annotations

from pathlib import Path

from bot.core.passes import Seat
from bot.store.database import Database
from bot.store.passes import SqlitePasses


async def test_the_key_is_made_once(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db") as database:
        first = await SqlitePasses(database).key()
        assert len(first) == 32
        assert await SqlitePasses(database).key() == first
    async with Database.open(tmp_path / "easel.db") as database:
        assert await SqlitePasses(database).key() == first


async def test_a_pass_is_used_once(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db") as database:
        passes = SqlitePasses(database)
        assert not await passes.used("one")
        assert await passes.use("one", until=200.0, now=100.0)
        assert await passes.used("one")
        assert not await passes.use("one", until=200.0, now=101.0)
        assert await passes.use("other", until=300.0, now=102.0)
        await passes.give_back("one")
        assert await passes.use("one", until=200.0, now=103.0)


async def test_what_has_run_out_is_forgotten_and_nothing_else(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db") as database:
        passes = SqlitePasses(database)
        key = await passes.key()
        await passes.use("old", until=200.0, now=100.0)
        await passes.use("new", until=3000.0, now=100.0)
        await passes.use("next", until=4000.0, now=250.0)
        assert not await passes.used("old")
        assert await passes.used("new")
        assert await passes.key() == key


async def test_a_card_is_kept_as_long_as_its_pass(tmp_path: Path) -> None:
    seat = Seat(1, 2, None, "token", 900.0, bot_can_edit=False, upload_limit=10)
    async with Database.open(tmp_path / "easel.db") as database:
        passes = SqlitePasses(database)
        await passes.seat("old", seat, until=200.0, now=100.0)
        await passes.seat("new", seat, until=3000.0, now=100.0)
        assert await passes.seated("old") == seat
        await passes.seat("next", seat, until=4000.0, now=250.0)
        assert await passes.seated("old") is None
        assert await passes.seated("new") == seat
