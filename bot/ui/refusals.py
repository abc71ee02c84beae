"""Discord's refusals as what they mean for a route to a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.errors import DiscordBusy, DiscordError, RouteGone, UploadTooLarge
from bot.core.reply import Route

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.get_logger(__name__)

INVALID_BODY = 50035
TOO_LARGE = 40005
OLD_MESSAGE = 30046
"""Too many edits of a message that is over an hour old; comes as a 429."""
OLD_MESSAGE_PAUSE = 60.0
"""Seconds to wait then: Discord does not say how long."""

NO_REPLY = frozenset({10008, 10015})
"""Codes that say that an interaction has no reply: none was taken, or it was deleted."""
_TOKEN_OVER = 50027

EVERY = frozenset(Route)
_CLOSED: Mapping[int, frozenset[Route] | None] = {
    _TOKEN_OVER: frozenset({Route.TOKEN}),  # Invalid Webhook Token
    10015: frozenset({Route.TOKEN}),  # Unknown Webhook
    10008: EVERY,  # Unknown Message: somebody deleted it
    10003: EVERY,  # Unknown Channel
    50007: frozenset({Route.DIRECT}),  # Cannot send messages to this user
    50001: None,  # Missing Access
    50013: None,  # Missing Permissions
    50083: None,  # Thread is archived
}
"""Discord's code -> the routes it closes; None: the one that was tried."""


def translated(error: Exception, route: Route, task: int) -> DiscordError:
    """What an error that came out of discord.py means; `task` is for the log."""
    match error:
        case discord.RateLimited(retry_after=seconds):
            return DiscordBusy(seconds)
        case discord.HTTPException():
            return _refused(error, route, task)
        case _:
            return DiscordBusy()


def unanswered(error: Exception) -> DiscordError:
    """What it means that Discord, asked whether there is a reply, said neither yes nor no.

    That the token is over is known for good. Anything else may come from what stands between, such
    as a proxy that lets nobody through for a while, and is no word on the reply.
    """
    if isinstance(error, discord.HTTPException) and error.code == _TOKEN_OVER:
        return RouteGone(frozenset({Route.TOKEN}))
    match error:
        case discord.RateLimited(retry_after=seconds):
            return DiscordBusy(seconds)
        case discord.HTTPException(status=429):
            return DiscordBusy(_seconds(error.response.headers.get("Retry-After")))
        case _:
            return DiscordBusy()


def _refused(error: discord.HTTPException, route: Route, task: int) -> DiscordError:
    if error.code == OLD_MESSAGE:
        return DiscordBusy(OLD_MESSAGE_PAUSE)
    if error.code == TOO_LARGE or error.status == 413:  # 413 alone: a proxy before Discord's API
        return UploadTooLarge()
    if error.status == 429:
        return DiscordBusy(_seconds(error.response.headers.get("Retry-After")))
    if error.status >= 500:
        return DiscordBusy()
    if error.code in _CLOSED:
        return RouteGone(_CLOSED[error.code] or frozenset({route}))
    # Nothing says that the same request would pass later: trying it again would go on for ever.
    log.error("edit refused", task=task, route=route, status=error.status, body=error.text)
    return RouteGone(frozenset({route}))


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
