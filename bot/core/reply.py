"""Where a task's message is, and which ways lead to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.picture import Attached

TOKEN_LIFE = 14 * 60.0
"""Seconds an interaction token is used for. Discord says 15 minutes; its clock and ours differ."""
OFFER_BEFORE = 60.0
"""Seconds before a token's end at which a message that only a token leads to gets its button."""


class Route(StrEnum):
    """The ways to a message, best first."""

    TOKEN = "token"  # noqa: S105  (not a password: edit through the interaction's webhook)
    BOT = "bot"  # edit with the bot's own token
    FRESH = "fresh"  # a new message in the same channel that mentions the member
    DIRECT = "direct"  # a direct message to the member


@dataclass(frozen=True, slots=True)
class Reply:
    """The one message that a task is shown in.

    Stored before the interaction is acknowledged, so that no crash leaves a "thinking…" that
    nobody finishes. `message_id` is None until Discord has told it; by token the message is
    `@original` all the same. `dead` holds the routes that Discord has closed for good: they are not
    tried again, since 10,000 such answers in ten minutes ban the address. `shown` is the revision
    of the task that the message shows, `drawn` the digest of what was drawn then, so that nothing
    is sent that changes nothing, `finished` whether the task's end has been shown. `upload_limit`
    is in bytes. `offered` says that the message has the button whose click brings a new token,
    `renewed` how often one did: whoever knows an older token overwrites nothing.
    """

    task: int
    user_id: int
    application_id: int
    channel_id: int
    guild_id: int | None
    token: str
    token_until: float
    locale: str
    ephemeral: bool = False
    bot_can_edit: bool = True
    message_id: int | None = None
    upload_limit: int = 10 * 1024 * 1024
    attached: Attached | None = None
    shown: int = -1
    drawn: str = ""
    finished: bool = False
    offered: bool = False
    renewed: int = 0
    dead: frozenset[Route] = field(default_factory=frozenset)

    @property
    def fleeting(self) -> bool:
        """Whether only a token leads to the message: the bot's own does not reach it."""
        return self.ephemeral or not self.bot_can_edit

    def needs_offer(self, now: float) -> bool:
        """Whether it is time for the button: the token is about to end, and is the only way."""
        ends = self.token_until - OFFER_BEFORE <= now < self.token_until
        return self.fleeting and not self.offered and ends and Route.TOKEN not in self.dead

    def route(self, now: float) -> Route | None:
        """The best way to the message at `now` (epoch seconds); None when none is left.

        A message that offers a button waits for its click, and no other message takes its place.
        """
        open_routes = {
            Route.TOKEN: now < self.token_until,
            Route.BOT: self.message_id is not None and self.bot_can_edit and not self.ephemeral,
            Route.FRESH: self.bot_can_edit and not self.ephemeral,
            Route.DIRECT: not self.offered,
        }
        return next(
            (r for r, is_open in open_routes.items() if is_open and r not in self.dead), None
        )

    def closed(self, routes: frozenset[Route]) -> Reply:
        """The same reply, knowing that `routes` lead nowhere any more."""
        return replace(self, dead=self.dead | routes)

    def overwritten(self, *, picture: bool) -> Reply:
        """The same reply, knowing that the message shows something else than it was told to.

        With `picture` that goes for the picture too, which is to be brought again.
        """
        attached = None if picture else self.attached
        return replace(self, shown=-1, drawn="", attached=attached)

    def moved(self, channel_id: int, message_id: int, *, direct: bool) -> Reply:
        """The reply as a new message: its old ways are forgotten, the bot's token leads to it."""
        dead = {Route.TOKEN, Route.FRESH} if direct else {Route.TOKEN}
        return replace(
            self,
            channel_id=channel_id,
            message_id=message_id,
            token="",
            token_until=0.0,
            ephemeral=False,
            bot_can_edit=True,
            attached=None,
            dead=frozenset(dead),
        )
