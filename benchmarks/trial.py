"""One bot under the load: a fresh sandbox, the bot as a process, and what both servers saw."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Load, Use, members, send
from benchmarks.measure import END_BUTTON, Call, Course, Figures, Sight, figures, said_done
from benchmarks.program import EASEL, Program, running
from benchmarks.reach import Mode
from sandbox.discord import Discord, Message, Person
from sandbox.relay import PRESETS, Relay

TOKEN = "sandbox.YmVuY2htYXJrcyBvbmx5.discord"  # noqa: S105 - opens nothing but the sandbox
LONGEST_TASK = 80.0
"""The relay's seconds after which every picture is done and known: a grid takes 62 at most, and
the rarest news come every 15."""
PATIENCE = 60.0
"""Seconds beyond that until what is not at Discord counts as lost."""
LOOK = 1.0
"""Seconds between two looks at what is still missing."""
CALLS_A_TASK = 100
"""Most calls to Discord that are remembered for each task."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every bot alike. `pace` is how many times faster than in life the relay is;
    `poll_seconds` is Easel's setting (the other bot's pause is its own); `warmth` is how many tasks
    a bot has drawn before it is measured: one that learns from the past has one."""

    load: Load
    pace: float
    poll_seconds: float
    mode: Mode = Mode.TIMED
    warmth: int = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """One bot's figures in front of one relay; `mode` is how it heard of the relay's news.

    `sandbox_busy` is how much of one core the servers and the members took meanwhile: near 1 they
    are what is measured."""

    bot: str
    preset: str
    figures: Figures
    sandbox_busy: float
    mode: Mode | None = None


async def trial(bot: str, preset: str, terms: Terms) -> Trial:
    """Runs it; raises `DidNotStart`."""
    load = terms.load
    relay = Relay(preset=preset, pace=terms.pace, seed=load.seed, slots=None, picture="tiny")
    discord = Discord(token=TOKEN, seed=load.seed, keep_requests=load.tasks * CALLS_A_TASK)
    people = members(discord, load)
    before = Load(terms.warmth, load.rate, load.seed, first=load.tasks + 1)
    familiar = members(discord, before)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with relay.serve(), discord.serve():
            told = settings(discord, relay, terms)
            async with running(bot, told, Path(folder), discord) as program:
                warm = await send(discord, before, familiar)
                await _all_shown(warm, LONGEST_TASK / terms.pace + PATIENCE)
                busy, begun = time.process_time(), time.monotonic()
                sight = await _watched(program, relay, discord, terms, people)
                share = (time.process_time() - busy) / (time.monotonic() - begun)
    return Trial(bot, preset, figures(sight), share, terms.mode if bot == EASEL else None)


def settings(discord: Discord, relay: Relay, terms: Terms) -> Mapping[str, str]:
    port = _free_port() if terms.mode is Mode.CALLBACKS else 0
    return {
        "POLL_MODE": "fixed" if terms.mode is Mode.FIXED else "timed",
        "PUBLIC_URL": f"http://127.0.0.1:{port}" if port else "",
        "WEB_PORT": str(port),
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "RELAY_URL": relay.base_url,
        "RELAY_KEY": relay.key,
        "RELAY_AUTH": relay.auth,
        "RELAY_MAX_RUNNING": str(terms.load.tasks),
        "POLL_SECONDS": str(terms.poll_seconds),
        "DATABASE_PATH": "easel.db",
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _watched(
    program: Program, relay: Relay, discord: Discord, terms: Terms, people: Sequence[Person]
) -> Sight:
    """The load from its first command to its last picture."""
    calls_before, counts_before = len(discord.requests), Counter(relay.counts)
    before = program.usage()
    uses = await send(discord, terms.load, people)
    await _all_shown(uses, LONGEST_TASK / terms.pace + PATIENCE)
    after = program.usage()
    counts = relay.counts - counts_before
    return Sight(
        courses=_courses(uses, relay),
        calls=[Call.of(request) for request in list(discord.requests)[calls_before:]],
        reads=sum(n for operation, n in counts.items() if operation.startswith("task/")),
        pictures=counts["picture"],
        fetched=[(one.at, one.path) for one in relay.log if one.operation == "picture"],
        before=before,
        after=after,
    )


async def _all_shown(uses: Sequence[Use], seconds: float) -> None:
    """Waits until every message shows the end of its task, so long at most."""
    missing = list(uses)
    last = time.monotonic() + seconds
    while missing and time.monotonic() < last:
        await asyncio.sleep(LOOK)
        missing = [use for use in missing if not _shown(use)]


def _shown(use: Use) -> bool:
    return use.interaction.reply is not None and is_shown(use.interaction.reply)


def is_shown(message: Message) -> bool:
    """Whether a message shows the end of its task."""
    return any(button.get("label") == END_BUTTON for button in message.buttons())


def _courses(uses: Sequence[Use], relay: Relay) -> list[Course]:
    """Each command with its task at the relay, which knows it by its prompt."""
    every, pace = PRESETS[relay.preset].sampling, float(relay.describe()["pace"])
    relay.account  # noqa: B018 - asking for it settles what has ended since
    tasks = {task.prompt: task for task in relay.tasks.values()}
    courses: list[Course] = []
    for use in uses:
        task = tasks.get(use.prompt)
        ended = task.finished_at if task else None
        done = (
            said_done(ended, task.plan.end, every, pace) if task and task.plan and ended else None
        )
        courses.append(
            Course(
                token=use.interaction.token,
                sent=use.interaction.created,
                submitted=task.submitted_at if task else None,
                done=done,
                picture=(task.id if PRESETS[relay.preset].front else task.job) if task else "",
            )
        )
    return courses
