"""The services on a real store and a real relay client, with a relay that a test moves by hand."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.prices import PriceList
from bot.core.task import Task
from bot.house_rules import house_rules
from bot.relay.entry import RelayEntry
from bot.relay.pool import Pool
from bot.relay.settings import Auth, RelaySettings
from bot.relay.transport import Limits
from bot.service.book import Book
from bot.service.claims import Claims
from bot.service.durations import Learnt
from bot.service.forms import Forms
from bot.service.lanes import Lanes
from bot.service.operations import Abilities
from bot.service.places import Places
from bot.service.poller import Poller
from bot.service.queue import Queue
from bot.service.rhythm import Rhythm
from bot.service.roster import Roster
from bot.service.search import Search
from bot.service.sending import Sending
from bot.service.tasks import Tasks
from bot.store.database import Database
from bot.store.durations import SqliteDurations
from bot.store.operations import SqliteOperations
from bot.store.tasks import SqliteTasks
from bot.tariffs import Tariffs
from sandbox.relay import Relay
from tests.builders import a_reply, a_task
from tests.clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.breaker import Circuit
    from bot.core.estimate import Durations
    from bot.core.picture import Image
    from bot.core.ports import Relay as PortRelay
    from bot.house_rules import HouseRules
    from bot.service.sending import Rules


QUICK = Limits(connect=2, upload=2, submit=1, read=1)


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything between the store and the relay, each turn of a loop to be made by hand."""

    server: Relay
    pool: Pool
    relay: PortRelay
    store: SqliteTasks
    book: Book
    clock: HandClock
    tasks: Tasks
    claims: Claims
    abilities: Abilities
    queue: Queue
    rules: HouseRules
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

    async def queue_after_a_start(self) -> Queue:
        """The queue as the next process finds it in the store."""
        again, _lanes = a_queue(
            self.pool,
            self.store,
            self.book,
            self.abilities,
            self.clock,
            self.learnt.durations,
            self.rules.admission,
        )
        await again.load()
        return again

    async def forms_after_a_start(self) -> Forms:
        """The forms as the next process finds them in the store."""
        again = Forms(
            relay=self.relay,
            store=self.store,
            book=self.book,
            abilities=self.abilities,
            clock=self.clock,
            chance=random.Random(0),
        )
        await again.load()
        return again

    async def poller_after_a_start(self) -> Poller:
        """The poller as the next process finds its tasks in the store."""
        again = a_poller(self.relay, self.store, self.book, self.learnt.durations, self.clock)
        await again.load()
        self.book.watch(again)
        return again

    async def fresh(self, task: Task) -> Task:
        """The task as it is stored."""
        stored = await self.store.get(task.number)
        assert stored is not None
        return stored

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
        entries = [an_entry(server, url, max_running=max_running)]
        async with Pool.open(entries, clock=clock, limits=QUICK) as pool:
            yield assemble(server, pool, SqliteTasks(database), clock)


def an_entry(server: Relay, url: str, *, name: str = "main", **how: Any) -> RelayEntry:
    """The sandbox's relay as its operator would write it down."""
    settings = RelaySettings(name=name, url=url, key=server.key, auth=Auth(server.auth))
    return RelayEntry(settings=settings, prices=PriceList(presses_paid=True), **how)


def a_queue(
    pool: Pool,
    store: SqliteTasks,
    book: Book,
    abilities: Abilities,
    clock: HandClock,
    durations: Durations,
    rules: Rules,
) -> tuple[Queue, Lanes]:
    """A queue before these relays."""
    parts: dict[str, Any] = {"relays": pool, "store": store, "book": book, "clock": clock}
    roster = Roster()
    lanes = Lanes(
        relays=pool, roster=roster, abilities=abilities, clock=clock, chance=random.Random(0)
    )
    sending = Sending(**parts, lanes=lanes, abilities=abilities, rules=rules)
    places = Places(lanes=lanes, roster=roster, book=book, clock=clock, durations=durations)
    return Queue(**parts, roster=roster, lanes=lanes, sending=sending, places=places), lanes


def a_rhythm(durations: Durations, clock: HandClock, *, timed: bool = True) -> Rhythm:
    """Looks every two seconds, on the average."""
    return Rhythm(relay="main", durations=durations, every=2, timed=timed, clock=clock)


def a_poller(
    relay: PortRelay, store: SqliteTasks, book: Book, durations: Durations, clock: HandClock
) -> Poller:
    """A poller of one relay's tasks."""
    parts: dict[str, Any] = {"relay": relay, "store": store, "book": book, "clock": clock}
    rhythm = a_rhythm(durations, clock)
    return Poller(**parts, rhythm=rhythm, poll_seconds=2, stall_minutes=20, chance=random.Random(0))


def assemble(server: Relay, pool: Pool, store: SqliteTasks, clock: HandClock) -> House:
    """The same parts as the program's, on a clock in hand; looks are made at the first relay."""
    relay = pool[next(iter(pool))]
    book, chance = Book(store=store), random.Random(0)
    claims = Claims(store=store, book=book, clock=clock, chance=chance)
    kept = SqliteOperations(store._database)
    abilities = Abilities(operations=kept, relays=pool, clock=clock)
    rules = house_rules(store._database, book=book, tariffs=Tariffs(pool), clock=clock)
    parts: dict[str, Any] = {"relay": relay, "store": store, "book": book, "clock": clock}
    learnt = Learnt(past=SqliteDurations(store._database))
    queue, lanes = a_queue(pool, store, book, abilities, clock, learnt.durations, rules.admission)
    house = House(
        server=server,
        pool=pool,
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
            relays=pool,
            lanes=lanes,
            abilities=abilities,
            admission=rules.admission,
            clock=clock,
        ),
        queue=queue,
        rules=rules,
        learnt=learnt,
        search=Search(**parts, chance=chance),
        forms=Forms(**parts, abilities=abilities, chance=chance),
        poller=a_poller(relay, store, book, learnt.durations, clock),
    )
    for watcher in (house.learnt, house.queue, house.search, house.forms, house.poller):
        book.watch(watcher)
    return house


@dataclass
class Street:
    """Two relays, `a` and `b`, which can be shut and opened, and the house before them."""

    house: House
    servers: dict[str, Relay]
    entries: dict[str, RelayEntry]
    open: dict[str, AsyncExitStack]
    ports: dict[str, int]

    @property
    def pool(self) -> Pool:
        return self.house.pool

    async def change(self, name: str, **how: Any) -> None:
        """The operator writes something else about a relay, and has the file read again."""
        self.entries[name] = replace(self.entries[name], **how)
        await self.pool.take(list(self.entries.values()))

    async def shut(self, name: str) -> None:
        await self.open.pop(name).aclose()

    async def reopen(self, name: str) -> None:
        stack = self.open[name] = AsyncExitStack()
        await stack.enter_async_context(self.servers[name].serve(port=self.ports[name]))

    async def sent(self, count: int = 1, **changes: Any) -> list[Task]:
        """New tasks, each of another member, after as many turns as it takes to send them."""
        tasks = [await self.house.queued(user_id=user, **changes) for user in range(count)]
        for _ in range(count + 1):
            await self.house.send_all()
        return [await self.house.fresh(task) for task in tasks]

    def circuit(self, name: str) -> dict[str, Circuit]:
        return self.pool.circuits()[name]


@pytest.fixture
async def street(tmp_path: Path, unused_tcp_port_factory: Any) -> AsyncIterator[Street]:
    servers = {n: Relay(preset="trueai", auto=False, picture="tiny", slots=None) for n in "ab"}
    ports = {name: unused_tcp_port_factory() for name in servers}
    opened = {name: AsyncExitStack() for name in servers}
    clock, entries = HandClock(), {}
    for name, server in servers.items():
        url = await opened[name].enter_async_context(server.serve(port=ports[name]))
        entries[name] = an_entry(server, url, name=name, max_running=2)
    async with (
        Database.open(tmp_path / "easel.db") as database,
        Pool.open(list(entries.values()), clock=clock, limits=QUICK) as pool,
    ):
        house = assemble(servers["a"], pool, SqliteTasks(database), clock)
        yield Street(house, servers, entries, opened, ports)
    for stack in opened.values():
        await stack.aclose()
