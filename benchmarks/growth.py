"""`python -m benchmarks.growth`: what one edit costs the schedule, by how many messages are due.

The schedule alone, without sockets: every message is due again as soon as it was edited, a third of
them by the bot's own token in one of forty channels, as when very many tasks run for very long.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from benchmarks.machine import Machine
from bot.service.gate import Lane
from bot.service.schedule import Edit, Schedule

OUT = Path(__file__).parent / "out"
SIZES = (100, 1_000, 10_000, 100_000)
EDITS = 50_000
CHANNELS = 40
PAUSE = 3.0


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


def main() -> int:
    """Measures, prints, writes."""
    machine = Machine.this()
    print(machine.line)
    found = {size: min(cost(size) for _ in range(3)) for size in SIZES}
    for size, microseconds in found.items():
        print(f"{size:>8} due: {microseconds:6.1f} µs an edit")
    OUT.mkdir(exist_ok=True)
    told = {"machine": machine.line, "microseconds": found}
    (OUT / "growth.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
