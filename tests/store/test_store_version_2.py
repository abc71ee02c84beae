"""A database that the second format's own code wrote, brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.history import Filter
from bot.core.ledger import Due
from bot.core.picture import Image
from bot.core.preferences import Preferences
from bot.core.request import (
    Action,
    Blend,
    Change,
    Dimensions,
    Edit,
    FaceSwap,
    Imagine,
    Motion,
    Shorten,
    Speed,
    Verb,
    Video,
)
from bot.core.status import Status
from bot.core.terms import Terms
from bot.core.waiter import Waiter
from bot.store.database import Database
from bot.store.history import SqliteHistory
from bot.store.meta import Meta
from bot.store.operations import SqliteOperations
from bot.store.passes import SqlitePasses
from bot.store.tasks import SqliteTasks
from tests.builders import NOW, USER, a_reply, a_task

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.task import Task

VERSION_2 = Path(__file__).with_name("version_2.sql").read_text("utf-8")
REGION = Action(
    parent=1,
    parent_relay_id="1730000000000001",
    position=2,
    custom_id="MJ::Inpaint::1::9f2d",
    label="Vary (Region)",
    speed=Speed.FAST,
)


@pytest.fixture
async def migrated(path: Path) -> AsyncIterator[Database]:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_2)
    async with Database.open(path) as database:
        yield database


@pytest.fixture
async def tasks(migrated: Database) -> dict[int, Task]:
    """Every task of it, by number."""
    store = SqliteTasks(migrated)
    found = [await store.get(number) for number in range(1, 15)]
    return {task.number: task for task in found if task is not None}


async def test_what_was_asked_for_is_as_it_was(tasks: dict[int, Task]) -> None:
    assert {number: task.request for number, task in tasks.items() if number > 2} == {
        3: REGION,
        4: tasks[4].request,
        5: Imagine("a cat", picked=(4, 0)),
        6: Blend(Dimensions.LANDSCAPE),
        7: Video("waves", Motion.HIGH, loop=True, speed=Speed.RELAX),
        8: Shorten("many many words"),
        9: FaceSwap(),
        10: Edit("a red roof", retexture=True),
        11: Imagine("one that waits"),
        12: Imagine("one in doubt"),
        13: Change(1, "1730000000000001", 0, Verb.UPSCALE, 1, "U1"),
        14: Imagine("one that nobody has confirmed"),
    }
    assert isinstance(tasks[2].request, Action)
    assert tasks[2].request.remix


async def test_results_forms_and_failures_are_as_they_were(tasks: dict[int, Task]) -> None:
    assert tasks[1].pressed == {1}
    assert (tasks[2].form, tasks[2].form_since) == ("a lighthouse at dusk", NOW + 3)
    assert (tasks[3].answer, tasks[3].confirmed_at) == ("a red boat", NOW + 5)
    assert tasks[4].suggestions == ("a cat", "一只猫")
    assert tasks[6].failure == Failure(FailureKind.INVALID_PICTURE, "too dark")
    assert tasks[7].video == "https://cdn.example/7.mp4"
    assert (tasks[9].muted, tasks[10].removed) == (True, True)
    assert (tasks[12].status, tasks[12].in_doubt) == (Status.QUEUED, True)


async def test_what_was_made_before_there_was_money_costs_nothing(
    migrated: Database, tasks: dict[int, Task]
) -> None:
    assert {task.terms for task in tasks.values()} == {Terms()}
    rows = await migrated.rows("SELECT DISTINCT reserved, charged FROM tasks")
    assert [Due(row["reserved"], row["charged"]) for row in rows] == [Due(0, 0)]
    assert await migrated.rows("SELECT * FROM ledger") == []


async def test_what_members_chose_and_what_was_learnt_is_there(migrated: Database) -> None:
    history = SqliteHistory(migrated)

    assert await history.favourites(USER, [1, 7]) == {1}
    assert await history.preferences(USER) == Preferences(remix=True)
    assert [t.number for t in await history.page(USER, Filter(), before=None, limit=9)] == [7, 4, 1]
    assert await SqliteOperations(migrated).missing("main") == {"task/cancel": NOW}
    assert await Meta(migrated).get("commands") == "5c1f"
    assert await SqlitePasses(migrated).key() == bytes.fromhex("ab" * 32)
    assert await SqlitePasses(migrated).used("nonce")


async def test_pictures_that_may_be_needed_again_are_there(migrated: Database) -> None:
    store = SqliteTasks(migrated)

    assert await store.images(3) == [Image("image/png", b"\x89PNG mask")]
    assert await store.images(6) == [
        Image("image/png", b"\x89PNG"),
        Image("image/jpeg", b"\xff\xd8"),
    ]
    assert await store.images(4) == []


async def test_it_goes_on_from_there(migrated: Database, tasks: dict[int, Task]) -> None:
    store = SqliteTasks(migrated)

    assert await store.queued() == [Waiter(11, USER, NOW, relay="main")]
    assert await store.in_doubt("main") == [tasks[12]]
    assert await store.claimed() == [tasks[14]]
    assert [task.number for task in await store.at_relay("main")] == [2, 3, 5, 9, 13]
    await store.save(tasks[11].sending(NOW + 5))
    assert (await store.add(a_task(), a_reply(), [])).number == 15
