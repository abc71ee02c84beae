"""Puts together what tells of usage: counts, pictures of them, what relays have left, metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry

from bot.service.balances import Balances
from bot.store.usage import SqliteUsage
from bot.web import metrics
from bot.web.meters import PrometheusMeters

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.core.ports import Relays
    from bot.service.operations import Abilities
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Reports:
    """The parts, put together."""

    usage: SqliteUsage
    balances: Balances
    registry: CollectorRegistry
    meters: PrometheusMeters

    def metrics(self, queue: metrics.Line, pool: metrics.Circuits, clock: Clock) -> metrics.Metrics:
        """The page of numbers."""
        sources = (
            metrics.tasks(self.usage),
            metrics.queue(queue, clock),
            metrics.circuits(pool),
            metrics.balances(self.balances),
        )
        return metrics.Metrics(registry=self.registry, sources=sources)


def reports(database: Database, *, relays: Relays, abilities: Abilities, clock: Clock) -> Reports:
    """What reads the database and asks the relays, by their names."""
    registry = CollectorRegistry()
    return Reports(
        usage=SqliteUsage(database),
        balances=Balances(relays=relays, abilities=abilities, clock=clock),
        registry=registry,
        meters=PrometheusMeters(registry),
    )
