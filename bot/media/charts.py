"""Has charts drawn by a process of their own, whose work and memory end with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.core.picture import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.media.chart import Chart

log = structlog.get_logger(__name__)

PATIENCE = 30.0
"""Seconds that a drawing may take; a small machine needs three."""
_ROOT = Path(__file__).parent.parent.parent
_KEPT = frozenset({"PATH", "HOME", "LANG", "SYSTEMROOT", "XDG_DATA_HOME", "XDG_DATA_DIRS"})
"""What the drawing process is told of our environment, which holds the keys as well."""
_PNG_SIZE = slice(16, 24)


class Charts:
    """Draws one chart at a time.

    The plotting library takes 90 MB and a second of a processor. Kept here: both end with the
    drawing.
    """

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._turn = asyncio.Lock()

    @classmethod
    @contextlib.contextmanager
    def ready(cls) -> Iterator[Charts]:
        """Charts with a folder in which the library keeps what it has found out about fonts."""
        with tempfile.TemporaryDirectory(prefix="easel-charts-") as folder:
            yield cls(Path(folder))

    async def draw(self, charts: Sequence[Chart], name: str) -> Upload | None:
        """The picture of the first of the charts that the machine has letters for.

        None where it cannot be drawn, which the log says more of. `name` is ASCII.
        """
        asked = json.dumps([asdict(chart) for chart in charts]).encode()
        async with self._turn:
            try:
                async with asyncio.timeout(self._patience):
                    data = await self._drawn(asked)
            except (OSError, TimeoutError) as error:
                log.warning("chart not drawn", error=repr(error))
                return None
        if not data:
            return None
        width, height = (int.from_bytes(data[_PNG_SIZE][at : at + 4]) for at in (0, 4))
        return Upload(f"{name}.png", data, width, height)

    async def _drawn(self, asked: bytes) -> bytes:
        """What the process has drawn, nothing where it failed; it does not outlive this."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.media.drawing"),
            cwd=_ROOT,
            env=self._environment(),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            data, said = await process.communicate(asked)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            why = said[-500:].decode(errors="replace")
            log.warning("chart not drawn", code=process.returncode, said=why)
            return b""
        return data

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in _KEPT}
        # One thread: more of them would only take memory for sums that nobody does here.
        return {**kept, "MPLCONFIGDIR": str(self._folder), "OPENBLAS_NUM_THREADS": "1"}
