"""`python -m benchmarks.standing`: very many tasks in flight, and members who go on asking.

What the main table does not say: how much memory 10,000 tasks in flight take, how soon a process
that is killed with all of them looks at the relay again, and how fast interactions are acknowledged
at 100 a second for a minute while 1,000 are in flight. Easel alone: the naive bot keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.load import Load, Use, members, send
from benchmarks.machine import Machine
from benchmarks.measure import Call, Kind, Spread, firsts
from benchmarks.program import EASEL, DidNotStart, Program, Usage, running
from benchmarks.trial import TOKEN, Terms, settings
from sandbox.discord import Discord
from sandbox.relay import Relay

OUT = Path(__file__).parent / "out"
SLOWLY = 0.02
"""How much slower than in life the relay is, so that nothing ends while it is measured."""
LOOK, STILL = 0.5, 20
"""Seconds between two looks at how many the relay has, and how many without news are enough."""
MEMORY, FIRST_LOOK, ACK_P99, ACK_MOST = 250 * 2**20, 3.0, 0.5, 3.0
"""What is to be reached: bytes, and seconds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of it: bytes, seconds, and the processor's seconds in a second of standing still
    (looks and progress edits alone), by all threads."""

    in_flight: int
    memory_bytes: int | None
    standing_busy: float | None
    first_look: float
    asked: int
    acknowledgement: Spread | None
    unacknowledged: int


class House:
    """A sandbox that lives longer than the bot's processes."""

    def __init__(self, tasks: int, folder: Path) -> None:
        self.relay = Relay(preset="plus", pace=SLOWLY, seed=1, slots=None, picture="tiny")
        self.discord = Discord(token=TOKEN, seed=1, keep_requests=tasks * 100)
        self.tasks = tasks
        self.folder = folder

    def running(self) -> AbstractAsyncContextManager[Program]:
        """A process of the bot on the one database."""
        load = Load(self.tasks, 1.0, 1)
        told = settings(self.discord, self.relay, Terms(load, SLOWLY, 2.0))
        return running(EASEL, told, self.folder, self.discord)

    async def ask(self, count: int, rate: float, seed: int) -> list[Use]:
        """So many new members ask, so many a second."""
        load = Load(count, rate, seed)
        return await send(self.discord, load, members(self.discord, load))

    async def reach(self, in_flight: int) -> None:
        """Waits until the relay has that many, or gets no more: some may not have been answered."""
        known, still = -1, 0
        while known < in_flight and still < STILL:
            found = len(self.relay.tasks)
            known, still = found, still + 1 if found == known else 0
            await asyncio.sleep(LOOK)


async def memory_and_restart(in_flight: int, rate: float, stand: float) -> tuple[House, Standing]:
    """Fills the relay, lets everything stand for a while, kills the bot and starts it again."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        house = House(in_flight, Path(folder))
        async with house.relay.serve(), house.discord.serve():
            async with house.running() as program:
                await house.ask(in_flight, rate, seed=1)
                await house.reach(in_flight)
                busy, usage = await _stand(program, stand)
                program.process.kill()
                await program.process.wait()
            first = await _first_look(house)
    found = Standing(
        in_flight=len(house.relay.tasks),
        memory_bytes=usage.peak_bytes if usage else None,
        standing_busy=busy,
        first_look=first,
        asked=0,
        acknowledgement=None,
        unacknowledged=0,
    )
    return house, found


async def _stand(program: Program, seconds: float) -> tuple[float | None, Usage | None]:
    before = program.usage()
    await asyncio.sleep(seconds)
    after = program.usage()
    if before is None or after is None:
        return None, None
    return (after.seconds - before.seconds) / seconds, after


async def _first_look(house: House) -> float:
    """Seconds from the start of the process to its first question about tasks."""
    looks = asyncio.create_task(
        house.relay.wait_for(lambda request: request.operation.startswith("task/"), timeout=60)
    )
    begun = time.monotonic()
    async with house.running():
        await looks
        return time.monotonic() - begun


async def acknowledgements(
    in_flight: int, rate: float, seconds: float
) -> tuple[int, Spread | None, int]:
    """How soon members are answered who ask at this rate, with so many in flight already."""
    count = int(rate * seconds)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        house = House(in_flight, Path(folder))
        async with house.relay.serve(), house.discord.serve(), house.running():
            await house.ask(in_flight, 25.0, seed=1)
            await house.reach(in_flight)
            uses = await house.ask(count, rate, seed=2)
            await asyncio.sleep(ACK_MOST)
            calls = [Call.of(request) for request in house.discord.requests]
    first = firsts((call for call in calls if call.taken), Kind.ACKNOWLEDGEMENT)
    taken = [use.interaction for use in uses if use.interaction.token in first]
    spread = Spread.of(first[one.token].at - one.created for one in taken)
    return count, spread, count - len(taken)


def main(words: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; gives 2 when the bot did not start."""
    asked = _parser().parse_args(words)
    machine = Machine.this()
    print(machine.line)
    try:
        with _said(f"{asked.tasks} tasks in flight ..."):
            _, found = asyncio.run(memory_and_restart(asked.tasks, asked.rate, asked.stand))
        with _said(f"{asked.asks:g} interactions a second with {asked.beside} in flight ..."):
            count, spread, missing = asyncio.run(
                acknowledgements(asked.beside, asked.asks, asked.seconds)
            )
    except DidNotStart as error:
        print(f"The bot did not start:\n{error}", file=sys.stderr)
        return 2
    whole = Standing(
        **(asdict(found) | {"asked": count, "acknowledgement": spread, "unacknowledged": missing})
    )
    print("\n".join(_lines(whole)))
    OUT.mkdir(exist_ok=True)
    path = OUT / "standing.json"
    told = {"machine": asdict(machine), "terms": vars(asked), "found": asdict(whole)}
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.standing", description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000, help="in flight at once")
    parser.add_argument("--rate", type=float, default=50.0, help="commands a second until then")
    parser.add_argument("--stand", type=float, default=20.0, help="seconds of standing still")
    parser.add_argument("--asks", type=float, default=100.0, help="interactions a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="for so long")
    parser.add_argument("--beside", type=int, default=1_000, help="tasks in flight meanwhile")
    return parser


def _lines(found: Standing) -> Iterator[str]:
    if found.memory_bytes is not None:
        yield _line(
            f"most memory, {found.in_flight} in flight",
            f"{found.memory_bytes / 2**20:.0f} MiB",
            f"<= {MEMORY / 2**20:.0f} MiB",
            found.memory_bytes <= MEMORY,
        )
    if found.standing_busy is not None:
        yield _line("processor meanwhile", f"{found.standing_busy:.0%} of a core", "", None)
    yield _line(
        "start -> first look at the relay",
        f"{found.first_look:.2f} s",
        f"<= {FIRST_LOOK:g} s",
        found.first_look <= FIRST_LOOK,
    )
    if (spread := found.acknowledgement) is not None:
        rows: list[tuple[str, Callable[[Spread], float], float | None]] = [
            ("p50", lambda s: s.p50, None),
            ("p99", lambda s: s.p99, ACK_P99),
            ("slowest", lambda s: s.most, ACK_MOST),
        ]
        for name, of, most in rows:
            goal = "" if most is None else f"<= {most:g} s"
            is_met = None if most is None else of(spread) <= most
            yield _line(
                f"sent -> acknowledged, {name}", f"{of(spread) * 1000:.0f} ms", goal, is_met
            )
        yield _line(
            "never acknowledged", str(found.unacknowledged), "= 0", not found.unacknowledged
        )


def _line(words: str, value: str, goal: str, is_met: bool | None) -> str:
    verdict = "" if is_met is None else "yes" if is_met else "NO"
    return f"{words:<40} {value:>14}   {goal} {verdict}".rstrip()


@contextmanager
def _said(what: str) -> Iterator[None]:
    print(f"  {what}", file=sys.stderr, flush=True)
    yield


if __name__ == "__main__":
    sys.exit(main())
