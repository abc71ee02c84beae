"""Messages that only the token of an interaction leads to: the button at its end, and its click."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.reply import OFFER_BEFORE, TOKEN_LIFE
from bot.service.turns import repeat

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.service.book import Book

log = structlog.get_logger(__name__)

LOOK = 10.0
"""Seconds between two looks for tokens that are about to end; well under `OFFER_BEFORE`."""


class RenewalStore(Protocol):
    """What is kept of such messages; `store.tasks`."""

    async def ending(self, until: float) -> list[int]:
        """Tasks that have not ended and whose message only a token leads to, which ends by `until`
        (epoch seconds); without those whose message has the button."""
        ...

    async def renew(
        self, number: int, *, token: str, until: float, message_id: int, upload_limit: int
    ) -> None:
        """From now on this token leads to a task's message, until `until`; none other does.

        What the message shows counts as nothing, so that it is brought up to date, and whatever is
        saved by somebody who knows the older token is `Stale`.
        """
        ...


class Renewals:
    """Keeps messages within reach that only a token leads to.

    A private reply, and any reply where the bot is not, can be changed for 15 minutes only. Kept
    here: before a token ends its task's message is brought up once more, and gets a button then
    (`core.reply.Reply.needs_offer`); a click on such a message brings a new token for it. The click
    is acknowledged before the token is stored, which is safe here alone: the acknowledgement
    changes nothing that anybody sees, so after a crash the button is there to be pressed again.
    """

    def __init__(self, *, store: RenewalStore, book: Book, clock: Clock) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Looks for ends of tokens for ever."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def turn(self) -> float:
        """Has each message drawn whose token is about to end; gives the seconds until the next."""
        for number in await self._store.ending(self._clock.now() + OFFER_BEFORE):
            log.info("token ends", task=number)
            await self._book.retell(number)
        return LOOK

    async def renew(self, number: int, *, token: str, message_id: int, upload_limit: int) -> None:
        """A click on a task's own message brought a token: the message is taken up again by it.

        Raises `Gone`.
        """
        await self._book.find(number)
        until = self._clock.now() + TOKEN_LIFE
        await self._store.renew(
            number, token=token, until=until, message_id=message_id, upload_limit=upload_limit
        )
        log.info("token renewed", task=number)
        await self._book.retell(number)
