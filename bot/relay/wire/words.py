"""What relays' sentences mean: novicezk's, plus', trueai's, new-api's and Midjourney's own.

Codes come first wherever there are any. Sentences are localised and change, so only parts of them
are looked for, in the order of the table: an earlier line wins.
"""

from __future__ import annotations

import re

from bot.core.failure import FailureKind
from bot.relay.wire.detail import safe_detail

_TABLE: tuple[tuple[FailureKind, tuple[str, ...]], ...] = (
    # new-api: quota_not_enough, 该令牌额度已用尽; trueai: 用户今日绘图次数已达上限
    (FailureKind.QUOTA, ("quota", "额度", "余额", "insufficient", "次数已达上限")),
    # new-api: 无效的令牌, 用户已被封禁; trueai: 账号已被临时封锁，请勿使用违规词作图
    (FailureKind.KEY, ("令牌", "invalid token", "api key", "账号已被", "用户已被")),
    # plus: 蒙版base64不能为空, the mask of a region is missing or empty
    (FailureKind.INVALID_PICTURE, ("蒙版", "maskbase64")),
    (FailureKind.BANNED_PROMPT, ("敏感词", "违规词", "违禁", "banned", "sensitive word")),
    (FailureKind.MODERATED, ("image denied", "output filter", "image filter", "moderator")),
    (FailureKind.SUBSCRIPTION, ("credits exhausted", "pending mod message", "subscription")),
    (FailureKind.MIDJOURNEY_FULL, ("队列已满", "队列数已达", "并发数已达", "queue full")),
    (FailureKind.MIDJOURNEY_FULL, ("queue is full", "job queued")),
    # novicezk: 无可用的账号实例; new-api: 无可用渠道, 该任务所属渠道已被禁用; before 不存在
    (FailureKind.SATURATED, ("无可用", "no available", "饱和", "saturated", "overloaded")),
    (FailureKind.SATURATED, ("实例不可用", "实例不存在", "账号不可用", "渠道已被禁用")),
    (FailureKind.TIMEOUT, ("超时", "timeout", "timed out")),
    # plus: 该任务不可取消, 该任务暂不支持取消, 该任务类型不支持获取图片seed; trueai:
    # 该任务不支持重新生成. This task cannot, others can; before 图片 and before 不支持
    (FailureKind.PARENT_STATE, ("不可取消", "支持取消", "任务类型", "支持重新生成")),
    (FailureKind.PARENT_STATE, ("不支持的modal",)),
    (FailureKind.INVALID_PICTURE, ("base64", "垫图", "图片", "文件总大小", "禁止上传")),
    (FailureKind.INVALID_PICTURE, ("链接格式", "invalid link", "no start frame")),
    (FailureKind.INVALID_PICTURE, ("image format", "image type", "file format", "file type")),
    (FailureKind.INVALID_PROMPT, ("prompt不能为空", "prompt 不能为空", "prompt_is_required")),
    (FailureKind.INVALID_PROMPT, ("invalid prompt", "invalid parameter", "unrecognized param")),
    (FailureKind.INVALID_PROMPT, ("unsupported param", "unknown param")),
    # plus: 不支持的动作; trueai: 未知的 Action 类型, 视频功能未启用; new-api: unknown_action:...
    (FailureKind.OPERATION, ("unknown_action", "未知的", "不支持", "未启用", "not support")),
    (FailureKind.OPERATION, ("unsupported", "无效的 picreader", "禁止操作")),
    # plus' 关联动作不存在 (the parent has no such button) before 不存在
    (FailureKind.PARENT_STATE, ("状态错误", "status_not_success", "不允许执行", "动作不存在")),
    # new-api writes task_no_found (sic) on reads; Unknown Message is Discord's 10008
    (FailureKind.PARENT_GONE, ("_not_found", "_no_found", "task not found", "not exist")),
    (FailureKind.PARENT_GONE, ("不存在", "已失效", "未找到", "unknown message")),
    (FailureKind.RELAY_BROKEN, ("系统异常", "服务异常", "暂不可用", "操作失败", "panic")),
    (FailureKind.RELAY_BROKEN, ("internal server error", "invalid form body", "_failed")),
    (FailureKind.RELAY_BROKEN, ("渠道信息失败", "failed to process")),
)

_TITLES = {
    "invalid prompt": FailureKind.INVALID_PROMPT,
    "invalid parameter": FailureKind.INVALID_PROMPT,
    "banned prompt detected": FailureKind.BANNED_PROMPT,
    "banned prompt": FailureKind.BANNED_PROMPT,
    "invalid link": FailureKind.INVALID_PICTURE,
    "image denied": FailureKind.MODERATED,
    "request cancelled due to output filters": FailureKind.MODERATED,
    "request cancelled due to image filters": FailureKind.MODERATED,
    "queue full": FailureKind.MIDJOURNEY_FULL,
    "job queued": FailureKind.MIDJOURNEY_FULL,
    "credits exhausted": FailureKind.SUBSCRIPTION,
    "pending mod message": FailureKind.SUBSCRIPTION,
    "action needed to continue": FailureKind.SUBSCRIPTION,
    "blocked": FailureKind.SUBSCRIPTION,
    "plan cancelled": FailureKind.SUBSCRIPTION,
    "subscription required": FailureKind.SUBSCRIPTION,
    "subscription paused": FailureKind.SUBSCRIPTION,
    "tos not accepted": FailureKind.SUBSCRIPTION,
    "internal server error": FailureKind.RELAY_BROKEN,
}
"""The titles of Midjourney's own messages, which relays put at the head of `failReason`."""

_CANCELLED = frozenset({"取消任务", "任务已取消", "已取消", "cancelled", "canceled"})
# novicezk and plus write `[title] description`, trueai `title, description`.
_HEADED = re.compile(r"\s*(?:\[([^\]]{1,80})\]|([^,\[]{1,80})(?:,|$))\s*(.*)", re.DOTALL)
_QUOTED = re.compile(r"[`'\"“‘「]+([^`'\"“”‘’「」\n]{1,40})[`'\"”’」]+")


def kind(said: str) -> FailureKind | None:
    """What a relay's sentence is about; None when nobody could name it."""
    folded = said.casefold()
    return next((k for k, parts in _TABLE if any(part in folded for part in parts)), None)


def full(said: str) -> bool:
    """Whether the relay says that it is full now, and that later it may not be."""
    return kind(said) is FailureKind.MIDJOURNEY_FULL or any(
        part in said.casefold() for part in ("饱和", "saturated", "overloaded")
    )


def asks_form(said: str) -> bool:
    """Whether a submit's description says that a form waits (`等待窗口确认`, `window confirm`)."""
    return "窗口" in said or "confirm" in said.casefold()


def already_there(said: str) -> bool:
    """Whether a code 21 means novicezk's "exists already" (`任务已存在`), not a form."""
    return "已存在" in said or "exist" in said.casefold()


def cancelled(reason: str) -> bool:
    """Whether a failure is a cancellation: trueai's cancel ends in FAILURE with `取消任务`."""
    return reason.strip().casefold() in _CANCELLED


def uploads_off(said: str) -> bool:
    """Whether the server's operator lets nobody upload pictures (trueai, unless told otherwise)."""
    return "禁止上传" in said


def taken_back(said: str) -> bool:
    """Whether a task cannot be cancelled since it is already (plus' `不可取消: IMAGINE-CANCEL`)."""
    return said.rstrip().endswith("-CANCEL")


def title(reason: str) -> tuple[FailureKind | None, str]:
    """The kind by Midjourney's own title at the head of a reason, and the text behind it."""
    found = _HEADED.match(reason)
    if found is None:
        return None, ""
    return _TITLES.get((found[1] or found[2]).strip().casefold()), found[3]


def detail(of: FailureKind, sentence: str) -> str:
    """What of Midjourney's own sentence a member may see: the banned word, or what is wrong."""
    if of is FailureKind.BANNED_PROMPT:
        word = _QUOTED.search(sentence)
        return safe_detail(word[1]) if word else ""
    return safe_detail(sentence) if of is FailureKind.INVALID_PROMPT else ""
