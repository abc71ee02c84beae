"""What looking back at one's own tasks needs of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.preferences import Preferences
    from bot.core.task import Task


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of a member's tasks are looked for; what is None or empty does not matter.

    `text` is looked for in the prompts (the member's, the relay's, and suggested ones; letters of
    ASCII match whatever their case), `kinds` are kinds of requests, `since` (included) and `until`
    (not included) are seconds since the epoch and are about when it was asked for.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    favourites: bool = False
    since: float | None = None
    until: float | None = None


class History(Protocol):
    """Looking back: one's own tasks, and any task by whatever names it."""

    async def page(
        self,
        user_id: int,
        wanted: Filter,
        *,
        before: int | None,
        after: int | None = None,
        limit: int,
    ) -> list[Task]:
        """A member's own ended tasks, newest first, those with numbers under `before`.

        With `after` they are those that come next above it instead, newest first all the same.
        Removed ones and ones that came to nothing are left out.
        """
        ...

    async def underway(self, user_id: int) -> list[Task]:
        """A member's own tasks that have not ended, oldest first, muted ones too.

        Without those of which nobody knows yet whether Discord shows the reply.
        """
        ...

    async def named(self, name: str) -> Task | None:
        """The task with this number, or else the newest with this relay, job or message id.

        Whoever's it is, and removed or not: the caller says who may see it.
        """
        ...

    async def favourites(self, user_id: int, tasks: Sequence[int]) -> frozenset[int]:
        """Which of these tasks the member has kept."""
        ...

    async def favour(self, user_id: int, task: int, *, keep: bool) -> None:
        """Keeps a task for a member, or no longer. Raises `Gone` when there is no such task."""
        ...

    async def preferences(self, user_id: int) -> Preferences:
        """What a member has chosen."""
        ...

    async def prefer(self, user_id: int, preferences: Preferences) -> None:
        """Keeps what a member has chosen."""
        ...
