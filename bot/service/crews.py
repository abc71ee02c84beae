"""The loops that look after each relay's tasks: the search, the forms, the looks."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

    def __init__(self, *, relays: Relays, make: Callable[[Relay], Crew]) -> None:
        self._relays = relays
        self._make = make
        self._crews: dict[str, Crew] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what the last run left with each relay."""
        await self._hire()

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
            while True:
                await self._wake.wait()
                self._wake.clear()
                for crew in await self._hire():
                    group.create_task(crew.run())

    async def finish(self, seconds: float) -> None:
        """Waits for what is in flight, so long at most."""
        if self._crews:
            finishing = [crew.forms.finish(seconds) for crew in self._crews.values()]
            await asyncio.gather(*finishing)

    async def _hire(self) -> list[Crew]:
        """A crew for each relay that has none; gives the new ones."""
        new = [name for name in self._relays if name not in self._crews]
        for name in new:
            crew = self._crews[name] = self._make(self._relays[name])
            await crew.load()
        return [self._crews[name] for name in new]

    @property
    def failing(self) -> bool:
        """Whether no relay that was looked at answered the last look."""
        return bool(self._crews) and all(crew.poller.failing for crew in self._crews.values())

    def called(self, task: Task) -> None:
        """A relay's call has told something new of this task."""
        if task.relay in self._crews:
            self._crews[task.relay].poller.called()
