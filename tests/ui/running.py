"""The real client on the sandbox Discord, with real services on a real database."""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import discord.http
from discord.gateway import DiscordWebSocket
from PIL import Image as Pillow

import cogs
from bot.client import EaselBot, point_at
from bot.core.clock import Clock, SteadyClock
from bot.core.picture import Upload
from bot.core.ports import Relay, Shown
from bot.core.report import Button
from bot.core.status import Status
from bot.core.task import Task
from bot.house_rules import house_rules
from bot.media.charts import Charts
from bot.media.pictures import DISCORD, Pictures
from bot.media.region import Regions
from bot.media.split import Splitter
from bot.reports import reports
from bot.service.admission import Tariff
from bot.service.book import Book
from bot.service.cancel import Cancels
from bot.service.claims import Claims
from bot.service.gate import Gate
from bot.service.lanes import Lanes
from bot.service.operations import Abilities
from bot.service.promises import Promises
from bot.service.recovery import Recovery
from bot.service.renewals import Renewals
from bot.service.roster import Roster
from bot.service.seeds import Seeds
from bot.service.tasks import Tasks
from bot.store.database import Database
from bot.store.history import SqliteHistory
from bot.store.meta import Meta
from bot.store.operations import SqliteOperations
from bot.store.promises import SqlitePromises
from bot.store.tasks import SqliteTasks
from bot.ui.display import DiscordDisplay
from bot.ui.services import Services
from bot.ui.texts import Texts
from sandbox.discord import Channel, Discord, Interaction, Message, Person
from tests import heartbeats
from tests.builders import a_button
from tests.ui.stand_ins import PICTURE, Bell, FarRelay, OneRelay, fetch, mask, receive

GRID = tuple(a_button(label) for label in ("U1", "U2", "U3", "U4"))


def a_picture(name: str = "grid.png", **changes: Any) -> Upload:
    """A small real picture, ready to be attached."""
    made = io.BytesIO()
    Pillow.new("RGB", (8, 8), "teal").save(made, "PNG")
    return replace(Upload(name, made.getvalue(), 8, 8), **changes)


@dataclass(frozen=True)
class Stage:
    """Everything that runs, and short ways to what tests do most."""

    discord: Discord
    client: EaselBot
    store: SqliteTasks
    book: Book
    tasks: Tasks
    meta: Meta
    display: DiscordDisplay
    texts: Texts
    bell: Bell
    claims: Claims
    services: Services
    gate: Gate

    @property
    def gallery(self) -> Channel:
        return self.discord.channel("gallery")

    @property
    def ada(self) -> Person:
        return self.discord.person("Ada")

    async def imagine(
        self, person: Person | None = None, channel: Channel | None = None, **options: Any
    ) -> Interaction:
        """Somebody uses /imagine and it is acknowledged."""
        use = await (person or self.ada).command(
            channel or self.gallery, "imagine", {"prompt": "a cat", **options}
        )
        return await use.acknowledged()

    async def queued(self, number: int) -> Task:
        """The task once Discord's acknowledgement has been noted."""
        return await self.until(number, lambda task: task.status is Status.QUEUED)

    async def until(self, number: int, holds: Any) -> Task:
        """The task as soon as `holds` is true of it."""
        async with asyncio.timeout(10):
            while True:
                self.bell.rung.clear()
                task = await self.store.get(number)
                if task is not None and holds(task):
                    return task
                await self.bell.rung.wait()

    async def asked(self) -> None:
        """Some claim is in doubt, and Discord is to be asked about it."""
        async with asyncio.timeout(10):
            await self.claims._wake.wait()

    async def finished(
        self, number: int, *, buttons: Sequence[Button] = GRID, picture: Upload | None = None
    ) -> Message:
        """The task is done and its message shows it."""
        await self.queued(number)
        await self.book.change(
            number,
            lambda task: replace(
                task,
                revision=task.revision + 1,
                status=Status.DONE,
                relay_id=f"relay-{number}",
                picture=PICTURE,
                progress=100,
                buttons=tuple(buttons),
            ),
        )
        shown = await self.show(number, picture=picture)
        return self.discord.message(shown.message_id)

    async def show(self, number: int, *, picture: Upload | None = None) -> Shown:
        """The task's message is brought up to date, by its best way."""
        task, reply = await self.book.find(number), await self.store.reply(number)
        assert reply is not None
        route = reply.route(SteadyClock().now())
        assert route is not None
        shown = await self.display.show(task, reply, route, picture)
        await self.store.save_reply(
            replace(reply, message_id=shown.message_id, attached=shown.attached)
        )
        return shown


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    *,
    relay: Relay | None = None,
    relay_url: str = "",
    clock: Clock | None = None,
    **knobs: Any,
) -> AsyncIterator[Stage]:
    """The stage while the client is connected; `relay` is asked what members ask for.

    With `clock` both the bot and Discord go by it.
    """
    if clock is not None:
        knobs["clock"] = clock.now
    world = Discord(token="sandbox", limits=False, **knobs)
    before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with world.serve(), Database.open(folder / "easel.db") as database:
        point_at(world.api_url)
        try:
            async with (
                _stage(
                    world, database, relay, relay_url, clock or SteadyClock(), Charts(folder)
                ) as stage,
                _connected(stage.client, world.token),
            ):
                yield stage
        finally:
            discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@contextlib.asynccontextmanager
async def _stage(
    world: Discord,
    database: Database,
    relay: Relay | None,
    relay_url: str,
    clock: Clock,
    charts: Charts,
) -> AsyncIterator[Stage]:
    store, texts = SqliteTasks(database), Texts.load()
    kept = SqliteOperations(database)
    abilities = Abilities(operations=kept, relays=["main"], clock=clock)
    book = Book(store=store)
    claims = Claims(store=store, book=book, clock=clock, chance=random.Random(1))
    promises = Promises(
        store=SqlitePromises(database), book=book, clock=clock, chance=random.Random(2)
    )
    relays = OneRelay(relay or cast("Relay", FarRelay()))
    pool = ThreadPoolExecutor(1)
    pictures = Pictures(hosts={"main": relay_url, DISCORD: world.api_url}, pool=pool)
    rules = house_rules(database, book=book, tariffs={"main": Tariff()}, clock=clock)
    told = reports(database, relays=relays, abilities=abilities, clock=clock)
    lanes = Lanes(
        relays=relays,
        roster=Roster(),
        abilities=abilities,
        clock=clock,
        chance=random.Random(1),
    )
    tasks = Tasks(
        store=store,
        book=book,
        claims=claims,
        relays=relays,
        lanes=lanes,
        abilities=abilities,
        admission=rules.admission,
        clock=clock,
    )
    seeds = Seeds(book=book, relays=relays, abilities=abilities)
    services = Services(
        tasks=tasks,
        admission=rules.admission,
        guilds=rules.guilds,
        accounts=rules.accounts,
        wordlist=rules.wordlist,
        blocks=rules.blocks,
        trail=rules.trail,
        members=rules.members,
        presets=rules.presets,
        reads=store,
        history=SqliteHistory(database),
        receive=receive,
        fetch=fetch,
        mask=mask,
        pictures=pictures,
        quarter=Splitter(pool=pool).quarters,
        cancels=Cancels(book=book, relays=relays, abilities=abilities, clock=clock),
        seeds=seeds,
        recovery=Recovery(book=book, seeds=seeds),
        abilities=abilities,
        promises=promises,
        renewals=Renewals(store=store, book=book, clock=clock),
        usage=told.usage,
        charts=charts,
        balances=told.balances,
        texts=texts,
        regions=Regions(pictures=pictures, pool=pool),
    )
    meta = Meta(database)
    gate = Gate(clock=clock)
    client = EaselBot(services=services, meta=meta, modules=cogs.EXTENSIONS, gate=gate)
    display = DiscordDisplay(client=client, texts=texts, abilities=abilities)
    bell = Bell()
    book.watch(bell)
    with pool:
        async with client, pictures:
            yield Stage(
                world,
                client,
                store,
                book,
                tasks,
                meta,
                display,
                texts,
                bell,
                claims,
                services,
                gate,
            )


@contextlib.asynccontextmanager
async def _connected(client: EaselBot, token: str) -> AsyncIterator[None]:
    await client.enter(token)
    await client.publish_news()
    there = asyncio.create_task(client.wait_for("shard_connect"))
    gateway = asyncio.create_task(client.connect())
    try:
        done, _ = await asyncio.wait(
            {there, gateway}, timeout=10, return_when=asyncio.FIRST_COMPLETED
        )
        assert there in done
        yield
    finally:
        await client.close()
        await gateway
        await heartbeats.ended(client)
