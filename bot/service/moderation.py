"""Who may ask for nothing at the moment: members who are blocked, and those refused too often."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import Event, Happening
from bot.core.errors import NotAllowed
from bot.core.slowing import MEMORY, pause_until

if TYPE_CHECKING:
    from bot.core.asker import Asker
    from bot.core.clock import Clock
    from bot.core.guild_ports import Block, Members, Trail

log = structlog.get_logger(__name__)

REASONS = {
    "blocked": frozenset({"why"}),
    "blocked_until": frozenset({"why", "until"}),
    "slowed": frozenset({"until"}),
}
"""Every reason that a member is turned away for here; `until` is in seconds since the epoch."""


class Moderation:
    """Holds members against what they did, and what moderators did about it.

    Kept here: refusals and pauses outlive restarts. A pause that refusals of the relay have led to
    is written down when its member first meets it.
    """

    def __init__(self, *, members: Members, trail: Trail, clock: Clock) -> None:
        self._members = members
        self._trail = trail
        self._clock = clock
        self._told: dict[tuple[int, int], float] = {}
        """The pauses that have been written down, so that it is not tried at each attempt."""

    async def check_member(self, asker: Asker) -> None:
        """Raises `NotAllowed` while a member is blocked, or has to wait."""
        now = self._clock.now()
        await self._members.seen(asker, now)
        block = await self._members.blocked(asker.guild_id, asker.user_id, now)
        if block is not None:
            raise _blocked(block)
        refusals = await self._members.refusals(asker.guild_id, asker.user_id, now - MEMORY)
        until = pause_until(refusals)
        if until is not None and until > now:
            await self._note(asker, until)
            raise NotAllowed("slowed", until=math.ceil(until))

    async def _note(self, asker: Asker, until: float) -> None:
        who = (asker.guild_id or 0, asker.user_id)
        if asker.guild_id is not None and self._told.get(who) != until:
            await self._trail.note(_slowed(asker.guild_id, asker, until, self._clock.now()))
            self._told[who] = until


def _blocked(block: Block) -> NotAllowed:
    if block.until is None:
        return NotAllowed("blocked", why=block.reason)
    return NotAllowed("blocked_until", why=block.reason, until=math.ceil(block.until))


def _slowed(guild_id: int, asker: Asker, until: float, now: float) -> Happening:
    end = math.ceil(until)
    return Happening(
        guild_id=guild_id,
        at=now,
        event=Event.SLOWED,
        actor=asker.user_id,
        channel_id=asker.channel_id,
        values={"until": str(end)},
        once=f"slowed:{asker.user_id}:{end}",
    )
