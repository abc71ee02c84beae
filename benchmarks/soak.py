"""`python -m benchmarks.soak`: hours of bad days on every side, in minutes, and the accounts after.

Three relays fail in turn, Discord stumbles, calls get lost, the bot is killed and its file changed.
Exits with 1 when anything does not match to the last task. See the README beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report, soak_picture
from benchmarks.audit import ENDED, Ledger
from benchmarks.diary import Diary, Plan
from benchmarks.fleet import SLOTS, Fleet, Line, free_port
from benchmarks.gauges import Watch, memory
from benchmarks.kills import beside
from benchmarks.machine import Machine
from benchmarks.reckoning import Reckoning, reckon
from benchmarks.regulars import Regulars, verb
from benchmarks.shown import GOING
from benchmarks.weather import forecast, stormy, troubled
from sandbox.discord import Discord, Refused
from tests import witness
from tests.running import TOKEN, House

LIFE = (4.0, 14.0)
"""Minutes from the bot's being online to its next kill."""
CHANGES = 0.6
"""In how many lives the file of the relays is changed."""
MISTAKES = 0.25
"""The part of these changes that are mistakes, which are taken back at once."""
LOOK = 1.0


@dataclass(frozen=True)
class Course:
    """All that a soak has brought."""

    plan: Plan
    diary: Diary
    watch: Watch
    reckoning: Reckoning


class Soak:
    """One soak: the bot's lives, and everything around them."""

    def __init__(self, plan: Plan, house: House, fleet: Fleet, watch: Watch, diary: Diary) -> None:
        self._plan = plan
        self._house = house
        self._fleet = fleet
        self._watch = watch
        self._diary = diary
        self._dice = random.Random(f"{plan.seed}:lives")
        self._file = house.folder / "relays.toml"
        self._ledgers = {name: Ledger() for name in fleet.relays}
        self._crowd = Regulars(
            house.discord,
            random.Random(f"{plan.seed}:crowd"),
            plan.members,
            plan.acts / plan.minute,
        )

    async def run(self) -> Reckoning:
        """From the first start to the accounts."""
        self._write(self._everything())
        await self._started()
        self._diary.online.append((time.time(), True))
        witness.watch(self._house)
        dice = random.Random(f"{self._plan.seed}:discord")
        bad_days = stormy(self._house.discord, dice, self._plan.stumbles / self._plan.minute)
        self._house.discord.gateway.watchers.append(
            lambda there: self._diary.online.append((time.time(), there))
        )
        self._watch.begin()
        async with beside(self._watch.run()), beside(self._read()):
            async with (
                beside(self._crowd.live()),
                beside(bad_days),
                beside(troubled(self._fleet, self._diary.spells)),
            ):
                await self._lives()
            await self._settled()
        self._diary.memory.append(memory(self._house.bot.pid))
        for name, ledger in self._ledgers.items():
            ledger.read(self._fleet.relays[name])
        return reckon(
            self._house, self._fleet.relays, self._ledgers, self._crowd.uses, self._diary.was_there
        )

    # -- lives -------------------------------------------------------------------------------------
    async def _lives(self) -> None:
        """Changes the file, kills the bot and starts it, until the time is over."""
        while True:
            life = self._dice.uniform(*LIFE) * self._plan.minute
            change = self._dice.uniform(0.2, 0.8) * life if self._dice.random() < CHANGES else life
            if self._watch.now + life > self._plan.seconds:
                await asyncio.sleep(max(0.0, self._plan.seconds - self._watch.now))
                return
            await asyncio.sleep(change)
            if change < life:
                await self._changed()
                await asyncio.sleep(life - change)
            self._diary.memory.append(memory(self._house.bot.pid))
            if self._plan.kills:
                self._diary.kills.append(self._watch.now)
                await self._house.kill()
                await self._started()

    async def _started(self) -> None:
        self._watch.life += 1  # before anything of the new one's can be read
        bot = await self._house.start()
        self._watch.pid = bot.pid
        if not self._diary.memory:
            self._diary.memory.append(memory(bot.pid))

    async def _read(self) -> None:
        """Takes over the relays' logs, which are bounded."""
        while True:
            for name, ledger in self._ledgers.items():
                ledger.read(self._fleet.relays[name])
            await asyncio.sleep(LOOK)

    # -- the file ----------------------------------------------------------------------------------
    def _everything(self) -> dict[str, Line]:
        return {name: Line() for name in self._fleet.relays}

    def _write(self, lines: dict[str, Line]) -> None:
        self._fleet.write(self._file, lines)

    async def _changed(self) -> None:
        """Another file: other weights and slots, one relay less, or a mistake."""
        lines = {
            name: Line(self._dice.choice((0.5, 1.0, 2.0)), self._dice.randint(SLOTS // 2, SLOTS))
            for name in self._fleet.relays
        }
        if self._dice.random() < MISTAKES:
            before = self._file.read_text()
            self._file.write_text("[[relay]]\nname = 1\n")
            await self._hung_up()
            await asyncio.sleep(LOOK)
            self._file.write_text(before)  # or the next start would end with sentences
            return
        if self._dice.random() < MISTAKES:
            del lines[self._dice.choice(list(lines))]
        self._write(lines)
        await self._hung_up()

    async def _hung_up(self) -> None:
        self._diary.hangups.append(self._watch.now)
        self._house.bot.signal(signal.SIGHUP)

    # -- the end -----------------------------------------------------------------------------------
    async def _settled(self) -> None:
        """Nothing goes wrong any more; waits until nothing more is to be expected."""
        self._diary.calm = self._watch.now
        await self._fleet.calm()
        self._house.discord.faults.calm()
        self._write(self._everything())
        await self._hung_up()
        last = self._watch.now + self._plan.rest
        while self._watch.now < last and not self._at_rest():
            await self._let_go()
            await asyncio.sleep(LOOK)
        self._diary.at_rest = self._at_rest()
        self._diary.rested = self._watch.now

    def _at_rest(self) -> bool:
        with self._house.database() as database:
            rows = database.execute(
                "SELECT status, shown, revision, reachable, message_id "
                "FROM tasks JOIN replies ON task = number"
            ).fetchall()
        if any(row["status"] not in ENDED for row in rows):
            return False
        if any(row["shown"] != row["revision"] and row["reachable"] for row in rows):
            return False
        found = (self._house.discord.message(row["message_id"] or 0) for row in rows)
        over = all(message is None or GOING not in message.text for message in found)
        return over and not any(message.thinking for message in self._house.discord.messages())

    async def _let_go(self) -> None:
        """Members take back what waits for a form that they have not filled in."""
        with self._house.database() as database:
            waiting = database.execute(
                "SELECT message_id FROM tasks JOIN replies ON task = number WHERE form IS NOT NULL "
                "AND confirmed_at IS NULL AND muted = 0 AND status IN ('submitted', 'running')"
            ).fetchall()
        for row in waiting:
            message = self._house.discord.message(row["message_id"] or 0)
            keys = [b for b in message.buttons() if verb(b) == "cancel"] if message else []
            if message is None or message.origin is None or not keys:
                continue
            with contextlib.suppress(Refused):
                person = self._house.discord.person_by_id(message.origin.user.id)
                await person.press(message, keys[0]["custom_id"])


async def soak(plan: Plan, folder: Path) -> Course:
    """Carries the plan out; the bot's database and log are left in `folder`."""
    discord = Discord(token=TOKEN, seed=plan.seed)
    async with discord.serve(), Fleet.served(seed=plan.seed, pace=plan.scale) as fleet:
        port = free_port()
        house = _house(discord, fleet, folder, plan, port)
        spells = forecast(
            list(fleet.relays), seconds=plan.seconds, minute=plan.minute, seed=plan.seed
        )
        watch, diary = Watch(f"http://127.0.0.1:{port}/metrics"), Diary(spells)
        try:
            reckoning = await Soak(plan, house, fleet, watch, diary).run()
        finally:
            await house.close()
    return Course(plan, diary, watch, reckoning)


def _house(discord: Discord, fleet: Fleet, folder: Path, plan: Plan, port: int) -> House:
    house = House(discord, next(iter(fleet.relays.values())), folder)
    for name in ("RELAY_URL", "RELAY_KEY", "RELAY_AUTH", "RELAY_MAX_RUNNING"):
        del house.settings[name]
    house.settings |= {
        "RELAYS_FILE": str(folder / "relays.toml"),
        "WEB_PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "POLL_SECONDS": f"{2.0 / plan.scale:.4f}",
        "STALL_MINUTES": f"{20.0 / plan.scale:.4f}",
    }
    return house


def main(words: Sequence[str] | None = None) -> int:
    """Runs what the command line says; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=Plan.hours)
    parser.add_argument("--scale", type=float, default=Plan.scale, help="times as fast as in life")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--members", type=int, default=Plan.members)
    parser.add_argument("--no-kills", action="store_true", help="one life, to watch its memory")
    parser.add_argument("--picture", type=Path, help="where to draw what /metrics told (a PNG)")
    parser.add_argument("--keep", type=Path, help="an empty folder for the database and the log")
    asked = parser.parse_args(words)
    plan = Plan(
        hours=asked.hours,
        scale=asked.scale,
        seed=asked.seed,
        members=asked.members,
        kills=not asked.no_kills,
    )
    machine, began = Machine.this(), time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        course = asyncio.run(soak(plan, folder))
    print(f"{machine.line}; {time.monotonic() - began:.0f} s in all")
    print(report.told(course.plan, course.diary, course.reckoning))
    if asked.picture:
        asked.picture.write_bytes(soak_picture.drawn(course.plan, course.diary, course.watch.looks))
    return 1 if course.reckoning.wrongs or not course.diary.at_rest else 0


if __name__ == "__main__":
    sys.exit(main())
