"""A store that fails in the middle of a send: what the relay said is kept, and what it never heard
waits on."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.operations import REMIX
from bot.core.picture import Image
from bot.core.prices import PriceList
from bot.core.request import Shorten
from bot.core.status import Status
from bot.service.crews import Crew, Crews
from bot.service.forms import Forms
from bot.service.search import Search
from bot.service.turns import STORE_PAUSE
from bot.store.operations import SqliteOperations
from tests.builders import an_action
from tests.service.conftest import House, Street, a_poller
from tests.service.trouble import failing, renamed

if TYPE_CHECKING:
    from bot.core.ports import Relay

PICTURE = Image("image/png", b"\x89PNG\r\n\x1a\nbytes")
SHORTEN = "submit/shorten"


async def test_what_a_relay_took_is_kept_though_not_what_that_shows_of_it(house: House) -> None:
    await house.abilities.lacks("main", SHORTEN)
    async with failing(house, "DELETE ON operations"):
        task = await house.sent(request=Shorten("a fox in the snow"))

    assert task.status is Status.SUBMITTED
    assert task.relay_id in house.server.tasks
    assert SHORTEN not in house.abilities.missing("main")


@pytest.mark.parametrize("preset", ["classic"])
async def test_what_a_relay_lacks_is_said_though_it_cannot_be_kept(house: House) -> None:
    async with failing(house, "INSERT ON operations"):
        task = await house.sent(request=Shorten("a fox in the snow"))

    assert task.failure == Failure(FailureKind.OPERATION)


@pytest.mark.parametrize("preset", ["classic"])
async def test_nor_is_it_lost_with_the_button_that_should_go_off(house: House) -> None:
    parent = await house.sent()
    press = an_action(parent=parent.number, parent_relay_id=parent.relay_id or "")
    async with failing(house, f"UPDATE ON tasks WHEN new.number = {parent.number}"):
        task = await house.sent(request=press)

    assert task.failure == Failure(FailureKind.OPERATION)


async def test_what_is_to_be_found_out_anew_is_though_the_store_forgets_it_later(
    house: House,
) -> None:
    await house.abilities.lacks("main", SHORTEN)
    async with failing(house, "DELETE ON operations"):
        house.abilities.forget()
        running = asyncio.create_task(house.abilities.run())
        for _ in range(100):
            await house.store._database.rows("SELECT 1")
        assert house.abilities.missing("main") == frozenset()
        await house.abilities.lacks("main", REMIX)
    kept = SqliteOperations(house.store._database)
    async with asyncio.timeout(10):
        while set(await kept.missing("main")) != {REMIX}:
            assert not running.done()
    running.cancel()


async def test_a_submit_that_has_not_left_leaves_when_the_store_can_be_read(house: House) -> None:
    task = await house.queued(images=(PICTURE,))
    await renamed(house, "images", "gone")
    await house.send_all()
    assert house.submits() == []
    assert not (await house.fresh(task)).in_doubt
    await renamed(house, "gone", "images")
    house.clock.pass_(STORE_PAUSE)
    await house.send_all()

    assert (await house.fresh(task)).status is Status.SUBMITTED
    assert len(house.submits()) == 1


async def test_a_task_that_no_relay_takes_waits_for_a_store_that_cannot_end_it(
    house: House,
) -> None:
    await house.pool.take([])
    task = await house.queued()
    async with failing(house, "UPDATE ON tasks WHEN new.status = 'failed'"):
        await house.send_all()
        assert await house.queue.turn() == STORE_PAUSE  # instead of trying for ever
    house.clock.pass_(STORE_PAUSE)
    await house.send_all()

    assert (await house.fresh(task)).failure == Failure(FailureKind.OPERATION)


async def test_a_new_relay_waits_for_a_store_that_cannot_be_read(street: Street) -> None:
    house = street.house
    parts: dict[str, Any] = {"store": house.store, "book": house.book, "clock": house.clock}

    def crew(relay: Relay) -> Crew:
        more: dict[str, Any] = parts | {"relay": relay, "chance": random.Random(0)}
        poller = a_poller(relay, house.store, house.book, house.learnt.durations, house.clock)
        forms = Forms(**more, abilities=house.abilities)
        return Crew(search=Search(**more), forms=forms, poller=poller)

    relays = {"a": street.pool["a"]}
    crews = Crews(relays=relays, make=crew, clock=house.clock)  # type: ignore[arg-type]
    await crews.load()
    await street.change("b", prices=PriceList({"imagine": 1}))
    [task] = await street.sent()
    assert task.relay == "b"
    running = asyncio.create_task(crews.run())
    await renamed(house, "tasks", "gone")
    relays["b"] = street.pool["b"]
    crews.refresh()
    for _ in range(100):
        await house.store._database.rows("SELECT 1")
    assert not running.done()
    await renamed(house, "gone", "tasks")
    house.book.watch(crews)
    street.servers["b"].finish(task.relay_id or "")
    async with asyncio.timeout(10):
        while not (await house.fresh(task)).ended:
            pass
    running.cancel()
