"""Tasks counted by SQLite, held against counting by hand."""

from __future__ import annotations

import asyncio
import json
import math
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.pacing import DAY
from bot.core.request import Imagine
from bot.core.terms import Terms
from bot.core.usage import HOUR, MEMBERS, Count, Stretch, Usage, Window, window
from bot.store.usage import SqliteUsage
from tests.builders import GUILD, NOW, USER, a_change, an_action
from tests.store.stages import DONE, an_accepted, an_added

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.usage import Line
    from bot.store.database import Database
    from bot.store.tasks import SqliteTasks

WEEK = Window(NOW - 6 * DAY, NOW + DAY, DAY)


@dataclass(frozen=True)
class Row:
    """One task, as far as it is counted."""

    user: int
    at: float
    operation: str
    status: str
    cost: int
    took: float
    failure: str
    guild: int = GUILD


ROWS = st.builds(
    Row,
    user=st.integers(1, 14),
    at=st.floats(WEEK.start - DAY, WEEK.end + DAY),
    operation=st.sampled_from(["imagine", "upscale", "video"]),
    status=st.sampled_from(["queued", "running", "done", "done", "done", "failed", "cancelled"]),
    cost=st.integers(0, 200_000),
    took=st.floats(-5, 4000),
    failure=st.sampled_from(["timeout", "banned_prompt", "moderated"]),
    guild=st.sampled_from([GUILD, GUILD, GUILD + 1]),
)


async def fill(database: Database, rows: list[Row]) -> None:
    """Writes tasks as they may be, without walking each of them there."""
    ended = {"done", "failed", "cancelled"}
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM tasks")
        await connection.executemany(
            """
            INSERT INTO tasks (revision, status, relay, state, kind, request, user_id, guild_id,
                channel_id, prompt, created_at, moved_at, ended_at, waiting, progress, stalled,
                buttons, pressed, final_prompt, job_id, failure, shown, reachable, operation,
                charged, lost)
            VALUES (1, :status, 'main', :state, 'imagine', '{}', :user, :guild, 3, '', :at, :at,
                :ended, 'turn', 0, 0, '[]', '[]', '', '', :failure, 1, 0, :operation, :cost, :lost)
            """,
            [
                {
                    "status": row.status,
                    "state": f"s{place}",
                    "user": row.user,
                    "guild": row.guild,
                    "at": row.at,
                    "ended": row.at + row.took if row.status in ended else None,
                    "failure": json.dumps({"kind": row.failure, "detail": ""})
                    if row.status == "failed"
                    else None,
                    "operation": row.operation,
                    "cost": 0 if row.status in {"failed", "cancelled"} else row.cost,
                    "lost": row.cost if row.status in {"failed", "cancelled"} else 0,
                }
                for place, row in enumerate(rows)
            ],
        )


def counted(rows: list[Row]) -> Count:
    """What the relay keeps of what came to nothing counts as cost."""
    failed = [row for row in rows if row.status == "failed"]
    tasks = [row for row in rows if row.status != "cancelled"]
    return Count(len(tasks), len(failed), sum(row.cost for row in rows))


def check_waits(usage: Usage, mine: list[Row]) -> None:
    """The nearest rank: no wait is made up, and half, or nine of ten, did not exceed it."""
    took = sorted(max(0.0, (row.at + row.took) - row.at) for row in mine if row.status == "done")
    if not took:
        assert usage.wait is None
        return
    assert usage.wait is not None
    ranks = {"median": math.ceil(len(took) / 2), "most": math.ceil(len(took) * 9 / 10)}
    for name, rank in ranks.items():
        assert getattr(usage.wait, name) == pytest.approx(took[rank - 1])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=60))
async def test_counts_are_those_of_a_count_by_hand(database: Database, rows: list[Row]) -> None:
    await fill(database, rows)
    usage = await SqliteUsage(database).usage(GUILD, WEEK)
    inside = [row for row in rows if row.guild == GUILD and WEEK.start <= row.at < WEEK.end]
    mine = [row for row in inside if row.status != "cancelled" or row.cost]
    assert usage.total == counted(inside)
    assert usage.cancelled == sum(row.status == "cancelled" for row in inside)
    for place, count in enumerate(usage.steps):
        start = WEEK.start + place * DAY
        assert count == counted([row for row in mine if start <= row.at < start + DAY])
    for user, count in usage.members.items():
        assert count == counted([row for row in mine if row.user == user])
    assert usage.others == counted([row for row in mine if row.user not in usage.members])
    assert usage.other_members == max(0, len({row.user for row in mine}) - MEMBERS)
    least = min((count.tasks for count in usage.members.values()), default=0)
    assert usage.others.tasks <= least * usage.other_members
    for operation in ("imagine", "upscale", "video"):
        found = usage.operations.get(operation, Count())
        assert found == counted([row for row in mine if row.operation == operation])
    assert usage.failures == Counter(row.failure for row in mine if row.status == "failed")
    check_waits(usage, mine)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=30))
async def test_waits_by_day_are_those_of_that_day(database: Database, rows: list[Row]) -> None:
    await fill(database, rows)
    reads = SqliteUsage(database)
    usage = await reads.usage(GUILD, WEEK)
    for place in range(WEEK.steps):
        start = WEEK.start + place * DAY
        alone = await reads.usage(GUILD, Window(start, start + DAY, DAY))
        assert usage.waits.get(place) == alone.wait


async def lines(database: Database) -> list[Line]:
    async with aclosing(SqliteUsage(database).lines(GUILD, WEEK)) as pages:
        return [line async for page in pages for line in page]


async def test_a_task_is_a_line_with_what_it_cost_and_how_long_it_took(
    database: Database, store: SqliteTasks
) -> None:
    terms = Terms(press=100_000)
    drawn = await an_accepted(store, terms=terms, created_at=NOW - 40)
    await store.save(drawn.told(DONE, NOW + 20))
    await an_added(store, request=a_change(), terms=terms, created_at=NOW)
    await an_added(store, request=Imagine("elsewhere"), guild_id=GUILD + 1)
    newest, oldest = await lines(database)
    assert (newest.operation, newest.status, newest.waited) == ("upscale", "claimed", None)
    assert (oldest.number, oldest.user_id, oldest.operation) == (drawn.number, USER, "imagine")
    assert (oldest.cost, oldest.waited, oldest.took) == (100_000, 40, 60)


async def test_a_press_counts_as_what_its_button_does(
    database: Database, store: SqliteTasks
) -> None:
    await an_added(store)
    await an_added(store, request=an_action(custom_id="MJ::JOB::variation::2::9f2d", label="V2"))
    usage = await SqliteUsage(database).usage(GUILD, WEEK)
    assert set(usage.operations) == {"imagine", "variation"}


async def test_tasks_are_counted_by_where_they_stand(
    database: Database, store: SqliteTasks
) -> None:
    await an_added(store)
    await an_accepted(store)
    assert await SqliteUsage(database).tasks() == {("main", "claimed"): 1, ("main", "submitted"): 1}


async def test_a_long_count_keeps_no_other_reader_waiting(database: Database, path: Path) -> None:
    rows = [
        Row(place % 300, WEEK.start + place % 500_000, "imagine", "done", 100_000, place % 977, "")
        for place in range(50_000)
    ]
    await fill(database, rows)
    counting = asyncio.create_task(SqliteUsage(database).usage(GUILD, WEEK))
    looks = 0
    while not counting.done():
        assert await database.row("SELECT 1") is not None
        looks += 1
    usage = await counting
    assert usage.total.tasks == 50_000
    assert looks > 10
    plan = await database.rows(
        "EXPLAIN QUERY PLAN SELECT count(*), sum(reserved + charged) FROM tasks"
        " WHERE guild_id = 1 AND created_at >= 0 AND created_at < 1 AND status <> 'cancelled'"
    )
    assert "USING COVERING INDEX tasks_spent" in plan[0]["detail"]


# -- windows ---------------------------------------------------------------------------------------
@given(now=st.floats(0, 4e9), stretch=st.sampled_from(Stretch))
def test_a_window_ends_now_and_begins_with_a_day(now: float, stretch: Stretch) -> None:
    span = window(stretch, now)
    assert span.start % DAY == 0
    assert span.start <= now < span.end <= now + 1
    assert 1 <= span.steps <= 31
    assert span.start + (span.steps - 1) * span.step < span.end
    assert span.step == (HOUR if stretch is Stretch.TODAY else DAY)


def test_seven_days_are_seven_steps() -> None:
    assert window(Stretch.WEEK, NOW).steps == 7
    assert window(Stretch.DAYS, NOW).steps == 30
