"""Whose task is next: members take turns, each with as many in a round as their weight."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.core.errand import Errand
    from bot.core.waiter import Waiter

ROUND = 2520 * 10**9
"""One round, in steps: a number that every weight from 1 to 10 divides, so that no share is ever
rounded, and large enough to be cut into as many parts as there are members."""
LAG = 2 * ROUND
"""How far behind the rounds somebody may be who waits; the order alone leaves nobody so far."""
QUICK = frozenset({"upscale", "describe", "shorten"})
"""Work that takes seconds where a picture takes a minute, whatever the relay. What it takes here by
what was learnt (`core.estimate`) is not asked: turns would differ from one start to the next, and
places with everything that is finished."""
QUICK_ONES = 4
"""How many of them are one turn: each takes up a relay for longer than the work itself."""
Rank = tuple[int, int, float, int]

_place = attrgetter("place")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a member had: how far it took them, and how far everybody, in steps."""

    user_id: int
    step: int
    advance: int


class Turns:
    """How far each member has come in the rounds, and how far the rounds have come.

    Each turn takes its member on by a round's part of their weight, a quarter of that for what is
    quick, and the rounds by the part of a round that one turn is for all who wait. Who comes to
    wait starts where the rounds are: nobody saves turns up by staying away, nobody is behind for
    having come late, and nobody who waits is overtaken for ever by those who come, since these
    start later and later. Who still waits while the rounds go on (their relay was down, or their
    cap was reached) is two rounds behind at most.

    So whoever waits, and has nothing running, sees some four turns at most for each that all who
    wait have in a round, however many come; of quick ones four times as many.
    """

    def __init__(self) -> None:
        self._now = 0
        self._due: dict[int, int] = {}
        self._waiting: dict[int, int] = {}
        self._weight = 0

    def due(self, user_id: int) -> int:
        """Where a member's next turn stands, in steps."""
        earliest = self._now - LAG if user_id in self._waiting else self._now
        return max(self._due.get(user_id, self._now), earliest)

    def waits(self, user_id: int, weight: int) -> None:
        """A member has something waiting who had nothing."""
        self._due[user_id] = self.due(user_id)
        self._waiting[user_id] = weight
        self._weight += weight

    def waits_no_more(self, user_id: int) -> None:
        """A member has nothing waiting any more."""
        self._weight -= self._waiting.pop(user_id)
        if not self._waiting:
            # Where somebody is whom the rounds have reached makes no difference to whoever comes.
            self._due = {user: due for user, due in self._due.items() if due > self._now}

    def taken(self, waiter: Waiter) -> Turn:
        """A member has their turn."""
        due, step = self.due(waiter.user_id), step_of(waiter)
        # As if one more waited: who comes within a round has their turn before it ends.
        turn = Turn(waiter.user_id, step, step * waiter.weight // (self._weight + 1))
        self._due[waiter.user_id] = due + turn.step
        # Whoever could have been next comes no less far by it, and so stands a round before that.
        self._now = max(self._now + turn.advance, due + step - ROUND)
        return turn

    def given_back(self, turn: Turn) -> None:
        """The turn came to nothing: the member is where they were, and so are the rounds."""
        self._due[turn.user_id] = self._due.get(turn.user_id, self._now) - turn.step
        self._now -= turn.advance


class Line:
    """Everybody who waits, by member, each member's own from the oldest on."""

    def __init__(self, turns: Turns) -> None:
        """`turns` are told who comes to wait, and who has nothing waiting any more."""
        self._turns = turns
        self._own: dict[int, list[Waiter]] = {}
        self._known: dict[int, Waiter] = {}

    def __len__(self) -> int:
        return len(self._known)

    def join(self, waiter: Waiter) -> bool:
        """Takes a waiter in; gives whether that changes anything."""
        if self._known.get(waiter.task) == waiter:
            return False
        self.leave(waiter.task)
        if waiter.user_id not in self._own:
            self._turns.waits(waiter.user_id, waiter.weight)
        self._known[waiter.task] = waiter
        insort(self._own.setdefault(waiter.user_id, []), waiter, key=_place)
        return True

    def leave(self, task: int) -> bool:
        """Lets a waiter go; gives whether it was there."""
        waiter = self._known.pop(task, None)
        if waiter is None:
            return False
        own = self._own[waiter.user_id]
        del own[bisect_left(own, waiter.place, key=_place)]
        if not own:
            del self._own[waiter.user_id]
            self._turns.waits_no_more(waiter.user_id)
        return True

    @property
    def by_member(self) -> Mapping[int, Sequence[Waiter]]:
        """The waiters of each member who has any."""
        return self._own


def step_of(waiter: Waiter) -> int:
    """How far a task takes its member on, in steps."""
    whole = ROUND // waiter.weight
    return whole // QUICK_ONES if waiter.work.operation in QUICK else whole


def order(
    line: Mapping[int, Sequence[Waiter]],
    running: Mapping[int, int],
    turns: Turns,
    *,
    most: int,
    leaving: Collection[int] = (),
    full: Collection[Errand] = (),
) -> list[Waiter]:
    """The next tasks, `most` of them, in the order in which they will be served.

    `line` has each member's waiters from the oldest on, `running` how many tasks each has with the
    relays, `leaving` the tasks that are on their way there, `full` what no relay takes now.
    A member's second task comes behind everybody's first, counting what runs; one with a weight of
    three has three in that round. Among equals the one who comes least far in the rounds by it is
    first, so that what is quick goes before a picture, then the older task. What a member's cap
    holds back is left out, and holds nobody else up.
    """
    if not most:
        return []
    # Only members whose first task is among the first can have any there.
    heads = heapq.nsmallest(most, _heads(line, running, turns, leaving, full))
    hands = [
        _hand(
            _sorted_out(line[user_id], running.get(user_id, 0), leaving, full), turns.due(user_id)
        )
        for _, user_id in heads
    ]
    # Ranks differ by the task's number at the latest, so that waiters are never compared.
    return [waiter for _, waiter in islice(heapq.merge(*hands), most)]


def _heads(
    line: Mapping[int, Sequence[Waiter]],
    running: Mapping[int, int],
    turns: Turns,
    leaving: Collection[int],
    full: Collection[Errand],
) -> Iterator[tuple[Rank, int]]:
    """The rank of each member's first task that may leave, with the member."""
    for user_id, own in line.items():
        busy = running.get(user_id, 0)
        for waiter in own:
            may_go = waiter.task not in leaving and waiter.errand not in full
            if may_go and waiter.fits(busy):
                due = turns.due(user_id)
                comes_to = due + step_of(waiter)
                yield (busy // waiter.weight, comes_to, waiter.created_at, waiter.task), user_id
                break


def held_back(
    line: Mapping[int, Sequence[Waiter]],
    running: Mapping[int, int],
    *,
    most: int,
    leaving: Collection[int] = (),
) -> list[Waiter]:
    """The first tasks, `most` of them, that wait for others of their own member."""
    found = (
        waiter
        for user_id, own in line.items()
        for place, waiter in _sorted_out(own, running.get(user_id, 0), leaving)
        if place is None
    )
    return list(islice(found, most))


def _sorted_out(
    own: Sequence[Waiter],
    running: int,
    leaving: Collection[int],
    full: Collection[Errand] = (),
) -> Iterator[tuple[int | None, Waiter]]:
    """A member's tasks with how many run by then; None for those that a cap holds back."""
    for waiter in own:
        if waiter.task in leaving or waiter.errand in full:
            continue
        if waiter.fits(running):
            yield running, waiter
            running += 1
        else:
            yield None, waiter


def _hand(own: Iterator[tuple[int | None, Waiter]], due: int) -> Iterator[tuple[Rank, Waiter]]:
    """A member's tasks that may leave with their ranks, which only grow."""
    full = 0
    for running, waiter in own:
        if running is None:
            continue
        full = max(full, running // waiter.weight)
        due += step_of(waiter)
        yield (full, due, waiter.created_at, waiter.task), waiter
