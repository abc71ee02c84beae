"""The one way services change tasks: read, change, save, tell whoever watches."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bot.core.errors import Gone, Stale
from bot.core.limits import UNLIMITED, Allowance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set

    from bot.core.audit import Happening
    from bot.core.limits import Ceiling
    from bot.core.picture import Image
    from bot.core.ports import TaskStore, Watch
    from bot.core.reply import Reply
    from bot.core.task import Task


class Book:
    """Changes to tasks, one after the other.

    Kept here: nobody hears of a change before it is in the store, and a change that somebody else
    overtook is made again on the newer task instead of being lost. Tasks that go on are remembered
    as they were last saved; nobody else saves any.
    """

    def __init__(self, *, store: TaskStore) -> None:
        self._store = store
        self._watchers: list[Watch] = []
        self._newest: dict[int, Task] = {}
        self._numbers: dict[str, int] = {}
        """Those of the tasks that are remembered, by their `state`."""
        self._plain: set[int] = set()
        """Those of them that are known to have come without pictures."""
        self._told = 0
        """How often watchers were told of something."""

    def watch(self, watcher: Watch) -> None:
        """From now on `watcher.changed` is called after each save."""
        self._watchers.append(watcher)

    async def add(
        self,
        draft: Task,
        reply: Reply,
        images: Sequence[Image],
        *,
        pressed_since: float | None = None,
        allowance: Allowance = UNLIMITED,
    ) -> Task:
        """Stores a new task, which nobody is told of yet; as `core.ports.TaskStore.add`."""
        task = await self._store.add(
            draft, reply, images, pressed_since=pressed_since, allowance=allowance
        )
        self._remember(task)
        if not images:
            self._plain.add(task.number)
        return task

    async def images(self, number: int) -> Sequence[Image]:
        """The pictures that a task came with; as `core.ports.TaskStore.images`."""
        return () if number in self._plain else await self._store.images(number)

    async def find(self, number: int) -> Task:
        """The newest state of a task; raises `Gone` when there is none."""
        task = self._newest.get(number) or await self._store.get(number)
        if task is None:
            raise Gone
        return task

    async def by_states(self, states: Set[str]) -> list[Task]:
        """The newest state of each task whose submit had one of these `states`, oldest first."""
        known = {s: t for s in states if (t := self._newest.get(self._numbers.get(s, 0)))}
        others = states - known.keys()
        stored = await self._store.by_states(others) if others else ()
        return sorted([*known.values(), *stored], key=lambda task: task.number)

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
            with suppress(Stale):
                await self.save(after, told)
                return after

    async def save(
        self, task: Task, told: Sequence[Happening] = (), ceilings: Sequence[Ceiling] = ()
    ) -> None:
        """Saves one changed task. Raises what `core.ports.TaskStore.save` does; after `Stale` a
        newer one is found."""
        with self._forgotten(task):
            await self._store.save(task, told, ceilings=ceilings)
        self._tell([task])

    async def save_many(self, tasks: Sequence[Task]) -> frozenset[int]:
        """Saves changed tasks in one transaction; gives the numbers that somebody overtook."""
        if not tasks:
            return frozenset()
        known = {n: self._newest[n] for task in tasks if (n := task.number) in self._newest}
        with self._forgotten(*tasks):
            stale = await self._store.save_many(tasks, known)
        self._tell([task for task in tasks if task.number not in stale])
        return stale

    async def retell(self, number: int) -> None:
        """Tells every watcher once more of a task, whose message is reached otherwise now.

        Raises `Gone`.
        """
        while True:
            told = self._told
            task = await self.find(number)
            if told == self._told:  # or what was read may be older than what has been told of it
                break
        self._tell([task])

    def _tell(self, tasks: Sequence[Task]) -> None:
        self._told += 1
        for task in tasks:
            self._remember(task)
        if tasks:
            for watcher in self._watchers:
                watcher.changed(tasks)

    def _remember(self, task: Task) -> None:
        known = self._newest.get(task.number)
        if task.ended:
            self._forget(task)
            self._plain.discard(task.number)
        elif known is None or known.revision < task.revision:
            self._newest[task.number] = task
            self._numbers[task.state] = task.number

    def _forget(self, task: Task) -> None:
        self._newest.pop(task.number, None)
        self._numbers.pop(task.state, None)

    @contextmanager
    def _forgotten(self, *tasks: Task) -> Iterator[None]:
        """What these were before is remembered no more, however the block ends: a save that is
        cancelled may have been made."""
        try:
            yield
        finally:
            for task in tasks:
                self._forget(task)
