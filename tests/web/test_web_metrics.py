"""`/metrics`: what is told, and that one source's trouble is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

from bot.core.errors import StoreError
from bot.service.balances import Balance
from bot.web import metrics
from bot.web.metrics import Metrics
from bot.web.server import serve

if TYPE_CHECKING:
    from collections.abc import Mapping


class Told:
    """What the rest of the program would tell."""

    waiting = 4

    def __init__(self) -> None:
        self.trouble: Exception | None = None

    async def tasks(self) -> Mapping[str, int]:
        if self.trouble is not None:
            raise self.trouble
        return {"done": 12, "running": 2}

    async def all(self) -> Mapping[str, Balance]:
        return {"main": Balance(1_250_000, 0.0), "other": Balance(None, 0.0)}


async def asked(page: Metrics) -> dict[str, float]:
    """Every number, by its name and labels."""
    async with (
        serve("127.0.0.1", 0, page.routes()) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        families = text_string_to_metric_families(await answer.text())
        samples = [sample for family in families for sample in family.samples]
        return {" ".join((one.name, *one.labels.values())): one.value for one in samples}


def page(told: Told) -> Metrics:
    sources = (metrics.tasks(told), metrics.queue(told), metrics.balances(told))
    return Metrics(registry=CollectorRegistry(), sources=sources)


async def test_every_source_tells_its_numbers() -> None:
    found = await asked(page(Told()))
    assert found["easel_tasks done"] == 12
    assert found["easel_tasks failed"] == 0
    assert found["easel_queue_length"] == 4
    assert found["easel_relay_balance main"] == 1.25
    assert found["easel_relay_balance other"] == float("inf")


async def test_a_source_in_trouble_takes_only_its_own_numbers_away() -> None:
    told = Told()
    told.trouble = StoreError("disk")
    found = await asked(page(told))
    assert "easel_tasks done" not in found
    assert found["easel_queue_length"] == 4


async def test_what_counts_by_itself_is_there_too() -> None:
    registry = CollectorRegistry()
    Counter("easel_things", "Things.", registry=registry).inc(3)
    assert (await asked(Metrics(registry=registry, sources=())))["easel_things_total"] == 3
