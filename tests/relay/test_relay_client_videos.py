"""Which address of a finished task moves, and which is a picture."""

from __future__ import annotations

import pytest
from relay_samples import JOB, LINK, button, new_api, plus, trueai

from bot.core.report import RelayStatus, Report
from bot.relay.wire.tasks import told

MP4 = "https://cdn.example/video/1/0.mp4"
OTHER_MP4 = "https://cdn.example/video/1/1.MP4?sig=1"
WEBP = "https://cdn.example/attachments/1/2/waves.webp?ex=1&is=2&hm=3&"
BARE = "https://relay.example/mj/image/1741531578038123"
ENDED = {"status": "SUCCESS", "progress": "100%"}


def report(row: dict[str, object]) -> Report:
    found = told(row)
    assert found is not None
    return found.report


def clip(number: int) -> dict[str, object]:
    custom_id = f"MJ::JOB::video_virtual_upscale::{number}::{JOB}"
    return {"customId": custom_id, "emoji": "", "label": f"U{number}", "style": 2, "type": 2}


@pytest.mark.parametrize(
    ("row", "video", "picture"),
    [
        # trueai: each in its place
        (trueai(action="VIDEO", videoUrl=MP4, imageUrl=LINK), MP4, LINK),
        (trueai(action="VIDEO", videoUrl=None, imageUrl=LINK,
                videoUrls=[{"url": MP4, "thumbnail": LINK}, {"url": OTHER_MP4}]), MP4, LINK),
        (trueai(action="VIDEO", videoUrl="", imageUrl=None,
                videoUrls=[{"url": MP4, "thumbnail": LINK}]), MP4, LINK),
        # trueai: the MP4 as the picture, with or without a still elsewhere
        (trueai(action="VIDEO", imageUrl=MP4), MP4, None),
        (trueai(action="UPSCALE", imageUrl=OTHER_MP4, thumbnailUrl=LINK), OTHER_MP4, LINK),
        (trueai(action="VIDEO", imageUrl=None, imageUrls=[{"url": MP4}, {"url": LINK}]), MP4, LINK),
        # new-api, and those who list bare addresses
        (new_api(action="VIDEO", videoUrl=MP4, imageUrl=BARE), MP4, BARE),
        (new_api(action="VIDEO", videoUrl=MP4, videoUrls=[MP4, OTHER_MP4]), MP4, None),
        (new_api(action="VIDEO", video_urls=[OTHER_MP4]), OTHER_MP4, None),
        # what Discord animates comes as the picture itself
        (trueai(action="VIDEO", imageUrl=WEBP, videoUrls=[]), WEBP, WEBP),
        (plus(action="ANIMATE", imageUrl=WEBP), WEBP, WEBP),
        (new_api(action="VIDEO", imageUrl=BARE), BARE, BARE),
        (plus(action="ACTION", imageUrl=WEBP, buttons=[clip(1)]), WEBP, WEBP),
        (plus(action=None, imageUrl=WEBP, buttons=[
            button(1) | {"customId": f"MJ::JOB::animate_low_extend::1::{JOB}"}]), WEBP, WEBP),
        # a still is none, whatever made it
        (trueai(action="VIDEO", imageUrl=LINK), None, LINK),
        (plus(action="IMAGINE", imageUrl=WEBP, buttons=[button(1)]), None, WEBP),
        (trueai(action="VIDEO", imageUrl=None), None, None),
        (trueai(action="VIDEO", videoUrl="soon", videoUrls="soon", imageUrl=None), None, None),
    ],
)  # fmt: skip
def test_what_moves(row: dict[str, object], video: str | None, picture: str | None):
    done = report(row | ENDED)
    assert (done.status, done.video, done.picture) == (RelayStatus.SUCCESS, video, picture)


def test_nothing_moves_before_the_end():
    running = report(
        trueai(action="VIDEO", status="IN_PROGRESS", videoUrl=MP4, imageUrl=WEBP, progress="46%")
    )
    assert (running.video, running.picture) == (None, WEBP)


def test_a_status_nobody_knows_has_ended_when_a_video_is_there():
    for links in ({"videoUrl": MP4}, {"videoUrls": [{"url": MP4}]}):
        done = report(new_api(action="VIDEO", status="", progress="100%", **links))
        assert (done.status, done.video) == (RelayStatus.SUCCESS, MP4)
