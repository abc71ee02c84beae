"""What is known of the messages that are shown, so that an edit need not ask the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.errors import Stale
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.ports import TaskStore
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.gate import Lane


@dataclass(slots=True)
class Message:
    """The newest task that was told of, its reply, the lane that leads there, and when it was
    edited (by the clock that never jumps). `ahead`: the store does not know what was drawn last."""

    task: Task | None = None
    reply: Reply | None = None
    ahead: bool = False
    lane: Lane | None = None
    edited: float | None = None


class Messages:
    """The messages of tasks that have not ended, and of those that are behind.

    Kept here: what is remembered of a message is what the store holds, but for what progress has
    drawn, previews too: a write for each edit would be half of all writes, and all that a kill
    costs is that the same is drawn once more. Whoever else changes where a message is tells its
    task once more.
    """

    def __init__(self, *, store: TaskStore, book: Book) -> None:
        self._store = store
        self._book = book
        self._known: dict[int, Message] = {}
        self._running: set[int] = set()

    @property
    def running(self) -> int:
        """How many of the tasks are being worked on, and so have progress to show."""
        return len(self._running)

    def __getitem__(self, number: int) -> Message:
        return self._known.setdefault(number, Message())

    def heard(self, task: Task) -> Task:
        """A task was told of: it has changed, or where its message is. Gives the newest of it."""
        message = self[task.number]
        known = message.task
        if known is not None and known.revision >= task.revision:
            # Not the same one emptied: whoever reads its reply just now may come back with the old.
            self._known[task.number] = Message(known, edited=message.edited)
            return known
        message.task = task
        (self._running.add if task.status is Status.RUNNING else self._running.discard)(task.number)
        return task

    async def newest(self, number: int) -> tuple[Task, Reply | None]:
        """A task and its reply. Raises `Gone`."""
        # What is read may be older than what is told of meanwhile.
        task = self[number].task or self.heard(await self._book.find(number))
        message = self[number]
        if message.reply is None:
            message.reply = await self._store.reply(number)
        return task, message.reply

    async def save(self, reply: Reply) -> None:
        """Keeps a reply, here once it is stored. Raises `Stale`."""
        await self._store.save_reply(reply)
        message = self[reply.task]
        message.reply, message.ahead = reply, False

    async def drew(self, reply: Reply, *, last: bool) -> None:
        """A message shows a revision; `last` is whether that is to stand.

        Raises `Stale`.
        """
        message = self[reply.task]
        known = message.reply and replace(
            message.reply, shown=reply.shown, drawn=reply.drawn, attached=reply.attached
        )
        if last or reply != known:
            await self.save(reply)
        else:
            message.reply, message.ahead = reply, True

    async def settle(self) -> None:
        """Stores all that is known only here, so that the next process draws nothing twice."""
        ahead = [m.reply for m in self._known.values() if m.ahead and m.reply is not None]
        for outcome in await asyncio.gather(*map(self.save, ahead), return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, Stale):
                raise outcome

    def forget(self, number: int) -> None:
        """Nothing is known of a message any more."""
        self._known.pop(number, None)

    def rest(self, number: int) -> None:
        """A message is up to date: that of a task that has ended is likely to stay so."""
        message = self._known.get(number)
        if message is not None and (message.task is None or message.task.ended):
            del self._known[number]

    def clear(self) -> None:
        """Nothing is known of any."""
        self._known.clear()
        self._running.clear()
