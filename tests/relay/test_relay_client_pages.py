"""Web pages in the place of answers: what a relay does not have, or trouble that passes."""

from __future__ import annotations

import itertools
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from relay_samples import ID
from relay_wire import QuickClock, app_relay, transport_to

from bot.core.errors import OperationMissing, Refused
from bot.core.failure import Failure, FailureKind
from bot.core.picture import Image
from bot.core.request import Speed, Video
from bot.relay.client import PAGE_PAUSE, RelayClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from relay_wire import AppRelay

PICTURE = Image("image/png", b"1")
NOT_KNOWN = (400, json.dumps({"description": "task_no_found ", "code": 4}))
BROKEN = Failure(FailureKind.RELAY_BROKEN)
NUMBERS = itertools.count()

Reply = tuple[int, str]


def start_page() -> Reply:
    """new-api's, behind Cloudflare: no two are alike."""
    script = f"<script>(function(){{window.__CF$cv={{r:'{next(NUMBERS)}'}}}})()</script>"
    return 200, f"<!doctype html>\n<html><head><title>New API</title></head>{script}</html>"


def other_page() -> Reply:
    return 200, "<html><head><title>Just a moment</title></head></html>"


def redirect() -> Reply:
    """new-api's, with the pages on another host."""
    return 301, f'<a href="https://front.example/{next(NUMBERS)}">Moved Permanently</a>.\n'


@asynccontextmanager
async def relay_of(
    video: Callable[[], Reply], elsewhere: Callable[[], Reply], task: Reply = NOT_KNOWN
) -> AsyncIterator[tuple[RelayClient, AppRelay, QuickClock]]:
    """A relay, by what it answers to a video or a seed, to an unknown address, to a fetch."""

    async def reply(request: web.Request) -> web.Response:
        path = request.path
        if path.endswith(("/submit/video", "/image-seed")):
            status, text = video()
        elif path.endswith("/fetch"):
            status, text = task
        else:
            status, text = elsewhere()
        return web.Response(status=status, text=text)

    clock = QuickClock()
    async with app_relay(reply) as relay, transport_to(relay.url, clock=clock) as transport:
        yield RelayClient(name="main", transport=transport, clock=clock), relay, clock


@pytest.mark.parametrize("shown", [start_page, redirect])
async def test_what_is_answered_like_an_address_that_nobody_has_is_missing(
    shown: Callable[[], Reply],
) -> None:
    async with relay_of(shown, shown) as (client, relay, clock):
        with pytest.raises(OperationMissing) as video:
            await client.submit(Video("waves", speed=Speed.FAST), [PICTURE], "s-1")
        with pytest.raises(OperationMissing):
            await client.seed(ID, None)
    assert video.value.operation == "submit/video"
    asked = [(request.method, request.path) for request in relay.requests]
    assert asked == [
        ("POST", "/mj-fast/mj/submit/video"),
        ("GET", "/mj/task/0/fetch"),
        ("GET", "/mj-fast/mj/submit/nothing-of-this-name"),
        ("GET", f"/mj/task/{ID}/image-seed"),
        ("GET", "/mj/task/0/fetch"),
        ("GET", f"/mj/task/{ID}/nothing-of-this-name"),
    ]
    assert clock.naps == []


@pytest.mark.parametrize(
    ("video", "elsewhere", "task"),
    [
        (other_page, start_page, NOT_KNOWN),  # a gateway's, at new-api
        (other_page, lambda: (404, "{}"), NOT_KNOWN),  # a gateway's, elsewhere
        (redirect, start_page, NOT_KNOWN),
        (start_page, start_page, start_page()),  # the address is wrong, or all of it is down
        (redirect, redirect, redirect()),  # the relay has moved
        (start_page, start_page, (502, "")),
    ],
)
async def test_what_only_looks_like_it_is_trouble_that_passes(
    video: Callable[[], Reply], elsewhere: Callable[[], Reply], task: Reply
) -> None:
    async with relay_of(video, elsewhere, task) as (client, relay, _):
        for _ in range(3):
            with pytest.raises(Refused) as caught:
                await client.submit(Video("waves"), [PICTURE], "s-1")
            assert caught.value.failure == BROKEN
    posted = [request.path for request in relay.requests if request.method == "POST"]
    assert posted == ["/mj/submit/video"] * 3


async def test_a_question_is_asked_again_after_a_page_that_passes() -> None:
    answers = iter([other_page(), (200, json.dumps({"code": 1, "result": "42"}))])
    async with relay_of(lambda: next(answers), start_page) as (client, _, clock):
        assert await client.seed(ID, None) == "42"
    assert clock.naps == [PAGE_PAUSE]
