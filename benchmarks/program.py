"""One of the two bots as a process of its own, and what it takes from the machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from sandbox.discord import Discord

ROOT = Path(__file__).parent.parent
START_SECONDS = 60.0
"""How long a bot may take to come online on a busy machine."""
STOP_SECONDS = 30.0
EASEL, NAIVE = "Easel", "naive"
WORDS: Mapping[str, tuple[str, ...]] = {
    EASEL: ("-m", "bot", "run"),
    NAIVE: ("-m", "benchmarks.naive"),
}
"""What Python is told to run, by the name of the bot."""
_AFTER_NAME = 2
"""Which field of /proc/PID/stat (proc(5), from 0) is the first after the program's name."""
_USER_TIME, _SYSTEM_TIME = 13, 14


class DidNotStart(Exception):
    """A bot ended or stayed silent before it was online; the text is the end of its log."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has taken so far: processor seconds of all its threads, most memory, and the
    memory that it holds now."""

    seconds: float
    peak_bytes: int
    held_bytes: int = 0

    @classmethod
    def parse(cls, stat: str, status: str, ticks: int) -> Usage:
        """Reads Linux's `/proc/PID/stat` and `/proc/PID/status`; `ticks` are those of a second."""
        # The name stands in brackets and may hold anything, brackets too.
        fields = stat.rpartition(")")[2].split()
        used = sum(int(fields[place - _AFTER_NAME]) for place in (_USER_TIME, _SYSTEM_TIME))
        told = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        peak, held = (int(told[name].split()[0]) * 1024 for name in ("VmHWM", "VmRSS"))
        return cls(seconds=used / ticks, peak_bytes=peak, held_bytes=held)


@dataclass(frozen=True, slots=True)
class Program:
    """A running bot."""

    name: str
    process: Process

    def usage(self) -> Usage | None:
        """What it has taken so far; None where the system has no /proc."""
        place = Path("/proc") / str(self.process.pid)
        try:
            stat, status = (place / "stat").read_text(), (place / "status").read_text()
        except OSError:
            return None
        return Usage.parse(stat, status, os.sysconf("SC_CLK_TCK"))


@contextlib.asynccontextmanager
async def running(
    name: str, settings: Mapping[str, str], folder: Path, discord: Discord
) -> AsyncIterator[Program]:
    """A bot that is online and has published its commands; it ends with the block.

    It gets `settings` and nothing else, and logs into `folder`. Raises `DidNotStart`.
    """
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **settings}
    log = folder / "bot.log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *WORDS[name],
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        if not await _online(process, discord):
            raise DidNotStart(_end_of(log))
        yield Program(name, process)
    finally:
        await _ended(process)


async def _online(process: Process, discord: Discord) -> bool:
    """Waits until it is connected or has ended; gives whether it is there, with its commands."""
    online = asyncio.Event()

    def note(is_online: bool) -> None:
        if is_online:
            online.set()

    discord.gateway.watchers.append(note)
    waits = {asyncio.create_task(online.wait()), asyncio.create_task(process.wait())}
    try:
        await asyncio.wait(waits, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        discord.gateway.watchers.remove(note)
        for wait in waits:
            wait.cancel()
    return online.is_set() and bool(discord.commands)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-20:])


async def _ended(process: Process) -> None:
    """Asks it to end; kills it when it does not."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
