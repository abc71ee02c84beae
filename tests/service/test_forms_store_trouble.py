"""Forms while the store is in trouble: what has not left is sent later, what was said is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreError
from bot.core.failure import Failure, FailureKind
from bot.core.form import form_in_doubt
from bot.core.pacing import FORM_DOUBT
from bot.core.status import Status
from bot.relay.pool import Pool
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from sandbox.relay import Relay
from tests.clock import HandClock
from tests.service.conftest import QUICK, an_entry, assemble
from tests.service.pressing import forms_sent, pressed, upscaled
from tests.service.trouble import failing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.task import Task
    from tests.service.conftest import House

ANSWER = "a lighthouse at dawn --zoom 1.5"
HEARD = "new.confirmed_at IS NULL OR new.waiting <> 'asking'"


class Door:
    """A permit that can be taken away, as where nobody can tell who has the database."""

    shut = False

    async def __call__(self) -> None:
        if self.shut:
            raise StoreError("nobody can tell")


@pytest.fixture
def permit() -> Door:
    return Door()


@pytest.fixture
async def house(tmp_path: Path, permit: Door) -> AsyncIterator[House]:
    server, clock = Relay(preset="plus", auto=False, picture="tiny", slots=None), HandClock()
    async with (
        server.serve() as url,
        Database.open(tmp_path / "easel.db") as database,
        Pool.open([an_entry(server, url)], clock=clock, limits=QUICK, permit=permit) as pool,
    ):
        yield assemble(server, pool, SqliteTasks(database), clock)


async def zoomed(house: House) -> Task:
    """A Custom Zoom that waits for its form, which is filled in."""
    return await pressed(house, await upscaled(house), "Custom Zoom", answer=ANSWER, remix=True)


async def later(house: House) -> None:
    """So much later that what is in doubt would be asked about."""
    house.clock.pass_(FORM_DOUBT)
    for _ in range(3):
        await house.forms.turn()


async def a_while(house: House) -> None:
    """Long enough for the store to have been tried."""
    for _ in range(100):
        await house.store._database.rows("SELECT 1")


async def test_an_answer_that_may_not_leave_is_sent_once_it_may(house: House, permit: Door) -> None:
    child = await zoomed(house)
    permit.shut = True
    await house.forms.turn()
    await later(house)
    waits = await house.fresh(child)
    assert (waits.status, waits.confirmed_at) == (Status.SUBMITTED, None)
    assert forms_sent(house) == []

    permit.shut = False
    await later(house)
    assert len(forms_sent(house)) == 1
    assert not form_in_doubt(await house.fresh(child))
    house.server.finish(child.relay_id or "")
    await house.poller.look()
    assert (await house.fresh(child)).status is Status.DONE


@pytest.mark.parametrize(
    ("fault", "ends"),
    [
        ("queue_full", None),
        ("banned_word", FailureKind.BANNED_PROMPT),
        ("operation_unknown", FailureKind.OPERATION),
    ],
)
async def test_what_the_relay_said_is_kept_until_it_can_be_stored(
    house: House, fault: str, ends: FailureKind | None
) -> None:
    child = await zoomed(house)
    house.server.inject(fault, path="modal")
    async with failing(house, f"UPDATE ON tasks WHEN {HEARD}"):
        turn = asyncio.create_task(house.forms.turn())
        await house.server.wait_for(lambda r: r.path.endswith("/submit/modal"))
        await a_while(house)
    await turn
    await later(house)

    after = await house.fresh(child)
    assert (after.failure.kind if after.failure else None) == ends
    assert len(forms_sent(house)) == (1 if ends else 2)


async def test_what_was_taken_back_is_given_back_though_the_store_failed(house: House) -> None:
    child = await zoomed(house)
    house.server.inject("cut_before", path="modal")
    await house.forms.turn()
    house.clock.pass_(FORM_DOUBT)
    async with failing(house, "UPDATE ON tasks"):
        turn = asyncio.create_task(house.forms.turn())
        await house.server.wait_for(lambda r: "cancel" in r.path)
        await a_while(house)
    await turn

    after = await house.fresh(child)
    assert after.failure == Failure(FailureKind.FORM_LOST)
    assert after.returned
