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

from bot.core.errors import EaselError
from bot.core.money import MICRO
from bot.core.status import Status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from prometheus_client import CollectorRegistry, Metric

    from bot.core.usage import Tallies
    from bot.service.balances import Balances

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
    """Every task there is, by where it stands."""

    async def told() -> Sequence[Metric]:
        counted = await tallies.tasks()
        family = GaugeMetricFamily("easel_tasks", "Tasks in the store.", labels=["status"])
        for status in Status:
            family.add_metric([status], counted.get(status, 0))
        return [family]

    return told


class Line(Protocol):
    """The queue before the relays."""

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        ...


def queue(line: Line) -> Source:
    """How many tasks wait."""

    async def told() -> Sequence[Metric]:
        said = "Tasks that wait for their turn."
        return [GaugeMetricFamily("easel_queue_length", said, value=line.waiting)]

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
