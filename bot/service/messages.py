"""What is known of the messages that are shown, so that an edit need not ask the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.ports import TaskStore
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.gate import Lane


@dataclass(slots=True)
class Message:
    """The newest task that was told of, its reply as it is stored, the lane that leads there, and
    when it was edited (by the clock that never jumps)."""

    task: Task | None = None
    reply: Reply | None = None
    lane: Lane | None = None
    edited: float | None = None


class Messages:
    """The messages of tasks that have not ended, and of those that are behind.

    Kept here: what is remembered of a message is what the store holds. Whoever else changes where
    it is tells its task once more.
    """

    def __init__(self, *, store: TaskStore, book: Book) -> None:
        self._store = store
        self._book = book
        self._known: dict[int, Message] = {}

    def __getitem__(self, number: int) -> Message:
        return self._known.setdefault(number, Message())

    def heard(self, task: Task) -> None:
        """A task was told of: it has changed, or where its message is."""
        message = self[task.number]
        if message.task is not None and message.task.revision >= task.revision:
            message.reply = message.lane = None
        else:
            message.task = task

    async def newest(self, number: int) -> tuple[Task, Reply | None]:
        """A task and its reply. Raises `Gone`."""
        message = self[number]
        task = message.task
        if task is None:
            task = message.task = await self._book.find(number)
        if message.reply is None:
            message.reply = await self._store.reply(number)
        return task, message.reply

    async def save(self, reply: Reply) -> None:
        """Keeps a reply, here once it is stored. Raises `Stale`."""
        await self._store.save_reply(reply)
        self[reply.task].reply = reply

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
