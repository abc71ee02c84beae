"""What the figures were made on."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version

PACKAGES = ("discord.py", "aiohttp", "aiosqlite")


@dataclass(frozen=True, slots=True)
class Machine:
    """`load` is how many processes wanted to run, on average, in the minute before it began: near
    or over `cores`, somebody else was working on it too. None where the system does not say."""

    cores: int
    kind: str
    python: str
    versions: dict[str, str]
    load: float | None

    @classmethod
    def this(cls) -> Machine:
        """The one it runs on."""
        return cls(
            cores=os.cpu_count() or 1,
            kind=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            versions={name: version(name) for name in PACKAGES}
            | {"SQLite": sqlite3.sqlite_version},
            load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        )

    @property
    def line(self) -> str:
        """All of it in one line."""
        parts = [f"{self.cores} cores", self.kind, f"Python {self.python}"]
        parts += [f"{name} {number}" for name, number in self.versions.items()]
        if self.load is not None:
            parts.append(f"load {self.load:.1f} before it began")
        return ", ".join(parts)
