"""`/metrics`: what is told, and that one source's trouble is its own."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import aiohttp
import pytest
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

from bot.core.breaker import Circuit
from bot.core.errors import InDoubt, StoreError
from bot.core.meters import Unmetered, outcome_of
from bot.core.reply import Route
from bot.service.balances import Balance
from bot.service.pulse import Pulse
from bot.web import metrics
from bot.web.meters import PrometheusMeters
from bot.web.metrics import Metrics
from bot.web.server import serve
from tests.clock import HandClock
from tests.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prometheus_client.samples import Sample


class Told:
    """What the rest of the program would tell."""

    waiting = 4
    oldest = 970.0

    def __init__(self) -> None:
        self.trouble: Exception | None = None

    async def tasks(self) -> Mapping[tuple[str, str], int]:
        if self.trouble is not None:
            raise self.trouble
        return {("main", "done"): 12, ("main", "running"): 2}

    def circuits(self) -> Mapping[str, Mapping[str, Circuit]]:
        return {"main": {"reach": Circuit.OPEN}, "other": {"submit/imagine": Circuit.TRYING}}

    async def all(self) -> Mapping[str, Balance]:
        return {"main": Balance(1_250_000, 0.0), "other": Balance(None, 0.0)}


async def samples(page: Metrics) -> list[Sample]:
    """Every number, as Prometheus reads it."""
    async with (
        serve("127.0.0.1", 0, page.routes()) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        families = text_string_to_metric_families(await answer.text())
        return [sample for family in families for sample in family.samples]


async def asked(page: Metrics) -> dict[str, float]:
    """Every number, by its name and labels."""
    return {" ".join((one.name, *one.labels.values())): one.value for one in await samples(page)}


def page(told: Told, registry: CollectorRegistry | None = None) -> Metrics:
    sources = (
        metrics.tasks(told),
        metrics.queue(told, HandClock(1_000.0)),
        metrics.circuits(told),
        metrics.balances(told),
    )
    return Metrics(registry=registry or CollectorRegistry(), sources=sources)


def measured() -> CollectorRegistry:
    """What a program has counted in which everything has happened once."""
    registry = CollectorRegistry()
    meters = PrometheusMeters(registry)
    meters.submitted("main", "accepted", 0.2)
    meters.submitted("main", outcome_of(InDoubt()), 90.0)
    meters.looked("main", "answered", 120)
    meters.called("main")
    meters.finished("main", "imagine", 42.0)
    meters.shown("main", -0.5)  # the relay's clock is ahead of ours
    meters.edited(Route.TOKEN, "shown")
    meters.acknowledged(0.03)
    meters.waited(0.4)
    meters.late(0.0)
    return registry


async def test_every_source_tells_its_numbers() -> None:
    found = await asked(page(Told()))
    assert found["easel_tasks main done"] == 12
    assert found["easel_tasks main failed"] == 0
    assert found["easel_queue_length"] == 4
    assert found["easel_queue_age_seconds"] == 30
    assert found["easel_circuit reach main"] == 2
    assert found["easel_circuit reach other"] == 0
    assert found["easel_circuit submit/imagine other"] == 1
    assert found["easel_relay_balance main"] == 1.25
    assert found["easel_relay_balance other"] == float("inf")


async def test_a_source_in_trouble_takes_only_its_own_numbers_away() -> None:
    told = Told()
    told.trouble = StoreError("disk")
    found = await asked(page(told))
    assert "easel_tasks main done" not in found
    assert found["easel_queue_length"] == 4


async def test_what_counts_by_itself_is_there_too() -> None:
    registry = CollectorRegistry()
    Counter("easel_things", "Things.", registry=registry).inc(3)
    assert (await asked(Metrics(registry=registry, sources=())))["easel_things_total"] == 3


async def test_what_is_measured_is_counted_by_relay_and_outcome() -> None:
    found = await asked(Metrics(registry=measured(), sources=()))
    assert found["easel_submit_seconds_count accepted main"] == 1
    assert found["easel_submit_seconds_sum indoubt main"] == 90
    assert found["easel_look_tasks_sum answered main"] == 120
    assert found["easel_relay_calls_total main"] == 1
    assert found["easel_task_seconds_bucket 45.0 imagine main"] == 1
    assert found["easel_task_seconds_bucket 30.0 imagine main"] == 0
    assert found["easel_shown_lag_seconds_sum main"] == 0
    assert found["easel_edits_total shown token"] == 1
    assert found["easel_acknowledge_seconds_bucket 0.05"] == 1
    assert found["easel_rate_limit_wait_seconds_count"] == 1
    assert found["easel_loop_late_seconds_count"] == 1


def curves() -> list[tuple[str, str]]:
    """What the dashboard asks Prometheus for, and what it calls each curve of the answer."""
    board = json.loads((ROOT / "docs/grafana.json").read_text("utf-8"))
    targets = [target for panel in board["panels"] for target in panel["targets"]]
    return [(target["expr"], target["legendFormat"]) for target in targets]


async def test_the_dashboard_asks_for_what_is_told_and_for_all_of_it() -> None:
    told: dict[str, set[str]] = {}
    for sample in await samples(page(Told(), measured())):
        told.setdefault(sample.name, set()).update(sample.labels)
    drawn = set()
    for query, called in curves():
        [name] = set(re.findall(r"easel_\w+?(?=_bucket|_sum|_count|\b)", query))
        drawn.add(name)
        labels = {label for asked in re.findall(r"easel_\w+", query) for label in told[asked]}
        kept = {label for some in re.findall(r"by \((.+?)\)", query) for label in some.split(", ")}
        shown = set(re.findall(r"{{(\w+)}}", called))
        assert kept | shown | set(re.findall(r"(\w+)[!=]~", query)) <= labels, query
        assert shown <= kept or "sum" not in query, query
    families = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in told}
    assert families <= drawn | {"easel_edits", "easel_relay_calls"}  # of a counter's birth


class Sleepy(HandClock):
    """Oversleeps a little."""

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        self.pass_((seconds or 0.0) + 0.25)
        return False


class Late(Unmetered):
    """Keeps how late the loop was."""

    def __init__(self) -> None:
        self.told: list[float] = []

    def late(self, seconds: float) -> None:
        self.told.append(seconds)


async def test_the_pulse_tells_by_how_much_it_overslept() -> None:
    late = Late()
    await Pulse(meters=late, clock=Sleepy()).beat()
    assert late.told == [pytest.approx(0.25)]
