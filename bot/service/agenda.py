"""Which of a relay's tasks wants to be asked about when."""

from __future__ import annotations

from heapq import heapify, heappop, heappush


class Agenda:
    """One moment for each task, by its relay id, in monotonic seconds.

    Kept here: what one task costs grows with the logarithm of how many there are; none is ever
    walked past.
    """

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def put(self, relay_id: str, at: float) -> None:
        """Makes this the task's moment, in the place of any other."""
        self._at[relay_id] = at
        heappush(self._heap, (at, relay_id))
        if len(self._heap) > 2 * len(self._at) + 100:  # moments that were replaced pile up
            self._heap = [(moment, known) for known, moment in self._at.items()]
            heapify(self._heap)

    def drop(self, relay_id: str) -> None:
        """The task is not to be asked about any more."""
        self._at.pop(relay_id, None)

    def first(self) -> float | None:
        """The soonest moment; None when there is none."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take(self, until: float, most: int) -> list[str]:
        """Takes out the tasks whose moment comes first, `most` of them, none later than `until`."""
        found: list[str] = []
        while len(found) < most and (at := self.first()) is not None and at <= until:
            relay_id = heappop(self._heap)[1]
            del self._at[relay_id]
            found.append(relay_id)
        return found
