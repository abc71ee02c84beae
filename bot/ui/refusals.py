"""What goes wrong between us and Discord, as what it means for a route to a message."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.errors import DiscordBusy, DiscordError, EaselError, RouteGone, UploadTooLarge
from bot.core.reply import Route
from bot.ui.network import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Meaning = Callable[[discord.HTTPException, Route, int], DiscordError]
    """What one of Discord's refusals means for the route that was tried; the number is a task's."""

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


def refused(error: discord.HTTPException, route: Route, task: int) -> DiscordError:
    """What a refusal means for the route that was tried."""
    if error.code == OLD_MESSAGE:
        return DiscordBusy(OLD_MESSAGE_PAUSE)
    if error.code == TOO_LARGE or error.status == 413:  # 413 alone: a proxy before Discord's API
        return UploadTooLarge()
    if error.status >= 500:
        return DiscordBusy()
    if error.code in _CLOSED:
        return RouteGone(_CLOSED[error.code] or frozenset({route}))
    # Nothing says that the same request would pass later: trying it again would go on for ever.
    log.error("edit refused", task=task, route=route, status=error.status, body=error.text)
    return RouteGone(frozenset({route}))


def unsaid(error: discord.HTTPException, route: Route, task: int) -> DiscordError:
    """What it means that Discord, asked whether there is a reply, said neither yes nor no.

    That the token is over is known for good. Anything else may come from what stands between, such
    as a proxy that lets nobody through for a while, and is no word on the reply.
    """
    if error.code == _TOKEN_OVER:
        return RouteGone(frozenset({Route.TOKEN}))
    log.info("no word on a reply", task=task, route=route, status=error.status, code=error.code)
    return DiscordBusy()


@contextlib.contextmanager
def asking(
    route: Route,
    task: int = 0,
    *,
    meant: Meaning = refused,
) -> Iterator[None]:
    """Every request about a message is made within: raises what goes wrong as a `DiscordError`.

    Discord's refusals are taken as `refused` says, or `meant`; `task` is for the log. What is ours
    already passes as it is.
    """
    try:
        yield
    except EaselError:
        raise
    except Exception as error:
        raise _translated(error, route, task, meant) from error


def _translated(error: Exception, route: Route, task: int, meant: Meaning) -> DiscordError:
    """What an error that came out of discord.py means; see `asking`.

    It raises anything at all where an answer is not what it expects, such as a web page of a proxy:
    nobody knows what became of the request then, as where no answer came.
    """
    match error:
        case discord.RateLimited(retry_after=seconds):
            return DiscordBusy(seconds)
        case discord.HTTPException(status=429) if error.code != OLD_MESSAGE:
            return DiscordBusy(_seconds(error.response.headers.get("Retry-After")))
        case discord.HTTPException():
            return meant(error, route, task)
        case _:
            if not isinstance(error, FAILED):
                log.error("answer not understood", task=task, route=route, exc_info=error)
            return DiscordBusy()


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
