"""What a server does not want: from whom, and which words."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.core.audit import Event, Happening
from bot.core.blocklist import Blocklist
from bot.core.errors import BadPrompt, NotAllowed
from bot.core.form import prompt_of
from bot.core.guild import check_mature
from bot.core.slowing import MEMORY, pause_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.asker import Asker
    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.guild_ports import Block, Members, Trail
    from bot.core.task import Task

log = structlog.get_logger(__name__)

BLOCKED_WORD = "prompt_blocked"
PROMPT_KEPT = 300
"""Most characters of a refused prompt in the trail."""
REASONS = {
    "blocked": frozenset({"why"}),
    "blocked_until": frozenset({"why", "until"}),
    "slowed": frozenset({"until"}),
}
"""Every reason that a member is turned away for here; `until` is in seconds since the epoch."""


class Moderation:
    """Holds members against what they did and what moderators did about it, their prompts against
    the server's words.

    Kept here: refusals and pauses outlive restarts; a refusal is counted and in the trail before
    its member hears of it. A pause that refusals of the relay have led to is written down when its
    member first meets it. Words that are only in the wrong channel count for no pause.
    """

    def __init__(self, *, members: Members, trail: Trail, clock: Clock) -> None:
        self._members = members
        self._trail = trail
        self._clock = clock
        self._told: dict[tuple[int, int], float] = {}
        """The pauses that have been written down, so that it is not tried at each attempt."""
        self._lists: dict[int, Blocklist] = {}
        """Each server's words, compiled."""

    async def check_member(self, asker: Asker) -> None:
        """Raises `NotAllowed` while a member is blocked, or has to wait."""
        now = self._clock.now()
        who = asker.guild_id, asker.user_id
        # Side by side, since the member is waiting for an answer.
        _, block, refusals = await asyncio.gather(
            self._members.seen(asker, now),
            self._members.blocked(*who, now),
            self._members.refusals(*who, now - MEMORY),
        )
        if block is not None:
            raise _blocked(block)
        until = pause_until(refusals)
        if until is not None and until > now:
            await self._note(asker, until)
            raise NotAllowed("slowed", until=math.ceil(until))

    async def blocks(self, guild_id: int | None, user_id: int) -> bool:
        """Whether a member is blocked there now; in direct messages (None), in any server."""
        return await self._members.blocked(guild_id, user_id, self._clock.now()) is not None

    async def admit(
        self,
        settings: GuildSettings,
        asker: Asker,
        texts: Sequence[str],
        parent: Task | None = None,
    ) -> bool:
        """Whether what comes of these words is for age-restricted channels.

        What is made of another task's result is held against that one's prompt too, and is for them
        if that one is. Raises `BadPrompt` with the word that the server does not want, `NotAllowed`
        for a parent that is not for this channel.
        """
        if parent is None:
            return await self._check_words(settings, asker, texts)
        check_mature(asker, parent.terms)
        mature = await self._check_words(settings, asker, [*texts, prompt_of(parent)])
        return mature or parent.terms.mature

    async def _check_words(
        self, settings: GuildSettings, asker: Asker, texts: Sequence[str]
    ) -> bool:
        """Whether there are words that are for age-restricted channels."""
        words = self._list(asker.guild_id or 0, settings)
        mature = False
        for text in texts:
            try:
                mature |= words.admit(text, age_restricted=asker.age_restricted)
            except BadPrompt as refusal:
                await self._refused(asker, text, refusal)
                raise
        return mature

    def _list(self, guild_id: int, settings: GuildSettings) -> Blocklist:
        """A server's words, compiled once for each change of them."""
        known = self._lists.get(guild_id)
        same = known is not None and known.entries is settings.words
        if known is None or not same or known.exceptions is not settings.exceptions:
            known = self._lists[guild_id] = Blocklist(settings.words, settings.exceptions)
        return known

    async def _refused(self, asker: Asker, text: str, refusal: BadPrompt) -> None:
        """Notes a refusal for a word, and the pause it may lead to."""
        if asker.guild_id is None or "word" not in refusal.values:
            return
        now = self._clock.now()
        values = {"word": str(refusal.values["word"]), "prompt": text[:PROMPT_KEPT]}
        line = _line(Event.REFUSED, asker, now, values)
        if refusal.reason != BLOCKED_WORD:
            await self._trail.note(line)
            return
        earlier = await self._members.refusals(asker.guild_id, asker.user_id, now - MEMORY)
        until = pause_until([*earlier, now])
        lines = [line, _slowed(asker, until, now)] if until and until > now else [line]
        await self._members.refused(asker.guild_id, asker.user_id, now, lines)

    async def _note(self, asker: Asker, until: float) -> None:
        who = (asker.guild_id or 0, asker.user_id)
        if asker.guild_id is not None and self._told.get(who) != until:
            await self._trail.note(_slowed(asker, until, self._clock.now()))
            self._told[who] = until


def _blocked(block: Block) -> NotAllowed:
    if block.until is None:
        return NotAllowed("blocked", why=block.reason)
    return NotAllowed("blocked_until", why=block.reason, until=math.ceil(block.until))


def _slowed(asker: Asker, until: float, now: float) -> Happening:
    end = str(math.ceil(until))
    line = _line(Event.SLOWED, asker, now, {"until": end})
    return replace(line, once=f"slowed:{asker.user_id}:{end}")


def _line(event: Event, asker: Asker, at: float, values: Mapping[str, str]) -> Happening:
    return Happening(
        guild_id=asker.guild_id or 0,
        at=at,
        event=event,
        actor=asker.user_id,
        channel_id=asker.channel_id,
        values=values,
    )
