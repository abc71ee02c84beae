"""Which connections submits and reads go over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web
from relay_wire import SocketRelay, app_relay, socket_relay, transport_to

from bot.relay.transport import READS, Limits
from bot.relay.wire.call import Call

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

SUBMIT = Call("submit/imagine", {"prompt": "猫", "state": "s"})
LIST = Call("task/list-by-condition", {"ids": ["7"]})
FETCH = Call("task/7/fetch")
SEED = Call("task/7/image-seed")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"


async def test_submits_never_ride_on_a_connection_that_was_kept_alive():
    """A relay that closes idle connections without a word must not put a submit in doubt."""

    async def one_each(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
        await relay.hear(reader)
        writer.write(OK + b'{"code":1}')
        await writer.drain()

    async with socket_relay(one_each) as relay:
        async with transport_to(relay.url) as transport:
            for _ in range(5):
                assert (await transport.submit(SUBMIT, None)).body == b'{"code":1}'
        assert (relay.connections, len(relay.heard)) == (5, 5)


async def test_a_read_on_a_dead_connection_is_made_again():
    """The connection answers once and dies as the second request arrives on it."""

    async def dies(relay: SocketRelay, reader: StreamReader, writer: StreamWriter) -> None:
        await relay.hear(reader)
        writer.write(OK + b'{"code":1}')
        await writer.drain()
        if relay.connections == 1:
            await relay.hear(reader)  # and not a word more

    async with socket_relay(dies) as relay:
        async with transport_to(relay.url) as transport:
            for call in (FETCH, LIST):
                assert (await transport.read(call, None)).status == 200
        assert (relay.connections, len(relay.heard)) == (2, 3)


async def test_many_submits_at_once_wait_for_no_one():
    gate = asyncio.Event()

    async def together(_: web.Request) -> web.Response:
        if len(relay.requests) == 150:
            gate.set()
        await gate.wait()
        return web.Response(text="{}")

    async with (
        app_relay(together) as relay,
        transport_to(relay.url) as transport,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(150):
            group.create_task(transport.submit(SUBMIT, None))
    assert len(relay.requests) == 150


async def test_slow_questions_do_not_make_a_relay_seem_away():
    """Seeds take a minute at some relays; as many as like may be asked for meanwhile."""
    asked, told = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        if request.path.endswith("image-seed"):
            if len(relay.requests) >= READS:
                asked.set()
            await told.wait()
        return web.Response(text="[]")

    async with (
        app_relay(slow) as relay,
        transport_to(relay.url, limits=Limits(connect=0.2, tries=1)) as transport,
    ):
        seeds = [
            asyncio.create_task(transport.read(SEED, None, seconds=75.0)) for _ in range(READS + 2)
        ]
        await asked.wait()
        assert (await transport.read(LIST, None)).body == b"[]"
        told.set()
        assert all(answer.ok for answer in await asyncio.gather(*seeds))


async def test_a_wait_for_ones_own_turn_is_not_held_against_the_relay():
    most = at_once = 0

    async def unhurried(_: web.Request) -> web.Response:
        nonlocal most, at_once
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.15)  # a relay that is slow, not one that is away
        at_once -= 1
        return web.Response(text="[]")

    async with (
        app_relay(unhurried) as relay,
        transport_to(relay.url, limits=Limits(connect=0.2, tries=1)) as transport,
    ):
        answers = await asyncio.gather(*(transport.read(FETCH, None) for _ in range(READS * 4)))

    assert all(answer.ok for answer in answers)
    assert most <= READS
