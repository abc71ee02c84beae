"""Every relay there is: which one a new task goes to, and the files changed while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.core.breaker import Circuit
from bot.core.errors import RelayError
from bot.core.permit import granted
from bot.core.relay_choice import Candidate
from bot.relay.client import PROBE, RelayClient
from bot.relay.health import Health
from bot.relay.transport import Limits, Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bot.core.clock import Clock
    from bot.core.errand import Errand
    from bot.core.permit import Permit
    from bot.core.ports import Relay
    from bot.relay.entry import RelayEntry

log = structlog.get_logger(__name__)

_WORSE = (Circuit.CLOSED, Circuit.TRYING, Circuit.OPEN)


@dataclass(slots=True)
class _Line:
    """One relay in use. `retired`: it is in the file no more, and only brings home what it has."""

    entry: RelayEntry
    client: RelayClient
    health: Health
    retired: bool = False


class Pool(Mapping[str, "Relay"]):
    """The relays, by their names; `core.ports.Relays`.

    Kept here: a task stays with the relay that has it, whatever becomes of the file; a relay that
    is taken out of it gets nothing new.
    """

    def __init__(
        self,
        *,
        stack: AsyncExitStack,
        clock: Clock,
        limits: Limits,
        hook: Callable[[str], str] | None,
        permit: Permit,
    ) -> None:
        self._stack = stack
        self._clock = clock
        self._limits = limits
        self._hook = hook
        self._permit = permit
        self._lines: dict[str, _Line] = {}
        self.addresses: dict[str, str] = {}
        """Each relay's own address, without `/mj`."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        entries: Sequence[RelayEntry],
        *,
        clock: Clock,
        limits: Limits | None = None,
        hook: Callable[[str], str] | None = None,
        permit: Permit = granted,
    ) -> AsyncIterator[Pool]:
        """Opens the connections to all of them, and closes them with the block.

        `hook` gives the address that a relay is to call about the task with this `state`.
        """
        async with AsyncExitStack() as stack:
            pool = cls(
                stack=stack, clock=clock, limits=limits or Limits(), hook=hook, permit=permit
            )
            await pool.take(entries)
            yield pool

    async def take(self, entries: Sequence[RelayEntry]) -> None:
        """From now on these are the relays; known ones go on with their new keys and addresses.

        What is in flight ends on the connection that it began on.
        """
        for entry in entries:
            await self._take(entry)
        for name in self._lines.keys() - {entry.name for entry in entries}:
            if not self._lines[name].retired:
                log.info("relay retired", relay=name)
            self._lines[name].retired = True

    async def _take(self, entry: RelayEntry) -> None:
        known = self._lines.get(entry.name)
        self.addresses[entry.name] = entry.settings.base_url
        if known is not None:
            known.client.forget()
            known.health.forget()
        if known is not None and known.entry.settings == entry.settings:
            known.entry, known.retired = entry, False
            return
        transport = await self._stack.enter_async_context(
            Transport(
                settings=entry.settings, clock=self._clock, limits=self._limits, permit=self._permit
            )
        )
        if known is not None:
            known.client.use(transport)
            known.entry, known.retired = entry, False
            return
        health = Health(relay=entry.name, clock=self._clock)
        client = RelayClient(
            name=entry.name,
            transport=transport,
            clock=self._clock,
            health=health,
            hook=self._hook,
        )
        self._lines[entry.name] = _Line(entry, client, health)

    # -- a mapping of relays -----------------------------------------------------------------------
    def __getitem__(self, name: str) -> Relay:
        return self._lines[name].client

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._lines))  # others may be taken while somebody waits in between

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def in_use(self) -> Sequence[str]:
        """The names of those that the file has, and that may so be asked for something new."""
        return [name for name, line in self._lines.items() if not line.retired]

    # -- what is known of them ---------------------------------------------------------------------
    def entry(self, name: str) -> RelayEntry:
        """What its operator says of a relay."""
        return self._lines[name].entry

    def candidates(self, errand: Errand, running: Mapping[str, int]) -> list[Candidate]:
        """Every relay that a task may go to, as it stands; `running` is how many each has.

        What has to go to a certain relay may go there although that gets nothing new.
        """
        return [
            self._candidate(line, errand, running.get(name, 0))
            for name, line in self._lines.items()
            if line.entry.serves(errand) and (errand.relay is not None or not line.retired)
        ]

    def slots(self) -> int:
        """How many tasks run at once at all those that are there."""
        there = (li for li in self._lines.values() if not (li.retired or li.health.away))
        return sum(line.entry.max_running for line in there)

    def _candidate(self, line: _Line, errand: Errand, running: int) -> Candidate:
        entry = line.entry
        circuits = [line.health.circuit(operation) for operation in errand.needed]
        return Candidate(
            name=entry.name,
            circuit=max(circuits, key=_WORSE.index, default=Circuit.CLOSED),
            price=entry.prices.cost(errand, errand.speed or entry.settings.speed).press,
            running=running,
            slots=entry.max_running,
            weight=entry.weight,
        )

    def circuits(self) -> dict[str, dict[str, Circuit]]:
        """What of each relay is left alone or being tried."""
        return {name: line.health.circuits() for name, line in self._lines.items()}

    def answering(self) -> bool:
        """Whether one of them is there, as far as anybody knows."""
        return any(not line.health.away for line in self._lines.values() if not line.retired)

    async def probe(self) -> list[str]:
        """Asks each relay that was not there, once its pause is over, for something harmless.

        Gives those that are there again.
        """
        # Side by side, and of those there are now: one that does not answer keeps no other away,
        # and the file may be read again meanwhile.
        asked = [name for name, line in self._lines.items() if line.health.unreached]
        there = await asyncio.gather(*map(self._is_back, asked))
        return [name for name, is_back in zip(asked, there, strict=True) if is_back]

    async def _is_back(self, name: str) -> bool:
        line = self._lines[name]
        try:
            await line.client.fetch(PROBE, None)
        except RelayError as error:
            if line.health.away:
                log.info("relay still away", relay=name, error=type(error).__name__)
                return False
            # Whatever else it says of a task that nobody has, it is there to say it.
        log.info("relay there again", relay=name)
        return True
