"""Speeds, lists, cancels, seeds, sweeps and bodies, server by server."""

import pytest
from relay_client import JOB, PIXEL, by_hand, connected

from sandbox.relay import PRESETS, Relay
from tests.clock import HandTime

ALL = list(PRESETS)


@pytest.mark.parametrize(
    ("preset", "prefix", "works"),
    [
        ("new-api", "mj-fast", True),
        ("new-api", "relax", True),
        ("new-api", "whatever", True),
        ("trueai", "mj-turbo", True),
        ("trueai", "fast", False),
        ("plus", "mj-fast", False),
        ("classic", "mj-fast", False),
    ],
)
async def test_speed_prefixes(preset, prefix, works):
    async with by_hand(preset) as (relay, client):
        await client.post(f"/{prefix}/mj/submit/imagine", {"prompt": "a fox"})
        assert bool(relay.tasks) is works
        expected = {"mj-fast": "fast", "relax": "relax", "mj-turbo": "turbo"}.get(prefix)
        assert all(task.speed == expected for task in relay.tasks.values())


@pytest.mark.parametrize(
    ("preset", "path", "status"),
    [
        ("plus", "/mj/task/list", 200),
        ("plus", "/mj/task/queue", 200),
        ("classic", "/mj/task/queue", 200),
        ("classic", "/mj/account/list", 200),
        ("trueai", "/mj/task/list", 200),
        ("trueai", "/mj/task/queue", 404),
    ],
)
async def test_lists_where_there_are_some(preset, path, status):
    async with by_hand(preset) as (_, client):
        ids = [await client.imagine(f"fox {n}") for n in range(2)]
        answer = await client.get(path)
    assert answer.status == status
    if path == "/mj/task/list":
        assert [row["id"] for row in answer.json] == ids[::-1]
    if path == "/mj/task/queue" and status == 200:
        assert [row["id"] for row in answer.json] == ids


async def test_new_api_has_no_lists_only_its_page():
    async with by_hand("new-api") as (_, client):
        answers = [
            await client.get("/mj/task/list"),
            await client.get("/mj/task/queue"),
            await client.post("/mj/task/1/cancel"),
        ]
    assert {(answer.status, answer.type) for answer in answers} == {
        (200, "text/html; charset=utf-8")
    }


async def test_plus_cancels():
    async with by_hand("plus") as (relay, client):
        task_id = await client.imagine()
        relay.move(task_id, "IN_PROGRESS", "31%")
        assert (await client.post(f"/mj/task/{task_id}/cancel")).json["code"] == 1
        row = await client.fetch(task_id)
        assert (row["status"], row["progress"]) == ("CANCEL", "")
        again = await client.post(f"/mj/task/{task_id}/cancel")
        assert again.json["code"] == 4
        assert again.json["description"] == "该任务不可取消: IMAGINE-CANCEL"
        assert (await client.post("/mj/task/1/cancel")).json["code"] == 3
        assert relay.account.total == 0


async def test_trueai_lets_only_administrators_cancel():
    async with by_hand("trueai") as (_, client):
        task_id = await client.imagine()
        assert (await client.post(f"/mj/task/{task_id}/cancel")).status == 400
        assert (await client.fetch(task_id))["status"] == "NOT_START"


@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai"])
async def test_the_seed_of_a_picture(preset):
    async with by_hand(preset) as (relay, client):
        task_id = await client.imagine("a fox --seed 4711")
        early = await client.get(f"/mj/task/{task_id}/image-seed")
        assert early.json["code"] == 4
        relay.finish(task_id)
        assert (await client.get(f"/mj/task/{task_id}/image-seed")).json["result"] == "4711"
        unknown = await client.get("/mj/task/1/image-seed")
    assert unknown.status == {"new-api": 400, "plus": 200, "trueai": 404}[preset]


async def test_new_api_shows_what_it_saw_at_its_last_sweep():
    clock = HandTime(1_749_999_995.0)  # five seconds after a sweep
    relay = Relay(preset="new-api", clock=clock, picture_size=32)
    async with connected(relay) as client:
        task_id = await client.imagine(notifyHook="http://127.0.0.1:1/", state="mine")
        clock.forward(9.0)
        assert (await client.fetch(task_id))["status"] == ""
        clock.forward(2.0)
        row = await client.fetch(task_id)
        assert (row["status"], row["state"]) == ("IN_PROGRESS", "mine")
        assert row["properties"] == {"finalPrompt": "a quiet lake --v 7", "finalZhPrompt": ""}
        assert relay.tasks[task_id].hook is None
        clock.forward(90.0)
        done = await client.fetch(task_id)
        assert done["status"] == "SUCCESS"
        assert done["imageUrl"] == f"{client.base}/mj/image/{task_id}"
        assert done["finishTime"] > done["startTime"] > done["submitTime"]


@pytest.mark.parametrize("preset", ALL)
async def test_base64_that_is_none(preset):
    async with by_hand(preset) as (_, client):
        body = {"prompt": "a fox", "base64Array": ["data:image/png;base64,???"]}
        answer = await client.post("/mj/submit/imagine", body)
    assert answer.json["code"] == 4
    assert answer.json["description"] == "base64格式错误"


async def test_plus_puts_pictures_before_the_prompt_and_refuses_them_twice():
    async with by_hand("plus") as (_, client):
        row = await client.fetch(await client.imagine("a fox", base64Array=[PIXEL]))
        assert row["prompt"].startswith(f"{client.base}/ephemeral-attachments/")
        assert row["prompt"].endswith(" a fox")
        link = row["prompt"].split()[0]
        assert (await client.get(link)).body.startswith(b"\x89PNG")
        twice = await client.post(
            "/mj/submit/imagine", {"prompt": "a fox", "base64Array": [PIXEL, PIXEL]}
        )
    assert twice.json["description"] == "垫图base64重复"


async def test_new_api_insists_on_types():
    async with by_hand("new-api") as (_, client):
        answer = await client.post("/mj/submit/action", {"taskId": 1, "customId": f"MJ::{JOB}"})
        plain = await client._asked("POST", "/mj/submit/imagine", data=b'{"prompt":"a"}')
    assert (answer.status, plain.status) == (400, 400)
    assert answer.json["error"]["message"].startswith("Invalid request, ")
