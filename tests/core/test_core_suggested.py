"""Suggested prompts and what brings them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.picture import PictureTrouble
from bot.core.report import RelayStatus
from bot.core.request import AGAIN, Describe, Imagine, Shorten, Video, suggested
from bot.core.status import Status
from tests.builders import NOW, a_report, a_task, an_action


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_each_suggestion_is_a_button_of_its_own(first: int, second: int) -> None:
    assert (suggested(first) == suggested(second)) == (first == second)
    assert suggested(first) < AGAIN


def test_a_picked_suggestion_is_the_click_that_asked() -> None:
    request = Imagine("a cat", picked=(7, 2))
    assert request.origin == (7, suggested(2))
    assert replace(request, again_of=9).origin == (9, AGAIN)


@pytest.mark.parametrize(
    ("request_", "makes"),
    [
        (Imagine("a cat"), True),
        (Video("a cat"), True),
        (an_action(), True),
        (an_action(custom_id="MJ::Picread::Retry"), False),
        (Describe(), False),
        (Shorten("a cat"), False),
    ],
)
def test_what_makes_a_picture(request_: Imagine, makes: bool) -> None:
    assert a_task(request=request_).makes_picture is makes


def test_a_video_is_fetched_again_from_its_newest_link() -> None:
    task = a_task(
        status=Status.DONE, video="https://a.example/1.mp4", trouble=PictureTrouble.UNREACHABLE
    )
    again = task.retried(None)
    assert (again.video, again.trouble) == (task.video, None)
    newer = a_report(RelayStatus.SUCCESS, video="https://a.example/2.mp4")
    assert task.retried(newer).video == newer.video
    assert a_task(status=Status.DONE, moved_at=NOW).retried(newer).video == newer.video
