from __future__ import annotations

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.hearing import PICTURE_GRACE
from bot.core.picture import PictureTrouble
from bot.core.report import Acceptance, RelayStatus
from bot.core.request import DESCRIBES_AGAIN, Describe, Imagine, Request, Shorten
from bot.core.status import Status, Waiting
from tests.builders import NOW, a_button, a_change, a_report, a_task, an_action
from tests.core.stages import PICTURE, a_done, a_queued, a_running, a_submitted


# -- before the relay ------------------------------------------------------------------------------
def test_the_way_to_the_relay() -> None:
    task = a_task()
    assert not task.in_doubt

    task = task.queued().placed(Waiting.RELAY_FULL, 4)
    assert (task.status, task.waiting, task.ahead) == (Status.QUEUED, Waiting.RELAY_FULL, 4)
    assert not task.in_doubt

    task = task.sending(NOW)
    assert task.in_doubt

    task = task.accepted(Acceptance("77", ahead=2), NOW + 1)
    assert (task.status, task.relay_id, task.ahead, task.moved_at) == (
        Status.SUBMITTED,
        "77",
        2,
        NOW + 1,
    )
    assert not task.in_doubt
    assert not task.awaits_form
    assert task.revision == 4


def test_a_submit_that_the_relay_never_heard_is_as_if_never_sent() -> None:
    task = a_queued().sending(NOW).held(Waiting.RELAY_DOWN)

    assert (task.sent_at, task.waiting, task.in_doubt) == (None, Waiting.RELAY_DOWN, False)


def test_a_lost_answer_leaves_the_task_in_doubt() -> None:
    task = a_queued(ahead=3).sending(NOW).doubted()

    assert task.in_doubt
    assert (task.waiting, task.ahead) == (Waiting.ASKING, None)


def test_only_a_queued_task_has_a_place_in_the_queue() -> None:
    for task in (a_task(), a_submitted(), a_done()):
        assert task.placed(Waiting.TURN, 9) is task


def test_a_form_is_awaited_until_its_answer_left() -> None:
    task = a_queued().sending(NOW).accepted(Acceptance("77", form="a cat --v 6"), NOW)
    assert task.awaits_form

    assert task.form_since == NOW
    assert not task.confirming(NOW).awaits_form
    assert task.confirming(NOW).reopened().awaits_form
    assert not task.confirming(NOW).told(a_report(), NOW).awaits_form


def test_a_form_that_is_only_told_by_a_look_is_awaited_too() -> None:
    report = a_report(RelayStatus.FORM, final_prompt="a cat --v 6")

    task = a_submitted().told(report, NOW)

    assert (task.awaits_form, task.form, task.form_since) == (True, "a cat --v 6", NOW)
    later = task.told(a_report(RelayStatus.FORM, final_prompt="other"), NOW + 9)
    assert (later.form, later.form_since) == ("a cat --v 6", NOW)


def test_a_form_may_be_answered_before_the_relay_asks_and_until_the_answer_left() -> None:
    early = a_queued().answered("a dog")
    assert (early.answer, early.awaits_form) == ("a dog", False)

    asked = early.sending(NOW).accepted(Acceptance("77", form="a cat --v 6"), NOW)
    assert (asked.answer, asked.awaits_form) == ("a dog", True)
    changed = asked.answered("a fox")
    assert changed.answer == "a fox"

    sent = changed.confirming(NOW)
    assert sent.answered("a bird") is sent
    assert sent.reopened().answered("a bird").answer == "a bird"


def test_no_form_is_open_where_the_relay_asked_for_none() -> None:
    assert (a_submitted().form, a_submitted().form_since) == (None, None)


def test_the_parent_is_the_task_whose_button_was_pressed() -> None:
    assert a_task(request=an_action(parent=5)).parent == 5
    assert a_task(request=a_change(parent=5)).parent == 5
    assert a_task(request=Imagine("a cat")).parent is None


@pytest.mark.parametrize(
    ("request_", "makes"),
    [
        (Imagine("a cat"), True),
        (Describe(), False),
        (Shorten("a cat"), False),
        (an_action(), True),
        (an_action(custom_id=DESCRIBES_AGAIN), False),
        (a_change(), True),
    ],
)
def test_describing_and_shortening_bring_words_and_everything_else_pictures(
    request_: Request, makes: bool
) -> None:
    assert a_task(request=request_).makes_picture is makes


# -- taken back ------------------------------------------------------------------------------------
def test_what_the_relay_cannot_stop_goes_on_unseen() -> None:
    muted = a_running().mute()
    assert muted.muted
    assert muted.mute() is muted

    done = muted.told(a_report(RelayStatus.SUCCESS, picture=PICTURE), NOW)
    assert (done.status, done.muted) == (Status.DONE, True)


def test_what_has_ended_cannot_be_muted() -> None:
    task = a_done()

    assert task.mute() is task


def test_a_message_is_removed_once() -> None:
    task = a_done().remove()

    assert (task.removed, task.status) == (True, Status.DONE)
    assert task.remove() is task


def test_what_was_taken_back_does_not_leave_for_the_relay() -> None:
    task = a_queued().cancelled(NOW)

    for step in (
        task.sending(NOW),
        task.held(Waiting.RELAY_FULL),
        task.doubted(),
        task.accepted(Acceptance("77"), NOW),
        task.confirming(NOW),
        task.reopened(),
        task.answered("a dog"),
    ):
        assert step is task


# -- after the end ---------------------------------------------------------------------------------
def test_nothing_the_relay_says_changes_what_has_ended() -> None:
    for task in (a_done(), a_running().cancelled(NOW)):
        for status in RelayStatus:
            assert task.told(a_report(status, progress=5, picture="x"), NOW) is task
        assert task.failed(Failure(FailureKind.TIMEOUT), NOW) is task
        assert task.cancelled(NOW) is task


def test_a_picture_that_cannot_be_brought_leaves_the_task_done() -> None:
    task = a_done().troubled(PictureTrouble.EXPIRED)

    assert (task.status, task.trouble) == (Status.DONE, PictureTrouble.EXPIRED)
    assert a_running().troubled(PictureTrouble.EXPIRED).trouble is None


def test_a_picture_is_tried_again_from_a_newer_link() -> None:
    task = a_done().troubled(PictureTrouble.EXPIRED)
    report = a_report(RelayStatus.SUCCESS, picture="https://cdn.example/2.png")

    again = task.retried(report)

    assert (again.picture, again.trouble) == ("https://cdn.example/2.png", None)
    assert again.buttons == task.buttons
    newer = a_report(RelayStatus.SUCCESS, buttons=(a_button("U2"),))
    assert task.retried(newer).buttons == (a_button("U2"),)


def test_a_picture_is_tried_again_from_the_old_link_where_there_is_no_newer() -> None:
    task = a_done().troubled(PictureTrouble.UNREACHABLE)

    assert (task.retried(None).picture, task.retried(None).trouble) == (PICTURE, None)


def test_a_video_is_tried_again_as_a_picture_is() -> None:
    report = a_report(RelayStatus.SUCCESS, video="https://cdn.example/1.mp4")
    task = a_running().told(report, NOW).troubled(PictureTrouble.EXPIRED)

    old = task.retried(None)
    assert (old.video, old.picture, old.trouble) == ("https://cdn.example/1.mp4", None, None)
    newer = a_report(RelayStatus.SUCCESS, video="https://cdn.example/2.mp4")
    assert task.retried(newer).video == "https://cdn.example/2.mp4"


def test_without_any_link_there_is_nothing_to_try_again() -> None:
    bare = a_report(RelayStatus.SUCCESS)
    task = a_running().told(bare, NOW).told(bare, NOW + PICTURE_GRACE)

    assert task.retried(None) is task
    running = a_running()
    assert running.retried(None) is running


def test_a_button_is_pressed_once() -> None:
    task = a_done().press(0)

    assert task.pressed == {0}
    assert task.press(0) is task
    assert task.press(3).pressed == {0, 3}


def test_statuses_know_where_they_stand() -> None:
    assert {status for status in Status if status.ended} == {
        Status.DONE,
        Status.FAILED,
        Status.CANCELLED,
    }
    assert {status for status in Status if status.at_relay} == {Status.SUBMITTED, Status.RUNNING}
    assert {status for status in RelayStatus if status.final} == {
        RelayStatus.SUCCESS,
        RelayStatus.FAILURE,
        RelayStatus.CANCELLED,
    }
