"""Polled tasks of every server kind, as reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import ID, JOB, LINK, button, classic, new_api, plus, trueai

from bot.core.failure import Failure, FailureKind
from bot.core.report import RelayStatus, Report
from bot.relay.wire.tasks import told


def report(content: dict[str, object]) -> Report:
    found = told(content)
    assert found is not None
    return found.report


@pytest.mark.parametrize("sample", [classic(), plus(), trueai(), new_api()])
def test_a_fresh_task_waits_at_every_server(sample: dict[str, object]):
    fresh = report(sample)
    assert fresh.relay_id == ID
    assert fresh.status is RelayStatus.WAITING
    assert fresh.progress in {None, 0}
    assert (fresh.picture, fresh.failure, fresh.finished_at, fresh.job_id) == (None, None, None, "")


def test_buttons_are_none_where_nothing_was_said():
    assert report(classic()).buttons is None
    assert report(new_api()).buttons is None
    assert report(plus()).buttons == ()


def test_a_finished_task_in_full():
    done = report(
        plus(
            status="SUCCESS",
            progress="100%",
            imageUrl=LINK,
            finishTime=1741531608566,
            state="abc",
            buttons=[button(1)],
            properties={"finalPrompt": "cat --v 7", "messageHash": JOB, "discordChannelId": 8.7e18},
        )
    )
    assert done.buttons is not None
    assert done == Report(
        relay_id=ID,
        status=RelayStatus.SUCCESS,
        progress=100,
        picture=LINK,
        buttons=done.buttons,
        final_prompt="cat --v 7",
        job_id=JOB,
        state="abc",
        finished_at=1741531608.566,
    )


def test_the_job_is_known_by_its_hash_its_id_or_its_buttons():
    assert report(new_api(buttons=[{"customId": "x"}, button(1)])).job_id == JOB
    assert report(new_api(buttons=[{"customId": "x"}])).job_id == ""
    assert report(trueai(jobId="abc")).job_id == "abc"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("NOT_START", RelayStatus.WAITING),
        ("PENDING", RelayStatus.WAITING),
        ("", RelayStatus.WAITING),
        (None, RelayStatus.WAITING),
        ("whatever", RelayStatus.WAITING),
        ("unknown", RelayStatus.WAITING),
        (5, RelayStatus.WAITING),
        ("SUBMITTED", RelayStatus.SUBMITTED),
        ("submitted", RelayStatus.SUBMITTED),
        ("IN_PROGRESS", RelayStatus.RUNNING),
        ("in progress", RelayStatus.RUNNING),
        ("RUNNING", RelayStatus.RUNNING),
        ("STARTED", RelayStatus.RUNNING),
        ("MODAL", RelayStatus.FORM),
        ("SUCCESS", RelayStatus.SUCCESS),
        ("FINISHED", RelayStatus.SUCCESS),
        ("FAILURE", RelayStatus.FAILURE),
        ("FAILED", RelayStatus.FAILURE),
        ("CANCEL", RelayStatus.CANCELLED),
        ("Cancelled", RelayStatus.CANCELLED),
    ],
)
def test_status_words(status: object, expected: RelayStatus):
    assert report(classic(status=status)).status is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Words nobody knows, and new-api's empty status: progress, picture and reason decide.
        ({"status": "DRAWING", "progress": "46%"}, RelayStatus.RUNNING),
        ({"status": "DRAWING", "progress": "100%"}, RelayStatus.RUNNING),
        ({"status": "DRAWING", "progress": "100%", "imageUrl": LINK}, RelayStatus.SUCCESS),
        ({"status": "", "progress": "100%", "imageUrls": [LINK]}, RelayStatus.SUCCESS),
        ({"status": "", "progress": "100%", "failReason": "x"}, RelayStatus.FAILURE),
        ({"status": "", "progress": "46%", "failReason": "x"}, RelayStatus.RUNNING),
        # new-api looks no further once a reason has forced progress to 100%.
        ({"status": "IN_PROGRESS", "progress": "100%", "failReason": "x"}, RelayStatus.FAILURE),
        ({"status": "IN_PROGRESS", "progress": "100%", "imageUrl": LINK}, RelayStatus.RUNNING),
        # A failure by progress: "" at novicezk's, 100% through new-api.
        ({"status": "FAILURE", "progress": ""}, RelayStatus.FAILURE),
        ({"status": "FAILURE", "progress": "100%", "imageUrl": LINK}, RelayStatus.FAILURE),
        ({"status": "SUCCESS", "progress": "100%", "failReason": "x"}, RelayStatus.SUCCESS),
        # trueai's cancel ends in FAILURE.
        ({"status": "FAILURE", "failReason": "取消任务"}, RelayStatus.CANCELLED),
    ],
)
def test_the_end_is_decided_by_the_pair(changes: dict[str, object], expected: RelayStatus):
    found = report(new_api(**changes))
    assert found.status is expected
    assert (found.failure is not None) is (expected is RelayStatus.FAILURE)


@pytest.mark.parametrize(
    ("changes", "picture"),
    [
        ({"imageUrl": LINK}, LINK),
        ({"imageUrl": "", "imageUrls": [LINK, "https://x.example/2"]}, LINK),
        ({"imageUrl": None, "imageUrls": [{"url": None}, {"url": LINK, "thumbnail": "x"}]}, LINK),
        ({"imageUrl": None, "imageUrls": [None, 3, {}]}, None),
        ({"imageUrl": None, "imageUrls": LINK}, None),
        ({"imageUrl": "<html>"}, None),
    ],
)
def test_the_picture_in_all_its_places(changes: dict[str, object], picture: str | None):
    assert report(trueai(status="SUCCESS", **changes)).picture == picture


def test_snake_case_is_understood():
    row = {"task_id": 14001934816969359, "task_status": "SUCCESS", "image_url": LINK,
           "fail_reason": "", "finish_time": 1741531608566}  # fmt: skip
    found = report(row)
    assert (found.relay_id, found.picture) == ("14001934816969359", LINK)
    assert found.status is RelayStatus.SUCCESS


def test_a_form_suggests_the_relays_prompt_or_the_parents():
    assert report(plus(status="MODAL")).final_prompt == "cat"
    assert report(new_api(status="MODAL")).final_prompt == "cat"
    assert report(new_api(status="MODAL", promptEn="a cat")).final_prompt == "a cat"
    assert report(new_api(status="SUBMITTED")).final_prompt == ""


@pytest.mark.parametrize(
    ("reason", "kind", "detail"),
    [
        ("[Invalid parameter] Invalid value", FailureKind.INVALID_PROMPT, "Invalid value"),
        ("[Invalid parameter] Unrecognized parameter(s): `--foo`\nsee https://docs.example/p",
         FailureKind.INVALID_PROMPT, "Unrecognized parameter(s): --foo"),
        ("Invalid prompt, You must give words", FailureKind.INVALID_PROMPT, "You must give words"),
        ("Invalid prompt", FailureKind.INVALID_PROMPT, ""),
        ("[Banned prompt detected] Word `blood` is banned.", FailureKind.BANNED_PROMPT, "blood"),
        ("[Banned prompt detected] Against our standards", FailureKind.BANNED_PROMPT, ""),
        ("[Invalid link] Could not fetch", FailureKind.INVALID_PICTURE, ""),
        ("[Image denied] x", FailureKind.MODERATED, ""),
        ("[Request cancelled due to output filters] x", FailureKind.MODERATED, ""),
        ("Request cancelled due to output filters, x", FailureKind.MODERATED, ""),
        ("[Queue full] 10 jobs", FailureKind.MIDJOURNEY_FULL, ""),
        ("[Job queued] x", FailureKind.MIDJOURNEY_FULL, ""),
        ("[Credits exhausted] x", FailureKind.SUBSCRIPTION, ""),
        ("[Pending mod message] x", FailureKind.SUBSCRIPTION, ""),
        ("[Action needed to continue] x", FailureKind.SUBSCRIPTION, ""),
        ("[Blocked] x", FailureKind.SUBSCRIPTION, ""),
        ("[Plan Cancelled] x", FailureKind.SUBSCRIPTION, ""),
        ("[Subscription required] x", FailureKind.SUBSCRIPTION, ""),
        ("[Subscription paused] x", FailureKind.SUBSCRIPTION, ""),
        ("[Tos not accepted] x", FailureKind.SUBSCRIPTION, ""),
        ("[Internal Server Error] x", FailureKind.RELAY_BROKEN, ""),
        ("[A new title] Your subscription ended", FailureKind.SUBSCRIPTION, ""),
        ("[" + "x" * 90, FailureKind.OTHER, ""),
        ("任务超时", FailureKind.TIMEOUT, ""),
        ("执行超时 5 分钟", FailureKind.TIMEOUT, ""),
        ("任务提交超时", FailureKind.TIMEOUT, ""),
        ("超时，未找到消息", FailureKind.TIMEOUT, ""),
        ("上游任务超时（超过1小时）", FailureKind.TIMEOUT, ""),
        ("实例不可用", FailureKind.SATURATED, ""),
        ("可能包含敏感词", FailureKind.BANNED_PROMPT, ""),
        ("服务异常，请稍后重试", FailureKind.RELAY_BROKEN, ""),
        ("未找到父级任务", FailureKind.PARENT_GONE, ""),
        ("获取渠道信息失败，请联系管理员，渠道ID：7", FailureKind.RELAY_BROKEN, ""),
        ("swapid操作失败", FailureKind.RELAY_BROKEN, ""),
        ("Invalid Form Body", FailureKind.RELAY_BROKEN, ""),
        ("Unknown Message", FailureKind.PARENT_GONE, ""),
        ("Failed to process your command :(", FailureKind.RELAY_BROKEN, ""),
        ("队列已满，请稍后尝试", FailureKind.MIDJOURNEY_FULL, ""),
        ("quota_not_enough ", FailureKind.QUOTA, ""),
        ("???", FailureKind.OTHER, ""),
        ("", FailureKind.OTHER, ""),
    ],
)  # fmt: skip
def test_reasons_for_failure(reason: str, kind: FailureKind, detail: str):
    found = told(plus(status="FAILURE", failReason=reason))
    assert found is not None
    assert found.report.failure == Failure(kind, detail)
    assert found.reason == reason


@pytest.mark.parametrize("relay_id", [None, "", 0, [], {}])
def test_a_row_without_an_id_is_none_unless_one_was_asked_for(relay_id: object):
    assert told(plus(id=relay_id)) is None
    assert told(plus(id=relay_id), "7") is not None


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(st.characters(), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


ROWS = st.fixed_dictionaries(
    {"id": st.just("7") | VALUES, "status": st.sampled_from(["SUCCESS", "FAILURE", ""]) | VALUES},
    optional=dict.fromkeys(trueai(buttons=None, taskId=1).keys() - {"id", "status"}, VALUES),
)


@given(ROWS)
def test_a_task_of_any_values_is_a_report_or_none(content: dict[str, object]):
    found = told(content)
    if found is None:
        return
    seen = found.report
    assert seen.relay_id
    assert seen.progress is None or 0 <= seen.progress <= 100
    assert (seen.failure is not None) is (seen.status is RelayStatus.FAILURE)
    (seen.final_prompt + seen.state + seen.job_id).encode()
