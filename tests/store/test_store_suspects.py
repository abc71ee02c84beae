"""Messages that may not show what they are believed to show, over several lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.suspects import NOTE, SqliteSuspects
from tests.builders import NOW, a_reply
from tests.store.stages import a_finished, a_queued, an_added

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.tasks import SqliteTasks


@pytest.fixture
def suspects(database: Database) -> SqliteSuspects:
    return SqliteSuspects(database)


async def test_what_is_behind_is_suspect_until_it_is_trusted(
    store: SqliteTasks, suspects: SqliteSuspects
) -> None:
    await an_added(store)  # claimed, so nobody edits it
    done, queued = await a_finished(store), await a_queued(store)
    assert await suspects.note(NOW) == {done.number: NOW, queued.number: NOW}

    for task in (done, queued):
        await store.save_reply(a_reply(task=task.number, shown=task.revision))
    await store.save(done.press(0))
    assert await suspects.note(NOW + 5) == {done.number: NOW + 5, queued.number: NOW}

    await suspects.trust([queued.number, 99])
    assert await suspects.note(NOW + 9) == {done.number: NOW + 9}


async def test_a_clean_end_leaves_none(store: SqliteTasks, suspects: SqliteSuspects) -> None:
    done = await a_finished(store)
    await store.save_reply(a_reply(task=done.number, shown=done.revision))
    assert await suspects.note(NOW) == {}


async def test_noting_walks_over_nothing_else(database: Database) -> None:
    plan = [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {NOTE}", (NOW,))]
    assert any("INDEX tasks_behind" in step for step in plan), plan
