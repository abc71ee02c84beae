"""A second look at messages that a killed process may have edited after they were brought up to
date."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.errors import DiscordError, Gone, RouteGone, StoreError
from bot.core.pacing import backoff
from bot.core.status import Status
from bot.service.editor import OLD_MESSAGE
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Collection

    from bot.core.clock import Clock
    from bot.core.reply import Reply, Route
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)

LATE = 30.0
"""Seconds after a start until what the process before has sent counts as carried out.

The kernel sends what a killed process has written, and Discord holds a request while what stands
behind its door is slow: seconds as a rule, and hardly ever more than the half minute after which
such doors give up.
"""
AT_ONCE = 8
"""Most messages read side by side: nobody waits for it, and members wait for the rest."""
PAUSE = 5.0
"""Least seconds between two looks at one message."""
LOOKS = 5
"""How often one message is looked at, at most."""


class SuspectStore(Protocol):
    """Which messages are to be looked at once more; `store.suspects`."""

    async def note(self, now: float) -> dict[int, float]:
        """Takes up every message that is behind as a suspect since `now` (epoch seconds).

        Gives all there are, those of earlier lives too, and since when each is one.
        """
        ...

    async def trust(self, numbers: Collection[int]) -> None:
        """These are suspects no more."""
        ...


class Delivers(Protocol):
    """The only editor of task messages; `service.delivery`."""

    async def at_rest(self, number: int) -> tuple[Task, Reply] | None:
        """A task and its reply; None while an edit of its message is due or on its way.

        Raises `Gone`.
        """
        ...

    async def redraw(self, believed: Reply, found: Reply) -> None:
        """Brings a message up to date again that was found to be otherwise. Raises `Gone`."""
        ...


class Look(Protocol):
    """Whoever can read a message; `ui.looking`."""

    async def found(self, task: Task, reply: Reply, route: Route) -> Reply:
        """The reply as its message shows it: the same, or `overwritten`.

        One read, by the token of the interaction or the bot's. Raises `RouteGone` when there is
        nothing to be read that way, and `DiscordBusy` when Discord cannot say now.
        """
        ...


@dataclass(slots=True)
class _Suspect:
    """When a message is looked at next, by the clock that never jumps, and how often it was."""

    at: float
    looks: int = 0


class SecondLook:
    """Sees to it that what was shown last stands.

    An edit that was on its way when the process before was killed may be made after the newest
    state was shown: the message then says something old for ever. Every such message is behind in
    the store at the start. Kept here: each of them is a suspect until it was read, half a minute
    later, and showed what it should; that outlives further kills. One that does not is drawn again
    by delivery. What runs is not read, since its next edit or its end comes after the late one;
    but where it offers the button that brings a new token, that may be all that ever comes.
    """

    def __init__(
        self,
        *,
        store: SuspectStore,
        book: Book,
        delivery: Delivers,
        look: Look,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._store = store
        self._book = book
        self._delivery = delivery
        self._look = look
        self._clock = clock
        self._chance = chance
        self._suspects: dict[int, _Suspect] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up the suspects; to be called before anything is delivered."""
        now = self._clock.now()
        begun = self._clock.monotonic()
        for number, since in (await self._store.note(now)).items():
            self._suspects[number] = _Suspect(begun + LATE - min(max(now - since, 0.0), LATE))

    async def run(self) -> None:
        """Looks at suspects until none is left, and then does nothing for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float | None:
        """Looks at every suspect whose time has come; gives the seconds until the next turn."""
        now = self._clock.monotonic()
        due = [number for number, suspect in self._suspects.items() if suspect.at <= now]
        trusted: list[int] = []
        for start in range(0, len(due), AT_ONCE):
            batch = due[start : start + AT_ONCE]
            stand = await asyncio.gather(*map(self._guarded, batch))
            trusted += [number for number, stands in zip(batch, stand, strict=True) if stands]
        if trusted:
            await self._store.trust(trusted)
        for number in trusted:
            del self._suspects[number]
        if not self._suspects:
            return None
        soonest = min(suspect.at for suspect in self._suspects.values())
        return max(soonest - self._clock.monotonic(), 0.0)

    async def _guarded(self, number: int) -> bool:
        """Looks at one suspect; gives whether it is none any more."""
        suspect = self._suspects[number]
        before = suspect.looks
        try:
            if await self._stands(number, suspect):
                return True
        except Gone:
            return True
        except DiscordError as error:
            log.info("message not read", task=number, error=repr(error))
        except StoreError as error:  # nothing was mended, and no message is to be given up for it
            suspect.looks = before
            log.warning("second look put off", task=number, error=repr(error))
        except Exception:
            suspect.looks = before + 1
            log.exception("second look failed", task=number)
        if suspect.looks >= LOOKS:
            log.warning("second look given up", task=number)
            return True
        pause = backoff(suspect.looks or 1, least=PAUSE, most=60.0, chance=self._chance)
        suspect.at = self._clock.monotonic() + pause
        return False

    async def _stands(self, number: int, suspect: _Suspect) -> bool:
        """Whether a message needs no further look; one that shows something else is drawn again."""
        task = await self._book.find(number)
        runs = task.status is Status.RUNNING and not task.muted
        resting = await self._delivery.at_rest(number)
        if resting is None:
            return runs
        task, reply = resting
        if runs and not reply.offered:
            return True
        suspect.looks += 1
        believed = reply
        while (route := reply.route(self._clock.now())) in OLD_MESSAGE:
            try:
                found = await self._look.found(task, reply, route)
            except RouteGone as gone:
                reply = reply.closed(gone.routes | {route})
                continue
            if found == reply:
                return True
            log.info("message overwritten", task=number)
            await self._delivery.redraw(believed, found)
            return False
        return True  # there is no message, or nobody can read it
