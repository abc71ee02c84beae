"""The way to the painter: addresses that hold a pass, and the cards that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.core.passes import LIFE, Pass, Seat
from bot.core.reply import TOKEN_LIFE

if TYPE_CHECKING:
    from bot.core.clock import Clock
    from bot.core.ports import TaskStore
    from bot.core.reply import Reply

PATH = "/paint/"
"""What the path of the painter begins with; a sealed pass follows."""


class Passes(Protocol):
    """Remembers which passes have been used up."""

    async def use(self, nonce: str, *, until: float, now: float) -> bool:
        """Uses a pass up; False when it was before."""
        ...

    async def used(self, nonce: str) -> bool:
        """Whether a pass has been used up."""
        ...

    async def give_back(self, nonce: str) -> None:
        """Lets a pass be used after all."""
        ...

    async def seat(self, nonce: str, seat: Seat, *, until: float, now: float) -> None:
        """Keeps the card that a pass stands on."""
        ...

    async def seated(self, nonce: str) -> Seat | None:
        """The card that a pass stands on, where one is kept."""
        ...


class Gate:
    """Makes the addresses that lead to the painter, and opens the passes in them."""

    def __init__(
        self, *, store: TaskStore, passes: Passes, key: bytes, public_url: str, clock: Clock
    ) -> None:
        """`public_url` is where browsers reach the web side, without a slash at its end."""
        self._store = store
        self._passes = passes
        self._key = key
        self._public_url = public_url
        self._clock = clock

    async def address(self, task: int, position: int, *, card: Reply) -> str:
        """Where a member paints a mask for a button; `card` is where they get the address.

        Where the bot cannot post the result, since the picture is for one member's eyes or the bot
        is not in the place, the result will take the card's place, and the card is kept for that.
        """
        now = self._clock.now()
        ticket = Pass(task, position, card.user_id, card.locale, int(now + LIFE))
        if not can_post(await self._store.reply(task)):
            seat = _seat(card, now + TOKEN_LIFE)
            await self._passes.seat(ticket.nonce, seat, until=ticket.until, now=now)
        return f"{self._public_url}{PATH}{ticket.sealed(self._key)}"

    def ticket(self, sealed: str) -> Pass:
        """The pass in an address. Raises `NotAllowed` when it is not good, or no longer."""
        return Pass.opened(sealed, self._key, self._clock.now())


def can_post(reply: Reply | None) -> bool:
    """Whether the bot can post beside the message that `reply` tells of."""
    return reply is not None and reply.bot_can_edit and not reply.ephemeral


def _seat(card: Reply, token_until: float) -> Seat:
    return Seat(
        application_id=card.application_id,
        channel_id=card.channel_id,
        guild_id=card.guild_id,
        token=card.token,
        token_until=token_until,
        bot_can_edit=card.bot_can_edit,
        upload_limit=card.upload_limit,
    )
