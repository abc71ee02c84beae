"""Discord's refusals, code by code."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.errors import DiscordBusy, DiscordError, RouteGone, UploadTooLarge
from bot.core.reply import Route
from bot.ui.refusals import EVERY, asking


def raised(error: Exception, route: Route) -> DiscordError:
    """What is raised where a request by this route ends with the error."""
    with pytest.raises(DiscordError) as meant, asking(route, 1):
        raise error
    return meant.value


def refusal(status: int, code: int, **headers: str) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers=headers)
    return discord.HTTPException(response, {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("status", "code", "tried", "closed"),
    [
        (401, 50027, Route.TOKEN, {Route.TOKEN}),
        (404, 10015, Route.TOKEN, {Route.TOKEN}),
        (404, 10008, Route.BOT, EVERY),
        (404, 10003, Route.FRESH, EVERY),
        (403, 50007, Route.DIRECT, {Route.DIRECT}),
        (403, 50001, Route.BOT, {Route.BOT}),
        (403, 50013, Route.FRESH, {Route.FRESH}),
        (400, 50083, Route.BOT, {Route.BOT}),
        (400, 50035, Route.BOT, {Route.BOT}),
        (401, 0, Route.BOT, {Route.BOT}),
        (418, 99999, Route.TOKEN, {Route.TOKEN}),
    ],
)
def test_what_is_closed(status: int, code: int, tried: Route, closed: set[Route]) -> None:
    meant = raised(refusal(status, code), tried)
    assert isinstance(meant, RouteGone)
    assert meant.routes == closed


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (refusal(429, 30046), 60.0),
        (refusal(429, 0, **{"Retry-After": "2.5"}), 2.5),
        (refusal(429, 0, **{"Retry-After": "Fri, 20 Nov 2026"}), None),
        (refusal(429, 0), None),
        (refusal(500, 0), None),
        (refusal(503, 10008), None),
        (discord.RateLimited(7.0), 7.0),
        (ConnectionResetError(), None),
        (TimeoutError(), None),
        (discord.http.aiohttp.ServerDisconnectedError(), None),
    ],
)
def test_what_may_pass_later(error: Exception, seconds: float | None) -> None:
    meant = raised(error, Route.BOT)
    assert isinstance(meant, DiscordBusy)
    assert meant.retry_after == seconds


@pytest.mark.parametrize(("status", "code"), [(400, 40005), (413, 40005), (413, 0)])
def test_what_is_too_large(status: int, code: int) -> None:
    assert isinstance(raised(refusal(status, code), Route.BOT), UploadTooLarge)
