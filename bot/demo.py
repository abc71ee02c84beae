"""`python -m bot demo`: the sandbox and the real bot against it, each a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping

PAGE_PORT = 8780
FASTEST = 1000
"""The most times as fast as in life that the sandbox takes."""
KINDS = ("new-api", "plus", "trueai", "classic")
"""The kinds of relay that the sandbox plays."""
GRACE = 10.0
"""Seconds a process may take to end before it is killed."""


class DemoFailed(Exception):
    """The demo cannot start; the text is a sentence for the terminal."""


async def demo(*, port: int = PAGE_PORT, pace: float = 3.0, preset: str = "new-api") -> int:
    """Runs until Ctrl-C or until either process ends; gives the exit code.

    `pace` is how many times faster than in life the sandbox's relay works. The bot gets nothing but
    settings, as in life: it does not know where it is. Raises `DemoFailed`.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="easel-demo-"))
        sandbox = await stack.enter_async_context(_sandbox(_free(port), pace, preset))
        place = await _place(sandbox)
        web = _unused()
        bot = await stack.enter_async_context(_bot(place, Path(folder), web))
        _say(
            "",
            f"  Easel's sandbox is open:  {place['page_url']}",
            "  Open it in a browser and type  /imagine a lighthouse in a storm",
            "  Ctrl-C ends it. Nothing here leaves this machine.",
            "",
        )
        ended = [asyncio.create_task(p.wait()) for p in (sandbox, bot)]
        stopped = asyncio.create_task(stop.wait())
        telling = asyncio.create_task(_tell(sandbox, bot, web))
        await asyncio.wait([*ended, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in (*ended, stopped, telling):
            task.cancel()
    return 0 if stop.is_set() else 1


def _free(port: int) -> int:
    """`port`, or 0 (any free one) when somebody else has it."""
    with socket.socket() as probe:
        # As the page's server does: connections that have just ended do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _unused() -> int:
    """A port that nobody has now; the bot's settings take 0 as none."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def _sandbox(port: int, pace: float, preset: str) -> AsyncIterator[Process]:
    words = ["-m", "sandbox", "--page-port", str(port), "--pace", str(pace), "--preset", preset]
    # The page lets a person change the kind of relay, while the bot keeps the header it began with.
    words.append("--any-header")
    async with _process(words, os.environ, stdout=asyncio.subprocess.PIPE) as process:
        yield process


async def _place(sandbox: Process) -> dict[str, str]:
    """The addresses that the sandbox prints once it is up."""
    assert sandbox.stdout is not None  # noqa: S101  (it was asked for)
    line = await sandbox.stdout.readline()
    if not line:
        raise DemoFailed("The sandbox did not start; what it said stands above.")
    place: dict[str, str] = json.loads(line)
    return place


async def _tell(sandbox: Process, bot: Process, web: int) -> None:
    """Has the bot find out anew what the relay has whenever somebody makes it another kind.

    The sandbox writes a line then. A bot that does not listen yet has found out nothing.
    """
    assert sandbox.stdout is not None  # noqa: S101  (it was asked for)
    async for _ in sandbox.stdout:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", web)
            writer.close()
            bot.send_signal(signal.SIGHUP)


@contextlib.asynccontextmanager
async def _bot(place: Mapping[str, str], folder: Path, web: int) -> AsyncIterator[Process]:
    settings = {
        "DISCORD_TOKEN": place["discord_token"],
        "DISCORD_API_URL": place["discord_api_url"],
        "RELAY_URL": place["relay_url"],
        "RELAY_KEY": place["relay_key"],
        "RELAY_AUTH": place["relay_auth"],
        "DATABASE_PATH": str(folder / "easel.db"),
        "WEB_PORT": str(web),
        "PUBLIC_URL": f"http://127.0.0.1:{web}",  # masks are painted there
        "LOG_LEVEL": "warning",
    }
    # In a folder of its own, or a developer's .env would have a say.
    environment = os.environ | settings | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    async with _process(["-m", "bot", "run"], environment, folder=folder) as process:
        yield process


@contextlib.asynccontextmanager
async def _process(
    words: list[str],
    environment: Mapping[str, str],
    *,
    stdout: int | None = None,
    folder: Path | None = None,
) -> AsyncIterator[Process]:
    """A Python process in a session of its own, so that Ctrl-C reaches only this one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env=dict(environment),
        stdout=stdout,
        cwd=folder,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), GRACE)
            except TimeoutError:
                process.kill()
                await process.wait()


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
