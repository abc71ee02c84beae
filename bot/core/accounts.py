"""What members may know of their own money and quotas, and what reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.core.limits import Ceiling
    from bot.core.task import Task


@dataclass(frozen=True, slots=True)
class Standing:
    """A quota, and what has been used of it (tasks, or millionths)."""

    ceiling: Ceiling
    used: int

    @property
    def left(self) -> int:
        """What is left; nothing where forms or a lowered quota have led beyond it."""
        return max(0, self.ceiling.limit.amount - self.used)


class LedgerReads(Protocol):
    """What is read of the ledger."""

    async def used(self, ceiling: Ceiling) -> int:
        """What has been used of a quota: tasks, or millionths."""
        ...

    async def newest(
        self, user_id: int, guild_id: int | None, *, since: float, limit: int
    ) -> list[Task]:
        """A member's newest tasks of a server, or outside of servers (None), newest first."""
        ...
