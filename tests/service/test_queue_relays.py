"""Several relays before one queue: which gets what, and what happens when one is down or dry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.asker import Asker
from bot.core.breaker import LEAST, Circuit
from bot.core.errors import BadInput
from bot.core.failure import Failure, FailureKind
from bot.core.operations import IMAGINE
from bot.core.prices import PriceList
from bot.core.request import Imagine, Shorten, Speed
from bot.core.status import Status, Waiting
from bot.relay.pool import Pool
from bot.service.probing import Probing
from tests.builders import a_reply, an_action
from tests.service.conftest import QUICK, Street, assemble

if TYPE_CHECKING:
    from bot.core.task import Task


def where(tasks: list[Task]) -> list[str]:
    return [task.relay for task in tasks if task.status is Status.SUBMITTED]


# -- which gets what -------------------------------------------------------------------------------
async def test_equals_share_the_work_and_the_rest_waits(street: Street) -> None:
    tasks = await street.sent(5)

    assert sorted(where(tasks)) == ["a", "a", "b", "b"]
    assert [t.waiting for t in tasks if t.status is Status.QUEUED] == [Waiting.TURN]


async def test_the_cheaper_one_comes_first_and_the_dearer_one_when_that_is_full(
    street: Street,
) -> None:
    await street.change("b", prices=PriceList({"imagine": 40_000}))
    tasks = await street.sent(3)

    assert where(tasks) == ["b", "b", "a"]
    assert [task.terms.press for task in tasks] == [40_000, 40_000, 100_000]


async def test_what_only_one_of_them_takes_goes_there(street: Street) -> None:
    await street.change("a", speeds=frozenset({Speed.FAST}))
    tasks = await street.sent(3, request=Imagine("a cat", speed=Speed.RELAX))

    assert where(tasks) == ["b", "b"]


async def test_a_press_stays_where_its_picture_was_made(street: Street) -> None:
    [grid] = await street.sent(relay="a")
    street.servers[grid.relay].finish(grid.relay_id or "")
    press = an_action(parent=grid.number, parent_relay_id=grid.relay_id or "")
    other = "b" if grid.relay == "a" else "a"
    await street.change(other, prices=PriceList({"upscale": 0}))
    [pressed] = await street.sent(request=press, relay=grid.relay)

    assert pressed.relay == grid.relay


# -- one that is down, or dry ----------------------------------------------------------------------
async def test_new_work_goes_elsewhere_when_one_is_down(street: Street) -> None:
    await street.change("a", prices=PriceList({"imagine": 1}))
    await street.shut("a")
    tasks = await street.sent(2)

    assert where(tasks) == ["b", "b"]
    assert not street.servers["a"].tasks


async def test_a_relay_that_stays_down_is_left_alone_and_asked_something_harmless(
    street: Street,
) -> None:
    await street.change("a", prices=PriceList({"imagine": 1}))
    await street.shut("a")
    for _ in range(3):
        street.house.clock.pass_(10)
        await street.sent()
        for task in street.servers["b"].tasks.values():
            street.servers["b"].finish(task.id)
        for task in await street.house.store.at_relay("b"):
            await street.house.book.change(task.number, lambda t: t.cancelled(1.0))
    assert street.circuit("a") == {"reach": Circuit.OPEN}

    await street.reopen("a")
    probing = Probing(relays=street.pool, back=street.house.queue.back, clock=street.house.clock)
    await probing.turn()  # not yet
    assert street.servers["a"].log == []
    street.house.clock.pass_(LEAST)
    await probing.turn()
    assert street.circuit("a") == {}
    assert [r.method for r in street.servers["a"].log] == ["GET"]
    assert where(await street.sent()) == ["a"]


@pytest.mark.parametrize("fault", ["quota_exhausted", "key_rejected"])
async def test_a_relay_that_is_dry_fails_nobody_while_another_is_not(
    street: Street, fault: str
) -> None:
    await street.change("a", prices=PriceList({"imagine": 1}))
    street.servers["a"].change(faults={fault: 1})
    tasks = await street.sent(2)

    assert where(tasks) == ["b", "b"]
    assert [task.failure for task in tasks] == [None, None]


async def test_the_only_one_left_says_why_it_refuses(street: Street) -> None:
    await street.change("b", operations=frozenset({"blend"}))
    street.servers["a"].change(faults={"quota_exhausted": 1})
    [task] = await street.sent()

    assert task.failure
    assert task.failure.kind is FailureKind.QUOTA


async def test_a_submit_whose_answer_was_lost_goes_nowhere_else(street: Street) -> None:
    for server in street.servers.values():
        server.inject("cut_after", path="imagine")
    [task] = await street.sent()
    await street.house.send_all()

    assert (await street.house.fresh(task)).in_doubt
    assert sum(len(server.tasks) for server in street.servers.values()) == 1


async def test_what_one_relay_lacks_another_is_asked_for(street: Street) -> None:
    await street.change("a", prices=PriceList({"shorten": 1}))
    street.servers["a"].change(faults={"operation_unknown": 1})
    [task] = await street.sent(request=Shorten("a very long prompt"))

    assert where([task]) == ["b"]
    assert street.house.abilities.missing("a") == {"submit/shorten"}


# -- the file is read again ------------------------------------------------------------------------
async def test_a_relay_that_is_taken_out_gets_nothing_new_and_keeps_what_it_has(
    street: Street,
) -> None:
    await street.change("a", prices=PriceList({"imagine": 1}))
    [before] = await street.sent()
    await street.pool.take([street.entries["b"]])
    [after] = await street.sent()

    assert (before.relay, after.relay) == ("a", "b")
    assert "a" in street.pool


async def test_a_new_key_counts_from_the_next_call_on(street: Street) -> None:
    await street.pool.take([street.entries["a"]])
    wrong = replace(street.entries["a"].settings, key="another")
    await street.change("a", settings=wrong)
    await street.pool.take([street.entries["a"]])
    [refused] = await street.sent()
    assert refused.failure
    assert refused.failure.kind is FailureKind.KEY

    right = replace(wrong, key=street.servers["a"].key)
    await street.pool.take([replace(street.entries["a"], settings=right)])
    assert where(await street.sent()) == ["a"]


async def test_what_nobody_serves_any_more_ends_in_words(street: Street) -> None:
    task = await street.house.queued()
    for name in "ab":
        await street.change(name, operations=frozenset({"blend"}))
    await street.house.send_all()

    ended = await street.house.fresh(task)
    assert ended.failure
    assert ended.failure.kind is FailureKind.OPERATION


async def test_a_speed_that_nobody_has_any_more_is_said_with_the_others(street: Street) -> None:
    task = await street.house.queued(request=Imagine("a cat", speed=Speed.TURBO))
    for name, speed in {"a": Speed.RELAX, "b": Speed.FAST}.items():
        await street.change(name, speeds=frozenset({speed}))
    await street.house.send_all()

    assert (await street.house.fresh(task)).failure == Failure(FailureKind.SPEED, "--fast, --relax")


async def refusal(street: Street, request: Imagine) -> BadInput:
    """What is said of a request that nothing is stored of."""
    with pytest.raises(BadInput) as refused:
        await street.house.tasks.claim(
            request, a_reply(), prompt=request.prompt, asker=Asker(user_id=1, channel_id=2)
        )
    return refused.value


async def test_a_speed_that_nobody_has_is_refused_before_anything_is_stored(
    street: Street,
) -> None:
    for name in "ab":
        await street.change(name, speeds=frozenset({Speed.RELAX}))
    refused = await refusal(street, Imagine("a cat", speed=Speed.FAST))

    assert (refused.reason, refused.values) == (
        "speed_missing",
        {"speeds": "--relax"},
    )


async def test_a_speed_is_no_word_for_a_relay_that_has_none(street: Street) -> None:
    task = await street.house.queued(request=Imagine("a cat", speed=Speed.FAST))
    for name in "ab":
        await street.change(name, speeds=frozenset())
    await street.house.send_all()
    assert (await street.house.fresh(task)).failure == Failure(FailureKind.SPEED)
    refused = await refusal(street, Imagine("a cat", speed=Speed.FAST))
    assert refused.reason == "speed_none"

    [drawn] = await street.sent(request=Imagine("a cat"))
    assert drawn.status is Status.SUBMITTED


# -- one of them is there no more after a restart --------------------------------------------------
async def test_what_a_relay_has_that_is_there_no_more_ends_in_words(street: Street) -> None:
    await street.change("a", prices=PriceList({"imagine": 1}))
    [running] = await street.sent()
    street.servers["a"].inject("cut_after", path="imagine")
    [in_doubt] = await street.sent()
    waiting = await street.house.queued(
        request=an_action(parent=running.number, parent_relay_id="1"), relay="a"
    )
    async with Pool.open([street.entries["b"]], clock=street.house.clock, limits=QUICK) as pool:
        later = assemble(street.servers["b"], pool, street.house.store, street.house.clock)
        await later.queue.load()
        await later.send_all()

        gone = {running: FailureKind.RELAY_REMOVED, waiting: FailureKind.RELAY_REMOVED}
        for task, kind in {**gone, in_doubt: FailureKind.OUTCOME_UNKNOWN}.items():
            ended = await street.house.fresh(task)
            assert ended.failure == Failure(kind)


async def test_a_circuit_is_of_one_operation(street: Street) -> None:
    for name, server in street.servers.items():
        await street.change(name, max_running=9)
        server.change(faults={"cut_after": 1})
    for _ in range(4):
        await street.sent(2)
    assert street.circuit("a") == {IMAGINE: Circuit.OPEN}


async def test_an_operation_is_tried_with_one_task_while_others_still_run_there(
    street: Street,
) -> None:
    await street.change("a", max_running=9)
    await street.change("b", operations=frozenset({"describe"}))
    [running] = await street.sent()
    street.servers["a"].inject("cut_after", path="imagine", times=4)
    await street.sent(3)
    assert street.circuit("a") == {IMAGINE: Circuit.OPEN}

    street.house.clock.pass_(LEAST)
    waiting, tried = sorted(await street.sent(2), key=lambda task: task.in_doubt)
    assert (tried.in_doubt, waiting.status) == (True, Status.QUEUED)
    assert street.circuit("a") == {IMAGINE: Circuit.OPEN}

    street.house.clock.pass_(2 * LEAST)
    await street.house.send_all()
    assert (await street.house.fresh(waiting)).status is Status.SUBMITTED
    assert street.circuit("a") == {}
    assert (await street.house.fresh(running)).status is Status.SUBMITTED
