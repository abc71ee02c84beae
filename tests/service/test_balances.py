"""What relays have left: asked seldom, kept, and learnt where nobody tells."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest

from bot.core.errors import OperationMissing, Unreachable
from bot.core.operations import BILLING
from bot.core.status import Status
from bot.service import balances
from bot.service.balances import FRESH, Balance, Balances
from bot.service.operations import Abilities
from bot.store.database import Database
from bot.store.operations import SqliteOperations
from tests.clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.ports import Relays
    from tests.service.conftest import House


class Purse:
    """The outermost door: a relay that only tells what is left."""

    def __init__(self) -> None:
        self.left: int | Exception | None = 5_000_000
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()

    async def balance(self) -> int | None:
        self.asked += 1
        await self.open.wait()
        if isinstance(self.left, Exception):
            raise self.left
        return self.left


class Purses(dict[str, Purse]):
    """The relays, all of them in use."""

    @property
    def in_use(self) -> list[str]:
        return list(self)


class Desk:
    """The service, with what it stands on."""

    def __init__(self, database: Database) -> None:
        self.clock, self.purse = HandClock(), Purse()
        kept = SqliteOperations(database)
        self.abilities = Abilities(operations=kept, relays=["main"], clock=self.clock)
        self.balances = Balances(
            relays=cast("Relays", Purses(main=self.purse)),
            abilities=self.abilities,
            clock=self.clock,
        )


@pytest.fixture
async def desk(tmp_path: Path):
    async with Database.open(tmp_path / "easel.db") as database:
        yield Desk(database)


async def test_it_is_asked_once_in_a_while(desk: Desk) -> None:
    first = await desk.balances.all()
    assert first == {"main": Balance(5_000_000, desk.clock.now())}
    desk.purse.left = 1
    desk.clock.pass_(FRESH - 1)
    assert await desk.balances.all() == first
    desk.clock.pass_(1)
    assert (await desk.balances.all())["main"].left == 1
    assert desk.purse.asked == 2


async def test_two_who_look_at_once_ask_once(desk: Desk) -> None:
    await asyncio.gather(desk.balances.all(), desk.balances.all())
    assert desk.purse.asked == 1


async def test_a_relay_that_does_not_answer_keeps_its_last_answer(desk: Desk) -> None:
    before = await desk.balances.all()
    desk.purse.left = Unreachable()
    desk.clock.pass_(FRESH)
    assert await desk.balances.all() == before
    assert desk.purse.asked == 2


async def test_a_relay_that_cannot_tell_is_not_asked_again(desk: Desk) -> None:
    desk.purse.left = OperationMissing(BILLING)
    for _ in range(3):
        assert await desk.balances.all() == {}
        desk.clock.pass_(FRESH)
    assert desk.purse.asked == 1
    assert desk.abilities.missing("main") == {BILLING}


async def test_nobody_waits_long_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "PATIENCE", 0.01)
    desk.purse.open.clear()
    assert await desk.balances.all() == {}
    desk.purse.open.set()
    assert (await desk.balances.all())["main"].left == 5_000_000
    assert desk.purse.asked == 1


@pytest.mark.parametrize("preset", ["new-api"])
async def test_a_relay_that_is_used_no_more_is_not_asked_nor_shown(house: House) -> None:
    service = Balances(relays=house.pool, abilities=house.abilities, clock=house.clock)
    assert await service.all()
    asked = len(house.server.log)
    running = await house.sent()
    await house.pool.take([])
    house.clock.pass_(FRESH)
    assert await service.all() == {}
    assert not any("billing" in request.path for request in house.server.log[asked:])

    house.server.finish(running.relay_id or "")
    await house.poller.look()
    assert (await house.fresh(running)).status is Status.DONE
