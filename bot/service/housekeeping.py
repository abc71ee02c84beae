"""Forgets what nobody needs any more, and gives its room back."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.keeping import MEBIBYTE, PICTURES_KEPT, PROMISES_KEPT
from bot.service.turns import repeat

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.clock import Clock
    from bot.core.keeping import Space

log = structlog.get_logger(__name__)

START = 300.0
"""Seconds after the start, when everybody is busy taking up their work."""
PAUSE = 3600.0
"""Seconds between two turns."""
BREATH = 0.05
"""Seconds between two of its transactions, in which everybody else may write."""
BATCH = 100
"""Rows of one transaction."""
STEP = MEBIBYTE
"""Bytes that are cut off in one transaction; some 10 ms."""
STEPS = 2000
"""Of one turn, so that a night is enough for 2 GB and one turn does not last for ever."""
QUIET_HOURS = range(3, 5)
"""By the machine's own clock."""


class Attic(Protocol):
    """What is kept, and how much room it takes; `store.attic`. Each call is one transaction.

    The first four take what is older than a moment (seconds since the epoch), at most so many, and
    give how many that were.
    """

    async def pictures(self, before: float, most: int) -> int:
        """Forgets what was attached to tasks that have failed."""
        ...

    async def tokens(self, before: float, most: int) -> int:
        """Forgets the tokens of interactions that have ended."""
        ...

    async def passes(self, before: float, most: int) -> int:
        """Forgets used passes to the painter that have run out."""
        ...

    async def promises(self, before: float, most: int) -> int:
        """Forgets promised answers that nobody can give any more."""
        ...

    async def space(self) -> Space:
        """How much is free."""
        ...

    async def shrink(self, most: int) -> None:
        """Gives at most so many bytes back to the disk."""
        ...

    async def settle(self) -> None:
        """Has the database put itself in order as far as that holds nobody up."""
        ...


class Housekeeping:
    """One turn an hour.

    Kept here: tasks, their messages and the ledger are never touched, since a button works for
    ever; and nobody waits for it longer than one small transaction.
    """

    def __init__(self, *, attic: Attic, clock: Clock) -> None:
        self._attic = attic
        self._clock = clock
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Keeps house for ever."""
        await self._clock.wait(None, START)
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float:
        """Forgets what is due, and at a quiet hour shrinks the file; gives the seconds until the
        next turn."""
        now, attic = self._clock.now(), self._attic
        forgotten = {
            "pictures": await self._all(attic.pictures, now - PICTURES_KEPT),
            "tokens": await self._all(attic.tokens, now),
            "passes": await self._all(attic.passes, now),
            "promises": await self._all(attic.promises, now - PROMISES_KEPT),
        }
        cut = await self._shrunk() if time.localtime(now).tm_hour in QUIET_HOURS else 0
        if cut or any(forgotten.values()):
            await attic.settle()
            log.info("housekeeping", **forgotten, mebibytes_given_back=cut // MEBIBYTE)
        return PAUSE

    async def _all(self, forget: Callable[[float, int], Awaitable[int]], before: float) -> int:
        """Forgets in batches until nothing is left; gives how many those were."""
        count = 0
        while True:
            some = await forget(before, BATCH)
            count += some
            if some < BATCH:
                return count
            await self._clock.wait(None, BREATH)

    async def _shrunk(self) -> int:
        """Gives free room back where that is worth it; gives how many bytes."""
        before = await self._attic.space()
        if not before.worth_it:
            return 0
        for _ in range(min(STEPS, -(-before.free // STEP))):
            await self._attic.shrink(STEP)
            await self._clock.wait(None, BREATH)
        return before.whole - (await self._attic.space()).whole
