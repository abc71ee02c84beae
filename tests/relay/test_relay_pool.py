"""The relays while their file is changed and they come and go."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.core.breaker import MOST, OPENS_AFTER
from bot.core.errors import Unreachable
from bot.relay.entry import RelayEntry
from bot.relay.pool import Pool
from bot.relay.settings import RelaySettings
from bot.relay.transport import Limits
from tests.relay.relay_wire import KEY, QuickClock, app_relay

QUICK = Limits(connect=2.0, read=2.0, submit=2.0, tries=1)


def entry(name: str, url: str) -> RelayEntry:
    return RelayEntry(settings=RelaySettings(name=name, url=url, key=KEY))


class Gate:
    """A relay's answer: trouble, until it is well; held back while nobody opens it."""

    def __init__(self) -> None:
        self.well = False
        self.asked = asyncio.Event()
        self.open = asyncio.Event()

    async def __call__(self, _: web.Request) -> web.Response:
        if not self.well:
            return web.Response(status=502)
        self.asked.set()
        await self.open.wait()
        return web.Response()


async def away(pool: Pool, name: str) -> None:
    """Has a relay fail until it is left alone."""
    for _ in range(OPENS_AFTER):
        with pytest.raises(Unreachable):
            await pool[name].fetch("1", None)


async def test_a_relay_that_is_added_while_another_is_asked_whether_it_is_back() -> None:
    gate, clock = Gate(), QuickClock()
    async with (
        app_relay(gate) as down,
        Pool.open([entry("down", down.url)], clock=clock, limits=QUICK) as pool,
    ):
        await away(pool, "down")
        clock.time += MOST
        gate.well = True
        probing = asyncio.create_task(pool.probe())
        await gate.asked.wait()

        await pool.take([entry("down", down.url), entry("added", "http://127.0.0.1:9")])
        gate.open.set()

        assert await probing == ["down"]
        assert list(pool) == ["down", "added"]


@pytest.mark.parametrize("status", [400, 401, 404, 429])
async def test_one_that_says_no_is_there_all_the_same(status: int) -> None:
    clock, answers = QuickClock(), [502] * OPENS_AFTER + [status]

    async def says_no(_: web.Request) -> web.Response:
        return web.json_response({"code": 4, "description": "参数错误"}, status=answers.pop(0))

    async with (
        app_relay(says_no) as relay,
        Pool.open([entry("main", relay.url)], clock=clock, limits=QUICK) as pool,
    ):
        await away(pool, "main")
        clock.time += MOST
        assert await pool.probe() == ["main"]
        assert pool.answering()


async def test_what_was_mended_is_tried_as_soon_as_the_file_is_read_again() -> None:
    gate, clock = Gate(), QuickClock()
    async with (
        app_relay(gate) as down,
        Pool.open([entry("main", down.url)], clock=clock, limits=QUICK) as pool,
    ):
        await away(pool, "main")
        assert not pool.answering()

        await pool.take([entry("main", "http://127.0.0.1:9")])

        assert pool.answering()
        assert pool.circuits() == {"main": {}}


async def test_one_that_does_not_answer_keeps_no_other_away() -> None:
    silent, back, clock = Gate(), Gate(), QuickClock()
    back.open.set()
    async with (
        app_relay(silent) as one,
        app_relay(back) as two,
        Pool.open(
            [entry("silent", one.url), entry("back", two.url)], clock=clock, limits=QUICK
        ) as pool,
    ):
        await away(pool, "silent")
        await away(pool, "back")
        clock.time += MOST
        silent.well = back.well = True
        probing = asyncio.create_task(pool.probe())
        await silent.asked.wait()
        await asyncio.wait_for(back.asked.wait(), 1.0)  # long before the silent one is given up
        silent.open.set()
        assert sorted(await probing) == ["back", "silent"]


async def test_a_relay_may_be_added_while_somebody_goes_through_them_one_by_one() -> None:
    first, second = entry("first", "http://127.0.0.1:9"), entry("second", "http://127.0.0.1:9")
    async with Pool.open([first], clock=QuickClock(), limits=QUICK) as pool:
        gone_through = []
        for name in pool:
            gone_through.append(name)
            await pool.take([first, second])
        assert gone_through == ["first"]
        assert list(pool) == ["first", "second"]
