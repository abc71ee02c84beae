"""How far a relay's calls can be relied on, so that it need not be asked as often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

TRUSTED_AFTER = 3
"""Calls in a row that told something before it was asked for."""
LOST_AFTER = 2
"""Looks in a row that brought what no call had told: one may just have overtaken its call."""
SLOWER = 5.0
"""How many times as long is waited between two looks at a relay that calls."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What one relay's calls have been like lately."""

    heard: int = 0
    missed: int = 0

    @property
    def pace(self) -> float:
        """How many times as long the pause between two looks may be."""
        return SLOWER if self.heard >= TRUSTED_AFTER else 1.0

    def called(self) -> Self:
        """A call has told something new."""
        return replace(self, heard=self.heard + 1, missed=0)

    def looked(self, *, news: bool) -> Self:
        """A look has ended: with news that should have been told by a call, or without."""
        if not news or not self.heard:
            return self
        missed = self.missed + 1
        return type(self)() if missed >= LOST_AFTER else replace(self, missed=missed)
