from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import Stale
from bot.core.picture import Image
from bot.core.status import Status, Waiting
from bot.core.task import Task
from tests.builders import NOW, a_reply, a_report, a_task
from tests.store.stages import a_queued, an_accepted, an_added

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.database import Database
    from bot.store.tasks import SqliteTasks


# -- adding and reading ----------------------------------------------------------------------------
async def test_numbers_are_given_in_order_and_never_again(store: SqliteTasks) -> None:
    numbers = [(await an_added(store)).number for _ in range(3)]

    assert numbers == [1, 2, 3]


async def test_a_task_is_there_with_its_reply_and_its_pictures(store: SqliteTasks) -> None:
    pictures = [Image("image/png", b"\x89PNG"), Image("image/jpeg", b"\xff\xd8")]

    task = await store.add(a_task(number=99), a_reply(task=99), pictures)

    assert await store.get(1) == task == replace(task, number=1)
    assert await store.reply(1) == a_reply(task=1)
    assert await store.images(1) == pictures


@pytest.mark.parametrize(
    ("end", "kept"), [(Status.DONE, 0), (Status.CANCELLED, 0), (Status.FAILED, 1)]
)
async def test_pictures_are_dropped_once_nobody_can_need_them_again(
    store: SqliteTasks, end: Status, kept: int
) -> None:
    task = await store.add(a_task(), a_reply(), [Image("image/png", b"1")])
    running = replace(task, revision=1, status=Status.RUNNING)
    await store.save(running)
    assert len(await store.images(1)) == 1

    await store.save(replace(running, revision=2, status=end))

    assert len(await store.images(1)) == kept


async def test_what_was_never_stored_is_none(store: SqliteTasks) -> None:
    assert await store.get(7) is None
    assert await store.reply(7) is None
    assert await store.images(7) == []


# -- saving ----------------------------------------------------------------------------------------
async def test_a_save_on_an_old_revision_is_refused(store: SqliteTasks) -> None:
    task = await an_added(store)
    await store.save(task.queued())

    with pytest.raises(Stale):
        await store.save(task.cancelled(NOW))

    assert await store.get(1) == task.queued()


async def test_a_save_that_leaves_a_revision_out_is_refused(store: SqliteTasks) -> None:
    task = await an_added(store)

    with pytest.raises(Stale):
        await store.save(task.queued().sending(NOW))


async def test_a_save_of_what_was_never_stored_is_refused(store: SqliteTasks) -> None:
    with pytest.raises(Stale):
        await store.save(a_task(number=5, revision=1))


async def test_of_two_writers_of_one_revision_one_wins(store: SqliteTasks) -> None:
    task = await a_queued(store)
    others = [task.sending(NOW + second) for second in range(20)]

    outcomes = await asyncio.gather(*map(store.save, others), return_exceptions=True)

    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 19
    assert await store.get(1) == others[outcomes.index(None)]


async def test_many_are_saved_at_once_and_the_stale_are_named(store: SqliteTasks) -> None:
    tasks = [await a_queued(store) for _ in range(5)]
    await store.save(tasks[1].cancelled(NOW))

    stale = await store.save_many([task.placed(Waiting.TURN, 4) for task in tasks], {})

    assert stale == {2}
    kept = [await store.get(task.number) for task in tasks]
    assert [task and (task.status, task.ahead) for task in kept] == [
        (Status.QUEUED, 4),
        (Status.CANCELLED, None),
        (Status.QUEUED, 4),
        (Status.QUEUED, 4),
        (Status.QUEUED, 4),
    ]


async def test_two_revisions_of_one_task_may_be_saved_together(store: SqliteTasks) -> None:
    task = await an_added(store)

    stale = await store.save_many([task.queued(), task.queued().sending(NOW)], {})

    assert stale == frozenset()
    assert await store.get(1) == task.queued().sending(NOW)


STEPS: dict[str, Callable[[Task, int], Task]] = {
    "progress": lambda task, by: task.told(a_report(progress=task.progress + by), NOW + by),
    "preview": lambda task, by: task.told(
        a_report(progress=task.progress + by, picture=f"https://relay.example/{by}.png"), NOW + by
    ),
    "stall": lambda task, _: task.stall(),
    "mute": lambda task, _: task.mute(),
    "redraw": lambda task, _: task.redrawn(),
    "end": lambda task, by: task.cancelled(NOW + by),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(1, 9)), max_size=4)))
async def test_what_has_only_progressed_is_saved_as_whole_as_anything(
    store: SqliteTasks, batches: list[list[tuple[str, int]]]
) -> None:
    """With less written where nothing but progress is new."""
    task = await an_accepted(store)
    for batch in batches:
        known, saved = {task.number: task}, []
        for name, by in batch:
            if (after := STEPS[name](task, by)) is not task:
                saved.append(task := after)
        assert await store.save_many(saved, known) == frozenset()
        assert await store.get(task.number) == task
    assert await store.save_many([replace(task, progress=98)], {task.number: task}) == {task.number}


async def test_a_thousand_tasks_are_saved_together(store: SqliteTasks) -> None:
    tasks = [await an_added(store) for _ in range(1000)]

    assert await store.save_many([task.queued() for task in tasks], {}) == frozenset()

    assert len(await store.queued()) == 1000


async def test_nothing_to_save_is_nothing(store: SqliteTasks) -> None:
    assert await store.save_many([], {}) == frozenset()


async def test_what_the_relay_was_told_waits_for_the_disk(
    store: SqliteTasks, database: Database
) -> None:
    async def level() -> int:
        async with database.transaction(lasting=False) as connection:
            # A transaction sets its own level before it begins, so what is read here is its own.
            [row] = await connection.execute_fetchall("PRAGMA synchronous")
        return int(row[0])

    assert await level() == 1
    async with database.transaction(lasting=True) as connection:
        [row] = await connection.execute_fetchall("PRAGMA synchronous")
    assert row[0] == 2
    assert await level() == 1


@pytest.mark.parametrize(
    ("step", "level"),
    [
        (lambda task: task.told(a_report(progress=50), NOW), 1),
        (lambda task: task.confirming(NOW), 2),
        (Task.mute, 2),
        (Task.remove, 2),
    ],
)
async def test_what_nobody_can_tell_again_waits_for_the_disk(
    store: SqliteTasks, database: Database, step: Callable[[Task], Task], level: int
) -> None:
    running = (await an_accepted(store)).told(a_report(progress=5), NOW)
    await store.save(running)

    await store.save(step(running))

    [row] = await database._writer.execute_fetchall("PRAGMA synchronous")
    assert row[0] == level
