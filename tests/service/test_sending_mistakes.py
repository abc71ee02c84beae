"""Mistakes of Easel's own in the middle of a send: no task is forgotten, and none is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.failure import Failure, FailureKind
from bot.core.pacing import DOUBT_LOOKS
from bot.core.status import Waiting
from bot.service.admission import Admission

if TYPE_CHECKING:
    from bot.core.task import Task
    from tests.service.conftest import House


class Broken(Admission):
    """Rules with a mistake in them."""

    async def withholds(self, task: Task) -> bool:
        raise RuntimeError("a mistake")


def broken(_state: str) -> str:
    raise RuntimeError("a mistake")


async def test_what_had_not_left_ends_in_words(house: House) -> None:
    house.rules.admission.__class__ = Broken
    task = await house.sent()
    assert task.failure == Failure(FailureKind.INTERRUPTED)
    assert await house.send_all() is None  # and there is nothing left to send


async def test_what_may_have_left_is_asked_about_and_not_sent_again(house: House) -> None:
    house.pool._lines["main"].client._hook = broken
    task = await house.sent()
    assert task.in_doubt
    assert task.waiting is Waiting.ASKING
    house.pool._lines["main"].client._hook = None
    await house.send_all()
    for _ in range(DOUBT_LOOKS):
        await house.search.turn()
    assert (await house.fresh(task)).failure == Failure(FailureKind.OUTCOME_UNKNOWN)
    assert house.submits() == []
