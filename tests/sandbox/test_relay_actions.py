"""Buttons and changes."""

import pytest
from relay_client import JOB, button, by_hand, done, upscaled

BUTTONED = ["new-api", "plus", "trueai"]


@pytest.mark.parametrize("preset", BUTTONED)
async def test_the_buttons_of_a_grid(preset):
    async with by_hand(preset) as (relay, client):
        row = await done(relay, client)
    labels = [found["label"] or found["emoji"] for found in row["buttons"]]
    assert labels == ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
    assert all(found["style"] == found["type"] == 2 for found in row["buttons"])


@pytest.mark.parametrize(
    ("prompt", "has", "lacks"),
    [
        ("a fox", "upsample_v7_2x_subtle", "Make Square"),
        ("a fox --v 6.1", "upsample_v6r1_2x_creative", "Make Square"),
        ("a fox --v 5.2", "upsample_v5_4x", "Make Square"),
        ("a fox --niji 6", "upsample_v6_2x_subtle", "Make Square"),
        ("a fox --ar 3:2", "Outpaint::100", "nothing"),
        ("a fox --v 4", "low_variation", "Inpaint"),
    ],
)
async def test_the_buttons_of_an_upscale_follow_the_model(prompt, has, lacks):
    async with by_hand("plus") as (relay, client):
        row = await upscaled(relay, client, prompt)
    told = " ".join(found["customId"] + found["label"] for found in row["buttons"])
    assert has in told
    assert lacks not in told
    assert len(row["buttons"]) <= 25


@pytest.mark.parametrize("preset", BUTTONED)
async def test_every_plain_button_of_an_upscale_makes_a_picture(preset):
    plain = ["Upscale (Subtle)", "Upscale (Creative)", "Vary (Subtle)", "Vary (Strong)"]
    plain += ["Zoom Out 2x", "Zoom Out 1.5x", "⬅️", "➡️", "⬆️", "⬇️"]
    async with by_hand(preset) as (relay, client):
        row = await upscaled(relay, client)
        for label in plain:
            answer = await client.press(row["id"], button(row, label))
            assert answer.json["code"] == 1, (label, answer.text)
            relay.finish(answer.json["result"])
            made = await client.fetch(answer.json["result"])
            assert made["buttons"], label
            assert (await client.get(made["imageUrl"])).body.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("preset", "status", "code"), [("new-api", 400, 4), ("plus", 200, 3), ("trueai", 404, 3)]
)
async def test_a_parent_nobody_knows(preset, status, code):
    async with by_hand(preset) as (_, client):
        answer = await client.press("1", f"MJ::JOB::upsample::1::{JOB}")
    assert (answer.status, answer.json["code"]) == (status, code)


@pytest.mark.parametrize("preset", BUTTONED)
async def test_a_parent_that_is_not_done(preset):
    async with by_hand(preset) as (_, client):
        task_id = await client.imagine()
        answer = await client.press(task_id, f"MJ::JOB::upsample::1::{JOB}")
    words = "task_status_not_success " if preset == "new-api" else "关联任务状态错误"
    assert answer.json["description"] == words


async def test_plus_knows_its_own_buttons_and_marks_the_pressed_one():
    async with by_hand("plus") as (relay, client):
        row = await done(relay, client)
        forged = await client.press(row["id"], f"MJ::JOB::upsample::1::{JOB[::-1]}")
        assert (forged.json["code"], forged.json["description"]) == (3, "关联动作不存在")
        await client.press(row["id"], button(row, "U3"))
        styles = [found["style"] for found in (await client.fetch(row["id"]))["buttons"]]
    assert styles == [2, 2, 3, 2, 2, 2, 2, 2, 2]


async def test_trueai_reads_only_the_pattern():
    async with by_hand("trueai") as (relay, client):
        row = await done(relay, client)
        assert (await client.press(row["id"], f"MJ::JOB::upsample::1::{JOB}")).json["code"] == 1
        odd = await client.press(row["id"], "MJ::Nothing::1")
        remix = await client.press(row["id"], button(row, "V1"), enableRemix=True)
    assert odd.json["description"] == "未知的 Action 类型"
    assert remix.json["code"] == 4


@pytest.mark.parametrize(
    ("custom_id", "status", "words"),
    [
        (f"MJ::BOOKMARK::{JOB}", 400, "unknown_action:MJ::BOOKMARK"),
        ("MJ::Job::PicReader::1", 400, "unknown_action:MJ::Job::PicReader::1"),
        (f"MJ::JOB::animate_high::1::{JOB}::SOLO", 400, "unknown_action"),
        (f"MJ::JOB::upsample::x::{JOB}", 400, "unknown_action"),
        ("nonsense", 500, "index out of range"),
        ("", 400, "custom_id_is_required"),
    ],
)
async def test_new_api_prices_a_button_before_it_looks_at_anything_else(custom_id, status, words):
    async with by_hand("new-api") as (_, client):
        answer = await client.press("1", custom_id)
    assert answer.status == status
    assert words in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("preset", "label", "words"),
    [
        ("plus", "❤️", "不支持的动作"),
        ("plus", "Animate (High motion)", "不支持的动作"),
        ("trueai", "Animate (Low motion)", "视频功能未启用"),
    ],
)
async def test_buttons_that_are_refused(preset, label, words):
    async with by_hand(preset) as (relay, client):
        relay.change(extras=False)
        row = await upscaled(relay, client)
        answer = await client.press(row["id"], button(row, label))
    assert (answer.json["code"], answer.json["description"]) == (4, words)


@pytest.mark.parametrize("preset", ["classic", "plus"])
async def test_change_and_simple_change(preset):
    async with by_hand(preset) as (relay, client):
        task_id = await client.imagine()
        early = await client.post(
            "/mj/submit/change", {"taskId": task_id, "action": "UPSCALE", "index": 1}
        )
        assert early.json["description"] == "关联任务状态错误"
        relay.finish(task_id)
        up = await client.post(
            "/mj/submit/change", {"taskId": task_id, "action": "UPSCALE", "index": 2}
        )
        varied = await client.post("/mj/submit/simple-change", {"content": f"{task_id} v3"})
        again = await client.post("/mj/submit/simple-change", {"content": f"{task_id} R"})
        odd = await client.post("/mj/submit/simple-change", {"content": f"{task_id}  U9"})
        rows = [await client.fetch(answer.json["result"]) for answer in (up, varied, again)]
        relay.finish(rows[0]["id"])
        of_upscale = await client.post(
            "/mj/submit/change", {"taskId": rows[0]["id"], "action": "REROLL", "index": 1}
        )
    assert [row["action"] for row in rows] == ["UPSCALE", "VARIATION", "REROLL"]
    assert [row["description"] for row in rows] == [
        f"/up {task_id} U2",
        f"/up {task_id} V3",
        f"/up {task_id} R",
    ]
    assert odd.json["description"] == "content参数错误"
    assert of_upscale.json["description"] == "关联任务不允许执行变化"


async def test_new_api_wants_an_index_and_breaks_simple_change():
    async with by_hand("new-api") as (relay, client):
        row = await done(relay, client)
        bare = await client.post("/mj/submit/change", {"taskId": row["id"], "action": "REROLL"})
        simple = await client.post("/mj/submit/simple-change", {"content": f"{row['id']} U1"})
    assert (bare.status, bare.json["description"]) == (400, "index_is_required ")
    assert simple.status == 503
