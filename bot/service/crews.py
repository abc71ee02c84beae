"""The loops that look after each relay's tasks: the search, the forms, the looks."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import StoreError
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from bot.core.clock import Clock
    from bot.core.ports import Relay, Relays
    from bot.core.task import Task
    from bot.service.forms import Forms
    from bot.service.poller import Poller
    from bot.service.search import Search


@dataclass(frozen=True, slots=True)
class Crew:
    """One relay's."""

    search: Search
    forms: Forms
    poller: Poller

    async def load(self) -> None:
        """Takes up what the last run left."""
        for part in (self.search, self.forms, self.poller):
            await part.load()

    def changed(self, tasks: Iterable[Task]) -> None:
        """Hands on what has changed of this relay's tasks."""
        for part in (self.search, self.forms, self.poller):
            part.changed(tasks)

    async def run(self) -> None:
        """Looks after them for ever; ends when one of the loops dies."""
        async with asyncio.TaskGroup() as group:
            for part in (self.search, self.forms, self.poller):
                group.create_task(part.run())


class Crews:
    """A crew for each relay.

    Kept here: each relay has its own, so that one that is slow or down keeps no other waiting; a
    relay that comes to the file while Easel runs gets its crew at once.
    """

    def __init__(self, *, relays: Relays, make: Callable[[Relay], Crew], clock: Clock) -> None:
        self._relays = relays
        self._clock = clock
        self._make = make
        self._crews: dict[str, Crew] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what the last run left with each relay."""
        async for _ in self._hire():
            pass

    def changed(self, tasks: Iterable[Task]) -> None:
        """Hands each task on to the crew of its relay."""
        by_relay: defaultdict[str, list[Task]] = defaultdict(list)
        for task in tasks:
            by_relay[task.relay].append(task)
        for relay, its in by_relay.items():
            if relay in self._crews:
                self._crews[relay].changed(its)

    def refresh(self) -> None:
        """There may be a new relay."""
        self._wake.set()

    async def run(self) -> None:
        """Runs every crew for ever; ends when one of them does."""
        async with asyncio.TaskGroup() as group:
            for crew in self._crews.values():
                group.create_task(crew.run())

            async def turn() -> None:
                async for crew in self._hire():
                    group.create_task(crew.run())

            await repeat(turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for what is in flight, so long at most."""
        if self._crews:
            finishing = [crew.forms.finish(seconds) for crew in self._crews.values()]
            await asyncio.gather(*finishing)

    async def _hire(self) -> AsyncIterator[Crew]:
        """Gives each relay that has none a crew, and gives that. Raises `StoreError`."""
        for name in [name for name in self._relays if name not in self._crews]:
            crew = self._crews[name] = self._make(self._relays[name])
            try:
                await crew.load()
            except StoreError:
                del self._crews[name]
                raise
            yield crew

    @property
    def failing(self) -> bool:
        """Whether no relay that was looked at answered the last look."""
        return bool(self._crews) and all(crew.poller.failing for crew in self._crews.values())

    def called(self, task: Task) -> None:
        """A relay's call has told something new of this task."""
        if task.relay in self._crews:
            self._crews[task.relay].poller.called()
