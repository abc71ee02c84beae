"""A picture host on loopback that does whatever a test tells it, and what fetches from it."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.media.pictures import Pictures

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Host:
    """The server's address, what it does for each path, and what it was asked."""

    server: TestServer
    handlers: dict[str, Handler]
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def serve(self, path: str, handler: Handler) -> str:
        """Answers `path` with the handler; gives its address."""
        self.handlers[path] = handler
        return self.url + path

    def give(self, path: str, body: bytes, *, status: int = 200, kind: str = "image/png") -> str:
        """Answers `path` with these bytes; gives its address."""

        async def handler(_: web.Request) -> web.Response:
            return web.Response(body=body, status=status, content_type=kind)

        return self.serve(path, handler)

    def send_on(self, path: str, location: str) -> str:
        """Answers `path` with a redirect; gives its address."""

        async def handler(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": location})

        return self.serve(path, handler)


@pytest.fixture
async def hosts() -> AsyncIterator[Callable[[], Awaitable[Host]]]:
    """Starts picture hosts, each on a port of its own."""
    running: list[TestServer] = []

    async def start() -> Host:
        handlers: dict[str, Handler] = {}

        async def answer(request: web.Request) -> web.StreamResponse:
            host.asked[request.path] += 1
            host.headers.append(dict(request.headers))
            host.queries.append(request.raw_path)
            handler = handlers.get(request.path)
            return web.Response(status=404) if handler is None else await handler(request)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        server = TestServer(app, host="127.0.0.1")
        host = Host(server, handlers)
        await server.start_server()
        running.append(server)
        return host

    yield start
    for server in running:
        await server.close()


@pytest.fixture
async def host(hosts: Callable[[], Awaitable[Host]]) -> Host:
    """The relay's own host."""
    return await hosts()


@pytest.fixture(scope="session")
def pool() -> Iterator[ThreadPoolExecutor]:
    """Where pictures are decoded."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@dataclass
class Names(AbstractResolver):
    """A name server in hand: the answers to each name in order, the last one for good."""

    answers: dict[str, list[list[str]]] = field(default_factory=dict)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        left = self.answers.get(host)
        if not left:
            raise OSError(f"no such name: {host}")
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing to release."""


@pytest.fixture
def names() -> Names:
    """The names that `pictures` knows: none, until a test adds some."""
    return Names()


@pytest.fixture
def naps() -> list[float]:
    """The pauses between attempts, none of which is slept."""
    return []


@pytest.fixture
async def pictures(
    host: Host, names: Names, pool: ThreadPoolExecutor, naps: list[float]
) -> AsyncIterator[Pictures]:
    """What is tried, with `host` as the host of the relay `main`."""

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    async with Pictures(
        hosts={"main": f"{host.url}/mj"}, pool=pool, names=names, sleep=sleep
    ) as opened:
        yield opened
