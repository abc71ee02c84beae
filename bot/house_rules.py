"""Puts together what decides who may ask for what: servers' settings, prices, admission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.prices import NEW_API, OTHERS
from bot.relay.settings import Vendor
from bot.service.admission import Admission, Tariff
from bot.service.guilds import Guilds
from bot.store import guild_file
from bot.store.guilds import SqliteGuilds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import Settings
    from bot.core.clock import Clock
    from bot.core.guild_ports import Trail
    from bot.service.book import Book
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The parts, put together."""

    guilds: Guilds
    admission: Admission
    trail: Trail


def tariffs(settings: Settings, relay: str) -> dict[str, Tariff]:
    """What the one relay of the settings takes."""
    prices = NEW_API if settings.relay_auth.vendor is Vendor.NEW_API else OTHERS
    return {relay: Tariff(prices, settings.relay_speed)}


def house_rules(
    database: Database, *, book: Book, tariffs: Mapping[str, Tariff], clock: Clock
) -> HouseRules:
    """The rules, kept in the database; `tariffs` are those of each relay, by its name."""
    kept = SqliteGuilds(database)
    guilds = Guilds(store=kept, file=guild_file, clock=clock)
    admission = Admission(guilds=guilds, book=book, tariffs=tariffs, clock=clock)
    return HouseRules(guilds, admission, kept)
