"""What is forgotten, what never is, and the room it took, in real files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.keeping import MEBIBYTE, Space
from bot.core.passes import Seat
from bot.core.picture import Image
from bot.core.promise import Promise
from bot.store.attic import SqliteAttic
from bot.store.database import Database
from bot.store.passes import SqlitePasses
from bot.store.promises import SqlitePromises
from tests.builders import APPLICATION, NOW, a_reply, a_task
from tests.store.stages import a_finished

if TYPE_CHECKING:
    from bot.store.tasks import SqliteTasks

VERSION_1 = Path(__file__).with_name("version_1.sql").read_text("utf-8")
PICTURES = [Image("image/png", b"\x89PNG"), Image("image/jpeg", b"\xff\xd8")]
MANY = 100


@pytest.fixture
def attic(database: Database) -> SqliteAttic:
    return SqliteAttic(database)


async def a_failed(store: SqliteTasks, at: float) -> int:
    """A blend that has failed then; its pictures are kept."""
    task = await store.add(a_task(), a_reply(), PICTURES)
    await store.save(task.failed(Failure(FailureKind.TIMEOUT), at))
    return task.number


async def test_pictures_of_what_failed_long_ago_are_forgotten_and_their_places_kept(
    store: SqliteTasks, attic: SqliteAttic
) -> None:
    old, young = await a_failed(store, NOW - 10), await a_failed(store, NOW + 10)
    waiting = await store.add(a_task(), a_reply(), PICTURES)

    assert await attic.pictures(NOW, MANY) == len(PICTURES)

    assert await store.images(old) == [Image("image/png", b""), Image("image/jpeg", b"")]
    assert await store.images(young) == PICTURES
    assert await store.images(waiting.number) == PICTURES
    assert await attic.pictures(NOW, MANY) == 0


async def test_one_transaction_takes_no_more_than_it_is_told(
    store: SqliteTasks, attic: SqliteAttic
) -> None:
    for _ in range(3):
        await a_failed(store, NOW - 10)

    assert [await attic.pictures(NOW, 4) for _ in range(3)] == [4, 2, 0]


async def test_tokens_that_have_ended_are_forgotten(store: SqliteTasks, attic: SqliteAttic) -> None:
    task = await store.add(a_task(), a_reply(), [])
    until = a_reply().token_until

    assert await attic.tokens(until - 1, MANY) == 0
    assert await attic.tokens(until, MANY) == 1

    reply = await store.reply(task.number)
    assert reply is not None
    assert (reply.token, reply.message_id) == ("", a_reply().message_id)


async def test_used_passes_and_promises_are_forgotten_the_key_is_not(
    database: Database, attic: SqliteAttic
) -> None:
    passes, promises = SqlitePasses(database), SqlitePromises(database)
    key = await passes.key()
    await passes.use("old", until=NOW - 1, now=NOW - 100)
    await passes.use("young", until=NOW + 1, now=NOW - 100)
    seat = Seat(APPLICATION, 2, None, "token", NOW, bot_can_edit=False, upload_limit=10)
    for until in (NOW - 1, NOW - 2, NOW + 1):
        await passes.seat(f"seat-{until}", seat, until=until, now=NOW - 100)
    for until in (NOW - 1, NOW + 1):
        await promises.keep(Promise(APPLICATION, f"token-{until}", until, "en-US", NOW - 900))

    assert await attic.passes(NOW, MANY) == 2  # seats; one use
    assert await attic.promises(NOW, MANY) == 1

    assert (await passes.used("old"), await passes.used("young")) == (False, True)
    assert await passes.seated(f"seat-{NOW - 2}") is None
    assert await passes.seated(f"seat-{NOW + 1}") == seat
    assert await passes.key() == key
    assert [promise.token_until for promise in await promises.open()] == [NOW + 1]


async def test_what_is_done_is_never_touched(store: SqliteTasks, attic: SqliteAttic) -> None:
    task = await a_finished(store)
    before = await store.reply(task.number)

    for forget in (attic.pictures, attic.passes, attic.promises):
        await forget(NOW * 2, MANY)

    assert await store.get(task.number) == task
    assert await store.reply(task.number) == before


async def test_free_room_is_given_back_step_by_step(
    path: Path, database: Database, attic: SqliteAttic
) -> None:
    await _filled(database, 8 * MEBIBYTE)
    before = await attic.space()
    assert before.can_shrink
    assert before.free > 7 * MEBIBYTE

    await attic.shrink(MEBIBYTE)
    after = await attic.space()
    assert before.whole - after.whole == MEBIBYTE
    while (await attic.space()).free:
        await attic.shrink(MEBIBYTE)
    await attic.settle()

    assert path.stat().st_size < before.whole - 7 * MEBIBYTE  # noqa: ASYNC240  (a test's own file)
    assert await database.damage() == []


async def _filled(database: Database, size: int) -> None:
    async with database.transaction() as connection:
        await connection.execute("CREATE TABLE ballast (data BLOB)")
        await connection.execute("INSERT INTO ballast VALUES (zeroblob(?))", (size,))
    async with database.transaction() as connection:
        await connection.execute("DROP TABLE ballast")


async def test_an_older_file_can_be_made_smaller_from_its_first_start_on(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)

    for _ in range(2):
        async with Database.open(path) as database:
            assert (await SqliteAttic(database).space()).can_shrink
            assert await database.damage() == []


@pytest.mark.parametrize(
    ("free", "whole", "disk", "can_shrink", "worth_it"),
    [
        (100, 300, 1000, True, True),
        (100, 1000, 1000, True, False),  # a tenth: it will be filled again
        (60, 100, 1000, True, False),  # little in all
        (100, 300, 10, True, False),  # no room to work in
        (100, 300, 1000, False, False),
    ],
)
def test_a_file_is_made_smaller_where_that_is_worth_it(
    free: int, whole: int, disk: int, can_shrink: bool, worth_it: bool
) -> None:
    space = Space(free * MEBIBYTE, whole * MEBIBYTE, disk * MEBIBYTE, can_shrink=can_shrink)
    assert space.worth_it is worth_it
