"""The trail: what goes into it with a task, and what has been shown where."""

from __future__ import annotations

import pytest

from bot.core.audit import Board, Event, Happening, of_task
from bot.core.errors import Stale
from bot.core.failure import Failure, FailureKind
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from bot.store.trail import SqliteTrail
from tests.builders import CHANNEL, GUILD, NOW, USER
from tests.store.stages import a_finished, a_queued, an_accepted, an_added


@pytest.fixture
def trail(database: Database) -> SqliteTrail:
    return SqliteTrail(database)


def a_line(event: Event = Event.BLOCKED, **changes: object) -> Happening:
    values = {"guild_id": GUILD, "at": NOW, "event": event, **changes}
    return Happening(**values)  # type: ignore[arg-type]


async def events(trail: SqliteTrail, guild_id: int = GUILD) -> list[Event]:
    return [line.event for line in await trail.page(guild_id, before=None, limit=99)]


# -- with a task -----------------------------------------------------------------------------------
async def test_a_task_is_noted_once_and_only_when_its_message_is_there(
    store: SqliteTasks, trail: SqliteTrail
) -> None:
    await an_added(store)
    assert await events(trail) == []
    task = await a_finished(store)
    [line] = await trail.page(GUILD, before=None, limit=9)
    assert (line.event, line.actor, line.task) == (Event.ASKED, USER, task.number)
    assert line.channel_id == CHANNEL


async def test_a_relays_refusal_of_a_word_is_noted(store: SqliteTasks, trail: SqliteTrail) -> None:
    task = await an_accepted(store)
    failed = task.failed(Failure(FailureKind.BANNED_PROMPT, "blood"), NOW + 5)
    await store.save(failed)
    line = (await trail.page(GUILD, before=None, limit=9))[0]
    assert (line.event, line.at, line.values) == (Event.REFUSED, NOW + 5, {"word": "blood"})


async def test_direct_messages_leave_no_trail(store: SqliteTasks, trail: SqliteTrail) -> None:
    await a_queued(store, guild_id=None)
    assert await trail.waiting() == []


async def test_what_is_told_with_a_change_that_came_too_late_is_not_told(
    store: SqliteTasks, trail: SqliteTrail
) -> None:
    task = await a_queued(store)
    line = of_task(task, Event.REMOVED, NOW, actor=7, values={"owner": str(USER)})
    await store.save(task.remove(), [line])
    with pytest.raises(Stale):
        await store.save(task.stall(), [line])
    assert await events(trail) == [Event.REMOVED, Event.ASKED]


# -- what has been shown ---------------------------------------------------------------------------
async def test_each_board_is_shown_what_it_wants_once(trail: SqliteTrail) -> None:
    for event in (Event.ASKED, Event.BLOCKED, Event.REMOVED):
        await trail.note(a_line(event))
    audit = await trail.unposted(GUILD, Board.AUDIT, 9)
    assert [line.event for line in audit] == [Event.ASKED, Event.BLOCKED, Event.REMOVED]
    [blocked] = await trail.unposted(GUILD, Board.MODERATION, 9)
    assert blocked == audit[1]
    await trail.posted(GUILD, Board.AUDIT, audit[1].number)
    assert await trail.unposted(GUILD, Board.AUDIT, 9) == [audit[2]]
    assert await trail.unposted(GUILD, Board.MODERATION, 9) == [blocked]
    await trail.posted(GUILD, Board.AUDIT, audit[2].number)
    assert await trail.waiting() == [GUILD]
    await trail.posted(GUILD, Board.MODERATION, blocked.number)
    assert await trail.waiting() == []


async def test_servers_do_not_mix(trail: SqliteTrail) -> None:
    await trail.note(a_line(guild_id=1))
    await trail.note(a_line(guild_id=2))
    assert sorted(await trail.waiting()) == [1, 2]
    [line] = await trail.unposted(1, Board.AUDIT, 9)
    await trail.posted(1, Board.AUDIT, line.number + 1)
    assert len(await trail.unposted(2, Board.AUDIT, 9)) == 1


async def test_what_is_to_be_said_once_is_kept_once(trail: SqliteTrail) -> None:
    for at in (NOW, NOW + 1):
        await trail.note(a_line(Event.SLOWED, at=at, once="slowed:1"))
    assert await events(trail) == [Event.SLOWED]


async def test_the_old_is_forgotten(trail: SqliteTrail) -> None:
    await trail.note(a_line(at=NOW - 100))
    await trail.note(a_line(Event.UNBLOCKED, at=NOW))
    await trail.forget(NOW - 50)
    assert await events(trail) == [Event.UNBLOCKED]
