"""Videos, edits and retexture: what only trueai has."""

import base64
import io
import struct

import pytest
from PIL import Image, ImageChops
from relay_client import PIXEL, button, by_hand, upscaled


def picture() -> str:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((48, 32)).convert("RGB").save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def boxes(data: bytes) -> dict[bytes, bytes]:
    """The boxes of an MP4 file, or of one of its boxes."""
    found = {}
    while data:
        length, name = struct.unpack(">I4s", data[:8])
        assert 8 <= length <= len(data)
        found[name] = data[8:length]
        data = data[length:]
    return found


def frames(data: bytes) -> list[Image.Image]:
    """The frames of an MP4 of JPEG pictures, found by its own tables."""
    whole = boxes(data)
    assert list(whole) == [b"ftyp", b"moov", b"mdat"]
    track = boxes(boxes(whole[b"moov"])[b"trak"])
    samples = boxes(boxes(boxes(track[b"mdia"])[b"minf"])[b"stbl"])
    count = struct.unpack(">I", samples[b"stsz"][8:12])[0]
    lengths = struct.unpack(f">{count}I", samples[b"stsz"][12:])
    at = struct.unpack(">I", samples[b"stco"][8:12])[0]
    found = []
    for length in lengths:
        found.append(Image.open(io.BytesIO(data[at : at + length])))
        at += length
    assert at == len(data)
    return found


def shown(data: bytes, n: int) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.seek(n)
    return image.convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is not None


async def finished(relay, client, path, body):
    answer = await client.post(f"/mj/{path}", body)
    assert answer.json["code"] == 1, answer.text
    relay.finish(answer.json["result"])
    return await client.fetch(answer.json["result"])


async def pressed(relay, client, row, label):
    task_id = (await client.press(row["id"], button(row, label))).json["result"]
    relay.finish(task_id)
    return await client.fetch(task_id)


@pytest.mark.parametrize(
    "body", [{}, {"image": picture(), "motion": "high", "loop": True}, {"image": "https://x/y"}]
)
async def test_a_video_is_four_mp4_files_and_what_they_begin_with(body):
    async with by_hand("trueai") as (relay, client):
        row = await finished(
            relay, client, "submit/video", {"prompt": "a storm", **body, "state": "s"}
        )
        assert (row["action"], row["contentType"], row["state"]) == ("VIDEO", "video/mp4", "s")
        assert row["videoUrl"] == row["videoUrls"][0]["url"]
        assert row["imageUrl"] == row["videoUrls"][0]["thumbnail"]
        assert len({clip["url"] for clip in row["videoUrls"]}) == 4
        video = await client.get(row["videoUrl"])
        still = await client.get(row["imageUrl"])
        tampered = await client.get(row["videoUrls"][1]["url"].replace("hm=", "hm=0"))
    assert (video.status, video.type) == (200, "video/mp4")
    assert still.type == "image/png"
    assert tampered.status == 404
    found = frames(video.body)
    assert len(found) == 16
    assert differ(found[0], found[8])
    assert differ(found[0], found[-1]) is (not body.get("loop"))
    assert [b["label"] for b in row["buttons"]] == ["U1", "U2", "U3", "U4", ""]


async def test_animating_is_a_moving_webp_and_its_upscale_one_mp4():
    async with by_hand("trueai") as (relay, client):
        parent = await upscaled(relay, client)
        row = await pressed(relay, client, parent, "Animate (High motion)")
        assert (row["action"], row["videoUrl"], row["videoUrls"]) == ("VIDEO", None, [])
        moving = await client.get(row["imageUrl"])
        one = await pressed(relay, client, row, "U2")
        video = await client.get(one["videoUrl"])
        longer = await pressed(relay, client, one, "Extend (Low motion)")
        again = await pressed(relay, client, row, "🔄")
    assert ".webp?" in row["imageUrl"]
    assert moving.type == "image/webp"
    assert Image.open(io.BytesIO(moving.body)).n_frames > 8
    assert differ(shown(moving.body, 0), shown(moving.body, 8))
    assert (one["action"], len(one["videoUrls"])) == ("UPSCALE", 1)
    assert len(frames(video.body)) == 16
    assert longer["action"] == "VIDEO_EXTEND"
    assert again["imageUrl"].partition("?")[0].endswith(".webp")


async def test_animating_opens_a_form_with_remix():
    async with by_hand("trueai") as (relay, client):
        relay.change(remix=True)
        parent = await upscaled(relay, client)
        answer = await client.press(parent["id"], button(parent, "Animate (Low motion)"))
        assert answer.json["code"] == 21
        task_id = answer.json["result"]
        sent = await client.post("/mj/submit/modal", {"taskId": task_id, "prompt": "slow waves"})
        assert sent.json["code"] == 1
        relay.finish(task_id)
        assert (await client.fetch(task_id))["prompt"] == "slow waves"


@pytest.mark.parametrize(
    ("path", "action"), [("submit/edits", "EDIT"), ("submit/retexture", "RETEXTURE")]
)
async def test_a_picture_is_changed(path, action):
    async with by_hand("trueai") as (relay, client):
        row = await finished(relay, client, path, {"prompt": "a forest", "image": picture()})
        data = (await client.get(row["imageUrl"])).body
    assert row["action"] == action
    assert len(row["buttons"]) == 9
    sheet = Image.open(io.BytesIO(data))
    assert sheet.width > sheet.height  # the ratio of the picture that was sent
    assert differ(sheet, Image.new("RGB", sheet.size, "red"))


async def test_tiny_pictures_move_too():
    async with by_hand("trueai", picture="tiny") as (relay, client):
        row = await finished(relay, client, "submit/video", {"prompt": "a storm"})
        assert len(frames((await client.get(row["videoUrl"])).body)) == 16


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("submit/video", {"image": PIXEL}, "Prompt 不能为空"),
        ("submit/video", {"prompt": "x", "motion": "wild"}, "参数错误"),
        ("submit/video", {"prompt": "x", "image": "data:nothing"}, "base64 参数错误"),
        ("submit/edits", {"prompt": "x"}, "image或prompt不能为空"),
        ("submit/edits", {"image": PIXEL}, "image或prompt不能为空"),
        ("submit/retexture", {"prompt": "x", "image": "?"}, "base64 参数错误"),
    ],
)
async def test_what_is_refused(path, body, words):
    async with by_hand("trueai") as (relay, client):
        answer = await client.post(f"/mj/{path}", body)
    assert (answer.json["code"], answer.json["description"]) == (4, words)
    assert not relay.tasks


@pytest.mark.parametrize("body", [{"loop": "true"}, {"batchSize": "1"}, {"image": 1}])
async def test_types_are_insisted_on(body):
    async with by_hand("trueai") as (_, client):
        answer = await client.post("/mj/submit/video", {"prompt": "x", **body})
    assert answer.json["code"] == -1


async def test_a_banned_word_is_found_later():
    async with by_hand("trueai") as (relay, client):
        answer = await client.post("/mj/submit/video", {"prompt": "blood"})
    task = relay.tasks[answer.json["result"]]
    assert task.failure is not None
    assert task.failure.words == "可能包含敏感词"
