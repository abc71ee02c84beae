"""`python -m benchmarks.kills`: kills the bot again and again under load, and counts what is lost.

Nothing may be: not a task, not a message, not a payment. Exits with 1 when anything is.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.audit import Ledger, Verdict, at_rest, judge, told
from benchmarks.crowd import Crowd, trouble
from bot.service.second_look import LATE
from sandbox.discord import Discord
from sandbox.relay import PRESETS, Relay
from tests import witness
from tests.running import KEY, TOKEN, House, house

RELAY_FAULTS = {
    "cut_before": 0.01,
    "cut_after": 0.02,
    "html_502": 0.01,
    "truncated": 0.01,
    "too_many": 0.01,
    "queue_full": 0.03,
    "refused": 0.03,
    "instant": 0.05,
    "numeric_result": 0.03,
    "status_empty": 0.05,
    "progress_backwards": 0.05,
    "list_missing": 0.05,
    "list_duplicates": 0.05,
    "picture_expired": 0.02,
}
"""How likely each is, for each request it can befall."""
SETTINGS = {"RELAY_MAX_RUNNING": "6"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many kills, and how hard everybody makes it. Times are in seconds.

    A life lasts from `shortest` to `longest` after the bot is online; `rest` is how long everything
    may take to come to its end after the last one. A `hasty` one skips the half minute that the bot
    gives to edits of a dead one which Discord carries out late.
    """

    kills: int = 50
    seed: int = 1
    preset: str = "plus"
    members: int = 6
    rate: float = 1.0
    pace: float = 60.0
    shortest: float = 0.0
    longest: float = 2.5
    rest: float = 180.0
    hasty: bool = False


async def run(plan: Plan, folder: Path) -> Verdict:
    """Carries the plan out; the bot's database and log are left in `folder`."""
    dice = random.Random(plan.seed)
    discord = Discord(token=TOKEN, seed=plan.seed)
    relay = Relay(
        preset=plan.preset, key=KEY, pace=plan.pace, seed=plan.seed, slots=4, picture="tiny"
    )
    crowd = Crowd(discord, dice, plan.members, plan.rate)
    ledger = Ledger()
    async with house(folder, discord=discord, relay=relay) as built:
        await built.start(**SETTINGS)
        witness.watch(built)
        relay.change(faults=RELAY_FAULTS)
        bad_days = trouble(discord, relay, dice, plan.rate * plan.members)
        async with beside(crowd.live()), beside(bad_days):
            for _ in range(plan.kills):
                await asyncio.sleep(dice.uniform(plan.shortest, plan.longest))
                ledger.read(relay)
                await built.restart()
        relay.change(faults=dict.fromkeys(RELAY_FAULTS, 0))
        discord.faults.calm()
        with contextlib.suppress(TimeoutError):  # the verdict then says what is open
            if plan.hasty:
                await built.until(lambda: told(built), plan.rest)
                await half_a_minute_later(built)  # what was overwritten is mended
                await built.until(lambda: at_rest(built), plan.rest)
                await half_a_minute_later(built)  # and seen to stand
            await built.until(lambda: at_rest(built) and not built.suspects(), plan.rest)
        ledger.read(relay)
        verdict = judge(built, crowd.uses, ledger, plan.kills)
        unsure = [f"task {number} was not looked at once more" for number in built.suspects()]
        return replace(verdict, unfinished=[*verdict.unfinished, *unsure])


async def half_a_minute_later(built: House) -> None:
    """One more life, which begins after all that Discord has held back has been carried out."""
    built.discord.faults.let_go()
    await built.kill()
    built.suspected(LATE)
    await built.start()


@contextlib.asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Has something go on while the block runs."""
    going = asyncio.create_task(work)
    try:
        yield
    finally:
        going.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await going


def main(words: Sequence[str] | None = None) -> int:
    """Runs what the command line says; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--preset", choices=list(PRESETS), default=Plan.preset)
    parser.add_argument("--keep", type=Path, help="an empty folder for the database and the log")
    asked = parser.parse_args(words)
    plan = Plan(kills=asked.kills, seed=asked.seed, preset=asked.preset)
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        verdict = asyncio.run(run(plan, folder))
    print(f"relay {plan.preset}, seed {plan.seed}, {time.monotonic() - began:.0f} s")
    print(verdict.table())
    for wrong in verdict.wrongs:
        print(f"! {wrong}")
    return 1 if verdict.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
