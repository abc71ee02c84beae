"""The ledger over random lives, with a crash between any two statements that are written.

A crash leaves the file as it is at that moment: so a copy of it (and of its log) is taken before
each statement, as the disk would have it. Each copy is opened anew and held against the tasks it
holds; then the life goes on from one of them, as after a restart.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import OverQuota, Stale
from bot.core.failure import Failure, FailureKind
from bot.core.ledger import Account, due
from bot.core.limits import Allowance, Ceiling, Limit, Scope, Unit, counts_as
from bot.core.periods import Period
from bot.core.report import Acceptance, RelayStatus
from bot.core.request import Speed
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.core.terms import Terms
from bot.store import rows
from bot.store.accounts import SqliteLedger
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from tests.builders import GUILD, NOW, a_reply, a_report, a_task

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MEMBERS = (1, 2)
QUOTA = 4
FORM = Acceptance("relay", form="a cat")

prices = st.sampled_from([0, 50_000, 100_000])
terms = st.builds(
    Terms,
    press=prices,
    form=prices,
    press_paid=st.booleans(),
    speed=st.sampled_from([None, *Speed]),
)
failures = st.sampled_from(FailureKind).map(Failure)
steps: st.SearchStrategy[Callable[[Task], Task]] = st.one_of(
    st.just(Task.queued),
    st.just(lambda t: t.sending(NOW)),
    st.just(lambda t: t.held(Waiting.RELAY_FULL)),
    st.just(Task.doubted),
    st.just(lambda t: t.accepted(Acceptance(f"relay-{t.number}"), NOW)),
    st.just(lambda t: t.accepted(FORM, NOW)),
    st.just(lambda t: t.answered("a dog")),
    st.just(lambda t: t.confirming(NOW)),
    st.just(Task.reopened),
    st.sampled_from(RelayStatus).map(
        lambda status: lambda t: t.told(a_report(status, picture="https://x.example/1"), NOW)
    ),
    failures.map(lambda failure: lambda t: t.failed(failure, NOW)),
    failures.map(lambda failure: lambda t: t.unanswered(failure, NOW)),
    st.booleans().map(lambda back: lambda t: t.cancelled(NOW, returned=back)),
    st.just(Task.given_back),
    st.just(Task.mute),
    st.just(Task.remove),
    st.just(Task.stall),
    st.just(lambda t: t.press(0)),
)
adds = st.tuples(st.just("add"), st.sampled_from(MEMBERS), terms)
walks = st.tuples(st.just("walk"), st.integers(0, 9), st.lists(steps, min_size=1, max_size=4))
lives = st.lists(st.one_of(adds, walks, walks), min_size=3, max_size=14)


def ceilings(user_id: int) -> tuple[Ceiling, ...]:
    found = []
    for scope, unit, amount, speed in (
        (Scope.EVERYONE, Unit.TASKS, QUOTA, None),
        (Scope.EVERYONE, Unit.TASKS, 2, Speed.RELAX),
        (Scope.EVERYONE, Unit.MONEY, 150_000, Speed.FAST),
        (Scope.SERVER, Unit.MONEY, 300_000, None),
    ):
        limit = Limit(scope=scope, period=Period.DAY, unit=unit, amount=amount, speed=speed)
        member = None if scope is Scope.SERVER else user_id
        found.append(
            Ceiling(limit=limit, guild_id=GUILD, user_id=member, since=NOW, renews=NOW + 1)
        )
    return tuple(found)


# -- what must hold of any file ------------------------------------------------------------------
async def audit(database: Database) -> None:
    """Holds the ledger, the columns and the quotas against the tasks themselves."""
    tasks = [rows.task(row) for row in await database.rows("SELECT * FROM tasks")]
    kept: dict[int, Counter[str]] = {task.number: Counter() for task in tasks}
    for entry in await database.rows("SELECT * FROM ledger"):
        kept[entry["task"]][entry["source"]] -= entry["amount"]
        kept[entry["task"]][entry["target"]] += entry["amount"]
    for task in tasks:
        held, account = due(task), kept[task.number]
        assert account[Account.RESERVED] == held.reserved
        assert account[Account.RELAY] == held.charged + held.lost
        assert account[Account.MEMBER] == -held.total
        assert account[Account.HOUSE] == -held.lost
        [row] = await database.rows(
            "SELECT reserved, charged, lost FROM tasks WHERE number = ?", (task.number,)
        )
        assert tuple(row) == (held.reserved, held.charged, held.lost)
    assert sum(sum(account.values()) for account in kept.values()) == 0
    for user_id in MEMBERS:
        for ceiling in ceilings(user_id):
            assert await SqliteLedger(database).used(ceiling) == used(tasks, ceiling)


def used(tasks: list[Task], ceiling: Ceiling) -> int:
    """A quota counted by hand."""
    own = [
        task
        for task in tasks
        if ceiling.user_id in {None, task.user_id}
        and ceiling.limit.speed in {None, counts_as(task.terms.speed)}
    ]
    if ceiling.limit.unit is Unit.TASKS:
        alive = [t for t in own if t.status not in {Status.FAILED, Status.CANCELLED}]
        assert len(alive) <= ceiling.limit.amount
        return len(alive)
    lost = sum(due(task).lost for task in own) if ceiling.user_id is None else 0
    held = lost + sum(due(task).total for task in own)
    assert held <= ceiling.limit.amount
    return held


# -- crashes -------------------------------------------------------------------------------------
class Disk:
    """Copies of a database's files, one from before each statement of its writer."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.folder = folder
        self.copies: list[Path] = []

    def keep(self, _statement: str) -> None:
        target = self.folder / f"{len(self.copies)}.db"
        for end in ("", "-wal"):
            source = self.path.with_name(self.path.name + end)
            if source.exists():
                shutil.copyfile(source, target.with_name(target.name + end))
        self.copies.append(target)


@asynccontextmanager
async def watched(path: Path, folder: Path) -> AsyncIterator[tuple[Database, Disk]]:
    disk = Disk(path, folder)
    async with Database.open(path) as database:
        await database._writer.set_trace_callback(disk.keep)
        yield database, disk
        await database._writer.set_trace_callback(None)


async def live(store: SqliteTasks, life: list[tuple]) -> None:
    for what in life:
        if what[0] == "add":
            _, user_id, agreed = what
            draft = a_task(user_id=user_id, terms=agreed)
            allowance = Allowance(ceilings(user_id))
            try:
                await store.add(draft, a_reply(), [], allowance=allowance)
            except OverQuota:
                continue
        else:
            await walk(store, *what[1:])


async def walk(store: SqliteTasks, number: int, steps: list[Callable[[Task], Task]]) -> None:
    """Several steps of one task, saved together, as the poller and the services do."""
    task = await store.get(number)
    if task is None:
        return
    saved: list[Task] = []
    for step in steps:
        after = step(task)
        if after is not task:
            saved.append(after)
            task = after
    try:
        if len(saved) == 1:
            await store.save(saved[0])
        elif saved:
            await store.save_many(saved, {})
    except Stale:
        raise AssertionError("nobody else has saved") from None


async def crashed(folder: Path, lives: list[list[tuple]], chance: object) -> None:
    path = folder / "easel.db"
    for turn, life in enumerate(lives):
        copies = folder / f"copies-{turn}"
        copies.mkdir()
        async with watched(path, copies) as (database, disk):
            await live(SqliteTasks(database), life)
            await audit(database)
        looked_at = chance.sample(disk.copies, min(len(disk.copies), 12))
        for copy in looked_at:
            async with Database.open(copy) as after:
                assert await after.damage() == []
                await audit(after)
        path = chance.choice(looked_at) if looked_at else path


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lives, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_ledger_says_what_the_tasks_say_after_any_crash(
    lives: list[list[tuple]], chance: object
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(crashed(Path(folder), lives, chance))
