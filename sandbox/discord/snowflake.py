"""Discord's ids: a moment in milliseconds and a counter in one number."""

from __future__ import annotations

from collections.abc import Callable

DISCORD_EPOCH_MS = 1_420_070_400_000  # 2015-01-01, Discord's docs, "Snowflakes"


def moment_of(snowflake: int) -> float:
    """When an id was made, in seconds since 1970."""
    return ((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000


def at_moment(seconds: float) -> int:
    """The first id of a moment given in seconds since 1970."""
    return (int(seconds * 1000) - DISCORD_EPOCH_MS) << 22


class Snowflakes:
    """Makes ids that only ever grow, whatever the clock does."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0

    def follow(self, clock: Callable[[], float]) -> None:
        """Takes moments from another clock."""
        self._clock = clock

    def next(self) -> int:
        """An id of this moment, larger than every one before."""
        self._last = max(at_moment(self._clock()), self._last + 1)
        return self._last
