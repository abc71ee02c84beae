"""Housekeeping one turn at a time, on a real store."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import structlog.testing

from bot.core.errors import BadInput
from bot.core.failure import Failure, FailureKind
from bot.core.keeping import MEBIBYTE, PICTURES_KEPT
from bot.core.picture import Image
from bot.service.housekeeping import BATCH, PAUSE, QUIET_HOURS, Housekeeping
from bot.store.attic import SqliteAttic
from tests.clock import HandClock

if TYPE_CHECKING:
    from bot.store.database import Database
    from tests.service.conftest import House

PICTURE = Image("image/png", b"\x89PNG")


async def failed(house: House, images: int) -> int:
    task = await house.queued(images=(PICTURE,) * images)
    return (
        await house.book.change(
            task.number, lambda t: t.failed(Failure(FailureKind.TIMEOUT), house.clock.now())
        )
    ).number


def database(house: House) -> Database:
    return house.store._database


def told(logs: list[dict[str, object]]) -> dict[str, object]:
    [line] = [line for line in logs if line["event"] == "housekeeping"]
    return line


async def test_a_task_can_be_asked_for_again_for_a_week_and_then_says_why_not(house: House) -> None:
    number = await failed(house, images=2)
    keeper = Housekeeping(attic=SqliteAttic(database(house)), clock=house.clock)
    house.clock.pass_(PICTURES_KEPT - 1)

    await keeper.turn()
    assert list((await house.tasks.again(number)).images) == [PICTURE, PICTURE]

    house.clock.pass_(2)
    with structlog.testing.capture_logs() as logs:
        assert await keeper.turn() == PAUSE
    assert told(logs)["pictures"] == 2
    with pytest.raises(BadInput, match="pictures_forgotten"):
        await house.tasks.again(number)
    with structlog.testing.capture_logs() as logs:
        await keeper.turn()
    assert logs == []


async def test_others_write_between_two_of_its_transactions(house: House) -> None:
    count = BATCH + 5
    for _ in range(count):
        await failed(house, images=1)
    house.clock.pass_(PICTURES_KEPT + 1)
    pauses: list[float] = []

    class Noting(HandClock):
        def now(self) -> float:
            return house.clock.now()

        async def wait(self, event: object, seconds: float | None) -> bool:
            del event
            async with database(house).transaction():
                pauses.append(seconds or 0.0)
            return False

    await Housekeeping(attic=SqliteAttic(database(house)), clock=Noting()).turn()

    assert len(pauses) >= 1
    assert not [row for row in await house.store.images(1) if row.data]


@pytest.mark.parametrize("hour", [QUIET_HOURS.start, 14])
async def test_the_file_is_made_smaller_at_a_quiet_hour_alone(house: House, hour: int) -> None:
    store = database(house)
    async with store.transaction() as connection:
        await connection.execute("CREATE TABLE ballast (data BLOB)")
        await connection.execute("INSERT INTO ballast VALUES (zeroblob(?))", (80 * MEBIBYTE,))
    async with store.transaction() as connection:
        await connection.execute("DROP TABLE ballast")
    day = time.localtime(house.clock.now())
    house.clock.pass_((hour - day.tm_hour) % 24 * 3600)

    with structlog.testing.capture_logs() as logs:
        await Housekeeping(attic=SqliteAttic(store), clock=house.clock).turn()

    space = await SqliteAttic(store).space()
    if hour in QUIET_HOURS:
        assert int(str(told(logs)["mebibytes_given_back"])) >= 79
        assert space.free < MEBIBYTE
    else:
        assert logs == []
        assert space.free > 79 * MEBIBYTE
