"""Changes to tasks: none is lost, and what is remembered is what is stored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import Gone, Stale
from bot.core.report import RelayStatus, Report
from bot.core.task import Task
from bot.service.renewals import Renewals
from bot.store.tasks import SqliteTasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import House

NOW = 1_760_000_100.0
STEPS: dict[str, Callable[[Task], Task]] = {
    "progress": lambda t: t.told(
        Report(relay_id="1", status=RelayStatus.RUNNING, progress=t.progress + 1), NOW
    ),
    "stall": Task.stall,
    "mute": Task.mute,
    "cancel": lambda t: t.cancelled(NOW),
    "nothing": lambda t: t,
}


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.booleans()), max_size=12))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_found_is_what_is_stored(house: House, steps: list[tuple[str, bool]]) -> None:
    task = await house.queued()
    made = [asyncio.create_task(house.book.change(task.number, STEPS[name])) for name, _ in steps]
    for one, (_, given_up) in zip(made, steps, strict=True):
        if given_up:
            await asyncio.sleep(0)
            one.cancel()
    await asyncio.gather(*made, return_exceptions=True)

    changed = await house.book.change(task.number, STEPS["stall"])
    assert await house.book.find(task.number) == changed == await house.store.get(task.number)


async def test_a_change_that_was_overtaken_is_made_again(house: House) -> None:
    task = await house.queued()
    await house.book.change(task.number, Task.stall)
    await asyncio.gather(*(house.book.change(task.number, STEPS["progress"]) for _ in range(10)))
    assert (await house.fresh(task)).progress == 10


async def test_after_a_save_that_came_too_late_the_newer_one_is_found(house: House) -> None:
    task = await house.queued()
    newer = await house.book.change(task.number, Task.stall)
    with pytest.raises(Stale):
        await house.book.save(task.mute())
    assert await house.book.find(task.number) == newer


async def test_a_task_that_goes_on_is_read_once(house: House) -> None:
    task = await house.queued()
    known = await house.book.change(task.number, Task.stall)
    assert await house.book.find(task.number) is known
    ended = await house.book.change(task.number, STEPS["cancel"])
    assert house.book._newest == {}
    assert await house.book.find(task.number) == ended


async def test_there_is_no_task_of_another_number(house: House) -> None:
    with pytest.raises(Gone):
        await house.book.find(99)


class Meanwhile(SqliteTasks):
    """The store; each task that is read or reached anew ends before that is heard of."""

    house: House
    ended = False

    async def get(self, number: int) -> Task | None:
        found = await super().get(number)
        if not self.ended:
            self.ended = True
            await self.house.book.change(number, STEPS["cancel"])
        return found

    async def renew(self, number: int, **how: Any) -> None:
        await super().renew(number, **how)
        await self.house.book.change(number, STEPS["cancel"])


def meanwhile(house: House) -> Meanwhile:
    store = Meanwhile(house.store._database)
    store.house = house
    return store


async def test_a_click_on_a_message_whose_task_ends_does_not_bring_the_task_back(
    house: House,
) -> None:
    task = await house.sent()
    renewals = Renewals(store=meanwhile(house), book=house.book, clock=house.clock)
    await renewals.renew(task.number, token="new", message_id=5, upload_limit=10)

    assert await house.book.find(task.number) == await house.fresh(task)
    assert not house.queue._roster.by_relay()["main"]


async def test_nor_does_telling_of_one_that_ends_while_it_is_read(house: House) -> None:
    task = await house.sent()
    house.book._newest.clear()  # as after a start
    house.book._store, stored = meanwhile(house), house.book._store
    await house.book.retell(task.number)
    house.book._store = stored

    assert await house.book.find(task.number) == await house.fresh(task)
    assert not house.queue._roster.by_relay()["main"]
