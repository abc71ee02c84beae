"""Writes that wait are made in one go, each with its own outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.errors import Stale
from bot.core.reply import Reply
from bot.core.status import Status
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from bot.store.together import LATELY, MANY, Together
from tests.builders import a_reply, a_task
from tests.clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.task import Task


class Pen:
    """Writes when it is let, and remembers what it wrote together."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.began = asyncio.Event()
        self.written: list[list[int]] = []

    async def write(self, items: Sequence[int]) -> list[Exception | None]:
        self.began.set()
        await self.may.wait()
        if 13 in items:
            raise OSError("no ink")
        self.written.append(list(items))
        return [ValueError(item) if item < 0 else None for item in items]


async def begun(pen: Pen, together: Together[int], *items: int) -> list[asyncio.Task[None]]:
    """The first of these on its way, the others behind it."""
    tasks = []
    for item in items:
        tasks.append(asyncio.create_task(together.add(item)))
        await pen.began.wait()
    return tasks


async def test_what_comes_while_one_is_written_is_written_together_after_it() -> None:
    pen = Pen()
    together = Together(pen.write, HandClock())
    tasks = await begun(pen, together, 1, 2, -3, 4)
    await asyncio.sleep(0)
    assert not any(task.done() for task in tasks)
    pen.may.set()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert pen.written == [[1], [2, -3, 4]]
    assert [type(one) for one in found] == [type(None), type(None), ValueError, type(None)]


async def test_a_write_that_fails_is_told_to_all_in_it_and_the_next_is_made() -> None:
    pen = Pen()
    together = Together(pen.write, HandClock())
    pen.may.set()
    with pytest.raises(OSError, match="no ink"):
        await together.add(13)
    await together.add(1)
    assert pen.written == [[1]]


async def test_who_no_longer_waits_keeps_nobody_from_their_own() -> None:
    pen = Pen()
    together = Together(pen.write, HandClock())
    first, second, third = await begun(pen, together, 1, 2, 3)
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    pen.may.set()
    await asyncio.gather(first, third)
    assert pen.written == [[1], [2, 3]]


class Slow(HandClock):
    """A clock whose waits last until they are let go, or until their event."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        if event is None:  # the lease's next beat
            await asyncio.Event().wait()
            return False
        self.pauses.append(seconds)
        self.begun.set()
        ends = [asyncio.create_task(one.wait()) for one in (event, self.over)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return event.is_set()


async def turns(count: int = 10) -> None:
    """So many times everybody who can go on does."""
    for _ in range(count):
        await asyncio.sleep(0)


async def busy(pen: Pen, clock: Slow) -> Together[int]:
    """Many have come at once, and are done."""
    together = Together(pen.write, clock, pause=0.05)
    together_at_once = await begun(pen, together, *range(100, 101 + MANY))
    pen.may.set()
    await turns()
    clock.over.set()  # those who had to wait for the first
    await asyncio.gather(*together_at_once)
    clock.over.clear()
    pen.written.clear()
    clock.pauses.clear()
    return together


async def test_while_many_come_a_go_waits_for_more() -> None:
    pen, clock = Pen(), Slow()
    together = await busy(pen, clock)
    tasks = [asyncio.create_task(together.add(item)) for item in (1, 2)]
    await turns()
    tasks.append(asyncio.create_task(together.add(3)))
    await turns()
    assert (pen.written, clock.pauses) == ([], [0.05])
    clock.over.set()
    await asyncio.gather(*tasks)
    assert pen.written == [[1, 2, 3]]


async def test_one_in_a_hurry_takes_those_along_that_wait() -> None:
    pen, clock = Pen(), Slow()
    together = await busy(pen, clock)
    calm = asyncio.create_task(together.add(1))
    await turns()
    assert pen.written == []
    await together.add(2, hurry=True)
    await calm
    assert pen.written == [[1, 2]]
    after = asyncio.create_task(together.add(3))
    await turns()
    assert not after.done()  # that hurry was theirs
    clock.over.set()
    await after


async def crowded(database: Database, clock: Slow) -> Task:
    """One of the tasks that many members have just asked for."""
    store = SqliteTasks(database)
    clock.over.set()
    adds = [store.add(a_task(state=f"s{n}"), a_reply(), []) for n in range(MANY + 1)]
    task, *_ = await asyncio.gather(*adds)
    clock.over.clear()
    clock.begun.clear()
    return task


@pytest.mark.parametrize(
    "news",
    [
        {"status": Status.SUBMITTED, "relay_id": "7"},
        {"status": Status.DONE, "relay_id": "7", "ended_at": 2.0},
    ],
)
async def test_what_came_of_a_submit_and_ends_wait_for_no_company(
    tmp_path: Path, news: dict[str, Any]
) -> None:
    clock = Slow()
    async with Database.open(tmp_path / "easel.db", clock=clock) as database:
        task = await crowded(database, clock)
        async with asyncio.timeout(30):
            await SqliteTasks(database).save(replace(task, revision=task.revision + 1, **news))


async def test_a_place_in_the_queue_waits_for_company(tmp_path: Path) -> None:
    clock = Slow()
    async with Database.open(tmp_path / "easel.db", clock=clock) as database:
        task = await crowded(database, clock)
        saved = asyncio.create_task(SqliteTasks(database).save(task.queued()))
        await clock.begun.wait()
        await turns()
        assert not saved.done()
        clock.over.set()
        await saved


async def test_nothing_waits_for_company_once_few_come() -> None:
    pen, clock = Pen(), Slow()
    together = await busy(pen, clock)
    clock.pass_(LATELY)
    await together.add(1)
    assert (pen.written, clock.pauses) == ([[1]], [])


async def test_what_is_done_one_after_the_other_never_waits() -> None:
    pen, clock = Pen(), Slow()
    pen.may.set()
    together = Together(pen.write, clock, pause=0.05)
    for item in range(100, 100 + 5 * MANY):
        await together.add(item)
    assert clock.pauses == []
    assert len(pen.written) == 5 * MANY


async def test_what_stands_on_a_stale_task_overwrites_nothing(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db") as database:
        store = SqliteTasks(database)
        task = await store.add(a_task(), a_reply(), [])
        first = task.queued()
        newer = replace(first, status=Status.RUNNING, relay_id="7", progress=50)
        await store.save(newer)
        assert await store.save_many([first, first.redrawn()], {}) == {task.number}
        assert await store.get(task.number) == newer


async def test_among_many_replies_only_that_with_an_older_token_is_stale(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "easel.db") as database:
        store = SqliteTasks(database)
        tasks = [await store.add(a_task(), a_reply(), []) for _ in range(4)]
        replies = [await store.reply(task.number) for task in tasks]
        await store.renew(2, token="new", until=9e9, message_id=5, upload_limit=1)
        known = [r for r in replies if isinstance(r, Reply)]
        found = await asyncio.gather(
            *(store.save_reply(reply.closed(frozenset())) for reply in known),
            return_exceptions=True,
        )
        assert [type(one) for one in found] == [type(None), Stale, type(None), type(None)]
        renewed = await store.reply(2)
        assert renewed is not None
        assert renewed.token == "new"


async def test_what_waits_for_company_is_done_before_the_database_is_closed(tmp_path: Path) -> None:
    clock = Slow()
    clock.over.set()
    async with Database.open(tmp_path / "easel.db") as database:
        database._jobs = Together(database._do, clock, pause=0.05)
        store = SqliteTasks(database)
        await asyncio.gather(*(store.add(a_task(), a_reply(), []) for _ in range(2 * MANY)))
        clock.over.clear()
        clock.pauses.clear()
        late = asyncio.create_task(store.add(a_task(), a_reply(), []))
        await turns()
        assert clock.pauses
        assert not late.done()
    async with asyncio.timeout(10):
        assert (await late).number == 2 * MANY + 1
