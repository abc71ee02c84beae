"""Describe, shorten, blend, swap and upload; and wrong requests."""

import pytest
from relay_client import OTHER_PIXEL, PIXEL, button, by_hand

BUTTONED = ["new-api", "plus", "trueai"]


@pytest.mark.parametrize("preset", BUTTONED)
async def test_describe_shorten_blend_and_swap(preset):
    async with by_hand(preset) as (relay, client):
        asked = {
            "describe": await client.post("/mj/submit/describe", {"base64": PIXEL}),
            "shorten": await client.post(
                "/mj/submit/shorten", {"prompt": "a very beautiful red fox in snow"}
            ),
            "blend": await client.post(
                "/mj/submit/blend", {"base64Array": [PIXEL, OTHER_PIXEL], "dimensions": "LANDSCAPE"}
            ),
            "swap": await client.post(
                "/mj/insight-face/swap", {"sourceBase64": PIXEL, "targetBase64": OTHER_PIXEL}
            ),
        }
        rows = {}
        for name, answer in asked.items():
            assert answer.json["code"] == 1, answer.text
            relay.finish(answer.json["result"])
            rows[name] = await client.fetch(answer.json["result"])
        described = rows["describe"]["properties"]["finalPrompt"]
        assert described.count("\n\n") == 3
        assert described.startswith("1️⃣ ")
        assert "## Shortened prompts" in rows["shorten"]["properties"]["finalPrompt"]
        assert not rows["shorten"]["imageUrl"]
        assert len(rows["blend"]["buttons"]) == 9
        assert rows["swap"]["action"] == "SWAP_FACE"
        for name in ("describe", "blend", "swap"):
            assert (await client.get(rows[name]["imageUrl"])).body.startswith(b"\x89PNG")


async def test_picks_of_a_description():
    async with by_hand("plus") as (relay, client):
        task_id = (await client.post("/mj/submit/describe", {"base64": PIXEL})).json["result"]
        relay.finish(task_id)
        row = await client.fetch(task_id)
        second = row["prompt"].split("\n\n")[1].strip().removeprefix("2️⃣ ")
        answer = await client.press(task_id, button(row, "2️⃣"))
        assert answer.json["code"] == 21
        assert answer.json["properties"]["finalPrompt"] == second
        again = await client.press(task_id, button(row, "🔄"))
        assert again.json["code"] == 1
        assert (await client.press(task_id, button(row, "🎉"))).json["code"] == 4


async def test_trueai_imagines_all_four_descriptions():
    async with by_hand("trueai") as (relay, client):
        task_id = (await client.post("/mj/submit/describe", {"base64": PIXEL})).json["result"]
        relay.finish(task_id)
        answer = await client.press(task_id, "MJ::Job::PicReader::all")
        ids = answer.json["result"].split(",")
    assert len(ids) == 4
    assert set(ids) < set(relay.tasks)


@pytest.mark.parametrize(
    ("preset", "path", "body", "words"),
    [
        ("plus", "submit/blend", {"base64Array": [PIXEL]}, "base64List参数错误"),
        (
            "plus",
            "submit/blend",
            {"base64Array": [PIXEL, OTHER_PIXEL], "dimensions": None},
            "dimensions参数错误",
        ),
        ("plus", "submit/blend", {"base64Array": [PIXEL, PIXEL]}, "图片base64重复"),
        ("trueai", "submit/blend", {"base64Array": []}, "图片参数错误，2~5张图片"),
        ("trueai", "submit/describe", {"link": "ftp://x"}, "链接格式错误"),
        ("trueai", "submit/video", {"prompt": "x"}, "视频功能未启用"),
        ("trueai", "submit/edits", {"prompt": "x", "image": PIXEL}, "服务不支持"),
        ("plus", "submit/describe", {"base64": "bare"}, "base64格式错误"),
        ("plus", "submit/shorten", {"prompt": " "}, "prompt不能为空"),
        ("plus", "submit/action", {"taskId": "1"}, "参数错误"),
        ("plus", "submit/modal", {"taskId": "1"}, "任务不存在或已失效"),
        ("trueai", "insight-face/swap", {"sourceBase64": PIXEL}, "目标图片不能为空"),
        ("trueai", "submit/upload-discord-images", {"base64Array": [PIXEL]}, "禁止上传"),
    ],
)
async def test_wrong_requests(preset, path, body, words):
    async with by_hand(preset) as (relay, client):
        relay.change(extras=False)
        answer = await client.post(f"/mj/{path}", body)
    assert answer.json["description"] == words
    assert not relay.tasks


@pytest.mark.parametrize("preset", ["plus", "trueai", "new-api"])
async def test_uploads_become_addresses(preset):
    async with by_hand(preset) as (_, client):
        answer = await client.post("/mj/submit/upload-discord-images", {"base64Array": [PIXEL]})
        assert answer.json["code"] == 1
        assert (await client.get(answer.json["result"][0])).status == 200
