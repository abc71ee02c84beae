"""Quotas and budgets as the store counts them, in the transaction that adds a task."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.audit import Event
from bot.core.errors import OverQuota, TooManyWaiting
from bot.core.failure import Failure, FailureKind
from bot.core.limits import Allowance, Ceiling, Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.report import Acceptance
from bot.core.request import Speed
from bot.core.task import Task
from bot.core.terms import Terms
from bot.store.accounts import SqliteLedger
from bot.store.ledger import USED, spent_values
from bot.store.trail import SqliteTrail
from tests.builders import GUILD, NOW, USER, a_reply, a_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.audit import Happening
    from bot.store.database import Database
    from bot.store.tasks import SqliteTasks

PRICE = 100_000


def a_ceiling(amount: int, *, user_id: int | None = USER, **limit: object) -> Ceiling:
    scope = Scope.SERVER if user_id is None else Scope.EVERYONE
    what = {"scope": scope, "period": Period.DAY, "unit": Unit.TASKS, "amount": amount} | limit
    return Ceiling(
        limit=Limit(**what),
        guild_id=GUILD,
        user_id=user_id,
        since=NOW - 10,
        renews=NOW + 1000,
    )


def a_budget(amount: int, **limit: object) -> Ceiling:
    return a_ceiling(amount, user_id=None, unit=Unit.MONEY, **limit)


async def asked(store: SqliteTasks, *ceilings: Ceiling, **changes: object) -> Task:
    draft = a_task(**{"terms": Terms(press=PRICE), **changes})
    return await store.add(draft, a_reply(), [], allowance=Allowance(ceilings))


async def moved(store: SqliteTasks, task: Task, how: Callable[[Task], Task]) -> Task:
    after = how(task)
    await store.save(after)
    return after


async def trail(database: Database) -> list[Happening]:
    lines = await SqliteTrail(database).page(GUILD, before=None, limit=100)
    return lines[::-1]


async def test_a_quota_in_tasks_lets_that_many_pass(store: SqliteTasks) -> None:
    for _ in range(3):
        await asked(store, a_ceiling(3))
    with pytest.raises(OverQuota) as refused:
        await asked(store, a_ceiling(3))
    assert (refused.value.used, refused.value.wanted) == (3, 1)
    await asked(store, a_ceiling(3, user_id=USER + 1), user_id=USER + 1)


async def test_what_came_to_nothing_may_be_asked_for_again(store: SqliteTasks) -> None:
    task = await asked(store, a_ceiling(1))
    await store.save(task.cancelled(NOW))
    await asked(store, a_ceiling(1))


async def test_another_server_another_day_and_another_member_do_not_count(
    store: SqliteTasks,
) -> None:
    for other in ({"guild_id": 5}, {"guild_id": None}, {"created_at": NOW - 20}, {"user_id": 6}):
        await asked(store, **other)
    await asked(store, a_ceiling(1))


async def test_fast_and_relaxed_are_counted_apart(store: SqliteTasks) -> None:
    fast = a_ceiling(1, speed=Speed.FAST)
    await asked(store, fast)  # where the relay chooses, it counts as fast
    relaxed = Terms(press=PRICE, speed=Speed.RELAX)
    await asked(store, fast, terms=relaxed)
    with pytest.raises(OverQuota):
        await asked(store, fast, terms=Terms(speed=Speed.FAST))
    with pytest.raises(OverQuota):
        await asked(store, a_ceiling(2))


async def test_of_two_at_one_moment_only_one_passes(store: SqliteTasks) -> None:
    many = [asked(store, a_ceiling(4), a_budget(10 * PRICE)) for _ in range(12)]
    results = await asyncio.gather(*many, return_exceptions=True)
    assert sum(isinstance(result, OverQuota) for result in results) == 8


async def test_a_budget_tells_at_four_fifths_and_when_it_is_spent_once_each(
    store: SqliteTasks, database: Database
) -> None:
    budget = a_budget(10 * PRICE)
    made = [await asked(store, budget, user_id=member) for member in range(10)]
    near, spent = await trail(database)
    assert (near.event, near.task) == (Event.BUDGET_NEAR, made[7].number)
    assert (spent.event, spent.task) == (Event.BUDGET_SPENT, made[9].number)
    assert near.values["used"] == str(8 * PRICE)
    with pytest.raises(OverQuota):
        await asked(store, budget)
    assert len(await trail(database)) == 2
    with pytest.raises(OverQuota):
        await asked(store, a_budget(9 * PRICE))  # a manager has changed it: that is said anew
    assert len(await trail(database)) == 3


async def test_a_budget_with_too_little_left_counts_as_spent(
    store: SqliteTasks, database: Database
) -> None:
    budget = a_budget(PRICE + PRICE // 2)
    await asked(store, budget)
    with pytest.raises(OverQuota):
        await asked(store, budget)
    assert [line.event for line in await trail(database)] == [Event.BUDGET_SPENT]
    await asked(store, budget, terms=Terms())  # what costs nothing fits into any


FORMS = Terms(press=PRICE, form=PRICE, press_paid=True)


async def test_what_may_end_in_a_form_has_to_fit_with_it(store: SqliteTasks) -> None:
    money = a_ceiling(3 * PRICE, unit=Unit.MONEY)
    task = await asked(store, money, terms=FORMS)
    with pytest.raises(OverQuota) as refused:
        await asked(store, money, terms=FORMS)
    assert (refused.value.used, refused.value.wanted) == (2 * PRICE, 2 * PRICE)

    task = await moved(store, task, Task.queued)
    await moved(store, task, lambda t: t.accepted(Acceptance("7"), NOW))  # no form: that is free
    await asked(store, money, terms=FORMS)


async def test_what_has_become_dearer_has_to_fit_anew(
    store: SqliteTasks, database: Database
) -> None:
    money = a_ceiling(4 * PRICE, unit=Unit.MONEY)
    tasks = [
        await moved(store, await asked(store, money, a_ceiling(3)), Task.queued) for _ in range(3)
    ]
    dearer = [task.sending(NOW, "other", Terms(press=2 * PRICE)) for task in tasks]
    results = await asyncio.gather(
        *(store.save(task, ceilings=[money, a_ceiling(3)]) for task in dearer),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, OverQuota)]
    assert [(one.used, one.wanted) for one in refused] == [(4 * PRICE, PRICE)] * 2
    assert await SqliteLedger(database).used(money) == 4 * PRICE


async def test_a_budget_that_has_no_room_at_a_dearer_relay_counts_as_spent(
    store: SqliteTasks, database: Database
) -> None:
    budget = a_budget(10 * PRICE)
    task = await moved(store, await asked(store, budget), Task.queued)
    dearer = task.sending(NOW, "other", Terms(press=11 * PRICE))
    for _ in range(2):
        with pytest.raises(OverQuota):
            await store.save(dearer, ceilings=[budget])
    assert [line.event for line in await trail(database)].count(Event.BUDGET_SPENT) == 1


async def test_what_goes_at_another_speed_is_counted_there(store: SqliteTasks) -> None:
    fast = a_ceiling(1, speed=Speed.FAST)
    await asked(store, fast, terms=Terms(speed=Speed.FAST))
    slow = await moved(store, await asked(store, fast, terms=Terms(speed=Speed.RELAX)), Task.queued)
    with pytest.raises(OverQuota):
        await store.save(slow.sending(NOW, "other", Terms(speed=Speed.FAST)), ceilings=[fast])
    await store.save(slow.sending(NOW, "other", Terms(speed=Speed.RELAX)), ceilings=[fast])


async def test_only_a_budget_bears_what_the_relay_keeps(
    store: SqliteTasks, database: Database
) -> None:
    task = await asked(store)
    for step in (
        lambda t: t.queued(),
        lambda t: t.accepted(Acceptance("7"), NOW),
        lambda t: t.failed(Failure(FailureKind.FORGOTTEN), NOW),
    ):
        task = step(task)
        await store.save(task)
    reads = SqliteLedger(database)
    assert await reads.used(a_budget(1)) == PRICE
    assert await reads.used(a_ceiling(1, unit=Unit.MONEY)) == 0
    assert await reads.used(a_ceiling(1)) == 0


async def test_only_so_many_may_wait(store: SqliteTasks) -> None:
    allowance = Allowance(most_waiting=2)
    tasks = [await store.add(a_task(), a_reply(), [], allowance=allowance) for _ in range(2)]
    with pytest.raises(TooManyWaiting):
        await store.add(a_task(), a_reply(), [], allowance=allowance)
    await store.save(tasks[0].queued())
    await store.save(tasks[0].queued().sending(NOW))
    await store.add(a_task(), a_reply(), [], allowance=allowance)


async def test_quotas_are_counted_without_a_look_at_the_rows(database: Database) -> None:
    found = await database.rows(f"EXPLAIN QUERY PLAN {USED}", spent_values(a_budget(1)))
    assert ["USING COVERING INDEX tasks_spent" in row["detail"] for row in found] == [True]
