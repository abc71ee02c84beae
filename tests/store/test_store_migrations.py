"""A database that the first format's own code wrote, brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.history import Filter
from bot.core.picture import Attached, Image, PictureTrouble
from bot.core.reply import Route
from bot.core.report import Button
from bot.core.request import Action, Imagine, Model, Note, Speed
from bot.core.status import Status, Waiting
from bot.core.waiter import Waiter
from bot.store.database import Database
from bot.store.history import SqliteHistory
from bot.store.meta import Meta
from bot.store.tasks import SqliteTasks
from tests.builders import NOW, USER, a_button, a_reply, a_task

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.task import Task

VERSION_1 = Path(__file__).with_name("version_1.sql").read_text("utf-8")
ACTION = Action(
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
        connection.executescript(VERSION_1)
    async with Database.open(path) as database:
        yield database


@pytest.fixture
async def tasks(migrated: Database) -> dict[int, Task]:
    """Every task of it, by number."""
    store = SqliteTasks(migrated)
    found = [await store.get(number) for number in range(1, 11)]
    return {task.number: task for task in found if task is not None}


async def test_a_finished_task_is_as_it_was(tasks: dict[int, Task]) -> None:
    assert tasks[1] == a_task(
        revision=6,
        state="ez-version-1-1",
        status=Status.DONE,
        relay_id="1730000000000001",
        sent_at=NOW + 2,
        moved_at=NOW + 60,
        ended_at=NOW + 60,
        progress=100,
        picture="https://cdn.example/1.png",
        buttons=(
            a_button("U1"),
            Button(custom_id="MJ::JOB::::9f2d", label="", emoji="🔄"),
            a_button("Vary (Region)"),
        ),
        pressed=frozenset({0}),
        final_prompt="a lighthouse at dusk --ar 3:2 --v 7",
        job_id="9f2d4c1e-8a77-4d0e-b1de-6a0f7b3c5e11",
    )
    assert (tasks[10].status, tasks[10].trouble) == (Status.DONE, PictureTrouble.EXPIRED)


async def test_requests_are_as_they_were(tasks: dict[int, Task]) -> None:
    assert tasks[2].request == ACTION
    assert tasks[3].request == Action(
        parent=1,
        parent_relay_id="1730000000000001",
        position=1,
        custom_id="MJ::JOB::reroll::0::9f2d::SOLO",
        label="🔄",
        speed=Speed.FAST,
        again_of=2,
    )
    notes = (
        Note("dashes_mended", {"before": "—niji", "after": "--niji"}),
        Note("links_moved"),
    )
    assert tasks[5].request == Imagine("画一只猫 --niji 6", Model.NIJI, Speed.RELAX, notes=notes)


async def test_an_open_form_runs_out_from_when_it_was_last_heard_of(
    tasks: dict[int, Task],
) -> None:
    assert tasks[4].awaits_form
    assert (tasks[4].form, tasks[4].form_since) == ("a lighthouse", NOW + 3)
    assert [task.number for task in tasks.values() if task.form_since is not None] == [2, 3, 4]


async def test_failures_have_kinds_that_are_still_known(tasks: dict[int, Task]) -> None:
    assert {number: task.failure for number, task in tasks.items() if task.failure} == {
        2: Failure(FailureKind.FORM_EXPIRED),
        5: Failure(FailureKind.BANNED_PROMPT, "blood"),
    }


async def test_every_task_is_in_the_list_it_was_in(
    migrated: Database, tasks: dict[int, Task]
) -> None:
    store = SqliteTasks(migrated)

    assert await store.claimed() == [tasks[9]]
    assert await store.queued() == [Waiter(8, USER, NOW, relay="main")]
    assert await store.in_doubt("main") == [tasks[7]]
    assert await store.at_relay("main") == [tasks[3], tasks[4]]
    assert (tasks[6].status, tasks[8].waiting) == (Status.CANCELLED, Waiting.RELAY_FULL)
    assert set(await store.behind()) == {2, 3, 4, 5, 6, 7, 8, 10}


async def test_messages_pictures_and_facts_are_there(migrated: Database) -> None:
    store = SqliteTasks(migrated)

    assert await store.reply(1) == a_reply(
        message_id=1_290_000_000_000_000_001,
        attached=Attached("https://cdn.example/1.png", "https://media.example/1.png", shrunk=True),
        shown=6,
        drawn="a1b2",
        finished=True,
    )
    assert await store.reply(8) == a_reply(task=8).closed(frozenset({Route.TOKEN, Route.BOT}))
    assert await store.images(5) == [
        Image("image/png", b"\x89PNG"),
        Image("image/jpeg", b"\xff\xd8"),
    ]
    assert await Meta(migrated).get("commands") == "5c1f"


async def test_it_goes_on_from_there(migrated: Database, tasks: dict[int, Task]) -> None:
    store, history = SqliteTasks(migrated), SqliteHistory(migrated)

    await store.save(tasks[4].answered("a lighthouse, at night"))
    added = await store.add(a_task(), a_reply(), [])
    await history.favour(USER, 1, keep=True)

    assert added.number == 11
    assert await store.get(4) == tasks[4].answered("a lighthouse, at night")
    assert await history.page(USER, Filter(), before=None, limit=5) == [tasks[10], tasks[1]]
    assert await history.named("1290000000000000001") == tasks[1]
