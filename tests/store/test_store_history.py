from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.history import Filter
from bot.core.report import Acceptance, RelayStatus
from bot.core.request import Describe, Imagine, Shorten
from bot.store import sql
from tests.builders import NOW, USER, a_reply, a_report, an_action
from tests.store.stages import a_finished, a_queued, an_accepted, an_added

if TYPE_CHECKING:
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.store.database import Database
    from bot.store.history import SqliteHistory
    from bot.store.tasks import SqliteTasks

ANY = Filter()


async def made(
    store: SqliteTasks,
    *,
    request: Request | None = None,
    at: float = NOW,
    prompt: str = "a cat",
    **told: object,
) -> Task:
    """A task that is done, with what the relay told of it."""
    task = await a_queued(store, request=request or Imagine(prompt), prompt=prompt, created_at=at)
    report = a_report(RelayStatus.SUCCESS, **({"picture": "https://cdn.example/1.png"} | told))
    for step in (
        lambda t: t.sending(NOW),
        lambda t: t.accepted(Acceptance(f"relay-{t.number}"), NOW),
        lambda t: t.told(report, NOW),
    ):
        task = step(task)
        await store.save(task)
    return task


async def found(history: SqliteHistory, wanted: Filter) -> list[int]:
    page = await history.page(USER, wanted, before=None, limit=100)
    return [task.number for task in page]


# -- pages -----------------------------------------------------------------------------------------
async def test_a_page_is_of_what_a_member_has_made(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    kept = await made(store)
    await store.save((await a_queued(store)).failed(Failure(FailureKind.OTHER), NOW))
    await store.save((await a_queued(store)).cancelled(NOW))
    await an_accepted(store)
    await store.save((await made(store)).remove())
    await an_added(store, user_id=USER + 1)

    assert await history.page(USER, ANY, before=None, limit=5) == [kept]
    assert await history.page(USER + 1, ANY, before=None, limit=5) == []


async def test_what_could_not_be_taken_back_is_in_it(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    muted = (await an_accepted(store)).mute()
    await store.save(muted)
    done = muted.told(a_report(RelayStatus.SUCCESS, picture="https://cdn.example/1.png"), NOW)
    await store.save(done)

    assert await history.page(USER, ANY, before=None, limit=5) == [done]


async def test_pages_follow_each_other_newest_first(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    for _ in range(7):
        await made(store)

    pages, before = [], None
    while page := await history.page(USER, ANY, before=before, limit=3):
        pages.append([task.number for task in page])
        before = pages[-1][-1]

    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("fox", [4, 2, 1]),
        ("FOX", [4, 2, 1]),
        ("灯塔", [3]),
        ("100%", [1]),
        ("%", [1]),
        ("_", []),
        ("\\", []),
        ('"', []),
        ("--v 7", [2]),
        ("hen", [5]),
        ("'; DROP TABLE tasks; --", []),
    ],
)
async def test_words_are_looked_for_in_every_prompt(
    store: SqliteTasks, history: SqliteHistory, text: str, numbers: list[int]
) -> None:
    await made(store, prompt="100% Fox")
    await made(store, prompt="a fox", final_prompt="a fox --v 7")
    await made(store, prompt="", request=Describe(), suggestions=("a tower", "海边的灯塔"))
    await made(store, prompt="", request=Describe(), suggestions=("a fox and a cat", "a dog"))
    await made(store, prompt="hen", request=Shorten("hen"))

    assert await found(history, Filter(text=text)) == numbers


async def test_kinds_times_and_favourites_narrow_it(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    for second in range(3):
        await made(store, at=NOW + second)
    await made(store, request=an_action(), at=NOW + 3)
    await history.favour(USER, 2, keep=True)
    await history.favour(USER, 4, keep=True)
    await history.favour(USER + 1, 1, keep=True)

    assert await found(history, Filter(kinds=frozenset({"action"}))) == [4]
    assert await found(history, Filter(kinds=frozenset({"action", "imagine"}))) == [4, 3, 2, 1]
    assert await found(history, Filter(since=NOW + 1, until=NOW + 3)) == [3, 2]
    assert await found(history, Filter(favourites=True)) == [4, 2]
    assert await found(history, Filter(favourites=True, until=NOW + 2)) == [2]


async def test_what_has_not_ended_is_listed_oldest_first(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    await an_added(store)  # of which nobody knows yet whether Discord shows its reply
    queued, accepted = await a_queued(store), await an_accepted(store)
    await a_finished(store)
    await a_queued(store, user_id=USER + 1)

    assert await history.underway(USER) == [queued, accepted]


# -- names -----------------------------------------------------------------------------------------
async def test_a_task_goes_by_each_of_its_names(store: SqliteTasks, history: SqliteHistory) -> None:
    task = await made(store, job_id="9f2d4c1e-8a77")
    await store.save_reply(a_reply(task=1, message_id=1_290_000_000_000_000_001))
    await made(store)

    for name in ("1", "relay-1", "9f2d4c1e-8a77", "1290000000000000001"):
        assert await history.named(name) == task


@pytest.mark.parametrize(
    "name", ["", "0", "-1", "#1", " 1", "１", "9" * 19, "9" * 400, "1.0", "relay-%", "NULL"]
)
async def test_what_names_nothing_finds_nothing(
    store: SqliteTasks, history: SqliteHistory, name: str
) -> None:
    await made(store)

    assert await history.named(name) is None


async def test_of_several_with_one_name_the_newest_is_meant(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    for _ in range(3):
        await made(store, job_id="9f2d")
    await store.save((await made(store, job_id="9f2d")).remove())

    named = await history.named("9f2d")

    assert named is not None
    assert (named.number, named.removed) == (4, True)


async def test_a_number_is_ours_before_it_is_a_relays(
    store: SqliteTasks, history: SqliteHistory
) -> None:
    first = await made(store)
    second = (await a_queued(store)).sending(NOW)
    await store.save(second)
    await store.save(second.accepted(Acceptance("1"), NOW))

    assert await history.named("1") == first


# -- plans -----------------------------------------------------------------------------------------
PAGED = {
    "user_id": 1, "before": 9, "since": None, "until": None, "kinds": "[]", "favourites": False,
    "pattern": "%%", "limit": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "values", "indexes"),
    [
        (sql.PAGE, PAGED, {"tasks_made"}),
        (sql.UNDERWAY, (1,), {"tasks_underway"}),
        (
            sql.NAMED,
            {"name": "x", "number": 1},
            {"tasks_relay_ids", "tasks_job_ids", "replies_messages"},
        ),
    ],
)
async def test_looking_back_does_not_walk_over_all_that_was_ever_made(
    database: Database, statement: str, values: object, indexes: set[str]
) -> None:
    plan = [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert {
        index for index in indexes if any(f"INDEX {index} " in step for step in plan)
    } == indexes
    assert not [step for step in plan if "SCAN tasks" in step or "SCAN replies" in step]
    assert not [step for step in plan if "ORDER BY" in step]
