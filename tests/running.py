"""The real bot as a process of its own, in front of a sandbox that runs in this one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sandbox.discord import Discord
from sandbox.relay import Relay
from tests.hurry import HurriedClock
from tests.nursery import Child

if TYPE_CHECKING:
    from asyncio.subprocess import Process

ROOT = Path(__file__).parent.parent
PATIENCE = 20.0
"""Seconds that anything waited for here may take before it counts as never coming."""
LOOK = 0.02
"""Seconds between two looks at what does not say by itself that it has changed."""
FOREVER = 3600.0
"""Seconds of a delay that nobody lives to see the end of."""
TOKEN = "sandbox.Zm9yIGxvb3BiYWNrIG9ubHk.discord"
KEY = "sk-sandbox-4f2a9c"
Line = Mapping[str, Any]


class DidNotStart(Exception):
    """The bot ended before it was online; the text is what it wrote."""


class Bot:
    """One run of the program, from its start to its end."""

    def __init__(self, process: Process | Child) -> None:
        self._process = process

    @classmethod
    async def run(
        cls,
        settings: Mapping[str, str],
        folder: Path,
        *words: str,
        clock: HurriedClock | None = None,
    ) -> Self:
        """Starts `python -m bot` with these settings and no others; it logs into `folder`.

        With `clock` it goes by that. With a PYTHONPATH of its own it is started from nothing, or
        that would not count.
        """
        log = folder / "bot.log"
        log.touch()
        if "PYTHONPATH" in settings:
            return await cls.started(settings, folder, *words)
        return cls(await Child.born(_environment(settings), folder, log, words, clock))

    @classmethod
    async def started(cls, settings: Mapping[str, str], folder: Path, *words: str) -> Self:
        """The same as an operator does it, which takes longer: a new interpreter."""
        environment = _environment(settings)
        with (folder / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *words,
                cwd=folder, env=environment, stdin=DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return cls(process)

    @property
    def ended(self) -> bool:
        """Whether the process is no more."""
        return self._process.returncode is not None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal."""
        self._process.send_signal(number)

    async def end(self) -> int:
        """Waits for its end; gives the exit code, negative for a signal."""
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()

    async def kill(self) -> None:
        """SIGKILL: it does not run another instruction of its own."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self.end()

    async def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        self.signal(signal.SIGTERM)
        return await self.end()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **settings}


class House:
    """A sandbox with a bot that comes and goes, and the one database all its runs share."""

    def __init__(
        self, discord: Discord, relay: Relay, folder: Path, *, clock: HurriedClock | None = None
    ) -> None:
        self.discord = discord
        self.relay = relay
        self.folder = folder
        self.clock = clock
        self.settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "RELAY_URL": relay.base_url,
            "RELAY_KEY": relay.key,
            "RELAY_AUTH": relay.auth,
            "RELAY_MAX_RUNNING": "50",
            "DATABASE_PATH": str(folder / "easel.db"),
            "POLL_SECONDS": str(0.1 * (clock.pace if clock else 1)),
            "WEB_PORT": "0",
            "LOG_FORMAT": "json",
        }
        self._bot: Bot | None = None
        self._online = asyncio.Event()
        discord.gateway.watchers.append(self._note_online)

    @property
    def bot(self) -> Bot:
        """The run that is going on, or the last one."""
        assert self._bot is not None
        return self._bot

    async def start(self, **settings: str) -> Bot:
        """Starts the bot and waits until it is online; `settings` change what it starts with.

        Raises `DidNotStart`.
        """
        self._online.clear()
        self.settings |= settings
        self._bot = await Bot.run(self.settings, self.folder, "run", clock=self.clock)
        ended = asyncio.create_task(self._bot.end())
        online = asyncio.create_task(self._online.wait())
        try:
            await asyncio.wait(
                {ended, online}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
            if not online.done():
                raise DidNotStart("\n".join(self.log().splitlines()[-20:]))
        finally:
            for waiting in (ended, online):
                waiting.cancel()
        return self._bot

    async def kill(self) -> None:
        """Ends the bot at this very moment."""
        await self.bot.kill()

    async def restart(self) -> None:
        """Ends it at this very moment, and starts it again."""
        await self.kill()
        await self.start()

    async def close(self) -> None:
        """Ends the bot if it still runs."""
        if self._bot is not None and not self._bot.ended:
            await self._bot.kill()

    def online_again(self) -> Awaitable[object]:
        """What to wait for until the bot is online once more, from now on."""
        self._online.clear()
        return asyncio.wait_for(self._online.wait(), PATIENCE)

    def _note_online(self, is_online: bool) -> None:
        if is_online:
            self._online.set()

    @property
    def silent(self) -> float:
        """Seconds since the bot's last sign of life in the database."""
        with self.database() as database:
            [(beat_at,)] = database.execute("SELECT beat_at FROM lease")
        return time.time() - float(beat_at)

    def log(self) -> str:
        """All that the runs have written."""
        path = self.folder / "bot.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def lines(self) -> list[Line]:
        """The log's lines; one that a kill cut off is left out."""
        found: list[Line] = []
        for line in self.log().splitlines():
            with contextlib.suppress(ValueError):
                told = json.loads(line)
                if isinstance(told, dict):
                    found.append(told)
        return found

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Waits for what only another process's files or a server's counters can tell.

        Raises TimeoutError when it does not come true.
        """
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110  (no event reaches over from another process)
                await asyncio.sleep(LOOK)

    def suspects(self) -> list[int]:
        """The tasks whose messages the bot is to look at once more."""
        with self.database() as database:
            return [number for (number,) in database.execute("SELECT task FROM suspects")]

    def suspected(self, seconds: float) -> None:
        """Makes each of them one for so much longer."""
        with self.database() as database:
            database.execute("UPDATE suspects SET since = since - ?", (seconds,))

    @contextlib.contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The bot's database beside the bot, as an operator's shell would open it."""
        connection = sqlite3.connect(self.settings["DATABASE_PATH"], timeout=PATIENCE)
        connection.row_factory = sqlite3.Row
        try:
            with connection:
                yield connection
        finally:
            connection.close()


@contextlib.asynccontextmanager
async def house(
    folder: Path, *, discord: Discord, relay: Relay, clock: HurriedClock | None = None
) -> AsyncIterator[House]:
    """Serves both; the bot is to be started, and is ended with the block."""
    async with discord.serve(), relay.serve():
        built = House(discord, relay, folder, clock=clock)
        try:
            yield built
        finally:
            await built.close()
