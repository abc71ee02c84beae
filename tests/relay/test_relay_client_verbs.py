"""Everything that is not imagine or a button, against each of the sandbox's four servers."""

from __future__ import annotations

import io
from dataclasses import replace

import aiohttp
import pytest
from PIL import Image as Pillow
from relay_sandbox import BLUE, RED, WITH_ACTIONS, finished, made, press, sandbox

from bot.core.errors import OperationMissing, Refused
from bot.core.failure import FailureKind
from bot.core.picture import Image
from bot.core.request import (
    Blend,
    Change,
    Describe,
    Dimensions,
    Edit,
    FaceSwap,
    Motion,
    Request,
    Shorten,
    Verb,
    Video,
)
from sandbox.relay import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
async def test_a_description(preset: str):
    async with sandbox(preset) as (client, relay):
        report = await made(client, relay, Describe(), RED)
    assert len(report.suggestions) == 4
    for prompt in report.suggestions:
        assert prompt == prompt.strip()
        assert not prompt.startswith(("1", "2", "3", "4"))
        assert "](" not in prompt


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_shortening(preset: str):
    async with sandbox(preset) as (client, relay):
        long = "a very beautiful red fox in deep snow under northern lights before dawn, gouache"
        report = await made(client, relay, Shorten(long))
    assert len(report.suggestions) == 5
    assert report.picture is None
    assert all("Important" not in prompt for prompt in report.suggestions)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("dimensions", [None, *Dimensions])
async def test_a_blend(preset: str, dimensions: Dimensions | None):
    async with sandbox(preset) as (client, relay):
        report = await made(client, relay, Blend(dimensions), RED, BLUE)
    assert report.picture is not None
    assert report.suggestions == ()


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_face_swap(preset: str):
    async with sandbox(preset) as (client, relay):
        report = await made(client, relay, FaceSwap(), RED, BLUE)
    assert report.picture is not None
    assert not report.buttons


@pytest.mark.parametrize("preset", ["classic", "plus", "new-api"])
async def test_changes(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        for verb in Verb:
            change = Change(1, parent.relay_id, 0, verb, 1, verb.value)
            assert (await made(client, relay, change)).picture is not None
        upscaled = await made(client, relay, replace(change, verb=Verb.UPSCALE))
        if preset != "new-api":
            with pytest.raises(Refused) as caught:
                await client.submit(replace(change, parent_relay_id=upscaled.relay_id), [], "s")
            assert caught.value.failure.kind is FailureKind.PARENT_STATE


@pytest.mark.parametrize(
    ("preset", "request_", "missing"),
    [
        ("trueai", Change(1, "7", 0, Verb.REROLL, 1, "R"), "submit/change"),
        ("classic", Shorten("fox"), "submit/shorten"),
        ("classic", FaceSwap(), "insight-face/swap"),
        ("classic", Video("waves"), "submit/video"),
        ("plus", Video("waves"), "submit/video"),
        ("plus", Edit("hat"), "submit/edits"),
        ("new-api", Video("waves"), "submit/video"),
        ("new-api", Edit("hat", retexture=True), "submit/retexture"),
    ],
)
async def test_what_they_do_not_have(preset: str, request_: Request, missing: str):
    async with sandbox(preset) as (client, relay):
        with pytest.raises(OperationMissing) as caught:
            await client.submit(request_, [RED, BLUE], "s-1")
        assert not relay.tasks
    assert caught.value.operation == missing


@pytest.mark.parametrize(
    ("preset", "part", "missing"),
    [
        ("new-api", "animate_high", "animate_high"),
        ("new-api", "BOOKMARK", "BOOKMARK"),
        ("plus", "animate_low", "animate_low"),
        ("trueai", "animate_low", "animate_low"),
    ],
)
async def test_which_buttons_they_do_not_have(preset: str, part: str, missing: str):
    async with sandbox(preset) as (client, relay):
        relay.change(extras=False)
        parent = await finished(client, relay)
        up = await press(client, parent, "upsample::1")
        relay.finish(up.relay_id)
        child = await client.fetch(up.relay_id, None)
        assert child is not None
        with pytest.raises(OperationMissing) as caught:
            await press(client, child, part)
    assert caught.value.operation == missing


async def test_picks_are_not_for_new_api():
    async with sandbox("new-api") as (client, relay):
        report = await made(client, relay, Describe(), RED)
        with pytest.raises(OperationMissing) as caught:
            await press(client, report, "PicReader::1")
    assert caught.value.operation == "PicReader"


@pytest.mark.parametrize("preset", ["classic", "plus", "trueai"])
async def test_pictures_that_are_refused(preset: str):
    async with sandbox(preset) as (client, relay):
        with pytest.raises(Refused) as one:
            await client.submit(Blend(), [RED], "s-1")
        assert one.value.failure.kind is FailureKind.INVALID_PICTURE
        if preset == "plus":
            with pytest.raises(Refused) as twice:
                await client.submit(Blend(), [RED, RED], "s-1")
            assert twice.value.failure.kind is FailureKind.INVALID_PICTURE
        assert not relay.tasks


async def test_too_many_bytes_are_refused():
    async with sandbox("plus") as (client, relay):
        large = [Image("image/png", bytes([n]) * 11_000_000) for n in range(2)]
        with pytest.raises(Refused) as caught:
            await client.submit(Blend(), large, "s-1")
        assert not relay.tasks
    assert caught.value.failure.kind is FailureKind.INVALID_PICTURE


async def brought(url: str) -> tuple[str, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.content_type, await response.read()


async def test_a_video_and_its_still():
    async with sandbox("trueai") as (client, relay):
        report = await made(client, relay, Video("waves", Motion.HIGH, loop=True), RED)
        assert report.video is not None
        assert report.picture is not None
        kind, data = await brought(report.video)
        still, _ = await brought(report.picture)
    assert (kind, data[4:8], still) == ("video/mp4", b"ftyp", "image/png")


async def test_animating_a_picture():
    async with sandbox("trueai") as (client, relay):
        parent = await finished(client, relay)
        up = await press(client, parent, "upsample::1")
        relay.finish(up.relay_id)
        child = await client.fetch(up.relay_id, None)
        assert child is not None
        accepted = await press(client, child, "animate_high")
        relay.finish(accepted.relay_id)
        moving = await client.fetch(accepted.relay_id, None)
        assert moving is not None
        assert moving.video is not None
        assert moving.video == moving.picture
        _, data = await brought(moving.video)
        one = await press(client, moving, "video_virtual_upscale::3")
        relay.finish(one.relay_id)
        clip = await client.fetch(one.relay_id, None)
    assert Pillow.open(io.BytesIO(data)).is_animated
    assert clip is not None
    assert clip.video is not None
    assert clip.video != clip.picture


@pytest.mark.parametrize("retexture", [False, True])
async def test_edits(retexture: bool):
    async with sandbox("trueai") as (client, relay):
        report = await made(client, relay, Edit("a hat", retexture=retexture), RED)
    assert report.picture is not None
    assert report.video is None
