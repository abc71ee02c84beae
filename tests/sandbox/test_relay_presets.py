"""Each server's own way of saying the same things."""

import json

import aiohttp
import pytest
from relay_client import by_hand

from sandbox.relay import PRESETS, Relay

ALL = list(PRESETS)


@pytest.mark.parametrize(
    ("preset", "headers", "status", "body"),
    [
        ("new-api", {}, 401, "未提供令牌"),
        ("new-api", {"Authorization": "Bearer sk-wrong"}, 401, "无效的令牌"),
        ("new-api", {"Authorization": "Bearer sk-sandbox-7"}, 403, "普通用户不支持指定渠道"),
        ("plus", {}, 401, ""),
        ("plus", {"Authorization": "Bearer sk-sandbox"}, 401, ""),
        ("classic", {"mj-api-secret": "sk-wrong"}, 401, ""),
        ("trueai", {}, 401, "Authorization header missing."),
        ("trueai", {"Authorization": "Bearer sk-sandbox"}, 403, "未登录"),
        # An Authorization header wins over the other one even when it is empty.
        ("trueai", {"Authorization": "", "Mj-Api-Secret": "sk-sandbox"}, 403, "未登录"),
    ],
)
async def test_refuses_a_wrong_key(preset, headers, status, body):
    relay = Relay(preset=preset)
    async with (
        relay.serve() as base,
        aiohttp.ClientSession() as session,
        session.get(f"{base}/mj/task/1/fetch", headers=headers) as answer,
    ):
        text = await answer.text()
    assert answer.status == status
    assert (body in text) if body else text == ""
    if preset == "new-api":
        assert json.loads(text)["error"]["type"] == "new_api_error"
        assert answer.headers["X-Oneapi-Request-Id"]


@pytest.mark.parametrize(
    ("preset", "headers"),
    [
        ("new-api", {"Authorization": "Bearer sk-sandbox"}),
        ("new-api", {"Authorization": "sk-sandbox"}),
        ("new-api", {"mj-api-secret": "sk-sandbox"}),
        ("new-api", {"Authorization": "midjourney-proxy", "mj-api-secret": "Bearer sk-sandbox"}),
        ("trueai", {"Authorization": "sk-sandbox"}),
        ("trueai", {"Mj-Api-Secret": "sk-sandbox"}),
        ("plus", {"mj-api-secret": "sk-sandbox"}),
        ("classic", {"mj-api-secret": "sk-sandbox", "Authorization": "Bearer sk-sandbox"}),
    ],
)
async def test_takes_the_key_where_the_server_looks_for_it(preset, headers):
    relay = Relay(preset=preset)
    async with relay.serve() as base, aiohttp.ClientSession() as session:
        body = {"prompt": "a fox"}
        async with session.post(f"{base}/mj/submit/imagine", json=body, headers=headers) as answer:
            assert json.loads(await answer.text())["code"] == 1


@pytest.mark.parametrize(
    ("preset", "status", "body"),
    [
        ("new-api", 400, '{"description":"task_no_found ","type":"upstream_error","code":4}'),
        ("plus", 200, ""),
        ("classic", 200, ""),
        ("trueai", 204, ""),
    ],
)
async def test_fetch_of_an_unknown_task(preset, status, body):
    async with by_hand(preset) as (_, client):
        answer = await client.get("/mj/task/1234567890123456/fetch")
    assert (answer.status, answer.text) == (status, body)


@pytest.mark.parametrize(
    ("preset", "status", "kind"),
    [
        ("new-api", 200, "text/html; charset=utf-8"),
        ("plus", 404, "application/json"),
        ("classic", 404, "application/json"),
        ("trueai", 404, ""),
    ],
)
async def test_an_unknown_route(preset, status, kind):
    async with by_hand(preset) as (_, client):
        answer = await client.get("/mj/no/such/thing")
    assert (answer.status, answer.type) == (status, kind)


@pytest.mark.parametrize("preset", ALL)
async def test_a_submit_is_answered_as_this_server_does(preset):
    async with by_hand(preset) as (relay, client):
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox", "state": "mine"})
    kinds = {"new-api": "text/plain; charset=utf-8", "trueai": "application/json; charset=utf-8"}
    assert answer.type == kinds.get(preset, "application/json")
    envelope = answer.json
    assert envelope["code"] == 1
    assert envelope["description"] == "提交成功"
    assert envelope["result"] in relay.tasks
    assert len(envelope["result"]) == 16
    assert isinstance(envelope["properties"], dict)
    # trueai writes all that is not ASCII as escapes.
    assert ("提交成功" in answer.text) is (preset != "trueai")


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (
            "new-api",
            {
                "status": "",
                "progress": "0%",
                "imageUrl": "",
                "startTime": 0,
                "finishTime": 0,
                "failReason": "",
                "buttons": None,
                "properties": None,
                "state": "",
                "customId": "",
                "botType": "",
                "maskBase64": "",
                "description": "提交成功",
            },
        ),
        (
            "plus",
            {
                "status": "NOT_START",
                "progress": None,
                "imageUrl": None,
                "startTime": None,
                "finishTime": None,
                "failReason": None,
                "buttons": [],
                "state": "mine",
                "description": "/imagine a fox",
            },
        ),
        (
            "trueai",
            {
                "status": "NOT_START",
                "progress": None,
                "imageUrl": None,
                "startTime": None,
                "failReason": None,
                "buttons": [],
                "state": "mine",
                "videoUrls": [],
            },
        ),
        (
            "classic",
            {
                "status": "NOT_START",
                "progress": None,
                "imageUrl": None,
                "startTime": None,
                "failReason": None,
                "state": "mine",
            },
        ),
    ],
)
async def test_a_fresh_task(preset, expected):
    async with by_hand(preset) as (_, client):
        row = await client.fetch(await client.imagine("a fox", state="mine"))
    assert {name: row[name] for name in expected} == expected
    assert ("buttons" in row) is (preset != "classic")
    assert row["action"] == "IMAGINE"


@pytest.mark.parametrize("preset", ALL)
async def test_a_failed_task(preset):
    async with by_hand(preset) as (relay, client):
        task_id = await client.imagine()
        relay.fail(task_id, "[Banned prompt detected] Sorry")
        row = await client.fetch(task_id)
    assert row["status"] == "FAILURE"
    assert row["progress"] == ("100%" if preset == "new-api" else "")
    assert row["failReason"] == "[Banned prompt detected] Sorry"


@pytest.mark.parametrize("preset", ALL)
async def test_a_list_has_the_known_tasks_once(preset):
    async with by_hand(preset) as (_, client):
        ids = [await client.imagine(f"fox {n}") for n in range(3)]
        asked = [ids[2], "1", ids[0], ids[2], ids[1]]
        listed = await client.post("/mj/task/list-by-condition", {"ids": asked})
        nothing = await client.post("/mj/task/list-by-condition", {"ids": []})
        null = await client.post("/mj/task/list-by-condition", {"ids": None})
    assert [row["id"] for row in listed.json] == ids
    assert nothing.json == null.json == []


@pytest.mark.parametrize(
    ("preset", "status", "marker"),
    [
        ("new-api", 400, "do_request_failed "),
        ("trueai", 200, '"code":-1'),
        ("plus", 200, "a quiet lake"),
        ("classic", 200, "a quiet lake"),
    ],
)
async def test_ids_that_are_numbers(preset, status, marker):
    async with by_hand(preset) as (_, client):
        task_id = await client.imagine()
        answer = await client.post("/mj/task/list-by-condition", {"ids": [int(task_id)]})
    assert answer.status == status
    assert marker in answer.text


@pytest.mark.parametrize(
    ("preset", "status", "marker"),
    [
        ("new-api", 400, "prompt_is_required "),
        ("plus", 200, "prompt不能为空"),
        ("classic", 200, "prompt不能为空"),
        ("trueai", 200, json.dumps("prompt不能为空")[1:-1]),
    ],
)
async def test_an_empty_prompt(preset, status, marker):
    async with by_hand(preset) as (relay, client):
        answer = await client.post("/mj/submit/imagine", {"prompt": ""})
    assert (answer.status, answer.json["code"]) == (status, 4)
    assert marker in answer.text
    assert not relay.tasks


@pytest.mark.parametrize("preset", ALL)
async def test_a_body_that_is_no_json(preset):
    async with by_hand(preset) as (_, client):
        posted = await client._asked(
            "POST", "/mj/submit/imagine", data="{", headers={"Content-Type": "application/json"}
        )
    assert posted.status == (200 if preset == "trueai" else 400)


@pytest.mark.parametrize("preset", ["new-api", "plus", "classic"])
async def test_a_banned_word_is_refused_at_submit(preset):
    async with by_hand(preset) as (relay, client):
        answer = await client.post("/mj/submit/imagine", {"prompt": "a river of blood"})
    assert answer.json["code"] == 24
    assert answer.json["properties"]["bannedWord"] == "blood"
    assert answer.json["result"] is None
    assert not relay.account.total
