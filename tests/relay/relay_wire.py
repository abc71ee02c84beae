"""A relay made of raw sockets and one made of aiohttp, both of which do what a test tells them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.relay.settings import Auth, RelaySettings
from bot.relay.transport import Limits, Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

KEY = "sk-a-very-secret-key"


@dataclass
class QuickClock:
    """A clock that stands still, moves by hand, and waits for nothing."""

    time: float = 1_767_268_800.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def wait(self, event: asyncio.Event | None, seconds: float | None) -> bool:
        assert event is None
        assert seconds is not None
        self.naps.append(seconds)
        return False


@dataclass
class AppRelay:
    """An aiohttp server that keeps what it got and answers with what `reply` makes."""

    reply: Callable[[web.Request], Awaitable[web.StreamResponse]]
    requests: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        self.bodies.append(await request.read())
        return await self.reply(request)


@asynccontextmanager
async def app_relay(
    reply: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[AppRelay]:
    relay = AppRelay(reply)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", relay.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    relay.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield relay
    finally:
        await runner.cleanup()


@dataclass
class SocketRelay:
    """A server that counts connections and whole requests, and speaks raw bytes."""

    speak: Callable[[SocketRelay, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
    url: str = ""
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, reader: asyncio.StreamReader) -> bytes:
        """One whole request; b"" at the end of the connection."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        request = head + await reader.readexactly(length)
        self.heard.append(request)
        return request

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.speak(self, reader, writer)
        finally:
            writer.close()
            self.closed.set()


@asynccontextmanager
async def socket_relay(
    speak: Callable[[SocketRelay, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[SocketRelay]:
    relay = SocketRelay(speak)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield relay
    finally:
        server.close()
        await server.wait_closed()


def settings(url: str, auth: Auth = Auth.BEARER) -> RelaySettings:
    return RelaySettings(name="main", url=url, key=KEY, auth=auth)


@asynccontextmanager
async def transport_to(
    url: str, *, limits: Limits | None = None, clock: QuickClock | None = None
) -> AsyncIterator[Transport]:
    clock = clock or QuickClock()
    async with Transport(settings=settings(url), clock=clock, limits=limits) as transport:
        yield transport
