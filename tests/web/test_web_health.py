from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.core.errors import StoreError
from bot.store.database import Database
from bot.web.health import Health
from bot.web.server import CannotListen, serve
from tests.clock import HandClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Body:
    """Vitals that a test sets."""

    def __init__(self) -> None:
        self.gateway_up = self.relay_up = True
        self.trouble: Exception | None = None
        self.held: asyncio.Event | None = None
        self.looks = 0

    def gateway(self) -> bool:
        return self.gateway_up

    async def database(self) -> None:
        self.looks += 1
        if self.held is not None:
            await self.held.wait()
        if self.trouble is not None:
            raise self.trouble

    def relay(self) -> bool:
        return self.relay_up


class Asker:
    """A watcher at the door."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def __call__(self, path: str, method: str = "GET") -> tuple[int, Any]:
        async with self._session.request(method, self._address + path) as answer:
            is_json = answer.content_type == "application/json" and method != "HEAD"
            return answer.status, await answer.json() if is_json else None


@asynccontextmanager
async def asked(health: Health) -> AsyncIterator[Asker]:
    async with (
        serve("127.0.0.1", 0, health.routes()) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Asker(session, f"http://127.0.0.1:{port}")


@pytest.fixture
def body() -> Body:
    return Body()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def ask(body: Body, clock: HandClock) -> AsyncIterator[Asker]:
    async with asked(Health(vitals=body, clock=clock)) as asker:
        yield asker


async def test_alive_says_so_whatever_else_is_wrong(ask: Asker, body: Body) -> None:
    body.gateway_up = False

    assert await ask("/healthz") == (200, {"alive": True})
    assert (await ask("/healthz", "HEAD"))[0] == 200


async def test_ready_when_all_is_well(ask: Asker) -> None:
    well = {"ready": True, "gateway": True, "database": True, "relay": True, "reasons": []}

    assert await ask("/readyz") == (200, well)


async def test_what_is_wrong_is_said_in_words(ask: Asker, body: Body) -> None:
    body.gateway_up = body.relay_up = False
    body.trouble = StoreError("disk I/O error in /srv/secret/easel.db")

    status, told = await ask("/readyz")

    assert status == 503
    assert told == {
        "ready": False,
        "gateway": False,
        "database": False,
        "relay": False,
        "reasons": [
            "not connected to Discord",
            "the database cannot be written",
            "the relay has not answered lately",
        ],
    }


async def test_a_thousand_watchers_make_one_look(ask: Asker, body: Body, clock: HandClock) -> None:
    await asyncio.gather(*(ask("/readyz") for _ in range(50)))
    assert body.looks == 1

    clock.pass_(1.0)
    await ask("/readyz")
    assert body.looks == 2


async def test_a_database_that_hangs_is_not_ready(body: Body, clock: HandClock) -> None:
    body.held = asyncio.Event()

    async with asked(Health(vitals=body, clock=clock, patience=0)) as ask:
        status, told = await ask("/readyz")

    assert (status, told["database"]) == (503, False)


async def test_a_real_database_is_written(tmp_path: Path, clock: HandClock, body: Body) -> None:
    class WithDatabase(Body):
        async def database(self) -> None:
            await database.probe()

    async with (
        Database.open(tmp_path / "easel.db") as database,
        asked(Health(vitals=WithDatabase(), clock=clock)) as ask,
    ):
        assert (await ask("/readyz"))[0] == 200
        row = await database.row("SELECT value FROM meta WHERE key = 'probe'")

    assert row is not None


async def test_other_pages_and_verbs_are_not_there(ask: Asker) -> None:
    assert (await ask("/"))[0] == 404
    assert (await ask("/readyz", "POST"))[0] == 405


async def test_answers_are_not_kept_by_anybody(body: Body, clock: HandClock) -> None:
    async with (
        serve("127.0.0.1", 0, Health(vitals=body, clock=clock).routes()) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/readyz") as answer,
    ):
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    async with serve("127.0.0.1", 0, []) as port:
        with pytest.raises(CannotListen, match=rf"WEB_PORT {port} .*: choose another port"):
            await asyncio.wait_for(_enter("127.0.0.1", port), 5)


async def test_the_port_is_free_again_afterwards() -> None:
    async with serve("127.0.0.1", 0, []) as port:
        pass
    async with serve("127.0.0.1", port, []) as again:
        assert again == port


async def _enter(host: str, port: int) -> None:
    async with serve(host, port, []):
        pass
