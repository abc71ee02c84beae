"""The one way services change tasks: read, change, save, tell whoever watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Gone, Stale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.audit import Happening
    from bot.core.ports import TaskStore, Watch
    from bot.core.task import Task


class Book:
    """Changes to tasks, one after the other.

    Kept here: nobody hears of a change before it is in the store, and a change that somebody else
    overtook is made again on the newer task instead of being lost.
    """

    def __init__(self, *, store: TaskStore) -> None:
        self._store = store
        self._watchers: list[Watch] = []

    def watch(self, watcher: Watch) -> None:
        """From now on `watcher.changed` is called after each save."""
        self._watchers.append(watcher)

    async def find(self, number: int) -> Task:
        """The newest state of a task; raises `Gone` when there is none."""
        task = await self._store.get(number)
        if task is None:
            raise Gone
        return task

    async def change(
        self, number: int, how: Callable[[Task], Task], *, told: Sequence[Happening] = ()
    ) -> Task:
        """The task after `how`; raises `Gone` when there is none. `how` may be called again.

        `told` goes to the trail if anything has changed.
        """
        while True:
            task = await self.find(number)
            after = how(task)
            if after is task:
                return task
            try:
                await self._store.save(after, told)
            except Stale:
                continue
            self.tell([after])
            return after

    async def save_many(self, tasks: Sequence[Task]) -> frozenset[int]:
        """Saves changed tasks in one transaction; gives the numbers that somebody overtook."""
        if not tasks:
            return frozenset()
        stale = await self._store.save_many(tasks)
        self.tell([task for task in tasks if task.number not in stale])
        return stale

    def tell(self, tasks: Sequence[Task]) -> None:
        """Tells every watcher of tasks that have been saved."""
        if tasks:
            for watcher in self._watchers:
                watcher.changed(tasks)
