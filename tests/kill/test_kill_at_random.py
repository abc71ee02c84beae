"""Killed at moments nobody chose, under load, on bad days of the relay and of Discord."""

from __future__ import annotations

import asyncio
from pathlib import Path

from benchmarks.audit import Verdict
from benchmarks.kills import Plan, run


async def test_nothing_is_lost_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    verdicts = await asyncio.gather(*(_verdict(tmp_path, preset) for preset in ("plus", "new-api")))
    for verdict in verdicts:
        assert verdict.acknowledged > 0
        assert verdict.submits > 0
        assert verdict.wrongs == [], verdict.table()


async def _verdict(folder: Path, preset: str) -> Verdict:
    (folder / preset).mkdir()
    plan = Plan(kills=4, seed=20, preset=preset, members=4, longest=1.2, rest=40.0, hasty=True)
    return await run(plan, folder / preset)
