"""How much there is to do, told by how late things begin, and what gives way to it."""

from __future__ import annotations

from dataclasses import dataclass

COMFORT = 0.5
"""Seconds that an edit may begin late without anything giving way."""
MOST = 20.0
"""How many times longer the pause between two progress edits may become: a minute."""
_WEIGHT = 0.05
"""What the newest of them counts in the average."""
_HALF_LIFE = 5.0
"""Seconds after which the average counts half, when nothing begins any more."""


@dataclass(slots=True)
class Pressure:
    """How late edits begin, on average: because there are many, or since the program is busy."""

    late: float = 0.0
    at: float = 0.0

    def begun(self, now: float, late: float) -> None:
        """An edit began `late` seconds after it was due; one alone counts for little."""
        known = self._faded(now)
        self.late = known + (min(max(late, 0.0), COMFORT * MOST) - known) * _WEIGHT
        self.at = now

    def stretch(self, now: float) -> float:
        """How many times longer than usual the pause between two progress edits is to be."""
        return min(max(1.0, self._faded(now) / COMFORT), MOST)

    def _faded(self, now: float) -> float:
        return float(self.late * 0.5 ** (max(now - self.at, 0.0) / _HALF_LIFE))
