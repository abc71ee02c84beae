"""Puts together what lies between the store and the relays: the queue, the crews, the calls."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config import PollMode
from bot.relay.wire import callback
from bot.service.callbacks import Callbacks
from bot.service.crews import Crew, Crews
from bot.service.forms import Forms
from bot.service.places import Places
from bot.service.poller import Poller
from bot.service.probing import Probing
from bot.service.queue import Queue
from bot.service.rhythm import Rhythm
from bot.service.search import Search
from bot.service.sending import Sending

if TYPE_CHECKING:
    import random

    from bot.config import Settings
    from bot.core.clock import Clock
    from bot.core.estimate import Durations
    from bot.core.hooks import Hooks
    from bot.core.meters import Meters
    from bot.core.ports import Relay, TaskStore
    from bot.relay.pool import Pool
    from bot.service.book import Book
    from bot.service.lanes import Lanes
    from bot.service.operations import Abilities
    from bot.service.roster import Roster
    from bot.service.sending import Rules


@dataclass(frozen=True, slots=True)
class Traffic:
    """The parts, put together."""

    queue: Queue
    crews: Crews
    probing: Probing
    callbacks: Callbacks | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all of them need."""

    settings: Settings
    pool: Pool
    roster: Roster
    lanes: Lanes
    durations: Durations
    store: TaskStore
    book: Book
    abilities: Abilities
    clock: Clock
    chance: random.Random
    meters: Meters


def traffic(shared: Shared, *, rules: Rules, hooks: Hooks | None) -> Traffic:
    """Everything between them."""
    make = functools.partial(_crew, shared)
    crews = Crews(relays=shared.pool, make=make, clock=shared.clock)
    queue = _queue(shared, rules)
    return Traffic(
        queue=queue,
        crews=crews,
        probing=Probing(relays=shared.pool, back=queue.back, clock=shared.clock),
        callbacks=_callbacks(shared, hooks, crews) if hooks else None,
    )


def _queue(shared: Shared, rules: Rules) -> Queue:
    sending = Sending(
        relays=shared.pool,
        lanes=shared.lanes,
        store=shared.store,
        book=shared.book,
        abilities=shared.abilities,
        rules=rules,
        clock=shared.clock,
        meters=shared.meters,
    )
    places = Places(
        lanes=shared.lanes,
        roster=shared.roster,
        book=shared.book,
        clock=shared.clock,
        durations=shared.durations,
    )
    return Queue(
        relays=shared.pool,
        roster=shared.roster,
        lanes=shared.lanes,
        sending=sending,
        places=places,
        store=shared.store,
        book=shared.book,
        clock=shared.clock,
    )


def _callbacks(shared: Shared, hooks: Hooks, crews: Crews) -> Callbacks:
    return Callbacks(
        hooks=hooks,
        read=callback.report,
        book=shared.book,
        relays=shared.pool,
        called=crews.called,
        clock=shared.clock,
    )


def _crew(shared: Shared, relay: Relay) -> Crew:
    """Those who look after one relay's tasks."""
    store, book, clock, chance = shared.store, shared.book, shared.clock, shared.chance
    return Crew(
        search=Search(relay=relay, store=store, book=book, clock=clock, chance=chance),
        forms=Forms(
            relay=relay,
            store=store,
            book=book,
            abilities=shared.abilities,
            clock=clock,
            chance=chance,
        ),
        poller=Poller(
            relay=relay,
            store=store,
            book=book,
            clock=clock,
            rhythm=Rhythm(
                relay=relay.name,
                durations=shared.durations,
                every=shared.settings.poll_seconds,
                timed=shared.settings.poll_mode is PollMode.TIMED,
                clock=clock,
            ),
            poll_seconds=shared.settings.poll_seconds,
            stall_minutes=shared.settings.stall_minutes,
            chance=chance,
            meters=shared.meters,
        ),
    )
