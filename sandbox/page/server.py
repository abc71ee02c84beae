"""The page's web server: files, a live connection a person, uploads, the relay's controls."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, WSCloseCode, web

from sandbox.discord import Discord
from sandbox.page.live import Live
from sandbox.relay import Relay

STATIC = Path(__file__).parent / "static"
LARGEST_UPLOAD = 110 * 1024 * 1024  # bytes: above any of Discord's limits, so that those decide
SHUTDOWN_SECONDS = 1.0
HEARTBEAT_SECONDS = 20.0
UNKNOWN_PERSON = 4404  # close code of the range for applications (RFC 6455, 7.4.2)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the chat in the browser.

    Only a page of this very server may talk to it: requests are held against `Host` and
    `Origin`, and the content security policy lets no script run but those in `static/`.
    Files of more than `largest_upload` bytes are refused.
    """

    def __init__(
        self, *, discord: Discord, relay: Relay, largest_upload: int = LARGEST_UPLOAD
    ) -> None:
        self._discord = discord
        self._relay = relay
        self._largest_upload = largest_upload
        self._sockets: set[web.WebSocketResponse] = set()
        self._host = ""
        self._bot_auth = relay.auth  # what a bot started together with this page is told

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Listens until the block ends; gives the page's address. Port 0 takes any free one."""
        self._host = host
        runner = web.AppRunner(self._app(), shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            shown = f"[{host}]" if ":" in host else host
            yield f"http://{shown}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._hang_up)
        app.add_routes(
            [
                web.get("/", _index),
                web.get("/live", self._live),
                web.post("/uploads", self._upload),
                web.get("/relay", self._describe_relay),
                web.post("/relay", self._change_relay),
                web.static("/", STATIC),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Refuses what another site's page sends through this machine's browser."""
        origin = request.headers.get("Origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != request.host
        if is_foreign or not self._is_ours(request.host):
            return _problem(403, "This page answers only to itself.")
        return await handler(request)

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this machine: a name somebody rebound does not."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self._host):
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(name).is_loopback
        return False

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """One person's connection; without `as` it is the first person there is."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            people = self._people()
            wanted = request.query.get("as") or people[0]
            if wanted in people:
                await Live(socket, self._discord, wanted).run()
            else:
                await socket.close(code=UNKNOWN_PERSON, message=b"There is no such person.")
        finally:
            self._sockets.discard(socket)
        return socket

    async def _upload(self, request: web.Request) -> web.Response:
        """Keeps the first file of a multipart form; answers `{"id"}`."""
        if not request.content_type.startswith("multipart/"):
            return _problem(415, "Send the file as a form.")
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.filename:
                content = await _read(part, self._largest_upload)
                if content is None:
                    return _problem(413, "This file is too large.")
                return web.json_response({"id": self._discord.upload(part.filename, content)})
        return _problem(400, "There is no file in this form.")

    async def _describe_relay(self, _request: web.Request) -> web.Response:
        return web.json_response({**self._relay.describe(), "bot_auth": self._bot_auth})

    async def _change_relay(self, request: web.Request) -> web.Response:
        """Changes the relay as the JSON object asks; answers what it is like then."""
        try:
            wish: dict[str, Any] = await request.json()
            self._relay.change(**wish)
        except (ValueError, TypeError) as error:
            return _problem(400, str(error))
        return await self._describe_relay(request)

    async def _hang_up(self, _app: web.Application) -> None:
        """Open connections would hold up the end of the server."""
        away = WSCloseCode.GOING_AWAY
        await asyncio.gather(*(socket.close(code=away) for socket in set(self._sockets)))

    def _people(self) -> list[str]:
        """The ids of everybody one can be; whom a page is at first comes first."""
        return [str(person.id) for person in self._discord.world.humans()]


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")


async def _read(part: BodyPartReader, most: int) -> bytes | None:
    """The whole part, or None when it has more than `most` bytes."""
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


def _problem(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Pictures may come from this machine's other servers (the CDN, the relay), scripts may not."""
    machine = f"http://127.0.0.1:* http://localhost:* http://{request.url.host}:*"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src 'self' blob: {machine}; "
        f"connect-src 'self' ws://{request.host}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"
