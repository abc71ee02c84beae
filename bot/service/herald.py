"""Posts the trail where a server's moderators read it."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import OWNERS, Board, Event, Happening
from bot.core.errors import DiscordBusy, RouteGone
from bot.core.guild_ports import Notice
from bot.core.pacing import DAY, backoff
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.guild_ports import Noticeboard, Trail
    from bot.core.ports import TaskStore
    from bot.service.guilds import Guilds

log = structlog.get_logger(__name__)

LOOK = 1.0
"""Seconds between two looks at what is to be posted."""
SPACING = 5.0
"""Least seconds between two messages in one channel; what happens meanwhile shares the next one."""
AT_ONCE = 8
"""Most messages on their way."""
TOGETHER = 25
"""Most lines that are read for one message."""
CLOSED_FOR = 3600.0
"""Seconds before a channel that takes nothing is tried again."""
KEPT = 90 * DAY
"""Seconds after which lines are forgotten, and members who were not seen since."""

Place = tuple[int, Board]
"""A server's board."""


@dataclass(slots=True)
class _Pause:
    """Until when a board rests, by the clock that never jumps, and how often it has failed."""

    until: float
    failures: int = 0


class Herald:
    """Posts what has happened, at least once, in order, in one message every few seconds.

    Kept here: a line counts as posted once Discord has its message; no board waits for another; a
    channel that takes nothing is not tried again and again: that is said once a day where it can be
    read, and what it misses stays in the trail. A message on its way is never cancelled.
    """

    def __init__(
        self,
        *,
        trail: Trail,
        guilds: Guilds,
        store: TaskStore,
        board: Noticeboard,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._trail = trail
        self._guilds = guilds
        self._store = store
        self._board = board
        self._clock = clock
        self._chance = chance
        self._busy: dict[Place, asyncio.Task[None]] = {}
        self._pauses: dict[Place, _Pause] = {}
        self._closed: dict[int, float] = {}
        """Channels that take nothing, and when they are tried again."""
        self._tidy_at = 0.0
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Posts for ever. Cancelling it leaves the messages on their way alone: see `finish`."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for the messages on their way, so long at most."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def turn(self) -> float:
        """Starts every message that may leave now; gives the seconds until the next turn."""
        await self._tidy()
        for guild_id in await self._trail.waiting():
            for board in Board:
                place = guild_id, board
                if len(self._busy) < AT_ONCE and self._rested(place):
                    post = asyncio.create_task(self._guarded(place), name=f"post {guild_id}")
                    self._busy[place] = post
                    post.add_done_callback(functools.partial(self._posted, place))
        return LOOK

    def _rested(self, place: Place) -> bool:
        pause = self._pauses.get(place)
        return place not in self._busy and (pause is None or pause.until <= self._clock.monotonic())

    def _posted(self, place: Place, _post: asyncio.Task[None]) -> None:
        self._busy.pop(place, None)

    async def _guarded(self, place: Place) -> None:
        """Posts for one board; whatever goes wrong there, the others go on."""
        try:
            posted = await self._announce(*place)
        except DiscordBusy as busy:
            log.info("discord busy", guild=place[0], retry_after=busy.retry_after)
            self._later(place, busy.retry_after or 0.0)
        except Exception:
            log.exception("posting failed", guild=place[0])
            self._later(place, 0.0)
        else:
            self._pauses.pop(place, None)
            if posted:
                self._pauses[place] = _Pause(self._clock.monotonic() + SPACING)

    def _later(self, place: Place, seconds: float) -> None:
        failures = self._pauses.get(place, _Pause(0.0)).failures + 1
        pause = backoff(failures, least=SPACING, most=300.0, chance=self._chance)
        self._pauses[place] = _Pause(self._clock.monotonic() + max(pause, seconds), failures)

    async def _announce(self, guild_id: int, board: Board) -> bool:
        """Posts what one message of this board holds; gives whether there was one."""
        lines = await self._trail.unposted(guild_id, board, TOGETHER)
        if not lines:
            return False
        settings = await self._guilds.settings(guild_id)
        channel = self._channel(settings, board)
        if channel is None:
            return await self._tell_owner(guild_id, board, lines, settings)
        if board is Board.MODERATION and channel == settings.audit:  # which has them all
            await self._trail.posted(guild_id, board, lines[-1].number)
            return False
        try:
            notices = [await self._notice(line) for line in lines]
            shown = await self._board.post(
                guild_id, channel, notices, board=board, locale=settings.locale
            )
        except RouteGone:
            await self._close(guild_id, channel)
            return False
        await self._trail.posted(guild_id, board, lines[shown - 1].number)
        return True

    def _channel(self, settings: GuildSettings, board: Board) -> int | None:
        """Where a board is, if it is anywhere that takes messages."""
        channel = settings.audit if board is Board.AUDIT else settings.moderation
        if channel is None or self._closed.get(channel, 0.0) > self._clock.monotonic():
            return None
        return channel

    async def _notice(self, line: Happening) -> Notice:
        if line.task is None:
            return Notice(line)
        task, reply = await self._store.get(line.task), await self._store.reply(line.task)
        return Notice(line, task, reply)

    async def _tell_owner(
        self, guild_id: int, board: Board, lines: Sequence[Happening], settings: GuildSettings
    ) -> bool:
        """Tells the server's owner what somebody has to know where moderators have no channel."""
        urgent = [line for line in lines if board is Board.MODERATION and line.event in OWNERS]
        last = lines[-1]
        if urgent:
            try:
                shown = await self._board.tell_owner(
                    guild_id, [Notice(line) for line in urgent], locale=settings.locale
                )
            except RouteGone:
                log.warning("owner cannot be told", guild=guild_id)
            else:
                last = urgent[shown - 1] if shown < len(urgent) else last
        await self._trail.posted(guild_id, board, last.number)
        return bool(urgent)

    async def _close(self, guild_id: int, channel: int) -> None:
        """Notes that a channel takes nothing, for whoever can mend it."""
        self._closed[channel] = self._clock.monotonic() + CLOSED_FOR
        now = self._clock.now()
        lacking = self._board.lacking(guild_id, channel)
        log.warning("channel closed", guild=guild_id, channel=channel, lacking=lacking)
        await self._trail.note(
            Happening(
                guild_id=guild_id,
                at=now,
                event=Event.PERMISSIONS,
                channel_id=channel,
                values={"lacking": ",".join(lacking)},
                once=f"closed:{channel}:{int(now // DAY)}",
            )
        )

    async def _tidy(self) -> None:
        """Once an hour, forgets what is old."""
        if self._clock.monotonic() < self._tidy_at:
            return
        await self._trail.forget(self._clock.now() - KEPT)
        self._tidy_at = self._clock.monotonic() + 3600.0
