"""Who waits, who is with which relay, and whose turn it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.estimate import remaining
from bot.core.fairness import Line, Turn, Turns, held_back, order
from bot.core.form import waits_for_member
from bot.core.turn import awaits_turn
from bot.core.waiter import Waiter, Work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.core.errand import Errand
    from bot.core.estimate import Durations
    from bot.core.task import Task


@dataclass(frozen=True, slots=True)
class Runner:
    """A task that a relay works on: whose, where, what kind of work, and since when."""

    user_id: int
    relay: str
    work: Work
    since: float


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A task on its way to a relay, and the turn that its member has for it."""

    waiter: Waiter
    relay: str
    turn: Turn


class Roster:
    """Everything that is known of tasks before their end.

    Kept here: a task is in the line or with a relay, never twice in either; what is on its way
    counts as with the relay, and its turn is given back when the relay does not take it. How many
    each member and each relay has is counted along, so that a turn costs the same with 10,000 tasks
    at the relays as with ten.
    """

    def __init__(self) -> None:
        self._turns = Turns()
        self._line = Line(self._turns)
        self._running: dict[int, Runner] = {}
        self._leaving: dict[int, _Leaving] = {}
        self._with: dict[int, tuple[int, str]] = {}
        """Whose task is with which relay, or on its way there."""
        self._of_member: Counter[int] = Counter()
        self._by_relay: Counter[str] = Counter()

    def load(
        self,
        queued: Iterable[Waiter],
        past: Iterable[tuple[Waiter, float]],
        with_relay: Iterable[Task],
    ) -> None:
        """Takes up what waits and what runs, and whose turn it is, from the turns that there were.

        `past` are the newest tasks that left, each with when, in seconds since the epoch: they come
        and have their turns again, so that everybody stands where they stood.
        """
        came = [(waiter.created_at, False, waiter.task, waiter) for waiter in queued]
        for waiter, left_at in past:
            came.append((min(waiter.created_at, left_at), False, waiter.task, waiter))
            came.append((left_at, True, waiter.task, waiter))
        for _, left, number, waiter in sorted(came):
            if left:
                self._turns.taken(waiter)
                self._line.leave(number)
            else:
                self._line.join(waiter)
        for task in with_relay:
            self._count(task)

    def changed(self, task: Task) -> bool:
        """Keeps count of a task; gives whether that changes who waits or who runs."""
        if awaits_turn(task):
            moved = self._line.join(Waiter.of(task))
        else:
            moved = self._line.leave(task.number)
        return self._count(task) or moved

    def _count(self, task: Task) -> bool:
        before = self._running.pop(task.number, None)
        if _runs(task):
            work = before.work if before else Work.of(task.request, task.terms)
            since = task.confirmed_at or task.sent_at or task.moved_at
            self._running[task.number] = Runner(task.user_id, task.relay, work, since)
        self._counted_along(task.number)
        return self._running.get(task.number) != before

    def _counted_along(self, number: int) -> None:
        """A task may have come to a relay, or gone from there."""
        after: tuple[int, str] | None = None
        if runner := self._running.get(number):
            after = runner.user_id, runner.relay
        elif left := self._leaving.get(number):
            after = left.waiter.user_id, left.relay
        before = self._with.pop(number, None)
        if after is not None:
            self._with[number] = after
        for place, more in ((before, -1), (after, 1)):
            if place is not None:
                self._of_member[place[0]] += more
                self._by_relay[place[1]] += more
        if before is not None and not self._of_member[before[0]]:
            del self._of_member[before[0]]

    # -- whose turn it is --------------------------------------------------------------------------
    def next(self, most: int, *, full: Collection[Errand] = ()) -> list[Waiter]:
        """The next tasks, `most` of them, in the order in which they will be served.

        Without those that need what no relay takes now (`full`).
        """
        return order(
            self._line.by_member,
            self._of_member,
            self._turns,
            most=most,
            leaving=self._leaving,
            full=full,
        )

    def held_back(self, most: int) -> list[Waiter]:
        """The first tasks, `most` of them, that wait for others of their own member."""
        line = self._line.by_member
        return held_back(line, self._of_member, most=most, leaving=self._leaving)

    # -- on the way --------------------------------------------------------------------------------
    def leaves(self, waiter: Waiter, relay: str) -> None:
        """A task leaves for a relay: that is its member's turn."""
        self._leaving[waiter.task] = _Leaving(waiter, relay, self._turns.taken(waiter))
        self._counted_along(waiter.task)

    def arrived(self, number: int, *, taken: bool) -> None:
        """The relay has taken it, or it has not: then the turn is given back."""
        left = self._leaving.pop(number)
        self._counted_along(number)
        if not taken:
            self._turns.given_back(left.turn)

    def drop(self, number: int) -> None:
        """A task is not there any more."""
        self._line.leave(number)

    # -- how many ----------------------------------------------------------------------------------
    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return len(self._line)

    @property
    def oldest(self) -> float | None:
        """Since when the one waits that has waited longest, in seconds since the epoch."""
        heads = (own[0].created_at for own in self._line.by_member.values())
        return min(heads, default=None)

    def leaving(self, relay: str) -> int:
        """How many tasks are on their way to a relay."""
        return sum(left.relay == relay for left in self._leaving.values())

    def by_relay(self) -> Counter[str]:
        """How many tasks are with each relay or on their way there."""
        return self._by_relay.copy()

    def left(self, durations: Durations, now: float) -> list[float | None]:
        """How many seconds whatever is with the relays will take yet; None where nobody knows."""
        found: list[float | None] = []
        for runner in self._running.values():
            usual = durations.typical(runner.relay, runner.work)
            found.append(None if usual is None else remaining(usual, now - runner.since))
        for number, left in self._leaving.items():
            if number not in self._running:
                found.append(durations.typical(left.relay, left.waiter.work))
        return found


def _runs(task: Task) -> bool:
    """Whether a task takes one of the relay's places.

    One that has stalled would hold it for a day, while the relay has long given it up; one whose
    form its member is to fill in has not been begun.
    """
    with_relay = task.status.at_relay or task.in_doubt
    return with_relay and not task.stalled and not waits_for_member(task)
