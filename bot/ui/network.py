"""The network under discord.py: what its requests end with, and the gate that they pass."""

from __future__ import annotations

import functools
import re
import time
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import discord.http

from bot.service.gate import DIRECT, Lane, edit_lane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from bot.service.gate import Gate

Parameters = ParamSpec("Parameters")
Given = TypeVar("Given")

aiohttp: Any = discord.http.aiohttp  # type: ignore[attr-defined]  # a module it imports
"""Named through discord.py, since it is the one that opens the connections."""

FAILED: tuple[type[Exception], ...] = (
    discord.DiscordException,
    OSError,
    TimeoutError,
    aiohttp.ClientError,  # not all of them are OSErrors
    RuntimeError,  # aiohttp's "Session is closed", while the bot goes down
)
"""What a request to Discord may end with: discord.py lets the network's errors through."""

_DROPPING: tuple[type[Exception], ...] = (
    discord.RateLimited,
    aiohttp.ClientError,
    ConnectionError,
    TimeoutError,
)
ALREADY_ACKNOWLEDGED = 40060
_TOO_LATE = 10062
"""Discord waits for an answer for three seconds, and does not know the interaction afterwards."""


def dropped(error: BaseException) -> bool:
    """Whether an answer came to nothing on its way or at Discord, through no fault of what it said.

    Its member can act again.
    """
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.code == _TOO_LATE
    return isinstance(error, _DROPPING)


def once(
    answer: Callable[Parameters, Awaitable[Given]],
) -> Callable[Parameters, Coroutine[Any, Any, Given | None]]:
    """An answer to an interaction that Discord has already from an attempt before: it is given.

    discord.py tries again where it hears nothing of the first attempt, or a 5xx. What Discord says
    of the place of the answer is not known then (None).
    """

    @functools.wraps(answer)
    async def given(*args: Parameters.args, **options: Parameters.kwargs) -> Given | None:
        try:
            return await answer(*args, **options)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return None

    return given


_MESSAGES = re.compile(r".*/channels/(?P<channel>\d+)/messages(/(?P<message>\d+))?")
_DIRECT = "/users/@me/channels"
_SHARED, _GLOBAL = "shared", "global"
_TOO_MANY = 429


def trace(gate: Gate) -> Any:  # noqa: ANN401  (aiohttp's TraceConfig, which has no name here)
    """What `discord.Client` takes as `http_trace`: every request by the bot's own token passes the
    gate, whoever makes it, and the gate hears what the answers say of Discord's buckets.

    Requests by an interaction's token share the connections, and pass at once.
    """
    config = aiohttp.TraceConfig()
    config.on_request_start.append(functools.partial(_leaves, gate))
    config.on_request_end.append(functools.partial(_answered, gate))
    return config


async def _leaves(gate: Gate, _session: Any, _context: Any, request: Any) -> None:  # noqa: ANN401
    if "Authorization" in request.headers:
        await gate.passed(_lane(request.method, request.url.path))


async def _answered(gate: Gate, _session: Any, _context: Any, request: Any) -> None:  # noqa: ANN401
    if "Authorization" in request.headers:
        lane = _lane(request.method, request.url.path)
        _tell(gate, lane, request.response.status, request.response.headers)


def _lane(method: str, path: str) -> Lane | None:
    """The bucket that a request is counted in, of those that messages pass."""
    if path.endswith(_DIRECT):
        return DIRECT
    found = _MESSAGES.fullmatch(path)
    if found is None:
        return None
    channel = int(found["channel"])
    if method == "PATCH" and found["message"]:
        return edit_lane(channel, int(found["message"]), time.time())
    return Lane(method, channel)


def _tell(gate: Gate, lane: Lane | None, status: int, headers: Mapping[str, str]) -> None:
    """Tells the gate what an answer says; a header that is missing or is no number says nothing."""
    scope = headers.get("X-RateLimit-Scope") if status == _TOO_MANY else None
    try:
        if scope == _GLOBAL:
            gate.shut(float(headers["Retry-After"]))
        elif lane is not None:
            bucket = lane if scope == _SHARED else Lane(lane.verb, lane.channel)
            gate.told(
                bucket,
                limit=int(headers["X-RateLimit-Limit"]),
                remaining=int(headers["X-RateLimit-Remaining"]),
                reset_after=float(headers["X-RateLimit-Reset-After"]),
            )
    except (KeyError, ValueError):
        return
