"""When interactions came in, by this machine's clock: Discord's may be another."""

from __future__ import annotations

import time

KEPT = 2_000
"""Interactions remembered; each is asked about within three seconds, or never."""


class Arrivals:
    """Remembers the newest of them."""

    def __init__(self) -> None:
        self._at: dict[int, float] = {}

    def note(self, interaction: int) -> None:
        """One has just come in."""
        self._at[interaction] = time.monotonic()
        if len(self._at) > KEPT:
            del self._at[next(iter(self._at))]

    def since(self, interaction: int) -> float | None:
        """Seconds since it came in; None for one that is not known, or was asked about before."""
        at = self._at.pop(interaction, None)
        return None if at is None else time.monotonic() - at
