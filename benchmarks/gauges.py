"""What `/metrics` tells of a bot, second by second, across its lives."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Labels = frozenset[tuple[str, str]]
EVERY = 1.0
"""Seconds between two looks."""
PATIENCE = 0.9


@dataclass(frozen=True, slots=True)
class Look:
    """What was told at a moment, in seconds since the beginning; nothing while it was away.

    `life` is the process that told it: counters begin anew with each. `memory` is in bytes.
    """

    at: float
    life: int
    memory: int | None
    told: Mapping[tuple[str, Labels], float] = field(default_factory=dict)

    def value(self, name: str, **labels: str) -> float | None:
        """The sum of all that carry this name and these labels; None where there are none."""
        wanted = labels.items()
        found = [v for (n, its), v in self.told.items() if n == name and wanted <= its]
        return sum(found) if found else None


def read(page: str) -> dict[tuple[str, Labels], float]:
    """Every number of a page in Prometheus' form, by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def grown(looks: Sequence[Look], name: str, **labels: str) -> list[float | None]:
    """How much a counter has grown from each look to the next; None where nobody can tell.

    With a new process it has grown by all that this one has counted.
    """
    found: list[float | None] = []
    for before, after in pairwise(looks):
        now = after.value(name, **labels)
        if now is None:
            found.append(None if not after.told else 0.0)
            continue
        same = before.life == after.life
        then = (before.value(name, **labels) or 0.0) if same else 0.0
        found.append(now - then)
    return found


def quantile(looks: Sequence[Look], name: str, part: float) -> float | None:
    """A quantile of a histogram over all of these looks: the end of the bucket it falls into.

    None where nothing was counted; infinite beyond the last bucket.
    """
    ends = {
        dict(labels)["le"] for look in looks for n, labels in look.told if n == f"{name}_bucket"
    }
    counted = {
        float(end): sum(n or 0.0 for n in grown(looks, f"{name}_bucket", le=end)) for end in ends
    }
    whole = counted.get(math.inf, 0.0)
    if not whole:
        return None
    return next(end for end in sorted(counted) if counted[end] >= part * whole)


def memory(pid: int) -> int | None:
    """The bytes of memory that a process holds now; None where it is gone or there is no /proc."""
    try:
        status = (Path("/proc") / str(pid) / "status").read_text()
    except OSError:
        return None
    held = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return next((int(line.split()[1]) * 1024 for line in held), None)


@dataclass
class Watch:
    """Looks at a bot's numbers, again and again; `life` counts its processes, the newest is `pid`.

    Times are in seconds since `begin`.
    """

    url: str
    life: int = 0
    pid: int = 0
    looks: list[Look] = field(default_factory=list)
    _began: float = 0.0

    def begin(self) -> None:
        """The time counts from now on."""
        self._began = time.monotonic()

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    async def run(self) -> None:
        """Looks until it is cancelled."""
        patience = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=patience) as session:
            while True:
                self.looks.append(await self._look(session))
                await asyncio.sleep(EVERY)

    async def _look(self, session: aiohttp.ClientSession) -> Look:
        at, life = self.now, self.life
        try:
            async with session.get(self.url) as answer:
                told = read(await answer.text())
        except (aiohttp.ClientError, TimeoutError):
            told = {}
        return Look(at, life, memory(self.pid), told)


def families(looks: Iterable[Look], name: str, label: str) -> list[str]:
    """Every value that a label of this name has ever had."""
    found = {dict(labels)[label] for look in looks for n, labels in look.told if n == name}
    return sorted(found)
