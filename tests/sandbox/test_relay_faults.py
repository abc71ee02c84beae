"""Every fault does what its title says, as often as it was asked to."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
from relay_client import button, by_hand, connected

from sandbox.relay import FAULTS, PRESETS, Relay
from tests.clock import HandTime


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ("html_200", 200, "<!doctype html>"),
        ("html_502", 502, "502 Bad Gateway"),
        ("empty_200", 200, ""),
        ("too_many", 429, ""),
        ("key_rejected", 401, "无效的令牌"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_other_answers_than_the_real_one(fault, status, body, when):
    async with by_hand("new-api") as (relay, client):
        relay.inject(fault, when=when, path="submit/imagine", retry_after=3)
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert answer.status == status
        assert (body in answer.text) if body else answer.text == ""
        assert answer.headers.get("Retry-After") == ("3" if fault == "too_many" else None)
        assert len(relay.tasks) == (1 if when == "after" else 0)
        assert relay.log[-1].fault == fault
        await client.imagine()  # once only


async def test_all_faults_end_when_it_is_calm():
    async with by_hand("plus") as (relay, client):
        relay.change(faults={"html_200": 1})
        relay.inject("server_error", times=100)
        assert (await client.post("/mj/submit/imagine", {"prompt": "a fox"})).status == 500
        relay.calm()
        await client.imagine()
        assert not any(fault["on"] for fault in relay.describe()["faults"])


@pytest.mark.parametrize(("fault", "taken"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_connection_that_breaks(fault, taken):
    async with by_hand("plus") as (relay, client):
        relay.inject(fault)
        with pytest.raises(aiohttp.ClientError):
            await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert len(relay.tasks) == taken
        assert relay.account.total == 100_000 * taken


async def test_half_of_the_json():
    async with by_hand("plus") as (relay, client):
        relay.inject("truncated")
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer.body)
        assert len(relay.tasks) == 1


@pytest.mark.parametrize(("fault", "taken"), [("hang", 0), ("late_answer", 1)])
async def test_a_client_that_does_not_wait(fault, taken):
    async with by_hand("plus") as (relay, client):
        relay.inject(fault, seconds=3600)
        asking = asyncio.create_task(client.post("/mj/submit/imagine", {"prompt": "a fox"}))
        await relay.wait_for(lambda received: received.operation == "submit/imagine")
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert len(relay.tasks) == taken


async def test_a_late_answer_comes():
    async with by_hand("plus") as (relay, client):
        relay.inject("late_answer", seconds=0.01)
        assert await client.imagine()


@pytest.mark.parametrize("preset", list(PRESETS))
@pytest.mark.parametrize(
    "fault",
    [
        "queue_full",
        "quota_exhausted",
        "group_saturated",
        "operation_unknown",
        "parent_404",
        "minus_one",
    ],
)
async def test_refusals(preset, fault):
    async with by_hand(preset) as (relay, client):
        relay.inject(fault)
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert not relay.tasks
        assert not relay.account.total
        expected = {
            "queue_full": {"trueai": 9}.get(preset, 23),
            "quota_exhausted": {"new-api": 4, "trueai": -1}.get(preset, 9),
            "group_saturated": 30,
            "parent_404": 3,
            "minus_one": -1,
        }
        if fault in expected:
            assert answer.json["code"] == expected[fault]
        elif preset == "new-api":
            assert (answer.status, answer.type) == (200, "text/html; charset=utf-8")
        else:
            assert answer.status == 404
        await client.imagine()


async def test_new_api_without_money_says_so_with_a_space():
    async with by_hand("new-api") as (relay, client):
        relay.inject("quota_exhausted")
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
    assert (answer.status, answer.json["description"]) == (400, "quota_not_enough ")


async def test_a_banned_word_now_or_later():
    async with by_hand("plus") as (relay, client):
        relay.inject("banned_word")
        answer = await client.post("/mj/submit/imagine", {"prompt": "fox"})
        assert answer.json["properties"] == {"promptEn": "fox", "bannedWord": "fox"}
    clock = HandTime()
    relay = Relay(preset="trueai", clock=clock, picture_size=32)
    async with connected(relay) as client:
        relay.inject("banned_word")
        ids = [await client.imagine("a fox"), await client.imagine("a nude fox")]
        clock.forward(10)
        rows = [await client.fetch(task_id) for task_id in ids]
    assert {(row["status"], row["failReason"]) for row in rows} == {("FAILURE", "可能包含敏感词")}


async def test_how_a_task_can_be():
    clock = HandTime()
    relay = Relay(preset="plus", clock=clock, picture_size=32, slots=None)
    async with connected(relay) as client:
        ids = {}
        for fault in ("refused", "stalled", "instant", "leading_zero", "long_id"):
            relay.inject(fault)
            ids[fault] = await client.imagine()
        assert (await client.fetch(ids["instant"]))["status"] == "SUCCESS"
        clock.forward(5)
        row = await client.fetch(ids["refused"])
        assert row["status"] == "FAILURE"
        assert row["failReason"].startswith("[")
        clock.forward(200)
        row = await client.fetch(ids["stalled"])
        assert (row["status"], row["progress"]) == ("SUBMITTED", "0%")
        clock.forward(100)
        row = await client.fetch(ids["stalled"])
        assert (row["status"], row["failReason"]) == ("FAILURE", "任务超时")
    assert ids["leading_zero"].startswith("0")
    assert len(ids["leading_zero"]) == 16
    assert len(ids["long_id"]) == 17
    assert float(ids["long_id"]) > 2**53
    assert relay.account.total == 300_000


async def test_a_form_that_is_never_taken_up():
    async with by_hand("plus") as (relay, client):
        parent = await client.imagine()
        relay.finish(parent)
        row = await client.fetch(parent)
        relay.change(remix=True)
        task_id = (await client.press(parent, button(row, "V1"))).json["result"]
        relay.inject("form_stuck")
        confirmed = await client.post("/mj/submit/modal", {"taskId": task_id, "prompt": "x"})
        assert confirmed.json["code"] == 1
        assert (await client.fetch(task_id))["status"] == "MODAL"


async def test_spoiled_envelopes():
    async with by_hand("plus") as (relay, client):
        relay.inject("numeric_result")
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert answer.json["result"] == int(next(iter(relay.tasks)))
        relay.inject("queued_without_id")
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert (answer.json["code"], answer.json["result"]) == (22, None)
        relay.inject("code_as_text")
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert answer.json["code"] == "1"
        parent = next(iter(relay.tasks))
        relay.finish(parent)
        row = await client.fetch(parent)
        relay.change(remix=True)
        relay.inject("form_disguised")
        assert (await client.post("/mj/submit/imagine", {"prompt": "a fox"})).json["code"] == 1
        answer = await client.press(parent, button(row, "V1"))
        assert (answer.json["code"], answer.json["description"]) == (1, "等待窗口确认")
        assert (await client.press(parent, button(row, "V2"))).json["code"] == 21


async def test_chances_are_the_same_for_the_same_seed():
    async def statuses(seed):
        relay = Relay(preset="plus", auto=False, seed=seed, slots=None)
        relay.change(faults={"html_502": 0.5})
        async with connected(relay) as client:
            return [(await client.get("/mj/task/list")).status for _ in range(30)]

    first = await statuses(1)
    assert set(first) == {200, 502}
    assert await statuses(1) == first
    assert await statuses(2) != first


async def test_a_fault_only_befalls_the_path_it_is_for():
    async with by_hand("plus") as (relay, client):
        relay.inject("html_502", times=2, path="/mj/task/")
        task_id = await client.imagine()
        assert (await client.get(f"/mj/task/{task_id}/fetch")).status == 502
        assert (await client.get(f"/mj/task/{task_id}/fetch")).status == 502
        assert (await client.get(f"/mj/task/{task_id}/fetch")).status == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"fault": "gremlins"}, "no fault called gremlins"),
        ({"fault": "hang", "times": 0}, "at least once"),
        ({"fault": "hang", "when": "during"}, '"before" or "after"'),
    ],
)
def test_what_cannot_be_injected(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Relay().inject(**arguments)


def test_every_fault_has_a_test():
    """Each name stands as a string in one of these files."""
    files = Path(__file__).parent.glob("test_relay_*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert not [name for name in FAULTS if f'"{name}"' not in text]
