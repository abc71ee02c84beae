"""The services on a real store and a real relay client, with a relay that a test moves by hand."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.prices import NEW_API
from bot.core.task import Task
from bot.house_rules import house_rules
from bot.relay.client import RelayClient
from bot.relay.settings import Auth, RelaySettings
from bot.relay.transport import Limits, Transport
from bot.service.admission import Tariff
from bot.service.book import Book
from bot.service.claims import Claims
from bot.service.durations import Learnt
from bot.service.forms import Forms
from bot.service.operations import Abilities
from bot.service.poller import Poller
from bot.service.queue import Queue
from bot.service.search import Search
from bot.service.tasks import Tasks
from bot.store.database import Database
from bot.store.durations import SqliteDurations
from bot.store.operations import SqliteOperations
from bot.store.tasks import SqliteTasks
from sandbox.relay import Relay
from tests.builders import a_reply, a_task
from tests.clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.picture import Image


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything between the store and the relay, each turn of a loop to be made by hand."""

    server: Relay
    relay: RelayClient
    store: SqliteTasks
    book: Book
    clock: HandClock
    tasks: Tasks
    claims: Claims
    abilities: Abilities
    queue: Queue
    learnt: Learnt
    search: Search
    forms: Forms
    poller: Poller

    async def queued(self, *, images: tuple[Image, ...] = (), **changes: Any) -> Task:
        """A new task that waits in the queue."""
        now = self.clock.now()
        draft = a_task(**({"created_at": now, "moved_at": now} | changes))
        task = await self.store.add(draft, a_reply(user_id=draft.user_id), images)
        return await self.book.change(task.number, Task.queued)

    async def sent(self, **changes: Any) -> Task:
        """A new task after its turn in the queue."""
        task = await self.queued(**changes)
        await self.send_all()
        return await self.book.find(task.number)

    async def send_all(self) -> float | None:
        """One turn of the queue, and every submit it began brought home."""
        pause = await self.queue.turn()
        await self.queue.finish(30)
        return pause

    async def fresh(self, task: Task) -> Task:
        return await self.book.find(task.number)

    def submits(self) -> list[dict[str, Any]]:
        """The bodies of every submit that reached the relay, in order."""
        return [r.body for r in self.server.log if "/submit/" in r.path]


@pytest.fixture
def preset() -> str:
    return "plus"


@pytest.fixture
def max_running() -> int:
    return 3


@pytest.fixture
async def house(tmp_path: Path, preset: str, max_running: int) -> AsyncIterator[House]:
    server = Relay(preset=preset, auto=False, picture="tiny", slots=None)
    clock = HandClock()
    async with server.serve() as url, Database.open(tmp_path / "easel.db") as database:
        settings = RelaySettings(name="main", url=url, key=server.key, auth=Auth(server.auth))
        limits = Limits(connect=2, upload=2, submit=1, read=1)
        async with Transport(settings=settings, clock=clock, limits=limits) as transport:
            yield assemble(server, transport, SqliteTasks(database), clock, max_running)


def assemble(
    server: Relay, transport: Transport, store: SqliteTasks, clock: HandClock, max_running: int
) -> House:
    """The same parts as the program's, on a clock in hand."""
    relay = RelayClient(name="main", transport=transport, clock=clock)
    book, chance = Book(store=store), random.Random(0)
    claims = Claims(store=store, book=book, clock=clock, chance=chance)
    kept = SqliteOperations(store._database)
    abilities = Abilities(operations=kept, relays=["main"], clock=clock)
    rules = house_rules(store._database, book=book, tariffs={"main": Tariff(NEW_API)}, clock=clock)
    parts: dict[str, Any] = {"relay": relay, "store": store, "book": book, "clock": clock}
    learnt = Learnt(past=SqliteDurations(store._database))
    house = House(
        server=server,
        relay=relay,
        store=store,
        book=book,
        clock=clock,
        claims=claims,
        abilities=abilities,
        tasks=Tasks(
            store=store,
            book=book,
            claims=claims,
            relays={"main": relay},
            abilities=abilities,
            admission=rules.admission,
            clock=clock,
        ),
        queue=Queue(
            **parts,
            abilities=abilities,
            durations=learnt.durations,
            max_running=max_running,
            chance=chance,
        ),
        learnt=learnt,
        search=Search(**parts, chance=chance),
        forms=Forms(**parts, abilities=abilities, chance=chance),
        poller=Poller(**parts, poll_seconds=2, stall_minutes=20, chance=chance),
    )
    for watcher in (house.learnt, house.queue, house.search, house.forms, house.poller):
        book.watch(watcher)
    return house
