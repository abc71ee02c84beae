"""`python -m benchmarks.growth`: what a task costs by how many are in flight, 100 to 10,000.

The whole bot, as in the table, but with tasks that take four times as long as in life, since fewer
of 10,000 would be in flight at once. And the schedule of edits alone, without sockets: every
message is due again as soon as it was edited, a third of them by the bot's own token in one of
forty channels.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load import Load
from benchmarks.machine import Machine
from benchmarks.measure import Figures
from benchmarks.program import EASEL, DidNotStart
from benchmarks.trial import Terms, trial
from bot.service.gate import Lane
from bot.service.schedule import Edit, Schedule

OUT = Path(__file__).parent / "out"
SIZES = (100, 1_000, 10_000, 100_000)
EDITS = 50_000
CHANNELS = 40
PAUSE = 3.0
TASKS = (100, 1_000, 10_000)
RATE, PACE = 100.0, 0.25
"""Commands a second, and how many times faster than in life the relay is."""


def cost(size: int, edits: int = EDITS) -> float:
    """Microseconds of one edit: taken out, and put back for three seconds later."""
    dice = random.Random(size)
    schedule = Schedule(lambda lane, now, *, urgent: now)
    for number in range(size):
        lane = Lane("PATCH", number % CHANNELS) if number % 3 == 0 else None
        schedule.put(Edit(number, dice.uniform(0, PAUSE), final=number % 50 == 0, lane=lane))
    now = 0.0
    begun = time.perf_counter()
    for _ in range(edits):
        while (edit := schedule.start(now)) is None:
            now += schedule.wait(now) or 0.0
        schedule.put(Edit(edit.number, now + PAUSE, final=edit.final, lane=edit.lane))
    return (time.perf_counter() - begun) / edits * 1e6


def whole(size: int) -> Figures:
    """The figures of the bot with so many tasks in flight; raises `DidNotStart`."""
    terms = Terms(Load(size, RATE, seed=1), PACE, poll_seconds=2.0, warmth=0)
    return asyncio.run(trial(EASEL, "plus", terms)).figures


def main(words: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; gives 1 when a task was lost, 2 when the bot did not start."""
    asked = _parser().parse_args(words)
    machine = Machine.this()
    print(machine.line)
    schedule = {size: min(cost(size) for _ in range(3)) for size in SIZES}
    for size, microseconds in schedule.items():
        print(f"{size:>8} due: {microseconds:6.1f} µs an edit")
    tasks: dict[int, dict[str, float]] = {}
    lost = 0
    try:
        for size in asked.tasks:
            figures = whole(size)
            lost += figures.tasks - figures.finished
            tasks[size] = _told(figures)
            print(f"{size:>8} tasks: {', '.join(f'{k} {v:.4g}' for k, v in tasks[size].items())}")
    except DidNotStart as error:
        print(f"The bot did not start:\n{error}", file=sys.stderr)
        return 2
    OUT.mkdir(exist_ok=True)
    told = {"machine": machine.line, "microseconds": schedule, "tasks": tasks}
    (OUT / "growth.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return int(lost > 0)


def _told(figures: Figures) -> dict[str, float]:
    """What grows, or should not: counts and milliseconds a task, seconds, bytes."""
    return {
        "in_flight": figures.in_flight_most,
        "finished": figures.finished,
        "processor_ms": (figures.processor or 0.0) * 1000,
        "reads": figures.reads,
        "edits": figures.progress,
        "lag_p50": figures.lag.p50 if figures.lag else 0.0,
        "acknowledged_p99": figures.acknowledgement.p99 if figures.acknowledgement else 0.0,
        "memory_bytes": figures.memory_bytes or 0,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=TASKS, help="in flight at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
