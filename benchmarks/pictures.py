"""`python -m benchmarks.pictures`: a thousand large pictures in a row, and the memory they take.

Every finished picture is a PNG of 2048 pixels a side and some 8 MB, as grids are in life; the bot
downloads each from the relay and uploads it to Discord, where they are taken and not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.load import Load, Use, members, send
from benchmarks.machine import Machine
from benchmarks.program import EASEL, DidNotStart, Program, running
from benchmarks.trial import TOKEN, Terms, is_shown, settings
from sandbox.discord import Discord
from sandbox.relay import Relay

OUT = Path(__file__).parent / "out"
PACE = 20.0
"""A picture takes two or three seconds."""
LOOK, PATIENCE = 1.0, 120.0
MARKS = 10
"""How often in a run memory is noted."""


async def held(count: int, rate: float) -> tuple[list[tuple[int, int]], int, float]:
    """Bytes held after so many finals, the most ever held, and the processor's seconds a final."""
    load = Load(count, rate, 1)
    relay = Relay(preset="plus", pace=PACE, seed=1, slots=None, picture="large")
    discord = Discord(token=TOKEN, seed=1, keep_requests=100)
    discord.cdn.keeps_bytes = False
    people = members(discord, load)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with relay.serve(), discord.serve():
            told = settings(discord, relay, Terms(load, PACE, 2.0))
            async with running(EASEL, told, Path(folder), discord) as program:
                before = program.usage()
                sending = asyncio.create_task(send(discord, load, people))
                marks = await _watched(discord, program, count, sending)
                after = program.usage()
    if before is None or after is None:
        return marks, 0, 0.0
    return marks, after.peak_bytes, (after.seconds - before.seconds) / count


async def _watched(
    discord: Discord, program: Program, count: int, sending: asyncio.Task[list[Use]]
) -> list[tuple[int, int]]:
    """Waits until all of them are shown; gives what was held on the way."""
    done, marks = 0, [(0, _held(program))]
    last = time.monotonic() + PATIENCE
    while done < count and time.monotonic() < last:
        await asyncio.sleep(LOOK)
        shown = sum(is_shown(message) for message in discord.messages(discord.channel("gallery")))
        if shown > done:
            done, last = shown, time.monotonic() + PATIENCE
        if done >= len(marks) * count / MARKS:
            marks.append((done, _held(program)))
    await sending
    return marks


def _held(program: Program) -> int:
    usage = program.usage()
    return usage.held_bytes if usage else 0


def main(words: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; gives 1 when a picture was lost, 2 when the bot did not start."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--pictures", type=int, default=1_000)
    parser.add_argument("--rate", type=float, default=4.0, help="a second")
    asked = parser.parse_args(words)
    machine = Machine.this()
    print(machine.line)
    try:
        marks, most, seconds = asyncio.run(held(asked.pictures, asked.rate))
    except DidNotStart as error:
        print(f"The bot did not start:\n{error}", file=sys.stderr)
        return 2
    for done, size in marks:
        print(f"{done:>6} shown: {size / 2**20:6.0f} MiB held")
    print(f"most ever: {most / 2**20:.0f} MiB; processor {seconds * 1000:.0f} ms a picture")
    OUT.mkdir(exist_ok=True)
    told = {"machine": asdict(machine), "marks": marks, "most": most, "seconds": seconds}
    (OUT / "pictures.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return int(marks[-1][0] < asked.pictures)


if __name__ == "__main__":
    sys.exit(main())
