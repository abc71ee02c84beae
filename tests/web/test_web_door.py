"""Connections that bring nothing: silent, slow, too many, or no HTTP at all."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack

import aiohttp
import pytest
from aiohttp import web

from bot.web.door import Door
from bot.web.server import serve

HOST = "127.0.0.1"


async def well(_: web.Request) -> web.Response:
    return web.Response(text="well")


ROUTES = [web.get("/", well)]


async def asked(port: int) -> str:
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session,
        session.get(f"http://{HOST}:{port}/") as answer,
    ):
        return await answer.text()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /"])
async def test_who_says_nothing_whole_is_shown_out(said: bytes) -> None:
    async with serve(HOST, 0, ROUTES, door=Door(patience=0.1)) as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(said)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        assert await asked(port) == "well"


async def test_who_has_asked_is_not_shown_out() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="slowly")

    door = Door(patience=0.1)
    async with (
        serve(HOST, 0, [web.post("/slow", slow)], door=door) as port,
        aiohttp.ClientSession() as session,
    ):
        answer = asyncio.create_task(session.post(f"http://{HOST}:{port}/slow"))
        await begun.wait()
        silent, other = await asyncio.open_connection(HOST, port)
        assert await asyncio.wait_for(silent.read(), 5) == b""  # who came later is out by now
        go_on.set()
        assert await (await answer).text() == "slowly"
        other.close()


async def test_too_many_leave_room_for_others_and_are_one_line(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(serve(HOST, 0, ROUTES, door=Door(most=3)))
        kept = []
        for _ in range(3):
            kept.append(await asyncio.open_connection(HOST, port))
            stack.callback(kept[-1][1].close)
        for _ in range(5):
            reader, writer = await asyncio.open_connection(HOST, port)
            assert await asyncio.wait_for(reader.read(), 5) == b""
            writer.close()
        kept[0][1].write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"well" in await asyncio.wait_for(kept[0][0].read(), 5)
        assert await asked(port) == "well"
    said = capsys.readouterr().out + caplog.text
    assert said.count("turns connections away") == 1


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"FOO\x00 / HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_no_line_of_the_log(
    garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(HOST, 0, ROUTES) as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(garbage)
        assert b" 400 " in await asyncio.wait_for(reader.read(), 5)
        writer.close()
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_what_goes_wrong_in_a_page_is_one(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: web.Request) -> web.Response:
        raise RuntimeError("of ours")

    async with (
        serve(HOST, 0, [web.get("/broken", broken)]) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://{HOST}:{port}/broken") as answer,
    ):
        assert answer.status == 500
    assert "of ours" in caplog.text
