"""Where runs of the program are born: a process that has imported it already, and forks.

To import everything takes most of a start, and hundreds of tests start the program. A run that is
born here is a process of its own from the first line of `bot.__main__.main` on, and ends like any.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from tests.hurry import HurriedClock

ROOT = Path(__file__).parent.parent


class Child:
    """A run of the program: what tests need of `asyncio.subprocess.Process`."""

    def __init__(
        self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = asyncio.create_task(self._mind(reader, writer))

    @classmethod
    async def born(
        cls,
        environment: Mapping[str, str],
        folder: Path,
        log: Path,
        words: tuple[str, ...],
        clock: HurriedClock | None = None,
    ) -> Self:
        """`python -m bot` with these words, in that folder; all that it writes goes to `log`.

        With `clock` the bot runs by that, whatever the words are.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(_control(), [b"+"], [theirs.fileno()])
        reader, writer = await asyncio.open_connection(sock=ours)
        order = {
            "env": {**environment},
            "folder": str(folder),
            "log": str(log),
            "words": words,
            "clock": clock and clock.values,
        }
        writer.write(json.dumps(order).encode() + b"\n")
        return cls(int(await reader.readline()), reader, writer)

    async def _mind(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        self.returncode = int(await reader.readline())
        writer.close()
        return self.returncode

    async def wait(self) -> int:
        """Waits for its end; gives the exit code, negative for a signal."""
        return await asyncio.shield(self._end)

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal; raises ProcessLookupError when it is no more."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL; raises ProcessLookupError when it is no more."""
        self.send_signal(signal.SIGKILL)


@functools.cache
def _control() -> socket.socket:
    """The way to this process's nursery, which begins with the first word and ends with the way."""
    ours, theirs = socket.socketpair()
    with theirs:
        nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], stdin=theirs.fileno(), cwd=ROOT
        )

    def end() -> None:
        ours.close()
        nursery.wait()

    atexit.register(end)
    return ours


# -- in the nursery --------------------------------------------------------------------------------
def main() -> None:
    """Forks one process for each connection that comes in by the standard input."""
    from bot import __main__ as program
    from bot import app

    gc.freeze()
    control = socket.socket(fileno=0)
    while True:
        word, handles, _, _ = socket.recv_fds(control, 1, 1)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not word:
            return
        if os.fork() == 0:
            break
        os.close(handles[0])
    order = _attended(socket.socket(fileno=handles[0]))
    _move(order["env"], order["folder"], order["log"])
    if order["clock"]:
        clock = HurriedClock(**order["clock"])
        sys.exit(asyncio.run(app.run(program._settings(), clock=clock)))
    sys.argv = ["bot", *order["words"]]
    sys.exit(program.main())


def _attended(channel: socket.socket) -> dict[str, Any]:
    """Reads what is to be run and returns in the process for it; another one tells of its end."""
    with channel, channel.makefile() as orders:
        order: dict[str, Any] = json.loads(orders.readline())
        pid = os.fork()
        if pid == 0:
            return order
        channel.sendall(b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        channel.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)


def _move(environment: dict[str, str], folder: str, log: str) -> None:
    """Makes this process one that was started in `folder` with nothing but this environment."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for handle, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, log, os.O_WRONLY | os.O_APPEND),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, handle)
        os.close(opened)
    os.dup2(1, 2)


if __name__ == "__main__":
    main()
