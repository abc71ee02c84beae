"""Members as they were seen, who is blocked, and whose prompts were refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.asker import Asker
from bot.core.audit import Event, Happening
from bot.core.failure import Failure, FailureKind
from bot.core.guild_ports import Block
from bot.store.database import Database
from bot.store.members import FRESH, SqliteMembers
from bot.store.tasks import SqliteTasks
from bot.store.trail import SqliteTrail
from tests.builders import GUILD, NOW, USER
from tests.store.stages import a_queued, an_accepted, an_added

BLOCK = Block(GUILD, USER, "Spam", by=7, at=NOW, until=NOW + 60)
LINE = Happening(guild_id=GUILD, at=NOW, event=Event.BLOCKED, actor=7)


@pytest.fixture
def members(database: Database) -> SqliteMembers:
    return SqliteMembers(database)


@pytest.fixture
def trail(database: Database) -> SqliteTrail:
    return SqliteTrail(database)


def a_member(**changes: object) -> Asker:
    asker = Asker(
        user_id=USER,
        channel_id=5,
        guild_id=GUILD,
        name="Ada",
        roles=frozenset({3, 1}),
        manages=True,
    )
    return replace(asker, **changes)


# -- as they were seen -----------------------------------------------------------------------------
async def test_a_member_is_remembered_but_not_what_they_may(members: SqliteMembers) -> None:
    await members.seen(a_member(), NOW)
    seen = await members.last_seen(GUILD, USER)
    assert seen == a_member(channel_id=0, manages=False)
    assert await members.names(GUILD, [USER, 8]) == {USER: "Ada"}
    assert await members.last_seen(GUILD, 8) is None


async def test_whoever_changes_is_written_down_again(
    members: SqliteMembers, database: Database
) -> None:
    async def seen_at() -> float:
        row = await database.row("SELECT seen_at FROM members")
        assert row is not None
        return float(row["seen_at"])

    await members.seen(a_member(), NOW)
    await members.seen(a_member(), NOW + 10)
    assert await seen_at() == NOW
    await members.seen(a_member(roles=frozenset({3})), NOW + 20)
    assert await seen_at() == NOW + 20
    await members.seen(a_member(roles=frozenset({3})), NOW + 20 + FRESH)
    assert await seen_at() == NOW + 20 + FRESH


async def test_nobody_is_remembered_from_direct_messages(members: SqliteMembers) -> None:
    await members.seen(a_member(guild_id=None), NOW)
    assert await members.names(GUILD, [USER]) == {}


# -- blocks ----------------------------------------------------------------------------------------
async def test_a_block_holds_until_its_end_there_and_in_direct_messages(
    members: SqliteMembers,
) -> None:
    await members.block(BLOCK, [LINE])
    for guild in (GUILD, None):
        assert await members.blocked(guild, USER, NOW + 59) == BLOCK
        assert await members.blocked(guild, USER, NOW + 60) is None
    assert await members.blocked(GUILD + 1, USER, NOW) is None
    assert await members.blocked(GUILD, USER + 1, NOW) is None


async def test_a_newer_block_takes_the_place_of_the_older(members: SqliteMembers) -> None:
    for_good = replace(BLOCK, reason="Again", until=None)
    await members.block(BLOCK, [])
    await members.block(for_good, [])
    assert await members.blocks(GUILD, NOW + 1e9) == [for_good]


async def test_in_direct_messages_the_longest_block_counts(members: SqliteMembers) -> None:
    for_good = replace(BLOCK, guild_id=GUILD + 1, until=None)
    for block in (BLOCK, for_good, replace(BLOCK, guild_id=GUILD + 2, until=NOW + 90)):
        await members.block(block, [])
    assert await members.blocked(None, USER, NOW) == for_good


async def test_a_block_and_its_line_are_written_together(
    members: SqliteMembers, trail: SqliteTrail
) -> None:
    await members.block(BLOCK, [LINE])
    lines = [replace(LINE, event=Event.UNBLOCKED)]
    assert await members.unblock(GUILD, USER, lines)
    assert not await members.unblock(GUILD, USER, lines)
    told = await trail.page(GUILD, before=None, limit=9)
    assert [line.event for line in told] == [Event.UNBLOCKED, Event.BLOCKED]


async def test_what_a_blocked_member_has_in_the_queue_is_found(
    members: SqliteMembers, store: SqliteTasks
) -> None:
    here = await a_queued(store)
    direct = await a_queued(store, guild_id=None)
    await a_queued(store, guild_id=GUILD + 1)
    await a_queued(store, user_id=USER + 1)
    await an_added(store)
    await an_accepted(store)
    assert await members.withheld(NOW) == []
    await members.block(BLOCK, [])
    assert sorted(await members.withheld(NOW)) == [here.number, direct.number]
    assert await members.withheld(NOW + 61) == []


# -- refusals --------------------------------------------------------------------------------------
async def test_refusals_of_easel_and_of_relays_are_counted_together(
    members: SqliteMembers, store: SqliteTasks
) -> None:
    for kind, at in ((FailureKind.BANNED_PROMPT, 3), (FailureKind.MODERATED, 4)):
        task = await a_queued(store)
        await store.save(task.failed(Failure(kind, "blood"), NOW + at))
    await members.refused(GUILD, USER, NOW + 5, [])
    await members.refused(GUILD, USER + 1, NOW + 6, [])
    await members.refused(None, USER, NOW + 7, [])
    assert await members.refusals(GUILD, USER, NOW) == [NOW + 3, NOW + 5]
    assert await members.refusals(GUILD, USER, NOW + 4) == [NOW + 5]
    assert await members.refusals(None, USER, NOW) == [NOW + 7]


# -- and forgotten ---------------------------------------------------------------------------------
async def test_who_was_not_seen_and_what_has_ended_long_ago_are_forgotten(
    members: SqliteMembers, trail: SqliteTrail, database: Database
) -> None:
    await members.seen(a_member(), NOW)
    await members.seen(a_member(user_id=8), NOW + 100)
    await members.block(BLOCK, [LINE])
    await members.block(replace(BLOCK, user_id=8, until=NOW + 200), [LINE])
    await members.block(replace(BLOCK, user_id=9, until=None), [LINE])
    await trail.forget(NOW + 100)
    assert await members.names(GUILD, [USER, 8]) == {8: "Ada"}
    kept = await database.rows("SELECT user_id FROM blocks ORDER BY user_id")
    assert [row["user_id"] for row in kept] == [8, 9]
