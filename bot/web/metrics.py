"""`/metrics`: numbers for whatever draws curves of them and raises alarms, in Prometheus' form."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Protocol

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.core.breaker import Circuit
from bot.core.errors import EaselError
from bot.core.money import MICRO
from bot.core.status import Status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping, Sequence

    from prometheus_client import CollectorRegistry, Metric

    from bot.core.clock import Clock
    from bot.core.usage import Tallies
    from bot.service.balances import Balances

_STATES = (Circuit.CLOSED, Circuit.TRYING, Circuit.OPEN)
log = structlog.get_logger(__name__)


class Source(Protocol):
    """Tells some of the numbers, anew for each request."""

    def __call__(self) -> Awaitable[Sequence[Metric]]:
        """The numbers now; raises `EaselError` when they cannot be had."""
        ...


class Metrics(Collector):
    """Answers with all that the registry holds, and with what the sources tell.

    A source is asked, which takes I/O; what counts by itself (a `Counter`, a `Histogram`) is made
    on the same registry by whoever counts. Kept here: a source that fails takes only its own
    numbers away.
    """

    def __init__(self, *, registry: CollectorRegistry, sources: Iterable[Source]) -> None:
        self._registry = registry
        self._sources = tuple(sources)
        self._told: Sequence[Metric] = ()
        self._turn = asyncio.Lock()
        registry.register(self)

    def routes(self) -> list[web.RouteDef]:
        """The page."""
        return [web.get("/metrics", self.page)]

    async def page(self, _: web.Request) -> web.Response:
        """Every number, as text."""
        async with self._turn:
            self._told = [one for source in self._sources for one in await _asked(source)]
            body = generate_latest(self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def collect(self) -> Iterable[Metric]:
        """What the sources have told last; the registry asks for it."""
        return self._told


async def _asked(source: Source) -> Sequence[Metric]:
    try:
        return await source()
    except EaselError as error:
        log.warning("no numbers", error=repr(error))
        return ()


# -- sources ---------------------------------------------------------------------------------------
def tasks(tallies: Tallies) -> Source:
    """Every task there is, by relay and where it stands."""

    async def told() -> Sequence[Metric]:
        counted = await tallies.tasks()
        said = "Tasks in the store."
        family = GaugeMetricFamily("easel_tasks", said, labels=["relay", "status"])
        for relay in sorted({relay for relay, _ in counted}):
            for status in Status:
                family.add_metric([relay, status], counted.get((relay, status), 0))
        return [family]

    return told


class Line(Protocol):
    """The queue before the relays."""

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        ...

    @property
    def oldest(self) -> float | None:
        """Since when the one waits that has waited longest, in seconds since the epoch."""
        ...


def queue(line: Line, clock: Clock) -> Source:
    """How many tasks wait, and for how long the one does that has waited longest."""

    async def told() -> Sequence[Metric]:
        age = 0.0 if line.oldest is None else max(clock.now() - line.oldest, 0.0)
        said, since = "Tasks that wait for their turn.", "How long the oldest of them has waited."
        return [
            GaugeMetricFamily("easel_queue_length", said, value=line.waiting),
            GaugeMetricFamily("easel_queue_age_seconds", since, value=age),
        ]

    return told


class Circuits(Protocol):
    """The relays' circuits."""

    def circuits(self) -> Mapping[str, Mapping[str, Circuit]]:
        """Those of each relay that are not closed, by their names."""
        ...


def circuits(relays: Circuits) -> Source:
    """What of each relay is left alone (2) or being tried (1); `reach` is the relay itself."""

    async def told() -> Sequence[Metric]:
        said = "0 closed, 1 being tried, 2 left alone."
        family = GaugeMetricFamily("easel_circuit", said, labels=["relay", "circuit"])
        for relay, found in relays.circuits().items():
            for name, circuit in ({"reach": Circuit.CLOSED} | dict(found)).items():
                family.add_metric([relay, name], _STATES.index(circuit))
        return [family]

    return told


def balances(known: Balances) -> Source:
    """What each relay's key has left, where the relay tells; infinite where it has no end."""

    async def told() -> Sequence[Metric]:
        family = GaugeMetricFamily(
            "easel_relay_balance",
            "What the relay's key has left, in the relay's unit.",
            labels=["relay"],
        )
        for relay, balance in (await known.all()).items():
            left = math.inf if balance.left is None else balance.left / MICRO
            family.add_metric([relay], left)
        return [family]

    return told
