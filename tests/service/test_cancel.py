"""Tasks taken back, with a real relay that can or cannot stop them."""

from __future__ import annotations

import pytest

from bot.core.errors import Gone, RelayError
from bot.core.failure import Failure, FailureKind
from bot.core.operations import CANCEL
from bot.core.request import Imagine
from bot.core.status import Status
from bot.core.task import Task
from bot.service.cancel import Cancels, Outcome
from bot.service.operations import SURPRISE
from tests.builders import USER
from tests.service.conftest import House


def cancels(house: House) -> Cancels:
    relays = {"main": house.relay}
    return Cancels(book=house.book, relays=relays, abilities=house.abilities, clock=house.clock)


def asked(house: House) -> int:
    """How often the relay was asked to stop something."""
    return sum(received.path.endswith("/cancel") for received in house.server.log)


async def running(house: House) -> Task:
    task = await house.sent(request=Imagine("a fox"))
    house.server.move(task.relay_id or "", "IN_PROGRESS", "46%")
    await house.poller.look()
    return await house.fresh(task)


async def test_what_waits_here_is_never_sent(house: House) -> None:
    task = await house.queued()
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.CANCELLED
    await house.send_all()
    assert (await house.fresh(task)).status is Status.CANCELLED
    assert house.submits() == []
    assert asked(house) == 0


async def test_what_the_relay_draws_is_stopped_there(house: House) -> None:
    task = await running(house)
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.CANCELLED
    assert (await house.fresh(task)).status is Status.CANCELLED
    assert house.server.status(task.relay_id or "").status == "CANCEL"
    assert (await house.fresh(task)).returned  # so that nobody pays for it


async def test_a_relay_that_has_stopped_one_is_not_long_believed_to_lack_it(house: House) -> None:
    await cancels(house).cancel((await running(house)).number, by=USER)
    await house.abilities.lacks("main", CANCEL)
    assert CANCEL in house.abilities.missing("main")
    house.clock.pass_(SURPRISE)
    assert CANCEL not in house.abilities.missing("main")


@pytest.mark.parametrize("preset", ["new-api", "trueai", "classic"])
async def test_what_no_relay_stops_goes_on_unseen(house: House) -> None:
    task = await house.sent(request=Imagine("a fox"))
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.MUTED
    muted = await house.fresh(task)
    assert muted.muted
    assert not muted.ended
    assert CANCEL in house.abilities.missing("main")
    other = await house.sent(request=Imagine("a dog"))
    assert await cancels(house).cancel(other.number, by=USER) is Outcome.MUTED
    assert asked(house) == 1


async def test_what_the_relay_refuses_to_stop_goes_on_unseen(house: House) -> None:
    task = await running(house)
    house.server.finish(task.relay_id or "")
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.MUTED
    assert CANCEL not in house.abilities.missing("main")
    await house.poller.look()
    done = await house.fresh(task)
    assert (done.status, done.muted) == (Status.DONE, True)
    assert done.picture


async def test_what_may_have_been_sent_cannot_be_taken_back_yet(house: House) -> None:
    task = await house.queued()
    now = house.clock.now()
    await house.book.change(task.number, lambda fresh: fresh.sending(now))
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.DOUBT
    assert (await house.fresh(task)).status is Status.QUEUED


async def test_what_is_over_is_over(house: House) -> None:
    task = await house.queued()
    failure = Failure(FailureKind.OTHER)
    await house.book.change(task.number, lambda fresh: fresh.failed(failure, 1.0))
    assert await cancels(house).cancel(task.number, by=USER) is Outcome.OVER
    with pytest.raises(Gone):
        await cancels(house).cancel(99, by=USER)


async def test_a_relay_that_cannot_be_asked_changes_nothing(house: House) -> None:
    task = await running(house)
    house.server.inject("cut_before", times=9, path="/cancel")
    with pytest.raises(RelayError):
        await cancels(house).cancel(task.number, by=USER)
    assert await house.fresh(task) == task
