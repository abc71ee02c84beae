"""The transport against servers that are slow, cut, garbled, redirecting or not there."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from relay_wire import KEY, QuickClock, SocketRelay, app_relay, settings, socket_relay, transport_to

from bot.core.errors import InDoubt, StoreError, Unreachable
from bot.core.request import Speed
from bot.relay.answer import Ending
from bot.relay.settings import Auth
from bot.relay.transport import Limits, Transport
from bot.relay.wire.call import Call

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

SUBMIT = Call("submit/imagine", {"prompt": "猫", "state": "s"})
LIST = Call("task/list-by-condition", {"ids": ["7"]})
FETCH = Call("task/7/fetch")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
SHORT = Limits(submit=0.05, upload=5.0, read=0.05)
"""For the tests in which the server never answers."""


async def ok(_: web.Request) -> web.Response:
    return web.Response(text='{"code":1}')


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        (Auth.BEARER, ("Authorization", f"Bearer {KEY}")),
        (Auth.AUTHORIZATION, ("Authorization", KEY)),
        (Auth.SECRET, ("mj-api-secret", KEY)),
    ],
)
async def test_exactly_one_header_carries_the_key(auth: Auth, header: tuple[str, str]):
    async with (
        app_relay(ok) as relay,
        Transport(settings=settings(relay.url, auth), clock=QuickClock()) as transport,
    ):
        await transport.submit(SUBMIT, None)
        await transport.read(FETCH, None)
    assert len(relay.requests) == 2
    for request in relay.requests:
        assert [(n, v) for n, v in request.headers.items() if KEY in v] == [header]


async def test_a_submit_is_json_at_the_speeds_own_path():
    async with app_relay(ok) as relay, transport_to(relay.url) as transport:
        answer = await transport.submit(SUBMIT, Speed.FAST)
        await transport.read(FETCH, None)
    submit, fetch = relay.requests
    assert (submit.method, submit.path) == ("POST", "/mj-fast/mj/submit/imagine")
    assert submit.content_type == "application/json"
    assert submit.content_length == len(relay.bodies[0])
    assert json.loads(relay.bodies[0]) == SUBMIT.body
    assert (fetch.method, fetch.path) == ("GET", "/mj/task/7/fetch")
    assert (answer.status, answer.body, answer.ending) == (200, b'{"code":1}', Ending.WHOLE)


async def test_what_takes_longer_is_given_longer():
    limits = Limits(read=1e-6, tries=1)
    async with app_relay(ok) as relay, transport_to(relay.url, limits=limits) as transport:
        with pytest.raises(Unreachable):
            await transport.read(FETCH, None)
        assert (await transport.read(FETCH, None, seconds=30.0)).ok


async def test_an_id_that_looks_like_a_path_stays_one_part_of_it():
    async with app_relay(ok) as relay, transport_to(relay.url) as transport:
        await transport.read(Call("task/a%2Fb%3Fc/fetch"), None)
    assert relay.requests[0].raw_path == "/mj/task/a%2Fb%3Fc/fetch"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_the_key_stays_at_home(status: int):
    async def away(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": f"{other.url}/mj/task/7/fetch"})

    async with (
        app_relay(ok) as other,
        app_relay(away) as relay,
        transport_to(relay.url) as transport,
    ):
        submitted = await transport.submit(SUBMIT, None)
        read = await transport.read(FETCH, None)
    assert (submitted.status, read.status) == (status, status)
    assert len(relay.requests) == 2
    assert other.requests == []


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 404])
async def test_a_submit_is_sent_once_whatever_the_status(status: int):
    async def failing(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>", headers={"Retry-After": "7"})

    async with app_relay(failing) as relay, transport_to(relay.url) as transport:
        answer = await transport.submit(SUBMIT, None)
    assert (answer.status, answer.retry_after) == (status, 7.0)
    assert len(relay.requests) == 1


@pytest.mark.parametrize(
    ("status", "times"), [(500, 3), (502, 3), (504, 3), (522, 3), (503, 1), (429, 1), (404, 1)]
)
async def test_a_read_is_tried_again_only_where_it_may_help(status: int, times: int):
    async def failing(_: web.Request) -> web.Response:
        return web.Response(status=status)

    clock = QuickClock()
    async with app_relay(failing) as relay, transport_to(relay.url, clock=clock) as transport:
        answer = await transport.read(FETCH, None)
    assert answer.status == status
    assert len(relay.requests) == times
    assert len(clock.naps) == times - 1


async def test_a_read_that_works_at_last_is_the_answer():
    async def third_time(_: web.Request) -> web.Response:
        return web.Response(status=502 if len(relay.requests) < 3 else 200, text="[]")

    async with app_relay(third_time) as relay, transport_to(relay.url) as transport:
        answer = await transport.read(LIST, None)
    assert (answer.status, answer.body) == (200, b"[]")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://relay.invalid"])
async def test_what_was_never_connected_was_never_heard(url: str):
    async with transport_to(url, limits=Limits(connect=2.0)) as transport:
        with pytest.raises(Unreachable):
            await transport.submit(SUBMIT, None)
        with pytest.raises(Unreachable):
            await transport.read(FETCH, None)


async def test_a_failed_tls_handshake_is_before_the_request():
    async def plain(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with socket_relay(plain) as relay:
        async with transport_to(relay.url.replace("http:", "https:")) as transport:
            with pytest.raises(Unreachable):
                await transport.submit(SUBMIT, None)
        assert relay.heard == []


async def hang_up(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
    await relay.hear(reader)


async def garbled(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
    await relay.hear(reader)
    writer.write(b"\x00\x01 what is HTTP?\r\n\r\n")


async def silent(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
    await relay.hear(reader)
    await reader.read()


@pytest.mark.parametrize("speak", [hang_up, garbled, silent])
async def test_a_submit_without_an_answer_is_in_doubt_and_was_sent_once(speak):
    async with socket_relay(speak) as relay:
        async with transport_to(relay.url, limits=SHORT) as transport:
            with pytest.raises(InDoubt):
                await transport.submit(SUBMIT, None)
        async with asyncio.timeout(10):
            await relay.closed.wait()
        assert len(relay.heard) == 1


@pytest.mark.parametrize("speak", [hang_up, garbled])
async def test_a_read_without_an_answer_is_tried_again_and_then_unreachable(speak):
    async with socket_relay(speak) as relay:
        async with transport_to(relay.url) as transport:
            with pytest.raises(Unreachable):
                await transport.read(LIST, None)
        assert len(relay.heard) == 3


async def test_a_read_that_hangs_is_unreachable():
    async with socket_relay(silent) as relay, transport_to(relay.url, limits=SHORT) as transport:
        with pytest.raises(Unreachable):
            await transport.read(LIST, None)


async def cut(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
    await relay.hear(reader)
    writer.write(OK + b'{"co')


async def test_an_answer_cut_in_the_middle_keeps_its_status():
    async with socket_relay(cut) as relay:
        async with transport_to(relay.url) as transport:
            answer = await transport.submit(SUBMIT, None)
            assert (answer.status, answer.body, answer.ending) == (200, b'{"co', Ending.CUT)
            assert len(relay.heard) == 1
            assert (await transport.read(FETCH, None)).ending is Ending.CUT
        assert len(relay.heard) == 4


async def test_an_endless_answer_is_read_no_further_than_the_limit():
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"<" * 65536)
        except ConnectionError:
            return response

    limits = Limits(submit_bytes=100_000, read_bytes=200_000)
    async with app_relay(endless) as relay, transport_to(relay.url, limits=limits) as transport:
        answer = await transport.submit(SUBMIT, None)
        assert answer.ending is Ending.TOO_LONG
        assert answer.is_page
        assert (await transport.read(FETCH, None)).ending is Ending.TOO_LONG


async def test_a_compressed_answer_counts_by_what_it_unpacks_to():
    async def bomb(_: web.Request) -> web.Response:
        packed = gzip.compress(b"[" * 5_000_000)
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})

    limits = Limits(read_bytes=1_000_000)
    async with app_relay(bomb) as relay, transport_to(relay.url, limits=limits) as transport:
        answer = await transport.read(FETCH, None)
    assert answer.ending is Ending.TOO_LONG


async def test_an_early_413_is_heard_while_the_pictures_still_leave():
    async def refuse(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n\r\n")
        while await reader.read(65536):  # as nginx does, or the answer would be lost to a reset
            pass

    call = Call("submit/imagine", {"base64Array": ["x" * 8_000_000]})
    async with socket_relay(refuse) as relay, transport_to(relay.url) as transport:
        assert (await transport.submit(call, None)).status == 413


async def test_cookies_are_not_kept():
    async def cookie(_: web.Request) -> web.Response:
        return web.Response(headers={"Set-Cookie": "session=1; Path=/"})

    async with app_relay(cookie) as relay, transport_to(relay.url) as transport:
        await transport.read(FETCH, None)
        await transport.read(FETCH, None)
    assert "Cookie" not in relay.requests[1].headers


def test_the_key_is_taken_out_of_what_goes_into_the_log():
    transport = Transport(settings=settings("https://relay.example"), clock=QuickClock())
    assert transport.without_key(f"bad {KEY}, {KEY[3:]}") == "bad sk-***, ***"


async def test_what_may_not_be_sent_does_not_leave():
    async def denied() -> None:
        raise StoreError("another Easel has taken over")

    async with app_relay(ok) as relay:
        transport = Transport(settings=settings(relay.url), clock=QuickClock(), permit=denied)
        async with transport:
            with pytest.raises(StoreError):
                await transport.submit(SUBMIT, None)
    assert relay.requests == []
