"""Answers to submits: accepted, or exactly the error that tells what the relay may have done."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import IMAGINE, PRESS, answer, envelope

from bot.core.errors import InDoubt, RelayError
from bot.core.report import Acceptance
from bot.relay.answer import Answer, Ending
from bot.relay.wire.submission import acceptance, confirmation

ID = "1320098173412546"
WAITS = "Waiting for window confirm"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (envelope(1, "提交成功", discordInstanceId="1"), Acceptance(ID)),
        (envelope("1", "提交成功"), Acceptance(ID)),
        (envelope(1, "Submit success", int(ID)), Acceptance(ID)),
        (envelope(1, "", "0741798445574458"), Acceptance("0741798445574458")),
        (envelope(1, "", 14001934816969359), Acceptance("14001934816969359")),
        (envelope(1, "", "task_1234567890"), Acceptance("task_1234567890")),
        (envelope(1, "", ["7", "8"]), Acceptance("7")),
        (envelope(1, "", "7,8,9"), Acceptance("7")),
        ({"code": 1, "description": "成功", "result": "7"}, Acceptance("7")),
        ({"code": 1, "description": "成功", "result": "7", "properties": None}, Acceptance("7")),
        ({"code": 1, "message": "ok", "data": {"result": "7"}}, Acceptance("7")),
        ({"code": 1, "msg": "ok", "data": {"task_id": 7}}, Acceptance("7")),
        ({"code": 200, "data": [{"status": "submitted", "task_id": "t7"}]}, Acceptance("t7")),
        ({"status": 200, "msg": "success", "data": {"task_id": "7"}}, Acceptance("7")),
        ({"status": 200, "data": envelope(22, "", "7", numberOfQueues=2)}, Acceptance("7", 2)),
        ({"result": "7"}, Acceptance("7")),
        (envelope(0, "", "7"), Acceptance("7")),
        # A queue: 22, and what is left of it when new-api has made a 1 of it.
        (envelope(22, "排队中，前面还有3个任务", ID, numberOfQueues=3), Acceptance(ID, ahead=3)),
        (envelope(22, "排队中，前面还有 12 个任务"), Acceptance(ID, ahead=12)),
        (envelope(22, "in queue"), Acceptance(ID)),
        (envelope(1, "排队中", ID, numberOfQueues="4"), Acceptance(ID, ahead=4)),
        (envelope(1, "", ID, numberOfQueues=-1), Acceptance(ID)),
        # Forms: trueai, plus, a reseller without properties.
        (envelope(21, WAITS, ID, finalPrompt="", remix=True), Acceptance(ID, form="")),
        (envelope(21, "等待窗口确认", ID, finalPrompt="cat"), Acceptance(ID, form="cat")),
        ({"code": 21, "result": ID}, Acceptance(ID, form="")),
        # 21 made a 1 by new-api: the words or `remix` give it away.
        (envelope(1, WAITS, ID, finalPrompt="cat"), Acceptance(ID, form="cat")),
        (envelope(1, "等待窗口确认", ID, finalPrompt="cat"), Acceptance(ID, form="cat")),
        (envelope(1, "提交成功", ID, finalPrompt="cat", remix=True), Acceptance(ID, form="cat")),
        (envelope(1, "提交成功", ID, finalPrompt="cat", remix=False), Acceptance(ID)),
        # 21 as novicezk documents it: the task exists already.
        (envelope(21, "任务已存在", ID, status="SUCCESS", imageUrl="x"), Acceptance(ID)),
        (envelope(21, "task already exists"), Acceptance(ID)),
    ],
)  # fmt: skip
def test_accepted(content: object, expected: Acceptance):
    assert acceptance(answer(content), PRESS) == expected


@pytest.mark.parametrize("status", [200, 201, 400, 500])
def test_an_accepting_code_with_an_id_counts_whatever_the_status(status: int):
    assert acceptance(answer(envelope(1), status), IMAGINE).relay_id == ID


def test_the_answer_to_a_form_never_asks_for_one():
    asks = envelope(21, WAITS, ID, finalPrompt="cat", remix=True)
    assert confirmation(answer(asks), PRESS) == Acceptance(ID)


NAMES = [
    "code",
    "description",
    "result",
    "properties",
    "data",
    "error",
    "success",
    "message",
    "remix",
    "finalPrompt",
    "numberOfQueues",
    "bannedWord",
    "task_id",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)
CODES = st.sampled_from([1, 21, 22, 23, 24, 3, 4, 5, 9, 30, -1, "1", None])
ENVELOPES = st.tuples(JSON, CODES).map(
    lambda pair: pair[0] | {"code": pair[1]} if isinstance(pair[0], dict) else pair[0]
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 413, 429, 500, 502, 503, 521])
ENVELOPES |= st.builds(envelope, CODES, st.text(max_size=5), JSON | st.text("0123456789"))
BODIES = ENVELOPES.map(lambda v: json.dumps(v).encode()) | st.binary(max_size=20)


@given(BODIES, STATUSES, st.booleans(), st.sampled_from(Ending))
def test_any_answer_is_an_acceptance_or_one_of_our_errors(
    body: bytes, status: int, parented: bool, ending: Ending
):
    try:
        accepted = acceptance(Answer(status, body, None, ending), PRESS if parented else IMAGINE)
    except RelayError:
        return
    assert accepted.relay_id
    assert accepted.ahead is None or accepted.ahead >= 0


@given(BODIES, st.sampled_from([500, 502, 504, 520, 524]))
def test_nothing_unreadable_from_a_gateway_counts_as_never_started(body: bytes, status: int):
    cut = Answer(status, body, None, Ending.CUT)
    with pytest.raises(InDoubt):
        acceptance(cut, IMAGINE)
