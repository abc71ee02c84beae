"""Members who may ask for nothing: blocked and let in again by moderators."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import Event, Happening
from bot.core.failure import Failure, FailureKind
from bot.core.guild_ports import Block
from bot.core.status import Status

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.core.guild_ports import Members
    from bot.core.history import History
    from bot.core.task import Task
    from bot.service.book import Book

OFFERED = 25
"""Most members that are suggested."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of a blocked member's tasks: how many were taken back, how many still go on."""

    withdrawn: int
    running: int


class Blocks:
    """Keeps who is blocked.

    Kept here: what waited in the queue when its member was blocked is never sent, even if the
    process dies in between; what the relay has goes on, since it is charged.
    """

    def __init__(self, *, members: Members, history: History, book: Book, clock: Clock) -> None:
        self._members = members
        self._history = history
        self._book = book
        self._clock = clock

    async def load(self) -> None:
        """Takes back what the last run did not come to."""
        await self._withdraw()

    async def block(
        self, guild_id: int, user_id: int, *, by: int, reason: str, seconds: float | None
    ) -> Aftermath:
        """Blocks a member for so long (None: for good), in the place of an older block."""
        now = self._clock.now()
        until = None if seconds is None else now + seconds
        block = Block(guild_id, user_id, reason, by, now, until)
        end = "" if until is None else str(math.ceil(until))
        line = _line(Event.BLOCKED, guild_id, user_id, by, now, reason=reason, until=end)
        await self._members.block(block, [line])
        log.info("blocked", guild=guild_id, user=user_id, until=until)
        withdrawn = sum(task.user_id == user_id for task in await self._withdraw())
        going = await self._history.underway(user_id)
        return Aftermath(withdrawn, sum(task.guild_id == guild_id for task in going))

    async def unblock(self, guild_id: int, user_id: int, *, by: int) -> bool:
        """Lets a member in again; gives whether they were blocked."""
        now = self._clock.now()
        line = _line(Event.UNBLOCKED, guild_id, user_id, by, now)
        return await self._members.unblock(guild_id, user_id, [line])

    async def listed(self, guild_id: int) -> list[Block]:
        """Every block of a server that holds, the newest first."""
        return await self._members.blocks(guild_id, self._clock.now())

    async def named(self, guild_id: int) -> list[tuple[int, str]]:
        """Everybody who is blocked, by their id and the name they were seen with last."""
        users = [block.user_id for block in await self.listed(guild_id)]
        names = await self._members.names(guild_id, users)
        return [(user_id, names.get(user_id, "")) for user_id in users]

    async def seen(self, guild_id: int, words: str) -> list[tuple[int, str]]:
        """Those who were seen in a server and whose name or id holds these words, newest first."""
        return await self._members.called(guild_id, words, OFFERED)

    async def _withdraw(self) -> list[Task]:
        """Takes back whatever blocked members have in the queue; gives what was taken back."""
        waiting = await self._members.withheld(self._clock.now())
        after = [await self._book.change(number, self._unsent) for number in waiting]
        return [task for task in after if task.failure == _BLOCKED]

    def _unsent(self, task: Task) -> Task:
        """The task ended if no submit has left; a submit that leaves now overtakes this."""
        if task.status is not Status.QUEUED or task.sent_at is not None:
            return task
        return task.failed(_BLOCKED, self._clock.now())


_BLOCKED = Failure(FailureKind.BLOCKED)


def _line(
    event: Event, guild_id: int, user_id: int, by: int, at: float, **values: str
) -> Happening:
    told = {"member": str(user_id), **values}
    return Happening(guild_id=guild_id, at=at, event=event, actor=by, values=told)
