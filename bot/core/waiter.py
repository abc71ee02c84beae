"""A queued task as the queue sees it, and what kind of work a task is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errand import ANYWHERE, Errand, errand
from bot.core.limits import counts_as
from bot.core.prices import operation
from bot.core.request import Speed

if TYPE_CHECKING:
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.core.terms import Terms


@dataclass(frozen=True, slots=True)
class Work:
    """Work that takes about as long whoever asks for it."""

    operation: str
    speed: Speed

    @classmethod
    def of(cls, request: Request, terms: Terms) -> Work:
        """What kind of work a request is, in the mode that was agreed on."""
        return cls(operation(request), counts_as(terms.speed))


@dataclass(frozen=True, slots=True)
class Waiter:
    """A queued task: whose, since when, and what its terms say of the queue (`core.terms`).

    `relay` is the one it was asked for at, `errand` what it needs of whichever it goes to.
    """

    task: int
    user_id: int
    created_at: float
    weight: int = 1
    most_running: int | None = None
    work: Work = Work("imagine", Speed.FAST)
    relay: str = ""
    errand: Errand = ANYWHERE

    @classmethod
    def of(cls, task: Task) -> Waiter:
        """A task as it waits."""
        return cls(
            task.number,
            task.user_id,
            task.created_at,
            task.terms.weight,
            task.terms.most_running,
            Work.of(task.request, task.terms),
            task.relay,
            errand(task.request, task.relay, task.terms.barred),
        )

    @property
    def place(self) -> tuple[float, int]:
        """Where it stands among its member's own: the oldest comes first."""
        return self.created_at, self.task

    def fits(self, running: int) -> bool:
        """Whether it may leave while so many of its member's tasks are with the relay."""
        return self.most_running is None or running < self.most_running
