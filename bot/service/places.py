"""Tells waiting tasks their place in the line, and when their turn will come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import Gone
from bot.core.estimate import turns_in
from bot.core.status import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clock import Clock
    from bot.core.estimate import Durations
    from bot.core.waiter import Waiter
    from bot.service.book import Book
    from bot.service.lanes import Lanes
    from bot.service.roster import Roster

PLACES_TOLD = 10
"""How many of the next tasks are told their place: a longer list changes with every step."""
OFF_BY = 60.0
"""Seconds by which an estimate has to be off before it is told anew; each is an edit."""
OFF_BY_PART = 1 / 3
"""The same, as a part of what is left."""
SOONEST = 10.0
"""Seconds from now that a turn is said to come in at the least."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a waiting task has been told: `turn_at` in seconds since the epoch, None if unknown."""

    waiting: Waiting
    number: int | None = None
    turn_at: float | None = None


class Places:
    """Knows what each waiting task has been told, and tells it only what differs by enough."""

    def __init__(
        self, *, lanes: Lanes, roster: Roster, book: Book, clock: Clock, durations: Durations
    ) -> None:
        self._lanes = lanes
        self._roster = roster
        self._book = book
        self._clock = clock
        self._durations = durations
        self._told: dict[int, Place] = {}

    async def tell(self, line: list[Waiter]) -> float | None:
        """Tells the first of the line where they stand, and whom their member's cap holds back.

        Gives the seconds until one of them has waited longer than it was told; None for never.
        """
        now = self._clock.now()
        fresh = dict(self._places(line[:PLACES_TOLD], now))
        for waiter in self._roster.held_back(PLACES_TOLD):
            fresh[waiter.task] = Place(Waiting.OWN)
        for number, place in fresh.items():
            told = self._told.get(number)
            if told is not None and not differs(told, place, now):
                fresh[number] = told
            else:
                await self._tell(number, place)
        self._told = fresh
        turns = [place.turn_at for place in fresh.values() if place.turn_at is not None]
        return max(min(turns) - now, SOONEST) if turns else None

    def _places(self, line: list[Waiter], now: float) -> Iterator[tuple[int, Place]]:
        if not line:  # what is left of all that runs is reckoned for nobody
            return
        works = [self._durations.typical(waiter.relay, waiter.work) for waiter in line]
        left = self._roster.left(self._durations, now)
        turns = turns_in(left, max(self._lanes.slots, 1), works)
        for number, (waiter, seconds) in enumerate(zip(line, turns, strict=True), start=1):
            why = self._lanes.why(waiter.errand)
            if why is not Waiting.TURN:
                yield waiter.task, Place(why, number)
                continue
            turn_at = None if seconds is None else now + max(seconds, SOONEST)
            yield waiter.task, Place(Waiting.TURN, number, turn_at)

    async def _tell(self, number: int, place: Place) -> None:
        try:
            await self._book.change(
                number, lambda task: task.placed(place.waiting, place.number, place.turn_at)
            )
        except Gone:
            return


def differs(told: Place, fresh: Place, now: float) -> bool:
    """Whether what a task was told is wrong by enough to be told anew."""
    if (told.waiting, told.number) != (fresh.waiting, fresh.number):
        return True
    if told.turn_at is None or fresh.turn_at is None:
        return told.turn_at != fresh.turn_at
    off = abs(told.turn_at - fresh.turn_at)
    return told.turn_at <= now or off > max(OFF_BY, OFF_BY_PART * (fresh.turn_at - now))
