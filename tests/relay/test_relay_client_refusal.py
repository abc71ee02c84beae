"""Submits that were not accepted: exactly the error that tells what the relay may have done."""

from __future__ import annotations

import pytest
from relay_samples import IMAGINE, PRESS, answer, envelope, minus_one

from bot.core.errors import Busy, InDoubt, OperationMissing, Refused, Unreachable
from bot.core.failure import Failure, FailureKind
from bot.relay.answer import Answer, Ending
from bot.relay.wire.call import Call
from bot.relay.wire.submission import acceptance

K = FailureKind


def refused(content: object, status: int = 200, *, parented: bool = True) -> Failure:
    with pytest.raises(Refused) as caught:
        acceptance(answer(content, status), PRESS if parented else IMAGINE)
    return caught.value.failure


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        # novicezk and plus
        (envelope(3, "关联任务不存在或已失效", None), 200, K.PARENT_GONE),
        (envelope(3, "目标任务不存在", None), 200, K.PARENT_GONE),
        (envelope(3, "关联动作不存在", None), 200, K.PARENT_STATE),
        (envelope(3, "无可用的账号实例", None), 200, K.SATURATED),
        (envelope(3, "账号不可用: 123", None), 200, K.SATURATED),
        (envelope(3, "???", None), 200, K.PARENT_GONE),
        (envelope(4, "prompt不能为空", None), 200, K.INVALID_PROMPT),
        (envelope(4, "base64格式错误", None), 200, K.INVALID_PICTURE),
        (envelope(4, "垫图base64重复", None), 200, K.INVALID_PICTURE),
        (envelope(4, "文件总大小30MB超过限制[20MB]", None), 200, K.INVALID_PICTURE),
        (envelope(4, "base64List参数错误", None), 200, K.INVALID_PICTURE),
        (envelope(4, "图片base64重复", None), 200, K.INVALID_PICTURE),
        (envelope(4, "图片参数错误，2~5张图片", None), 200, K.INVALID_PICTURE),
        (envelope(4, "人脸图片和目标图片不能相同", None), 200, K.INVALID_PICTURE),
        (envelope(4, "sourceBase64、targetBase64不能为空"), 200, K.INVALID_PICTURE),
        (envelope(4, "base64或link不能为空", None), 200, K.INVALID_PICTURE),
        (envelope(4, "Unsupported image format", None), 200, K.INVALID_PICTURE),
        (envelope(4, "Unsupported parameter", None), 200, K.INVALID_PROMPT),
        (envelope(4, "该任务不支持重新生成", None), 200, K.PARENT_STATE),
        (envelope(4, "不支持的Modal", None), 200, K.PARENT_STATE),
        (envelope(3, "无可用的InsightFace账号实例", None), 200, K.SATURATED),
        (envelope(9, "saveid操作失败", None), 200, K.RELAY_BROKEN),
        (envelope(4, "关联任务状态错误", None), 200, K.PARENT_STATE),
        (envelope(4, "关联任务不允许执行变化", None), 200, K.PARENT_STATE),
        (envelope(4, "任务状态错误", None), 200, K.PARENT_STATE),
        (envelope(4, "蒙版base64不能为空", None), 200, K.INVALID_PICTURE),
        (envelope(4, "参数错误", None), 200, K.OTHER),
        (envelope(9, "提交失败，系统异常", None), 200, K.RELAY_BROKEN),
        (envelope(9, "Failed", None), 200, K.RELAY_BROKEN),
        (envelope(9, "执行动作(modal)超时", None), 200, K.TIMEOUT),
        (envelope(7, "what", None), 200, K.OTHER),
        (envelope(7, "what"), 200, K.OTHER),
        ({"timestamp": 1, "status": 400, "error": "Bad Request", "path": "/mj"}, 400, K.OTHER),
        # trueai
        (envelope(3, "关联任务不存在或已失效", None), 404, K.PARENT_GONE),
        (envelope(3, "实例不存在或不可用", None), 200, K.SATURATED),
        (minus_one("???"), 200, K.OTHER),
        (minus_one("用户今日绘图次数已达上限"), 200, K.QUOTA),
        (minus_one("账号已被临时封锁，请勿使用违规词作图"), 200, K.KEY),
        (minus_one("服务暂不可用，请联系管理员"), 200, K.RELAY_BROKEN),
        ({"success": False}, 200, K.OTHER),
        ({"error": "not today"}, 200, K.OTHER),
        # new-api
        ({"description": "quota_not_enough ", "type": "upstream_error", "code": 4}, 400, K.QUOTA),
        ({"description": "task_not_found ", "code": 4}, 400, K.PARENT_GONE),
        ({"description": "task_status_not_success ", "code": 4}, 400, K.PARENT_STATE),
        ({"description": "prompt_is_required ", "code": 4}, 400, K.INVALID_PROMPT),
        ({"description": "该任务所属渠道已被禁用 ", "code": 4}, 400, K.SATURATED),
        ({"description": "do_request_failed ", "code": 5}, 400, K.RELAY_BROKEN),
        ({"description": "empty_response_body ", "code": 5}, 400, K.RELAY_BROKEN),
        ({"error": {"message": "无效的令牌 (request id: 1)", "type": "new_api_error"}}, 401, K.KEY),
        ({"error": {"message": "该令牌额度已用尽", "type": "new_api_error"}}, 401, K.QUOTA),
        ({"error": {"message": "用户额度不足", "code": "insufficient_user_quota"}}, 403, K.QUOTA),
        ({"error": {"message": "普通用户不支持指定渠道"}}, 403, K.KEY),
        ({"error": {"message": "insufficient_quota"}}, 429, K.QUOTA),
        ({"error": {"message": "对于模型 mj_imagine 无可用渠道"}}, 503, K.SATURATED),
        ({"error": {"message": "Invalid request, bind"}}, 400, K.OTHER),
        ({"error": "payload"}, 413, K.INVALID_PICTURE),
        ({"error": "pay"}, 402, K.QUOTA),
    ],
)  # fmt: skip
def test_refused(content: object, status: int, kind: FailureKind):
    assert refused(content, status) == Failure(kind)


def test_not_found_means_an_account_where_there_is_no_parent():
    assert refused(envelope(3, "?", None), parented=False) == Failure(K.SATURATED)


@pytest.mark.parametrize(
    ("word", "detail"),
    [("blood", "blood"), ("血腥", "血腥"), ("https://x.example", ""), (None, ""), ("x" * 300, "")],
)
def test_a_banned_word_is_told_when_it_is_safe(word: object, detail: str):
    said = envelope(24, "可能包含敏感词", None, promptEn="x", bannedWord=word)
    assert refused(said) == Failure(K.BANNED_PROMPT, detail)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (envelope(23, "队列已满，请稍后尝试", None), 200),
        (envelope(23, "队列已满，请稍后尝试"), 200),  # documents show an id here: not accepted
        (envelope(9, "提交失败，队列已满，请稍后重试", None), 200),
        (minus_one("并发数已达上限"), 200),
        (minus_one("队列数已达上限"), 200),
        ({"description": "当前分组负载已饱和，请稍后再试", "code": 30}, 429),
        ({"description": "?", "code": 30}, 200),
        ({"error": {"message": "saturated"}}, 503),
        ({"error": {"message": "later"}}, 503),
        ({"error": {"message": "slow down"}}, 429),
    ],
)  # fmt: skip
def test_busy(content: object, status: int):
    with pytest.raises(Busy) as caught:
        acceptance(answer(content, status, 7.0), IMAGINE)
    assert caught.value.retry_after == 7.0


@pytest.mark.parametrize(
    "said",
    [
        Answer(200, b"<!doctype html><title>New API</title>"),  # its page for unknown routes
        Answer(301),  # the way to it, where it lies on another host
        Answer(308, b"<a href='https://front.example/'>Permanent Redirect</a>"),
        Answer(404),
        Answer(404, b"<html>"),
        Answer(405),
        Answer(501),
        answer({"timestamp": 1, "status": 404, "error": "Not Found", "path": "/mj"}, 404),
        answer({"error": "Not Found"}, 404),
        answer({"description": "unknown_action:MJ::BOOKMARK::U ", "code": 4}, 400),
        answer({"error": {"message": "Invalid request, unknown_action"}}, 400),
        answer(envelope(4, "不支持的动作", None)),
        answer(envelope(4, "未知的 Action 类型", None)),
        answer(envelope(4, "当前账号不支持 remix，请开启 remix 功能", None)),
    ],
)
def test_the_operation_is_missing(said: Answer):
    with pytest.raises(OperationMissing):
        acceptance(said, PRESS)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        # the route
        (Answer(200, b"<!doctype html>"), "submit/action"),
        (Answer(404), "submit/action"),
        (answer({"error": "Not Found"}, 404), "submit/action"),
        # what the route does not know
        (answer({"description": "unknown_action:MJ::JOB::upsample ", "code": 4}, 400), "upsample"),
        (answer(envelope(4, "不支持的动作", None)), "upsample"),
    ],
)
def test_what_is_missing_is_named(said: Answer, missing: str):
    with pytest.raises(OperationMissing) as caught:
        acceptance(said, PRESS)
    assert caught.value.operation == missing


def test_what_has_no_button_is_named_by_its_operation():
    for said in (answer(envelope(4, "视频功能未启用", None)), Answer(404)):
        with pytest.raises(OperationMissing) as caught:
            acceptance(said, Call("submit/video", {}))
        assert caught.value.operation == "submit/video"


@pytest.mark.parametrize(
    "said",
    [
        Answer(200),
        Answer(204),
        Answer(200, b'{"code":1,"res'),
        Answer(200, b'{"code":1}', None, Ending.CUT),
        Answer(200, b"ok"),
        answer([]),
        answer(None),
        answer({}),
        answer({"message": "?"}),
        answer({"created": 1, "data": [{"url": "https://x.example"}]}),
        answer(envelope(1, "提交成功", None)),
        answer(envelope(1, "提交成功", "")),
        answer(envelope(1, "", 0)),
        answer(envelope(22, "排队中", None, numberOfQueues=1)),
        answer(envelope(21, "", None)),
        answer(envelope(1, "", [[[[["7"]]]]])),
        # new-api's errors behind its upstream's yes
        answer({"description": "insert_midjourney_task_failed ", "code": 4}, 400),
        answer({"description": "copy_response_body_failed ", "code": 5}, 400),
        Answer(500),
        Answer(500, b"<html>"),
        Answer(502, b"<html>"),
        Answer(504, b"<html>"),
        Answer(520),
        Answer(522),
        Answer(524, b"<html>"),
        answer({"error": {"message": "panic", "type": "new_api_panic"}}, 500),
        answer({"success": False, "message": "操作失败"}, 500),
        answer({"error": "upstream timeout"}, 504),
        answer({"error": "upstream timeout"}),
        answer({"success": False, "message": "操作失败"}),
    ],
)
def test_in_doubt(said: Answer):
    with pytest.raises(InDoubt):
        acceptance(said, PRESS)


@pytest.mark.parametrize("status", [521, 523, 525, 526, 530])
def test_a_gateway_that_never_reached_the_relay(status: int):
    with pytest.raises(Unreachable):
        acceptance(Answer(status, b"<html>"), PRESS)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, K.OTHER),
        (401, K.KEY),
        (402, K.QUOTA),
        (403, K.KEY),
        (413, K.INVALID_PICTURE),
        (418, K.OTHER),
    ],
)
def test_a_bare_status(status: int, kind: FailureKind):
    for body in (b"", b"<html>", b"Authorization header missing."):
        with pytest.raises(Refused) as caught:
            acceptance(Answer(status, body), PRESS)
        assert caught.value.failure == Failure(kind)


@pytest.mark.parametrize("status", [429, 503])
def test_a_bare_status_that_asks_for_patience(status: int):
    with pytest.raises(Busy) as caught:
        acceptance(Answer(status, b"", 3.0), PRESS)
    assert caught.value.retry_after == 3.0
