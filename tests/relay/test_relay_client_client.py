"""The client's verbs against a relay that answers what the test says."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import structlog
from aiohttp import web
from relay_samples import ID, LINK, new_api, plus
from relay_wire import KEY, QuickClock, app_relay, settings, transport_to

from bot.core.errors import Busy, Confused, InDoubt, OperationMissing, Refused, Unreachable
from bot.core.failure import FailureKind
from bot.core.picture import Image
from bot.core.report import Acceptance, RelayStatus
from bot.core.request import Action, Imagine, Speed
from bot.relay.client import RelayClient
from bot.relay.lists import FAILURES, MISSING_FOR
from bot.relay.transport import Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from relay_wire import AppRelay

    from bot.core.ports import Relay

ACTION = Action(1, "0741798445574458", 0, "MJ::JOB::upsample::1::U", "U1", Speed.FAST)


@asynccontextmanager
async def client_and_relay(
    *answers: tuple[int, object],
) -> AsyncIterator[tuple[RelayClient, AppRelay, QuickClock]]:
    """A client of a relay that gives these answers, the last one for ever."""
    left = list(answers)

    async def reply(_: web.Request) -> web.Response:
        status, content = left.pop(0) if len(left) > 1 else left[0]
        body = content if isinstance(content, str) else json.dumps(content)
        return web.Response(status=status, text=body, headers={"Retry-After": "7"})

    clock = QuickClock()
    async with app_relay(reply) as relay, transport_to(relay.url, clock=clock) as transport:
        yield RelayClient(name="main", transport=transport, clock=clock), relay, clock


def sent(relay: AppRelay) -> tuple[str, str, object]:
    request, body = relay.requests[-1], relay.bodies[-1]
    return request.method, request.path, json.loads(body) if body else None


async def test_it_is_a_relay_of_the_ports():
    transport = Transport(settings=settings("https://relay.example"), clock=QuickClock())
    relay: Relay = RelayClient(name="main", transport=transport, clock=QuickClock())
    assert relay.name == "main"


async def test_imagine():
    async with client_and_relay((200, {"code": 1, "result": ID})) as (client, relay, _):
        accepted = await client.submit(Imagine("cat"), [Image("image/webp", b"x")], "s-1")
    assert accepted == Acceptance(ID)
    assert sent(relay) == (
        "POST",
        "/mj/submit/imagine",
        {
            "prompt": "cat",
            "base64Array": ["data:image/webp;base64,eA=="],
            "botType": "MID_JOURNEY",
            "state": "s-1",
        },
    )


async def test_action_and_form_stay_in_the_parents_mode():
    asks = {"code": 21, "result": ID, "properties": {"finalPrompt": "cat"}}
    async with client_and_relay((200, asks)) as (client, relay, _):
        assert await client.submit(ACTION, [], "s-1") == Acceptance(ID, form="cat")
        assert sent(relay)[1] == "/mj-fast/mj/submit/action"
        assert await client.confirm(ID, "dog", Speed.FAST) == Acceptance(ID)
    body = {"taskId": ID, "prompt": "dog"}
    assert sent(relay) == ("POST", "/mj-fast/mj/submit/modal", body)


@pytest.mark.parametrize(
    ("status", "content", "error"),
    [
        (401, "", Refused),
        (200, {"code": 23}, Busy),
        (404, "", OperationMissing),
        (502, "<html>", InDoubt),
        (521, "<html>", Unreachable),
    ],
)
async def test_a_submit_that_is_not_accepted_is_sent_once(status: int, content: object, error):
    async with client_and_relay((status, content)) as (client, relay, _):
        with pytest.raises(error):
            await client.submit(ACTION, [], "s-1")
        with pytest.raises(error):
            await client.confirm(ID, "dog", None)
    assert len(relay.requests) == 2


async def test_not_found_blames_the_parent_only_where_there_is_one():
    async with client_and_relay((200, {"code": 3})) as (client, _, _):
        with pytest.raises(Refused) as imagine:
            await client.submit(Imagine("cat"), [], "s-1")
        with pytest.raises(Refused) as action:
            await client.submit(ACTION, [], "s-1")
    assert imagine.value.failure.kind is FailureKind.SATURATED
    assert action.value.failure.kind is FailureKind.PARENT_GONE


async def test_fetch():
    answers = (200, plus(status="SUCCESS", imageUrl=LINK)), (200, "null"), (200, "[]"), (429, "")
    async with client_and_relay(*answers) as (client, relay, _):
        report = await client.fetch(ID, Speed.RELAX)
        assert report is not None
        assert report.status is RelayStatus.SUCCESS
        assert sent(relay) == ("GET", f"/mj-relax/mj/task/{ID}/fetch", None)
        assert await client.fetch(ID, None) is None
        with pytest.raises(Confused):
            await client.fetch(ID, None)
        with pytest.raises(Busy) as caught:
            await client.fetch(ID, None)
    assert caught.value.retry_after == 7.0


async def test_many_in_one_request():
    rows = [new_api(id="8", status="MODAL"), new_api(id=7), new_api(id="8", status="SUBMITTED")]
    async with client_and_relay((200, rows)) as (client, relay, _):
        reports = await client.fetch_many(["007", "8", "9"])
    assert {r.relay_id: r.status for r in reports} == {
        "007": RelayStatus.WAITING,
        "8": RelayStatus.SUBMITTED,
    }
    assert sent(relay) == ("POST", "/mj/task/list-by-condition", {"ids": ["007", "8", "9"]})
    assert len(relay.requests) == 1


async def test_a_large_list_is_read_like_a_small_one():
    rows = [new_api(id=str(n), prompt="cat " * 100) for n in range(1, 1001)]
    ids = [str(n) for n in range(1, 1001)]
    async with client_and_relay((200, rows), (200, "<" * 300_000)) as (client, _, _):
        assert [report.relay_id for report in await client.fetch_many(ids)] == ids
        with pytest.raises(OperationMissing):
            await client.recent()


async def test_none_are_asked_for_without_a_request():
    async with client_and_relay((500, "")) as (client, relay, _):
        assert await client.fetch_many([]) == []
    assert relay.requests == []


async def test_recent_tells_the_state_we_sent():
    async with client_and_relay((200, [plus(state="s-1"), plus(id=7)])) as (client, relay, _):
        reports = await client.recent()
    assert [(r.relay_id, r.state) for r in reports] == [(ID, "s-1"), ("7", "")]
    assert sent(relay) == ("GET", "/mj/task/list", None)


@pytest.mark.parametrize("missing", [(200, "<!doctype html>"), (404, "")])
async def test_a_list_that_is_missing_is_not_asked_for_again_for_a_while(missing):
    async with client_and_relay(missing, (200, [])) as (client, relay, clock):
        with pytest.raises(OperationMissing):
            await client.fetch_many([ID])
        with pytest.raises(OperationMissing):
            await client.fetch_many([ID])
        assert len(relay.requests) == 1

        assert await client.recent() == []  # the other list is another matter

        clock.time += MISSING_FOR
        assert await client.fetch_many([ID]) == []
    assert len(relay.requests) == 3


@asynccontextmanager
async def a_relay_whose(
    broken: set[str], answer: tuple[int, str]
) -> AsyncIterator[tuple[RelayClient, list[str], QuickClock]]:
    """A client of a relay at which some of `list` and `fetch` are broken, and what it is asked."""
    asked: list[str] = []

    async def reply(request: web.Request) -> web.Response:
        kind = "list" if "list-by-condition" in request.path else "fetch"
        asked.append(kind)
        told = {"list": [], "fetch": {"id": ID, "status": "IN_PROGRESS", "progress": "10%"}}
        status, text = answer if kind in broken else (200, json.dumps(told[kind]))
        return web.Response(status=status, text=text)

    clock = QuickClock()
    async with app_relay(reply) as relay, transport_to(relay.url, clock=clock) as transport:
        yield RelayClient(name="main", transport=transport, clock=clock), asked, clock


@pytest.mark.parametrize(
    "answer",
    [(500, '{"success": false}'), (400, '{"error": "no"}'), (403, ""), (200, ""), (200, "{}")],
)
async def test_a_list_that_alone_keeps_failing_is_done_without(answer):
    broken = {"list"}
    async with a_relay_whose(broken, answer) as (client, asked, clock):
        for _ in range(FAILURES - 1):
            with pytest.raises((Unreachable, Confused)):
                await client.fetch_many([ID])
        for _ in range(3):
            with pytest.raises(OperationMissing):
                await client.fetch_many([ID])
        assert asked[-1] == "fetch"  # and nothing after it

        clock.time += MISSING_FOR
        with pytest.raises(OperationMissing):  # known at the first failure now
            await client.fetch_many([ID])
        clock.time += MISSING_FOR
        broken.clear()
        assert await client.fetch_many([ID]) == []


@pytest.mark.parametrize("answer", [(502, ""), (401, ""), (400, '{"error": "no"}'), (200, "")])
async def test_a_list_that_fails_with_all_else_is_not_missing(answer):
    async with a_relay_whose({"list", "fetch"}, answer) as (client, _, _):
        for _ in range(FAILURES + 2):
            with pytest.raises((Unreachable, Confused)):
                await client.fetch_many([ID])


async def test_a_page_in_the_place_of_a_list_that_was_there_is_not_its_absence():
    page = (200, "<!doctype html>")
    async with client_and_relay((200, []), page) as (client, relay, clock):
        assert await client.fetch_many([ID]) == []
        for _ in range(2):
            with pytest.raises(Confused):
                await client.fetch_many([ID])
        assert len(relay.requests) == 3  # it is asked for each time

        clock.time += MISSING_FOR
        with pytest.raises(OperationMissing):  # now nobody knows of it any more
            await client.fetch_many([ID])


async def test_the_relays_words_are_in_the_log_without_the_key():
    refusal = {"error": {"message": f"无效的令牌 {KEY} {KEY[3:]}"}}
    with structlog.testing.capture_logs() as lines:
        async with client_and_relay((401, refusal)) as (client, _, _):
            with pytest.raises(Refused):
                await client.submit(Imagine("cat"), [], "s-1")
            with pytest.raises(Confused):
                await client.fetch(ID, None)
    assert [line["event"] for line in lines] == ["submit_not_accepted", "read_failed"]
    assert all("sk-*** ***" in line["said"] for line in lines)
    assert KEY[3:] not in str(lines)


async def test_a_key_across_the_cut_of_an_excerpt_does_not_stay_in_part():
    async with client_and_relay((400, "x" * 490 + KEY)) as (client, _, _):
        with structlog.testing.capture_logs() as lines, pytest.raises(Refused):
            await client.submit(Imagine("cat"), [], "s-1")
    assert lines[0]["said"].endswith("xsk-***")


async def test_why_a_task_failed_is_in_the_log():
    row = plus(status="FAILURE", failReason="[Invalid parameter] `--foo`")
    with structlog.testing.capture_logs() as lines:
        async with client_and_relay((200, row), (200, [row])) as (client, _, _):
            await client.fetch(ID, None)
            await client.fetch_many([ID])
    assert [(line["event"], line["said"]) for line in lines] == [
        ("task_failed", "[Invalid parameter] `--foo`")
    ] * 2


async def test_a_submit_without_an_answer_is_logged():
    async with transport_to("http://127.0.0.1:1") as transport:
        client = RelayClient(name="main", transport=transport, clock=QuickClock())
        with structlog.testing.capture_logs() as lines, pytest.raises(Unreachable):
            await client.submit(Imagine("cat"), [], "s-1")
    assert [line["event"] for line in lines] == ["submit_unanswered"]
