"""Tasks that end where the relay does not: what it keeps, who bears it, and that both agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errand import errand
from bot.core.failure import FailureKind
from bot.core.form import FORM_LIFE
from bot.core.ledger import Account, Due, due
from bot.core.pacing import DAY, FORGOTTEN_AFTER
from bot.core.prices import NEW_API, OTHERS, PriceList
from bot.core.request import Imagine
from bot.core.status import Status
from bot.core.task import Task
from bot.core.terms import Terms
from tests.service.pressing import pressed

if TYPE_CHECKING:
    from bot.core.request import Request
    from tests.service.conftest import House

PRICE = 100_000
BILLING = ["new-api", "plus"]


def agreed(preset: str, request: Request) -> Terms:
    """The terms that this relay's price list makes."""
    prices: PriceList = NEW_API if preset == "new-api" else OTHERS
    cost = prices.cost(errand(request, preset), None)
    return Terms(press=cost.press, form=cost.form, press_paid=prices.presses_paid)


async def an_imagine(house: House, preset: str) -> Task:
    request = Imagine("a fox")
    return await house.sent(request=request, terms=agreed(preset, request))


async def a_form(house: House, preset: str) -> Task:
    """A press whose form waits for its member."""
    parent = await an_imagine(house, preset)
    house.server.change(remix=True)
    # What it is agreed on for is asked for anew, since this way of pressing settles no terms.
    task = await pressed(house, parent, "V1", remix=True)
    assert task.awaits_form
    terms = agreed(preset, task.request)
    return await house.book.change(
        task.number, lambda fresh: replace(fresh, terms=terms, revision=fresh.revision + 1)
    )


async def accounts(house: House) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in await house.store._database.rows("SELECT * FROM ledger"):
        found[row["source"]] -= row["amount"]
        found[row["target"]] += row["amount"]
    return found


async def agree(house: House) -> Counter[str]:
    """The ledger's accounts, once they are seen to say what the relay's own says."""
    held = await accounts(house)
    assert held[Account.RELAY] == house.server.account.total
    assert sum(held.values()) == 0
    return held


@pytest.mark.parametrize("preset", BILLING)
async def test_a_form_that_its_member_lets_pass(house: House, preset: str) -> None:
    task = await a_form(house, preset)
    house.clock.pass_(FORM_LIFE + 1)
    await house.forms.turn()
    ended = await house.fresh(task)
    assert ended.failure is not None
    assert ended.failure.kind is FailureKind.FORM_EXPIRED
    kept = PRICE if preset == "new-api" else 0
    assert due(ended) == Due(charged=kept)
    held = await agree(house)
    assert held[Account.MEMBER] == -PRICE - kept
    assert held[Account.HOUSE] == held[Account.RESERVED] == 0


@pytest.mark.parametrize("preset", BILLING)
async def test_a_task_that_the_relay_forgets_is_borne_by_the_house(
    house: House, preset: str
) -> None:
    task = await an_imagine(house, preset)
    house.server.tasks.pop(task.relay_id or "")
    for _ in range(2):
        await house.poller.look()
        house.clock.pass_(FORGOTTEN_AFTER + 1)
    await house.poller.look()
    ended = await house.fresh(task)
    assert ended.failure is not None
    assert ended.failure.kind is FailureKind.FORGOTTEN
    held = await agree(house)
    assert (held[Account.MEMBER], held[Account.HOUSE]) == (0, -PRICE)


@pytest.mark.parametrize("preset", BILLING)
async def test_a_task_that_never_ends_is_borne_by_the_house(house: House, preset: str) -> None:
    task = await an_imagine(house, preset)
    for _ in range(4):
        await house.poller.look()
        house.clock.pass_(DAY)
    ended = await house.fresh(task)
    assert ended.failure is not None
    assert ended.failure.kind is FailureKind.GAVE_UP
    held = await agree(house)
    assert (held[Account.MEMBER], held[Account.HOUSE]) == (0, -PRICE)


@pytest.mark.parametrize("preset", BILLING)
async def test_what_is_muted_is_paid_when_it_is_done(house: House, preset: str) -> None:
    task = await an_imagine(house, preset)
    await house.book.change(task.number, Task.mute)
    house.server.finish(task.relay_id or "")
    await house.poller.look()
    assert (await house.fresh(task)).status is Status.DONE
    assert (await agree(house))[Account.MEMBER] == -PRICE


@pytest.mark.parametrize("preset", BILLING)
async def test_a_form_taken_back_before_it_was_sent(house: House, preset: str) -> None:
    task = await a_form(house, preset)
    await house.book.change(task.number, Task.mute)
    await house.forms.turn()
    assert (await house.fresh(task)).status is Status.CANCELLED
    kept = PRICE if preset == "new-api" else 0
    assert (await agree(house))[Account.MEMBER] == -PRICE - kept


@pytest.mark.parametrize("preset", BILLING)
async def test_what_waits_and_is_taken_back_never_cost_anything(house: House, preset: str) -> None:
    request = Imagine("a fox")
    task = await house.queued(request=request, terms=agreed(preset, request))
    assert (await accounts(house))[Account.RESERVED] == PRICE
    await house.book.change(task.number, lambda fresh: fresh.cancelled(house.clock.now()))
    held = await agree(house)
    assert set(held.values()) == {0}
