"""Seeds and cancellations, in all the ways they are answered."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import answer, envelope

from bot.core.errors import (
    Busy,
    Confused,
    OperationMissing,
    Refused,
    RelayError,
    Unreachable,
)
from bot.core.failure import FailureKind
from bot.relay.answer import Answer, Ending
from bot.relay.wire import errands, requests

K = FailureKind
SEED, CANCEL = requests.seed("7"), requests.cancel("7")
PAGE = Answer(200, b"<!doctype html>")
NOT_FOUND = answer({"timestamp": 1, "status": 404, "error": "Not Found", "path": "/mj"}, 404)
FORBIDDEN = "演示模式，禁止操作"


@pytest.mark.parametrize("result", ["1802154307", 1802154307, " 1802154307"])
def test_a_seed_is_digits(result: object):
    assert errands.seed(answer(envelope(1, "成功", result)), SEED) == "1802154307"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (answer(envelope(3, "关联任务不存在或已失效", None), 404), K.PARENT_GONE),
        (answer({"description": "task_no_found ", "code": 4}, 400), K.PARENT_GONE),
        (answer(envelope(3, "未找到 seed", None)), K.PARENT_GONE),
        (answer(envelope(4, "关联任务状态错误", None), 400), K.PARENT_STATE),
        (answer({"code": 4, "description": "该任务类型不支持获取图片seed"}), K.PARENT_STATE),
        (answer(envelope(9, "获取seed超时", None)), K.TIMEOUT),
        (answer({"description": "do_request_failed ", "code": 5}, 400), K.RELAY_BROKEN),
        (Answer(401), K.KEY),
    ],
)
def test_no_seed(said: Answer, kind: FailureKind):
    with pytest.raises(Refused) as caught:
        errands.seed(said, SEED)
    assert caught.value.failure.kind is kind


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (PAGE, OperationMissing),
        (NOT_FOUND, OperationMissing),
        (answer(envelope(1, "成功", "")), Confused),
        (answer(envelope(1, "成功", "none")), Confused),
        (answer(envelope(1, "成功", "0")), Confused),
        (answer(envelope(1, "成功", "12345678901")), Confused),
        (Answer(200), Confused),
        (answer([]), Confused),
        (Answer(502, b"<html>"), Unreachable),
        (Answer(200, b'{"code":1', None, Ending.CUT), Unreachable),
        (Answer(429, b"", 7.0), Busy),
    ],
)
def test_seeds_that_cannot_be_had(said: Answer, error: type[RelayError]):
    with pytest.raises(error) as caught:
        errands.seed(said, SEED)
    if isinstance(caught.value, OperationMissing):
        assert caught.value.operation == "task/image-seed"


@pytest.mark.parametrize(
    "said",
    [
        answer({"code": 1, "description": "成功", "result": "7"}),
        answer({"code": 1, "description": "成功", "result": None}),
        answer({"code": 4, "description": "该任务不可取消: IMAGINE-CANCEL"}),  # asked twice
        Answer(200),  # trueai, to an administrator
        Answer(204),
    ],
)
def test_taken_back(said: Answer):
    errands.cancellation(said, CANCEL)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (answer({"code": 4, "description": "该任务不可取消: IMAGINE-SUCCESS"}), K.PARENT_STATE),
        (answer({"code": 4, "description": "该任务暂不支持取消"}), K.PARENT_STATE),
        (answer({"code": 3, "description": "关联任务不存在或已失效"}), K.PARENT_GONE),
        (answer({"error": {"message": "无效的令牌"}}, 401), K.KEY),
        (Answer(400, b"whatever"), K.OTHER),
    ],
)
def test_not_taken_back(said: Answer, kind: FailureKind):
    with pytest.raises(Refused) as caught:
        errands.cancellation(said, CANCEL)
    assert caught.value.failure.kind is kind


@pytest.mark.parametrize(
    "said",
    [
        PAGE,
        NOT_FOUND,
        Answer(404),
        Answer(405),
        # trueai, to everybody else
        Answer(400, FORBIDDEN.encode()),
        answer(FORBIDDEN, 400),
        answer({"success": False, "code": -1, "message": FORBIDDEN}),
    ],
)
def test_nobody_may_cancel_here(said: Answer):
    with pytest.raises(OperationMissing) as caught:
        errands.cancellation(said, CANCEL)
    assert caught.value.operation == "task/cancel"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Answer(200, b"", None, Ending.CUT), Unreachable),
        (Answer(504), Unreachable),
        (Answer(200, b"ok"), Confused),
        (answer(envelope(22, "?", None)), Confused),
        (Answer(503, b"", 3.0), Busy),
    ],
)
def test_cancellations_without_an_answer(said: Answer, error: type[RelayError]):
    with pytest.raises(error):
        errands.cancellation(said, CANCEL)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(FORBIDDEN),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "description", "result", "error", "success"]), inner
        )
    ),
    max_leaves=8,
)
SEEDS = st.text("0123456789", max_size=12) | st.integers() | JSON
ENVELOPES = st.builds(lambda seed: envelope(1, "成功", seed), SEEDS)
BODIES = (JSON | ENVELOPES).map(lambda v: json.dumps(v).encode()) | st.binary(max_size=20)


@given(
    BODIES, st.sampled_from([200, 204, 302, 400, 401, 404, 429, 500, 502]), st.sampled_from(Ending)
)
def test_any_answer_is_one_of_those(body: bytes, status: int, ending: Ending):
    said = Answer(status, body, None, ending)
    allowed = (Refused, OperationMissing, Unreachable, Busy, Confused)
    with contextlib.suppress(*allowed):
        assert errands.seed(said, SEED).isdigit()
    with contextlib.suppress(*allowed):
        errands.cancellation(said, CANCEL)
