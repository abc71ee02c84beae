"""What a relay's call tells of a task in doubt while it is being searched for."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from bot.core.pacing import DOUBT_PAUSE
from bot.core.report import Acceptance
from bot.core.status import Status
from bot.service.search import Search
from bot.store.tasks import SqliteTasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.task import Task
    from tests.service.conftest import House


async def doubted(house: House) -> Task:
    """A task whose submit's answer was lost."""
    house.server.inject("cut_before", path="imagine")
    task = await house.sent()
    assert task.in_doubt
    return task


async def called(house: House, task: Task) -> None:
    """The relay tells that it has it."""
    now = house.clock.now()
    await house.book.change(task.number, lambda t: t.accepted(Acceptance("r1"), now))


class Overtaken(SqliteTasks):
    """The store; what is read there has been overtaken by a call by the time it is heard."""

    house: House

    async def get(self, number: int) -> Task | None:
        task = await super().get(number)
        if task is not None:
            await called(self.house, task)
        return task


async def test_a_call_that_overtakes_the_search_ends_it(house: House) -> None:
    task = await doubted(house)
    store = Overtaken(house.store._database)
    store.house = house
    parts = {"relay": house.relay, "book": house.book, "clock": house.clock}
    search = Search(**parts, store=store, chance=random.Random(0))
    house.book.watch(search)
    search.changed([task])

    assert await search.turn() is None
    assert (await house.fresh(task)).status is Status.SUBMITTED


@pytest.mark.parametrize("preset", ["new-api"])
async def test_what_the_relay_tells_of_is_not_given_up(house: House) -> None:
    tasks = [await doubted(house) for _ in range(3)]
    calls: list[asyncio.Task[None]] = []

    class Call:
        def changed(self, told: Iterable[Task]) -> None:
            if any(task.number == tasks[0].number for task in told):
                calls.append(asyncio.create_task(called(house, tasks[2])))

    house.book.watch(Call())
    await house.search.turn()
    await asyncio.gather(*calls)

    ends = [(await house.fresh(task)).status for task in tasks]
    assert ends == [Status.FAILED, Status.FAILED, Status.SUBMITTED]


async def test_only_what_was_lost_before_the_question_counts_as_looked_for(house: House) -> None:
    first = await doubted(house)
    house.server.inject("late_answer", path="/task/list", seconds=0.5)
    looking = asyncio.create_task(house.search.turn())
    await house.server.wait_for(lambda request: "/task/list" in request.path)
    second = await doubted(house)
    assert await looking == DOUBT_PAUSE
    for _ in range(3):
        await house.search.turn()

    assert (await house.fresh(first)).ended
    assert not (await house.fresh(second)).ended
