"""The sandbox's own door, and the log behind it."""

import asyncio

import aiohttp
import pytest
from relay_client import by_hand

from sandbox.relay import FAULTS, PRESETS, Relay


async def test_another_process_sees_and_changes_everything():
    async with by_hand("plus") as (relay, client):
        task_id = await client.imagine("a fox")
        async with aiohttp.ClientSession() as anybody:
            async with anybody.get(f"{client.base}/control") as answer:
                told = await answer.json()
            assert told == relay.describe()
            assert [preset["name"] for preset in told["presets"]] == list(PRESETS)
            assert {fault["name"] for fault in told["faults"]} == set(FAULTS)
            assert told["tasks"] == [
                {
                    "id": task_id,
                    "action": "IMAGINE",
                    "status": "NOT_START",
                    "progress": None,
                    "prompt": "a fox",
                }
            ]
            assert told["paid"] == "0.10"
            change = {"preset": "trueai", "pace": 4, "remix": True, "faults": {"html_502": 1}}
            async with anybody.post(f"{client.base}/control", json=change) as answer:
                told = await answer.json()
            assert (told["preset"], told["pace"], told["remix"]) == ("trueai", 4.0, True)
            assert [fault["name"] for fault in told["faults"] if fault["on"]] == ["html_502"]
            assert (await client.get("/mj/task/list")).status == 502
            async with anybody.get(f"{client.base}/control/log?since=1") as answer:
                log = await answer.json()
            assert [entry["status"] for entry in log["requests"]] == [502]
            assert log["counts"] == {"submit/imagine": 1, "task/list": 1}
            async with anybody.get(f"{client.base}/control/account") as answer:
                account = await answer.json()
            assert account["total_micro"] == account["charges"][0]["micro"] == 100_000


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/control", {"colour": "red"}, "no setting called colour"),
        ("/control", {"preset": "dalle"}, "no relay preset called dalle"),
        ("/control", {"pace": 0}, "The pace must be"),
        ("/control", {"pace": True}, "The pace must be"),
        ("/control", {"remix": "yes"}, "Remix is either"),
        ("/control", {"slots": -1}, "whole number"),
        ("/control", {"faults": {"gremlins": 1}}, "no fault called gremlins"),
        ("/control", {"faults": {"hang": 2}}, "between 0 and 1"),
        ("/control", {"faults": ["hang"]}, "a map"),
        ("/control", [], "a JSON object"),
        ("/control/inject", {"fault": "gremlins"}, "no fault called gremlins"),
        ("/control/inject", {"nonsense": 1}, "nonsense"),
    ],
)
async def test_what_cannot_be_changed(path, body, sentence):
    async with by_hand("plus") as (relay, client):
        before = relay.describe()
        async with client.session.post(client.base + path, json=body) as answer:
            assert answer.status == 400
            assert sentence in (await answer.json())["error"]
        assert relay.describe() == before


async def test_injecting_from_another_process():
    async with by_hand("plus") as (_, client):
        await client.post("/control/inject", {"fault": "html_502", "times": 1})
        assert (await client.get("/mj/task/list")).status == 502
        assert (await client.get("/control/log?since=x")).status == 400


def test_an_unknown_preset_or_pace():
    with pytest.raises(ValueError, match="no relay preset called x"):
        Relay(preset="x")
    with pytest.raises(ValueError, match="above 0"):
        Relay(pace=-1)


async def test_the_log_keeps_what_was_asked():
    async with by_hand("plus") as (relay, client):
        waiting = asyncio.create_task(
            relay.wait_for(lambda received: received.operation == "submit/imagine")
        )
        await client.imagine("a fox", state="mine")
        received = await waiting
        assert received.body == {"prompt": "a fox", "state": "mine"}
        assert received.headers["mj-api-secret"] == "sk-sandbox"
        assert (received.method, received.path) == ("POST", "/mj/submit/imagine")
        answered = await relay.wait_for(lambda received: received.status == 200)
        assert (answered.code, answered.number) == (1, 1)
        with pytest.raises(TimeoutError):
            await relay.wait_for(lambda received: received.status == 418, timeout=0.01)


async def test_it_does_not_sign_with_the_name_of_its_library():
    async with by_hand("plus") as (_, client):
        answer = await client.get("/mj/task/list")
    assert "Server" not in answer.headers


async def test_extras_are_described_and_either_true_or_false():
    relay = Relay(preset="trueai")
    relay.change(extras=False)
    assert relay.describe()["extras"] is False
    with pytest.raises(ValueError, match="Extras is either true or false"):
        relay.change(extras="yes")
