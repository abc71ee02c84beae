"""What the bot lacks where it is used, told once to whoever can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.audit import Event, Happening

if TYPE_CHECKING:
    from bot.core.asker import Asker
    from bot.core.clock import Clock
    from bot.core.guild_ports import Trail


class Lacks:
    """Writes down what is missing where somebody asks for something.

    Kept here: of a channel and what is missing there, there is one line, over restarts too.
    """

    def __init__(self, *, trail: Trail, clock: Clock) -> None:
        self._trail = trail
        self._clock = clock
        self._told: set[str] = set()
        """Those that have been written down, so that it is not tried at each request."""

    async def note(self, asker: Asker) -> None:
        """Writes down what the bot lacks where this member asks, if it lacks anything."""
        if asker.guild_id is None or not asker.lacking:
            return
        channel = asker.parent_id or asker.channel_id  # threads have no permissions of their own
        lacking = ",".join(asker.lacking)
        once = f"lacks:{channel}:{lacking}"
        if once in self._told:
            return
        line = Happening(
            guild_id=asker.guild_id,
            at=self._clock.now(),
            event=Event.PERMISSIONS,
            channel_id=channel,
            values={"lacking": lacking},
            once=once,
        )
        await self._trail.note(line)
        self._told.add(once)
