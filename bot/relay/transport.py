"""The one place that sends to a relay: submits once, reads again when they fail."""

from __future__ import annotations

import asyncio
import json
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Self, cast

import aiohttp
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from bot.core.errors import InDoubt, Unreachable
from bot.core.permit import granted
from bot.relay import retry_after
from bot.relay.answer import Answer, Ending

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import TracebackType

    from bot.core.clock import Clock
    from bot.core.permit import Permit
    from bot.core.request import Speed
    from bot.relay.settings import RelaySettings, Vendor
    from bot.relay.wire.call import Call

MEGABYTE = 1024 * 1024
READS = 8
"""Quick reads at once; others wait. What is slow by nature (a seed, a chat) waits for none."""
_NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, TLS: before a byte of the request
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
_PASSING = frozenset({500, 502, 504, *range(520, 531)})
"""Statuses of a gateway's or the relay's own hiccup: a read is worth another try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much, in seconds and bytes.

    `submit` is counted from the last byte sent: new-api waits 60 s for its upstream, and to give up
    before it answers would put the task in doubt. `upload` is what the pictures may take before.
    """

    connect: float = 10.0
    upload: float = 120.0
    submit: float = 90.0
    read: float = 30.0
    tries: int = 3
    submit_bytes: int = 8 * MEGABYTE
    read_bytes: int = 64 * MEGABYTE


class _NotSentError(Exception):
    """No connection was made."""


class _LostError(Exception):
    """The request may have arrived; no status came back."""


class Transport:
    """Two sessions with one relay; used inside `async with`.

    Kept here: a submit leaves once, on a connection of its own, since one that was kept alive may
    be dead by then and nobody could tell whether the submit was read from it (aiohttp itself
    repeats only idempotent methods on a dead connection, never POST). The key goes to the relay's
    own address alone: every address is built from it, and redirects are not followed.
    """

    def __init__(
        self,
        *,
        settings: RelaySettings,
        clock: Clock,
        limits: Limits | None = None,
        permit: Permit = granted,
    ) -> None:
        """`permit` is asked for before each submit: what it raises is let out, nothing is sent."""
        self._settings = settings
        self._permit = permit
        self._clock = clock
        self._limits = limits or Limits()
        self._turns = asyncio.Semaphore(READS)
        self._stack = AsyncExitStack()
        self._reads: aiohttp.ClientSession
        self._submits: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            limits = self._limits
            self._reads = await stack.enter_async_context(
                self._session(
                    # Not bounded here: to wait for a connection would count as the relay's fault.
                    aiohttp.TCPConnector(limit=0),
                    aiohttp.ClientTimeout(total=limits.read, connect=limits.connect),
                )
            )
            self._submits = await stack.enter_async_context(
                self._session(
                    aiohttp.TCPConnector(force_close=True, limit=0),
                    aiohttp.ClientTimeout(
                        total=limits.connect + limits.upload + limits.submit,
                        connect=limits.connect,
                        sock_read=limits.submit,
                    ),
                )
            )
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    def _session(
        self, connector: aiohttp.TCPConnector, timeout: aiohttp.ClientTimeout
    ) -> aiohttp.ClientSession:
        name, value = self._settings.auth.header(self._settings.key)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            headers={name: value, "Accept": "application/json", "User-Agent": "Easel"},
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def submit(self, call: Call, speed: Speed | None) -> Answer:
        """Sends a submit, once.

        Raises `Unreachable` when it cannot have been heard, `InDoubt` when no status came back.
        """
        await self._permit()
        try:
            session, limits = self._submits, self._limits
            return await self._send(session, call, speed, limits.submit_bytes, session.timeout)
        except _NotSentError as exc:
            raise Unreachable(str(exc)) from exc
        except _LostError as exc:
            raise InDoubt(str(exc)) from exc

    async def read(
        self, call: Call, speed: Speed | None, *, seconds: float | None = None
    ) -> Answer:
        """Sends what may be asked twice, and again when it fails, within the time that one may take
        (`seconds`; None for that of a read).

        A relay that asks for a pause (429, 503) is not asked again here: the answer tells how
        long. Raises `Unreachable`.
        """
        limits = self._limits
        within = limits.read if seconds is None else seconds
        timeout = aiohttp.ClientTimeout(total=within, connect=limits.connect)
        retrying = AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(limits.tries) | stop_after_delay(within),
            wait=wait_random_exponential(multiplier=0.3, max=3.0),
            retry=retry_if_exception_type((_NotSentError, _LostError)) | retry_if_result(_passes),
            retry_error_callback=_last,
        )
        turn: AbstractAsyncContextManager[None] = self._turns if seconds is None else nullcontext()

        async def once() -> Answer:
            async with turn:
                return await self._send(self._reads, call, speed, limits.read_bytes, timeout)

        try:
            return await retrying(once)
        except (_NotSentError, _LostError) as exc:
            raise Unreachable(str(exc)) from exc

    async def ask(self, call: Call, *, seconds: float) -> Answer:
        """Sends what costs a little and starts nothing, once, within so many seconds.

        Raises `Unreachable` when it cannot have been heard, `InDoubt` when no status came back.
        """
        limits = self._limits
        timeout = aiohttp.ClientTimeout(total=seconds, connect=min(seconds, limits.connect))
        try:
            return await self._send(self._reads, call, None, limits.submit_bytes, timeout)
        except _NotSentError as exc:
            raise Unreachable(str(exc)) from exc
        except _LostError as exc:
            raise InDoubt(str(exc)) from exc

    @property
    def vendor(self) -> Vendor:
        """Which kind of server this is."""
        return self._settings.auth.vendor

    def without_key(self, said: str) -> str:
        """A relay's words for the log: it may have repeated the key, with or without its `sk-`."""
        key = self._settings.key
        return said.replace(key.removeprefix("sk-") or key, "***")

    async def _sleep(self, seconds: float) -> None:
        await self._clock.wait(None, seconds)

    async def _send(
        self,
        session: aiohttp.ClientSession,
        call: Call,
        speed: Speed | None,
        most: int,
        timeout: aiohttp.ClientTimeout,
    ) -> Answer:
        # As a file, which aiohttp writes in pieces; pictures make it several megabytes.
        body = None if call.body is None else BytesIO(json.dumps(call.body).encode())
        try:
            async with session.request(
                "GET" if body is None else "POST",
                self._url(call, speed),
                data=body,
                headers=None if body is None else {"Content-Type": "application/json"},
                allow_redirects=False,
                timeout=timeout,
            ) as response:
                return await self._receive(response, most)
        except _NEVER_SENT as exc:
            raise _NotSentError(_described(exc)) from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise _LostError(_described(exc)) from exc

    def _url(self, call: Call, speed: Speed | None) -> str:
        address = self._settings.address
        return address.beside(call.operation) if call.beside else address.url(call.operation, speed)

    async def _receive(self, response: aiohttp.ClientResponse, most: int) -> Answer:
        """The answer, at most so many bytes of it; what is cut off still has its status."""
        body = bytearray()
        ending = Ending.WHOLE
        try:
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > most:
                    ending = Ending.TOO_LONG
                    response.close()
                    break
        except (aiohttp.ClientError, OSError):
            ending = Ending.CUT
        pause = retry_after.seconds(response.headers.get("Retry-After"), self._clock.now())
        date = retry_after.moment(response.headers.get("Date"))
        return Answer(response.status, bytes(body), pause, ending, date)


def _described(error: Exception) -> str:
    said = str(error) or "no answer in time"  # only a TimeoutError says nothing
    return f"{type(error).__name__}: {said}"


def _passes(answer: Answer) -> bool:
    return answer.status in _PASSING or answer.ending is Ending.CUT


def _last(state: RetryCallState) -> Answer:
    """After the last try: its answer, or its error raised."""
    # tenacity types it as optional, and calls this only with one.
    return cast("Future[Answer]", state.outcome).result()
