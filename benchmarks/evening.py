"""`python -m benchmarks.evening`: a server's busy hour, sixty times as fast, and what came of it.

300 members, 20 of them greedy, before a relay that runs three tasks at once. Exits with 1 when a
task or a message was lost, the money does not match the relay's own account, somebody was pinged,
or a modest member waited longer than a greedy one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from benchmarks import accounts
from benchmarks.audit import Ledger, at_rest, judge
from benchmarks.guests import UNWANTED, Evening
from benchmarks.machine import Machine
from benchmarks.morning import Morning, ends, errors, owners, trail, turns
from sandbox.discord import Discord, Person
from sandbox.relay import PRESETS, Relay
from tests import witness
from tests.running import KEY, TOKEN, House, house

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOTS = 3
PACE = 60.0
RELAY_FAULTS = {"refused": 0.03, "queue_full": 0.01}
"""How likely it is that Midjourney says no, and that the relay says that it is full."""
GLANCE = 0.5
"""Seconds between two looks at whether all is over; each takes some processor time itself."""
PATIENCE = 60.0
"""Seconds that a manager waits for an answer."""


class NotSettled(Exception):
    """One of the server's settings was not taken; the text is what the bot answered."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who comes, for how long, at which relay; `rest` is how many seconds the line may take to
    drain after the last has asked."""

    seed: int = 1
    preset: str = "plus"
    modest: int = 280
    greedy: int = 20
    supporters: int = 30
    hours: float = 1.0
    rest: float = 900.0

    @property
    def seconds(self) -> float:
        """How long the evening takes here."""
        return self.hours * 3600 / PACE


async def run(plan: Plan, folder: Path) -> Morning:
    """Carries the plan out; the bot's database and log are left in `folder`."""
    discord = Discord(token=TOKEN, seed=plan.seed)
    relay = Relay(
        preset=plan.preset, key=KEY, pace=PACE, seed=plan.seed, slots=SLOTS, picture="tiny"
    )
    people, greedy = _invited(discord, plan)
    evening = Evening(discord, plan.seed, plan.seconds, greedy)
    ledger = Ledger()
    async with house(folder, discord=discord, relay=relay) as built:
        await built.start(RELAY_MAX_RUNNING=str(SLOTS))
        witness.watch(built)
        await _settle(built)
        relay.change(faults=RELAY_FAULTS)
        reading, begun = asyncio.create_task(_reading(ledger, relay)), time.time()
        _, away = await asyncio.gather(evening.live(people), _kill(built, plan))
        relay.change(faults=dict.fromkeys(RELAY_FAULTS, 0))
        over = await _drained(built, plan.rest)
        reading.cancel()
        ledger.read(relay)
        told = await accounts.quotas(people, discord.channel("general"))
        verdict = judge(built, evening.uses, ledger, kills=1)
        picture, words = await _usage(built)
        return Morning(
            verdict=verdict,
            books=accounts.books(built),
            turns=turns(built, evening, PACE),
            told=told,
            recount=accounts.recount(built, owners(built, evening.uses)),
            evening=evening,
            tasks=ends(built),
            trail=trail(built),
            pings=len(discord.pings),
            refusals_429=sum(n for (*_, status), n in discord.counts.items() if status == 429),
            errors=errors(built),
            pace=PACE,
            slots=SLOTS,
            took=over - begun,
            away=away,
            picture=picture,
            usage=words,
        )


def _invited(discord: Discord, plan: Plan) -> tuple[list[Person], frozenset[int]]:
    """Everybody, in an order of no meaning, and which of them are greedy."""
    dice = random.Random(f"{plan.seed}:invited")
    supporters = discord.land.role("Supporters")
    people = discord.crowd(plan.supporters, roles=[supporters])
    people += discord.crowd(plan.modest + plan.greedy - plan.supporters)
    greedy = frozenset(person.id for person in dice.sample(people, plan.greedy))
    return people, greedy


# -- the server ------------------------------------------------------------------------------------
def _settings(discord: Discord) -> Iterator[tuple[str, dict[str, Any]]]:
    supporters, log = discord.land.role("Supporters"), discord.channel("mod-log")
    yield "moderation", {"channel": log}
    yield "words add", {"word": UNWANTED}
    yield "quota budget", {"amount": "40", "period": "day"}
    yield "quota set", {"amount": "20", "unit": "tasks", "period": "day"}
    tasks = {"amount": "30", "unit": "tasks", "period": "day", "role": supporters}
    yield "quota set", tasks
    yield "quota set", {"amount": "4", "unit": "money", "period": "day"}
    yield "quota caps", {"running": 2, "waiting": 8}
    yield "weight", {"role": supporters, "turns": 2}


async def _settle(built: House) -> None:
    """Nadia sets the server up. Raises `NotSettled` when a setting leaves no line in the trail."""
    nadia, staff = built.discord.owner, built.discord.channel("staff")
    for lines, (name, options) in enumerate(_settings(built.discord), start=1):
        use = await nadia.command(staff, f"admin {name}", options)
        await use.acknowledged(PATIENCE)
        with built.database() as database:
            [(found,)] = database.execute("SELECT count(*) FROM trail")
        if found < lines:
            raise NotSettled(f"/admin {name}: {use.reply.text if use.reply else use.state}")


async def _usage(built: House) -> tuple[bytes, str]:
    """The picture and the words of /admin usage."""
    nadia, staff = built.discord.owner, built.discord.channel("staff")
    use = await nadia.command(staff, "admin usage", {"period": "today"})
    shown = await built.discord.wait_for(
        lambda message: message is use.reply and not message.thinking, timeout=PATIENCE
    )
    pictures = shown.pictures()
    return (pictures[0][1] or b"") if pictures else b"", shown.text


# -- the evening -----------------------------------------------------------------------------------
async def _kill(built: House, plan: Plan) -> tuple[float, float]:
    """Ends the bot somewhere in the middle, at that very moment, and starts it again; gives from
    when to when it was away, in seconds since the epoch."""
    dice = random.Random(f"{plan.seed}:kill")
    await asyncio.sleep(plan.seconds * dice.uniform(0.3, 0.7))
    left = time.time()
    await built.restart()
    return left, time.time()


async def _reading(ledger: Ledger, relay: Relay) -> None:
    """Takes over what the relay was asked, since its own log is bounded."""
    while True:
        ledger.read(relay)
        await asyncio.sleep(GLANCE)


async def _drained(built: House, seconds: float) -> float:
    """Waits until everything has ended, so long at most; gives when that was."""
    with contextlib.suppress(TimeoutError):  # the verdict then says what is open
        async with asyncio.timeout(seconds):
            while not at_rest(built):  # noqa: ASYNC110  (another process's files tell it)
                await asyncio.sleep(GLANCE)
    return time.time()


def _keep(picture: bytes, file: Path) -> None:
    """Writes the picture, in fewer colours, so that it is small enough for a repository."""
    with Image.open(io.BytesIO(picture)) as drawn:
        drawn.convert("RGB").quantize(96).save(file, "PNG", optimize=True)


def main(words: Sequence[str] | None = None) -> int:
    """Runs what the command line says; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evening", description=__doc__)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--preset", choices=list(PRESETS), default=Plan.preset)
    parser.add_argument("--picture", type=Path, help="where the picture of /admin usage goes")
    parser.add_argument("--keep", type=Path, help="an empty folder for the database and the log")
    asked = parser.parse_args(words)
    plan = Plan(seed=asked.seed, preset=asked.preset)
    print(Machine.this().line)
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        morning = asyncio.run(run(plan, folder))
        print(f"relay {plan.preset}, seed {plan.seed}")
        print(morning.table())
    if asked.picture is not None:
        _keep(morning.picture, asked.picture)
    for wrong in morning.wrongs:
        print(f"! {wrong}")
    return 1 if morning.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
