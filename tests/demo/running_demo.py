"""`python -m bot demo` as a person starts it: a terminal's process group, an address, Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from asyncio.subprocess import Process

ROOT = Path(__file__).parent.parent.parent
ADDRESS = re.compile(r"http://[\d.:]+")
START_SECONDS = 30.0
END_SECONDS = 8.0
"""Shorter than the demo's own patience: a process that it has to kill is found out."""


class DidNotStart(Exception):
    """The demo ended before it said where it is; the text is what it wrote."""


class Demo:
    """A running demo; `url` is where its page is."""

    def __init__(self, process: Process, url: str) -> None:
        self.url = url
        self._process = process
        self._rest = asyncio.create_task(process.communicate())

    @classmethod
    async def start(cls, *words: str) -> Self:
        """Starts it and waits for the address; raises `DidNotStart`."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", *words,
            cwd=ROOT, stdout=PIPE, stderr=PIPE, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            async for line in process.stdout:
                if address := ADDRESS.search(line.decode()):
                    return cls(process, address[0])
        _, said = await process.communicate()
        raise DidNotStart(said.decode())

    @property
    def ended(self) -> bool:
        """Whether the process that was started is no more."""
        return self._process.returncode is not None

    async def end(self, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Sends a signal as a terminal does, to the whole group; gives exit code and last words.

        Every process of the demo holds the pipe of the words open, so that this waits for all
        of them. Raises `TimeoutError` when one stays.
        """
        os.killpg(self._process.pid, by)
        async with asyncio.timeout(END_SECONDS):
            _, said = await asyncio.shield(self._rest)
        assert self._process.returncode is not None
        return self._process.returncode, said.decode()

    async def close(self) -> None:
        """Makes sure that it is gone."""
        if not self.ended:
            await self.end(signal.SIGTERM)


@contextlib.asynccontextmanager
async def demo(*words: str) -> AsyncIterator[Demo]:
    """A demo that is gone when the block ends."""
    running = await Demo.start(*words)
    try:
        yield running
    finally:
        await running.close()
