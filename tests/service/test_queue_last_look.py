"""The last moment before a submit leaves: what it costs there, and who is blocked by then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.asker import Asker
from bot.core.failure import Failure, FailureKind
from bot.core.ledger import NOTHING, Due, due
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.prices import PriceList
from bot.core.request import Imagine
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.core.terms import BARRED
from tests.builders import CHANNEL, GUILD, USER, a_reply
from tests.service.conftest import House, Street

CHEAP, DEAR = 50_000, 200_000
SUPPORTERS = 7
MONEY = Limit(scope=Scope.ROLE, subject=SUPPORTERS, period=Period.DAY, unit=Unit.MONEY, amount=DEAR)


async def settled(house: House, *limits: Limit) -> None:
    rules = house.rules
    await rules.guilds.settle(GUILD, lambda before: replace(before, limits=limits), actor=1)


async def asked(house: House, *roles: int) -> Task:
    """A task that has come in by the front door, and waits for its turn."""
    asker = Asker(user_id=USER, channel_id=CHANNEL, guild_id=GUILD, roles=frozenset(roles))
    reply = a_reply(user_id=asker.user_id)
    task = await house.tasks.claim(Imagine("a fox"), reply, prompt="a fox", asker=asker)
    await house.tasks.confirmed(task.number, message_id=1000 + task.number, ephemeral=False)
    return await house.fresh(task)


async def turns(street: Street) -> None:
    """As many as it takes until whoever may leave has left."""
    for _ in range(3):
        await street.house.send_all()


async def two_prices(street: Street) -> None:
    await street.change("a", prices=PriceList({"imagine": CHEAP}))
    await street.change("b", prices=PriceList({"imagine": DEAR}))


async def test_what_its_member_cannot_pay_at_the_dearer_relay_waits_for_the_cheaper_one(
    street: Street,
) -> None:
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=DEAR - 1))
    task = await asked(street.house, SUPPORTERS)
    await street.shut("a")
    await turns(street)
    waits = await street.house.fresh(task)
    assert (waits.status, waits.relay, due(waits)) == (Status.QUEUED, "a", Due(reserved=CHEAP))
    assert waits.waiting is not Waiting.TURN
    assert not street.servers["b"].tasks

    await street.reopen("a")
    street.house.clock.pass_(600)
    street.house.queue.back("a")
    await street.house.send_all()
    sent = await street.house.fresh(task)
    assert (sent.status, sent.relay, due(sent)) == (Status.SUBMITTED, "a", Due(charged=CHEAP))


async def test_it_goes_to_the_dearer_one_as_soon_as_that_costs_less(street: Street) -> None:
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=DEAR - 1))
    task = await asked(street.house, SUPPORTERS)
    await street.shut("a")
    await turns(street)
    assert (await street.house.fresh(task)).status is Status.QUEUED
    await street.change("b", prices=PriceList({"imagine": DEAR - 1}))
    await turns(street)
    assert not street.servers["b"].tasks
    street.house.clock.pass_(BARRED + 60)
    await turns(street)
    sent = await street.house.fresh(task)
    assert (sent.relay, due(sent)) == ("b", Due(charged=DEAR - 1))


async def test_or_once_another_task_has_given_back_what_it_takes(street: Street) -> None:
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=CHEAP + DEAR - 1))
    first = await asked(street.house, SUPPORTERS)
    await turns(street)
    task = await asked(street.house, SUPPORTERS)
    await street.shut("a")
    for _ in range(3):
        await turns(street)
        street.house.clock.pass_(BARRED + 60)
        assert (await street.house.fresh(task)).status is Status.QUEUED
    failure = Failure(FailureKind.MODERATED)
    await street.house.book.change(first.number, lambda fresh: fresh.failed(failure, 1.0))
    await turns(street)
    sent = await street.house.fresh(task)
    assert (sent.relay, due(sent)) == ("b", Due(charged=DEAR))


async def test_a_bar_outlives_a_restart(street: Street) -> None:
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=DEAR - 1))
    task = await asked(street.house, SUPPORTERS)
    await street.shut("a")
    await turns(street)
    barred = (await street.house.fresh(task)).terms.barred
    assert [bar.relay for bar in barred] == ["b"]
    queued = await street.house.store.queued()
    assert [waiter.errand.barred for waiter in queued] == [barred]


async def test_what_fits_goes_to_the_dearer_relay_and_is_paid_for(street: Street) -> None:
    await two_prices(street)
    await settled(street.house, MONEY)
    task = await asked(street.house, SUPPORTERS)
    await street.shut("a")
    await turns(street)
    sent = await street.house.fresh(task)
    assert (sent.relay, due(sent)) == ("b", Due(charged=DEAR))


async def test_a_full_relay_sends_nobody_over_their_quota(street: Street) -> None:
    """Two run at the cheaper relay; of the two that are left one can pay for the other one."""
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=2 * CHEAP + DEAR + CHEAP))
    tasks = [await asked(street.house, SUPPORTERS) for _ in range(4)]
    for _ in range(4):
        await street.house.send_all()
    found = [await street.house.fresh(task) for task in tasks]
    assert [task.relay for task in found if task.status is Status.SUBMITTED] == ["a", "a", "b"]
    [waits] = [task for task in found if task.status is Status.QUEUED]
    assert (waits.relay, waits.waiting) == ("a", Waiting.TURN)
    assert sum(due(task).total for task in found) <= 2 * CHEAP + DEAR + CHEAP


async def test_when_only_relays_are_left_that_cost_too_much_it_ends_in_words(
    street: Street,
) -> None:
    await two_prices(street)
    await settled(street.house, replace(MONEY, amount=DEAR - 1))
    task = await asked(street.house, SUPPORTERS)
    await street.pool.take([street.entries["b"]])
    await turns(street)
    ended = await street.house.fresh(task)
    assert ended.failure is not None
    assert (ended.failure.kind, due(ended)) == (FailureKind.RELAY_REMOVED, NOTHING)
    assert not street.servers["b"].tasks


# -- blocked ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("guild_id", [GUILD, None])
async def test_a_task_that_was_claimed_while_its_member_was_blocked_is_not_sent(
    house: House, guild_id: int | None
) -> None:
    """The click was let in, and the block came before it was stored."""
    await house.rules.blocks.block(GUILD, USER, by=1, reason="Spam", seconds=60)
    task = await house.sent(user_id=USER, guild_id=guild_id)
    assert task.failure is not None
    assert (task.failure.kind, due(task)) == (FailureKind.BLOCKED, NOTHING)
    assert not house.submits()
    assert not house.queue.waiting

    house.clock.pass_(61)
    assert (await house.sent(user_id=USER, guild_id=guild_id)).status is Status.SUBMITTED
