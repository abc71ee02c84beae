"""Puts together what decides who may ask for what: servers' settings, prices, admission."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.guild import NOBODYS, GuildSettings
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.service.accounts import Accounts
from bot.service.admission import Admission
from bot.service.blocks import Blocks
from bot.service.guilds import Guilds
from bot.service.herald import Herald
from bot.service.lacks import Lacks
from bot.service.moderation import Moderation
from bot.service.presets import Presets
from bot.service.translations import Translations
from bot.service.translators import Translators
from bot.service.wordlist import Wordlist
from bot.store import guild_file
from bot.store.accounts import SqliteLedger
from bot.store.guilds import SqliteGuilds
from bot.store.history import SqliteHistory
from bot.store.members import SqliteMembers
from bot.store.presets import SqlitePresets
from bot.store.trail import SqliteTrail

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from bot.core.clock import Clock
    from bot.core.guild_ports import Members, Noticeboard, Trail
    from bot.core.ports import Relays, TaskStore
    from bot.service.admission import Tariff
    from bot.service.book import Book
    from bot.service.operations import Abilities
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The parts, put together."""

    guilds: Guilds
    admission: Admission
    trail: Trail
    members: Members
    moderation: Moderation
    blocks: Blocks
    presets: Presets
    accounts: Accounts
    wordlist: Wordlist


def herald(
    rules: HouseRules, store: TaskStore, board: Noticeboard, clock: Clock, chance: random.Random
) -> Herald:
    """What posts the trail of every server."""
    return Herald(
        trail=rules.trail, guilds=rules.guilds, store=store, board=board, clock=clock, chance=chance
    )


def outside(daily_tasks: int | None) -> GuildSettings:
    """What holds outside of servers with the bot: so many tasks a member and day (None: any)."""
    if daily_tasks is None:
        return NOBODYS
    limit = Limit(scope=Scope.EVERYONE, period=Period.DAY, unit=Unit.TASKS, amount=daily_tasks)
    return replace(NOBODYS, limits=(limit,))


def house_rules(
    database: Database,
    *,
    book: Book,
    tariffs: Mapping[str, Tariff],
    clock: Clock,
    direct_daily_tasks: int | None = None,
    translate_model: str | None = None,
) -> HouseRules:
    """The rules, kept in the database; `tariffs` are those of each relay, by its name."""
    history = SqliteHistory(database)
    guilds = Guilds(
        store=SqliteGuilds(database),
        file=guild_file,
        clock=clock,
        outside=outside(direct_daily_tasks),
    )
    members, trail = SqliteMembers(database), SqliteTrail(database)
    moderation = Moderation(members=members, trail=trail, clock=clock)
    return HouseRules(
        guilds=guilds,
        admission=Admission(
            guilds=guilds,
            moderation=moderation,
            lacks=Lacks(trail=trail, clock=clock),
            translators=Translators(model=translate_model, history=history),
            book=book,
            tariffs=tariffs,
            clock=clock,
        ),
        trail=trail,
        members=members,
        moderation=moderation,
        wordlist=Wordlist(guilds=guilds, clock=clock),
        blocks=Blocks(members=members, history=history, book=book, clock=clock),
        presets=Presets(store=SqlitePresets(database), guilds=guilds, clock=clock),
        accounts=Accounts(guilds=guilds, ledger=SqliteLedger(database), clock=clock),
    )


def translations(
    model: str | None,
    rules: HouseRules,
    relays: Relays,
    abilities: Abilities,
    store: TaskStore,
    book: Book,
    clock: Clock,
) -> Translations:
    """What puts prompts into English by this chat model, within the rules."""
    return Translations(
        model=model,
        relays=relays,
        abilities=abilities,
        store=store,
        book=book,
        rules=rules.admission,
        clock=clock,
    )
