"""Forms: what waits for one, and what becomes of it."""

import pytest
from relay_client import PIXEL, button, by_hand, connected, done, upscaled

from sandbox.relay import Relay
from tests.clock import HandTime

BUTTONED = ["new-api", "plus", "trueai"]


@pytest.mark.parametrize("preset", BUTTONED)
async def test_a_custom_zoom_waits_for_its_form(preset):
    async with by_hand(preset) as (relay, client):
        row = await upscaled(relay, client)
        answer = await client.press(row["id"], button(row, "Custom Zoom"))
        assert answer.json["code"] == 21  # new-api leaves this one as it is
        assert answer.json["properties"]["finalPrompt"] == "a quiet lake"
        task_id = answer.json["result"]
        assert (await client.fetch(task_id))["status"] == "MODAL"
        body = {"taskId": task_id, "prompt": "a quiet lake --zoom 1.8", "maskBase64": ""}
        confirmed = await client.post("/mj/submit/modal", body)
        assert (confirmed.json["code"], confirmed.json["result"]) == (1, task_id)
        assert relay.tasks[task_id].picture.cells[0].camera.zoom == 1.8
        again = await client.post("/mj/submit/modal", body)
        assert again.json["code"] == 4


@pytest.mark.parametrize("preset", BUTTONED)
async def test_a_region_needs_its_mask(preset):
    async with by_hand(preset) as (relay, client):
        row = await upscaled(relay, client)
        answer = await client.press(row["id"], button(row, "Vary (Region)"))
        assert answer.json["code"] == 21
        suggested = "" if preset == "trueai" else "a quiet lake"
        assert answer.json["properties"]["finalPrompt"] == suggested
        task_id = answer.json["result"]
        if preset != "trueai":
            bare = await client.post("/mj/submit/modal", {"taskId": task_id, "prompt": "a boat"})
            assert bare.json["description"] == "蒙版base64不能为空"
        body = {"taskId": task_id, "prompt": "a boat", "maskBase64": PIXEL}
        assert (await client.post("/mj/submit/modal", body)).json["code"] == 1
        relay.finish(task_id)
        made = await client.fetch(task_id)
        assert made["action"] in {"INPAINT", "VARIATION"}
        assert (await client.get(made["imageUrl"])).status == 200


@pytest.mark.parametrize(
    ("preset", "code", "words"),
    [
        ("new-api", 1, "等待窗口确认"),
        ("plus", 21, "等待窗口确认"),
        ("trueai", 21, "Waiting for window confirm"),
    ],
)
async def test_remix_asks_for_the_prompt(preset, code, words):
    async with by_hand(preset) as (relay, client):
        row = await done(relay, client)
        relay.change(remix=True)
        answer = await client.press(row["id"], button(row, "V1"))
        assert (answer.json["code"], answer.json["description"]) == (code, words)
        assert answer.json["properties"] == {"finalPrompt": "a quiet lake", "remix": True}
        direct = await client.press(row["id"], button(row, "U1"))
        assert direct.json["description"] == "提交成功"


async def test_new_api_lists_a_confirmed_form_twice():
    async with by_hand("new-api") as (relay, client):
        row = await upscaled(relay, client)
        task_id = (await client.press(row["id"], button(row, "Custom Zoom"))).json["result"]
        body = {"taskId": task_id, "prompt": "a quiet lake --zoom 1.5"}
        await client.post("/mj/submit/modal", body)
        relay.move(task_id, "IN_PROGRESS", "46%")
        listed = (await client.post("/mj/task/list-by-condition", {"ids": [task_id]})).json
        assert [(found["action"], found["status"]) for found in listed] == [
            ("CUSTOM_ZOOM", "MODAL"),
            ("MODAL", "IN_PROGRESS"),
        ]
        assert (await client.fetch(task_id))["status"] == "MODAL"
        relay.finish(task_id)
        assert (await client.fetch(task_id))["status"] == "SUCCESS"


async def test_new_api_notices_the_end_of_a_form_one_sweep_later():
    clock = HandTime(1_749_999_995.0)
    relay = Relay(preset="new-api", clock=clock, picture_size=32)
    async with connected(relay) as client:
        parent = await client.imagine()
        clock.forward(90)
        row = await client.fetch(parent)
        up = (await client.press(parent, button(row, "U1"))).json["result"]
        clock.forward(30)
        zoom = button(await client.fetch(up), "Custom Zoom")
        task_id = (await client.press(up, zoom)).json["result"]
        assert (await client.fetch(task_id))["status"] == ""
        clock.forward(15)
        assert (await client.fetch(task_id))["status"] == "MODAL"
        await client.post("/mj/submit/modal", {"taskId": task_id, "prompt": "a lake --zoom 2"})
        seen = []
        for _ in range(8):
            clock.forward(15)
            listed = (await client.post("/mj/task/list-by-condition", {"ids": [task_id]})).json
            seen.append(tuple(found["status"] for found in listed))
        late = seen.index(("MODAL", "SUCCESS"))
        assert set(seen[:late]) <= {("MODAL", "NOT_START"), ("MODAL", "IN_PROGRESS")}
        assert seen[late + 1] == ("SUCCESS", "SUCCESS")
