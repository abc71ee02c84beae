"""Builds everything from its parts and runs it; the only file that knows all of them."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import ChainMap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

import cogs
from bot import interpreter
from bot.client import EaselBot, point_at
from bot.config import load
from bot.core.clock import SteadyClock
from bot.delivering import delivering
from bot.easel import Easel
from bot.hangup import on_hangup
from bot.house_rules import herald, house_rules, translations
from bot.media.charts import Charts
from bot.media.incoming import IncomingPictures
from bot.media.pictures import DISCORD, Pictures
from bot.media.region import Regions
from bot.media.split import Splitter
from bot.painting import entrance, hooks_of
from bot.relay.pool import Pool
from bot.relays_file import relays, unused
from bot.reports import reports
from bot.service.book import Book
from bot.service.cancel import Cancels
from bot.service.claims import Claims
from bot.service.durations import Learnt
from bot.service.gate import Gate
from bot.service.housekeeping import Housekeeping
from bot.service.lanes import Lanes
from bot.service.operations import Abilities
from bot.service.promises import Promises
from bot.service.pulse import Pulse
from bot.service.recovery import Recovery
from bot.service.renewals import Renewals
from bot.service.roster import Roster
from bot.service.seeds import Seeds
from bot.service.tasks import Tasks
from bot.store import guild_file
from bot.store.attic import SqliteAttic
from bot.store.database import Database
from bot.store.durations import SqliteDurations
from bot.store.history import SqliteHistory
from bot.store.meta import Meta
from bot.store.operations import SqliteOperations
from bot.store.promises import SqlitePromises
from bot.store.tasks import SqliteTasks
from bot.tariffs import Tariffs
from bot.traffic import Shared, traffic
from bot.ui.notices import DiscordNotices
from bot.ui.places import DiscordPlaces
from bot.ui.services import Services
from bot.ui.texts import Texts
from bot.web.server import serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.config import Settings
    from bot.core.clock import Clock
    from bot.core.hooks import Hooks
    from bot.painting import Entrance

log = structlog.get_logger(__name__)

PICTURE_THREADS = 2
"""A decoded picture is large, and the machine is small."""


@contextlib.asynccontextmanager
async def build(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Easel]:
    """Opens every part and closes them in reverse order; without `clock`, by the machine's.

    Raises `UnusableDatabase` when the database cannot be used.
    """
    point_at(settings.discord_api_url)
    clock, chance = clock or SteadyClock(), random.Random()  # noqa: S311  (jitter, no secret)
    entries = relays(settings)
    async with contextlib.AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database.open(settings.database_path))
        hooks = await hooks_of(settings, database)
        hook = hooks.address if hooks else None
        relay_pool = await stack.enter_async_context(
            Pool.open(entries, clock=clock, hook=hook, permit=database.permit)
        )
        pool = stack.enter_context(
            ThreadPoolExecutor(PICTURE_THREADS, thread_name_prefix="pictures")
        )
        pictures = await stack.enter_async_context(
            Pictures(
                hosts=ChainMap(relay_pool.addresses, {DISCORD: settings.discord_api_url}), pool=pool
            )
        )
        incoming = IncomingPictures(pool=pool)
        regions = Regions(pictures=pictures, pool=pool)
        way = await entrance(settings, database, regions, clock)
        splitter = Splitter(pool=pool)
        charts = stack.enter_context(Charts.ready())
        parts = _Parts(
            database, relay_pool, hooks, pictures, incoming, splitter, regions, charts, way
        )
        easel = _assemble(settings, parts, clock, chance)
        await stack.enter_async_context(easel.client)
        yield easel


@dataclass(frozen=True, slots=True)
class _Parts:
    """What had to be opened first."""

    database: Database
    pool: Pool
    hooks: Hooks | None
    pictures: Pictures
    incoming: IncomingPictures
    splitter: Splitter
    regions: Regions
    charts: Charts
    entrance: Entrance | None


def _assemble(settings: Settings, parts: _Parts, clock: Clock, chance: random.Random) -> Easel:
    """Hands each part what it needs, and has those who watch tasks watch them."""
    database, pool, pictures, way = parts.database, parts.pool, parts.pictures, parts.entrance
    store, texts = SqliteTasks(database), Texts.load(currency=settings.relay_currency)
    book = Book(store=store)
    claims = Claims(store=store, book=book, clock=clock, chance=chance)
    promises = Promises(store=SqlitePromises(database), book=book, clock=clock, chance=chance)
    renewals = Renewals(store=store, book=book, clock=clock)
    operations = SqliteOperations(database, addresses=pool.addresses)
    abilities = Abilities(operations=operations, relays=pool, clock=clock)
    roster = Roster()
    lanes = Lanes(relays=pool, roster=roster, abilities=abilities, clock=clock, chance=chance)
    rules = house_rules(
        database,
        book=book,
        tariffs=Tariffs(pool),
        clock=clock,
        direct_daily_tasks=settings.direct_daily_tasks,
        translate_model=settings.translate_model,
    )
    told = reports(database, relays=pool, abilities=abilities, clock=clock)
    tasks = Tasks(
        store=store,
        book=book,
        claims=claims,
        relays=pool,
        lanes=lanes,
        abilities=abilities,
        admission=rules.admission,
        clock=clock,
    )
    seeds = Seeds(book=book, relays=pool, abilities=abilities)
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
        translates=settings.translate_model is not None,
        reads=store,
        history=SqliteHistory(database),
        receive=parts.incoming.image,
        fetch=pictures.linked,
        mask=parts.incoming.mask,
        pictures=pictures,
        quarter=parts.splitter.quarters,
        cancels=Cancels(book=book, relays=pool, abilities=abilities, clock=clock),
        seeds=seeds,
        recovery=Recovery(book=book, seeds=seeds),
        abilities=abilities,
        promises=promises,
        renewals=renewals,
        usage=told.usage,
        meters=told.meters,
        charts=parts.charts,
        balances=told.balances,
        texts=texts,
        regions=parts.regions,
        painter=way.gate.address if way else None,
    )
    learnt = Learnt(past=SqliteDurations(database), meters=told.meters)
    shared = Shared(
        settings=settings,
        pool=pool,
        roster=roster,
        lanes=lanes,
        durations=learnt.durations,
        store=store,
        book=book,
        abilities=abilities,
        clock=clock,
        chance=chance,
        meters=told.meters,
    )
    between = traffic(shared, rules=rules.admission, hooks=parts.hooks)
    gate = Gate(clock=clock, meters=told.meters, begun=clock.monotonic())
    client = EaselBot(services=services, meta=Meta(database), modules=cogs.EXTENSIONS, gate=gate)
    messages = delivering(
        shared, client=client, database=database, texts=texts, pictures=pictures, gate=gate
    )
    notices = DiscordNotices(client=client, texts=texts, file=guild_file, permit=database.permit)
    easel = Easel(
        settings=settings,
        clock=clock,
        chance=chance,
        client=client,
        store=database,
        pool=pool,
        queue=between.queue,
        crews=between.crews,
        probing=between.probing,
        callbacks=between.callbacks,
        claims=claims,
        promises=promises,
        renewals=renewals,
        abilities=abilities,
        learnt=learnt,
        blocks=rules.blocks,
        delivery=messages.delivery,
        second_look=messages.second_look,
        housekeeping=Housekeeping(attic=SqliteAttic(database), clock=clock),
        display=messages.display,
        herald=herald(rules, store, notices, clock, chance),
        translations=translations(
            settings.translate_model, rules, pool, abilities, store, book, clock
        ),
        painter=way.painter(
            tasks,
            store,
            messages.display,
            texts,
            members=rules.members,
            places=DiscordPlaces(client),
        )
        if way
        else None,
        metrics=told.metrics(between.queue, pool, clock),
        pulse=Pulse(meters=told.meters, clock=clock),
    )
    for watcher in easel.watchers:
        book.watch(watcher)
    return easel


async def run(settings: Settings, *, clock: Clock | None = None) -> None:
    """Runs Easel until SIGTERM or SIGINT, then stops it in order; SIGHUP reads the relays again,
    from `.env` too.

    `clock` is what it goes by, the machine's if none is given.

    Raises `TokenRefused`, `UnusableDatabase`, or whatever ended one of the loops.
    """
    interpreter.set_up()
    if sentence := unused(settings):
        log.warning(sentence)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with build(settings, clock=clock) as easel, contextlib.AsyncExitStack() as stack:
        if settings.web_port:
            pages = serve(settings.web_host, settings.web_port, easel.routes())
            await stack.enter_async_context(pages)
        on_hangup(lambda: easel.reload(load))
        work = asyncio.create_task(easel.run(), name="easel")
        stopped = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not work.done():
            log.info("stopping")
            work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        await easel.finish()


async def sync(settings: Settings) -> int:
    """Publishes the slash commands now; gives how many. Raises as `run` does."""
    async with build(settings) as easel:
        await easel.enter()
        return await easel.client.sync()
