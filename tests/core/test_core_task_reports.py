from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.hearing import PICTURE_GRACE
from bot.core.picture import PictureTrouble
from bot.core.report import RelayStatus
from bot.core.request import Describe
from bot.core.status import Status
from tests.builders import NOW, a_button, a_report
from tests.core.stages import PICTURE, a_done, a_queued, a_running, a_submitted


# -- what the relay says ---------------------------------------------------------------------------
def test_a_report_tells_how_far_it_is() -> None:
    task = a_running()

    assert (task.status, task.progress, task.preview) == (
        Status.RUNNING,
        30,
        "https://cdn.example/p1",
    )
    assert (task.ahead, task.moved_at) == (None, NOW + 5)


def test_a_new_address_of_the_same_preview_is_not_news() -> None:
    task = a_running()

    assert task.told(a_report(progress=30, picture="https://cdn.example/p2"), NOW + 9) is task


def test_a_preview_is_news_where_there_was_none() -> None:
    task = a_submitted().told(a_report(progress=30), NOW)

    assert task.told(a_report(progress=30, picture="https://cdn.example/p"), NOW).preview


@pytest.mark.parametrize(
    ("told", "shown"), [(None, 30), (-5, 30), (12, 30), (31, 31), (100, 99), (10**9, 99)]
)
def test_shown_progress_never_falls_and_ends_only_with_the_task(
    told: int | None, shown: int
) -> None:
    assert a_running().told(a_report(progress=told), NOW).progress == shown


def test_words_nobody_knows_change_nothing_but_that_the_relay_knows_the_task() -> None:
    task = a_running()
    assert task.told(a_report(RelayStatus.WAITING), NOW) is task

    missing = task.missed(NOW, 600)
    assert missing.told(a_report(RelayStatus.WAITING), NOW).missing_since is None
    lost = a_queued().sending(NOW).doubted().told(a_report(RelayStatus.WAITING), NOW)
    assert (lost.status, lost.in_doubt) == (Status.SUBMITTED, False)


def test_an_older_state_does_not_bring_a_task_back() -> None:
    task = a_running()

    assert task.told(a_report(RelayStatus.SUBMITTED, progress=0), NOW + 9) is task


def test_the_end_brings_picture_and_buttons() -> None:
    task = a_done()

    assert (task.status, task.progress, task.picture) == (Status.DONE, 100, PICTURE)
    assert (task.preview, task.buttons, task.trouble) == (None, (a_button(),), None)
    assert (task.ended, task.ended_at) == (True, NOW + 60)


def test_the_relays_own_time_of_the_end_is_kept() -> None:
    report = a_report(RelayStatus.SUCCESS, picture=PICTURE, finished_at=NOW + 3)

    assert a_running().told(report, NOW + 60).ended_at == NOW + 3


def test_an_end_without_a_picture_is_waited_on_for_a_while() -> None:
    bare = a_report(RelayStatus.SUCCESS)
    task = a_running().told(bare, NOW)
    assert (task.status, task.progress) == (Status.RUNNING, 99)
    assert task.told(bare, NOW + PICTURE_GRACE - 1) is task

    given_up = task.told(bare, NOW + PICTURE_GRACE)
    assert (given_up.status, given_up.trouble) == (Status.DONE, PictureTrouble.MISSING)

    late = task.told(a_report(RelayStatus.SUCCESS, picture=PICTURE), NOW + 2)
    assert (late.status, late.trouble, late.picture) == (Status.DONE, None, PICTURE)


def test_a_video_or_words_are_not_waited_on_for_a_picture() -> None:
    video = a_report(RelayStatus.SUCCESS, video="https://cdn.example/1.mp4")
    task = a_running().told(video, NOW)
    assert (task.status, task.video, task.trouble) == (Status.DONE, video.video, None)

    words = a_report(RelayStatus.SUCCESS, suggestions=("a cat", "a dog"))
    for described in (a_running(), a_submitted(request=Describe())):
        task = described.told(words, NOW)
        assert (task.status, task.suggestions, task.trouble) == (
            Status.DONE,
            words.suggestions,
            None,
        )


def test_a_lost_task_that_is_done_without_its_picture_is_no_longer_lost() -> None:
    task = a_queued().sending(NOW).doubted().told(a_report(RelayStatus.SUCCESS), NOW)

    assert (task.status, task.progress, task.in_doubt) == (Status.RUNNING, 99, False)


def test_one_that_ends_before_anybody_saw_it_run_says_that_it_is_drawn() -> None:
    task = a_submitted().told(a_report(RelayStatus.SUCCESS), NOW)

    assert (task.status, task.progress) == (Status.RUNNING, 99)


def test_a_failure_ends_it_with_its_reason() -> None:
    failure = Failure(FailureKind.BANNED_PROMPT, "blood")

    task = a_running().told(a_report(RelayStatus.FAILURE, failure=failure), NOW + 9)

    assert (task.status, task.failure, task.preview) == (Status.FAILED, failure, None)
    assert task.ended_at == NOW + 9


def test_a_failure_without_a_reason_is_one_all_the_same() -> None:
    task = a_running().told(a_report(RelayStatus.FAILURE), NOW)

    assert task.failure == Failure(FailureKind.OTHER)


def test_a_cancellation_is_the_same_from_the_relay_and_from_a_member() -> None:
    task = a_running()

    told = task.told(a_report(RelayStatus.CANCELLED), NOW + 9)
    assert replace(told, returned=False) == task.cancelled(NOW + 9)
    assert told.returned  # what the relay itself takes back, it gives its money back for
    assert task.cancelled(NOW + 9).preview is None


def test_a_lost_task_that_is_found_at_the_relay_goes_on() -> None:
    task = a_queued().sending(NOW).doubted().told(a_report(progress=8), NOW + 20)

    assert (task.status, task.relay_id, task.progress) == (Status.RUNNING, "1730000000000001", 8)
    assert not task.in_doubt


def test_the_relays_first_name_for_a_task_stays() -> None:
    assert a_submitted().told(a_report(relay_id="other"), NOW).relay_id == "77"


def test_what_the_relay_made_of_the_prompt_is_kept_when_it_falls_silent() -> None:
    task = a_submitted().told(a_report(final_prompt="a cat --v 6", job_id="9f2d"), NOW)
    task = task.told(a_report(progress=50), NOW)

    assert (task.final_prompt, task.job_id) == ("a cat --v 6", "9f2d")


# -- silence ---------------------------------------------------------------------------------------
def test_a_task_the_relay_leaves_out_for_long_is_forgotten() -> None:
    task = a_running().missed(NOW, 600)
    assert task.missing_since == NOW
    assert task.missed(NOW + 599, 600) is task

    forgotten = task.missed(NOW + 600, 600)
    assert (forgotten.status, forgotten.failure) == (
        Status.FAILED,
        Failure(FailureKind.FORGOTTEN),
    )
    assert forgotten.missed(NOW + 9999, 600) is forgotten


def test_stalling_ends_with_the_next_progress() -> None:
    task = a_running().stall()
    assert task.stalled
    assert task.stall() is task

    assert not task.told(a_report(progress=31), NOW).stalled
    assert a_done().stall().stalled is False
