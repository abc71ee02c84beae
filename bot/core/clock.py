"""Time as something that is handed in, so that no test has to sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio


class Clock(Protocol):
    """The two clocks and the one way to wait."""

    def now(self) -> float:
        """Seconds since the epoch; may jump. For what is stored or shown."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump. For every interval inside one process."""
        ...

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        """Waits until `event` is set (True) or `seconds` have passed (False).

        Without an event it only sleeps; without seconds it only waits. The event is not cleared.
        """
        ...
