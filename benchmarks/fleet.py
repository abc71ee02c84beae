"""Three relays of different kinds, the file that names them, and what can happen to each."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.relay import PRESETS, Relay

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"amber": "plus", "birch": "trueai", "cedar": "new-api"}
"""Which kind of server each relay is, by the name it has in the file; the last never calls."""
SLOTS = 6
PRICES = "video=0.1"
"""What the sandbox takes where that is not what Easel believes by itself."""
USUAL = {
    "refused": 0.02,
    "instant": 0.03,
    "numeric_result": 0.03,
    "queue_full": 0.02,
    "status_empty": 0.03,
    "progress_backwards": 0.03,
    "list_missing": 0.03,
    "list_duplicates": 0.03,
    "picture_expired": 0.01,
    "callback_lost": 0.15,
    "callback_twice": 0.15,
    "callback_disordered": 0.15,
}
"""How likely each fault is all the time, for each request or call it can befall."""
DOWN = "down"
TROUBLES: Mapping[str, Mapping[str, float]] = {
    DOWN: {},
    "slow": {"late_answer": 1.0, "picture_slow": 1.0},
    "dry": {"quota_exhausted": 1.0},
    "html": {"html_200": 0.5, "html_502": 0.5},
    "cut": {"cut_before": 0.3, "cut_after": 0.3, "truncated": 0.2},
}
"""What a relay is like in each kind of trouble, beside the usual; one that is down takes no call.
"""
ENDLESS = 1_000_000


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Line:
    """What the file says of a relay beside its address and key."""

    weight: float = 1.0
    max_running: int = SLOTS


@dataclass
class Fleet:
    """The relays by name. `slow` is how many seconds an answer takes of one that is slow."""

    relays: dict[str, Relay]
    ports: dict[str, int]
    slow: float
    _open: dict[str, contextlib.AsyncExitStack] = field(default_factory=dict)

    @classmethod
    @contextlib.asynccontextmanager
    async def served(cls, *, seed: int, pace: float) -> AsyncIterator[Fleet]:
        """All of them at work, `pace` times as fast as in life; they close with the block."""
        relays = {
            name: Relay(
                preset=kind,
                key=f"sk-{name}-4f2a9c",
                pace=pace,
                seed=seed + place,
                slots=SLOTS,
                picture="tiny",
            )
            for place, (name, kind) in enumerate(KINDS.items())
        }
        fleet = cls(relays, {name: free_port() for name in relays}, slow=90.0 / pace)
        try:
            for name in relays:
                await fleet.begin(name, "")
            yield fleet
        finally:
            for stack in fleet._open.values():
                await stack.aclose()

    # -- what happens to them ----------------------------------------------------------------------
    async def begin(self, name: str, trouble: str) -> None:
        """From now on a relay is in this kind of trouble; with "" in none but the usual."""
        relay = self.relays[name]
        relay.calm()
        if trouble == DOWN:
            await self._open.pop(name).aclose()
            return
        if name not in self._open:
            await self._serve(name)
        if trouble == "slow":
            for fault in TROUBLES[trouble]:
                relay.inject(fault, times=ENDLESS, seconds=self.slow)
            relay.change(faults=USUAL)
            return
        relay.change(faults={**USUAL, **TROUBLES.get(trouble, {})})

    async def calm(self) -> None:
        """Every relay is there, and nothing goes wrong any more."""
        for name, relay in self.relays.items():
            await self.begin(name, "")
            relay.calm()

    async def _serve(self, name: str) -> None:
        stack = contextlib.AsyncExitStack()
        await stack.enter_async_context(self.relays[name].serve(port=self.ports[name]))
        self._open[name] = stack

    # -- the file ----------------------------------------------------------------------------------
    def write(self, file: Path, lines: Mapping[str, Line]) -> None:
        """Writes RELAYS_FILE with these relays."""
        file.write_text("\n".join(self._entry(name, line) for name, line in lines.items()))

    def _entry(self, name: str, line: Line) -> str:
        relay = self.relays[name]
        return (
            f'[[relay]]\nname = "{name}"\nurl = "http://127.0.0.1:{self.ports[name]}"\n'
            f'key = "{relay.key}"\nauth = "{PRESETS[relay.preset].auth}"\n'
            f"weight = {line.weight}\nmax_running = {line.max_running}\n"
            f'prices = "{PRICES}"\n'
        )
