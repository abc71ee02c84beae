from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.reply import Route
from bot.core.request import Imagine
from bot.core.status import Waiting
from bot.core.waiter import Waiter
from bot.store import sql
from tests.builders import NOW, a_reply, a_report, a_task, an_action
from tests.store.stages import a_finished, a_queued, an_accepted, an_added

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.tasks import SqliteTasks


# -- what is to be done ----------------------------------------------------------------------------
async def test_every_task_is_in_the_one_list_its_state_belongs_to(store: SqliteTasks) -> None:
    claimed = await an_added(store)
    queued = await a_queued(store, user_id=5, created_at=NOW - 1)
    doubt = (await a_queued(store)).sending(NOW)
    await store.save(doubt)
    accepted = await an_accepted(store)
    running = (await an_accepted(store)).told(a_report(progress=5), NOW)
    await store.save(running)
    await a_finished(store)

    assert await store.claimed() == [claimed]
    assert await store.queued() == [Waiter.of(queued)]
    assert await store.in_doubt("main") == [doubt]
    assert await store.at_relay("main") == [accepted, running]


async def test_lists_are_of_one_relay(store: SqliteTasks) -> None:
    await a_queued(store, relay="other")
    await an_accepted(store, relay="other")

    assert await store.at_relay("main") == []
    assert [waiter.relay for waiter in await store.queued()] == ["other"]


async def test_the_queue_is_oldest_first(store: SqliteTasks) -> None:
    for created_at in (NOW + 2, NOW, NOW + 1, NOW):
        await a_queued(store, created_at=created_at)

    assert [waiter.task for waiter in await store.queued()] == [2, 4, 3, 1]


async def test_long_lists_come_whole(store: SqliteTasks) -> None:
    tasks = [await an_added(store) for _ in range(450)]

    assert await store.claimed() == tasks


# -- messages --------------------------------------------------------------------------------------
async def test_messages_are_behind_until_they_show_the_newest(store: SqliteTasks) -> None:
    task = await a_queued(store)
    assert await store.behind() == [1]

    await store.save_reply(a_reply(task=1, shown=task.revision))
    assert await store.behind() == []

    await store.save(task.placed(Waiting.RELAY_FULL, None))
    assert await store.behind() == [1]


async def test_ended_tasks_are_shown_before_the_others(store: SqliteTasks) -> None:
    await a_queued(store)
    await a_queued(store)
    await a_finished(store)
    await a_queued(store)
    await store.save((await a_queued(store)).cancelled(NOW))

    assert await store.behind() == [3, 5, 1, 2, 4]


async def test_nobody_waits_for_a_message_that_is_claimed_or_lost(store: SqliteTasks) -> None:
    await an_added(store)
    await a_queued(store)
    await store.save_reply(a_reply(task=2).closed(frozenset(Route)))

    assert await store.behind() == []


async def test_a_saved_reply_is_read_back(store: SqliteTasks) -> None:
    await an_added(store)
    moved = a_reply(task=1).moved(7, 8, direct=True)

    await store.save_reply(moved)

    assert await store.reply(1) == moved


async def test_a_save_of_the_task_does_not_touch_what_is_shown(store: SqliteTasks) -> None:
    task = await an_added(store)
    await store.save_reply(a_reply(task=1, shown=0))

    await store.save(task.queued())

    assert await store.reply(1) == a_reply(task=1, shown=0)


async def test_tokens_that_have_run_out_are_forgotten(store: SqliteTasks) -> None:
    await store.add(a_task(), a_reply(token_until=NOW + 60), [])
    await store.add(a_task(), a_reply(token_until=NOW + 61), [])

    await store.add(a_task(created_at=NOW + 60), a_reply(), [])

    kept = [await store.reply(number) for number in (1, 2, 3)]
    assert [bool(reply and reply.token) for reply in kept] == [False, True, True]
    assert [reply and reply.route(NOW) for reply in kept] == [Route.FRESH, Route.TOKEN, Route.TOKEN]


# -- prompts ---------------------------------------------------------------------------------------
async def test_prompts_are_a_members_own_newest_first_and_each_once(store: SqliteTasks) -> None:
    for user, prompt in [(1, "a cat"), (1, "a Dog"), (2, "a bird"), (1, "a cat"), (1, "100% wool")]:
        await an_added(store, user_id=user, prompt=prompt, request=Imagine(prompt))

    assert await store.recent_prompts(1, "", 10) == ["100% wool", "a cat", "a Dog"]
    assert await store.recent_prompts(1, "a d", 10) == ["a Dog"]
    assert await store.recent_prompts(1, "", 2) == ["100% wool", "a cat"]
    assert await store.recent_prompts(1, "%", 10) == ["100% wool"]
    assert await store.recent_prompts(1, "_", 10) == []
    assert await store.recent_prompts(1, "\\", 10) == []


async def test_presses_are_not_prompts(store: SqliteTasks) -> None:
    await a_finished(store)
    await an_added(store, user_id=1, request=an_action())

    assert await store.recent_prompts(1, "", 10) == []


# -- plans -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (sql.AT_RELAY, ("main",), "tasks_at_relay"),
        (sql.WITH_RELAYS, (), "tasks_at_relay"),
        (sql.WITH_RELAYS, (), "tasks_in_doubt"),
        (sql.QUEUED, (), "tasks_queued"),
        (sql.IN_DOUBT, ("main",), "tasks_in_doubt"),
        (sql.CLAIMED, (), "tasks_claimed"),
        (sql.BEHIND, (), "tasks_behind"),
        (sql.TWIN, {"parent": 1, "position": 1, "user_id": 1, "since": 0}, "tasks_of_button"),
        (
            sql.PROMPTS,
            {"user_id": 1, "pattern": "%", "limit": 1, "looked_at": 1},
            "tasks_prompts",
        ),
        (sql.FORGET_TOKENS, (0,), "replies_with_token"),
    ],
)
async def test_no_list_walks_over_all_that_was_ever_made(
    database: Database, statement: str, values: object, index: str
) -> None:
    plan = [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert any(f"USING INDEX {index}" in step for step in plan)
