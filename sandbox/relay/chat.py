"""OpenAI's chat endpoint, as resellers offer it beside Midjourney: here a translator answers."""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.relay import answers
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.prices import CHAT
from sandbox.relay.studio import Studio
from sandbox.relay.translator import translate

_USUAL = ("deepseek-chat", "gpt-4o", "gpt-4o-mini")
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})


def complete(studio: Studio, call: Call) -> Answer:
    """Answers the last thing a user says with its translation into English."""
    model, said = call.text("model"), _said(call.body.get("messages"))
    if not model:
        return answers.openai_error(400, "未指定模型名称，模型名称不能为空", call.request_id)
    if studio.models is not None and model not in studio.models:
        words = f"当前分组 default 下对于模型 {model} 无可用渠道"
        return answers.openai_error(503, words, call.request_id)
    if said is None:
        words = "field messages is required"
        return answers.openai_error(400, words, call.request_id, "invalid_request_error")
    if not studio.account.can_pay(CHAT, None):
        return answers.openai_error(403, "用户额度不足", call.request_id)
    return _answered(studio, call, model, said)


def models(studio: Studio, call: Call) -> Answer:
    """The models that the key may use, as OpenAI lists them; a few names where it may use any."""
    del call
    names = sorted(_USUAL if studio.models is None else studio.models)
    rows = [{"id": name, "object": "model", "owned_by": "custom"} for name in names]
    return Answer(data={"success": True, "object": "list", "data": rows})


def reworded(answer: Answer, content: str | None) -> Answer:
    """The same answer with other words in it; None leaves it without any choice."""
    choices = [] if content is None else [_choice(content)]
    return Answer(answer.status, {**answer.data, "choices": choices})


def words_of(answer: Answer) -> str | None:
    """What an answer says; None when it is a refusal."""
    choices = answer.data.get("choices") if answer.status == 200 else None
    return str(choices[0]["message"]["content"]) if choices else None


def _answered(studio: Studio, call: Call, model: str, said: str) -> Answer:
    now, content = studio.time.wall(), translate(said)
    name = f"chatcmpl-{hashlib.sha256(f'{call.request_id}{said}'.encode()).hexdigest()[:29]}"
    studio.account.charge(name, "CHAT", now)
    asked, given = len(said) // 2 + 8, len(content) // 4 + 1
    return Answer(
        data={
            "id": name,
            "object": "chat.completion",
            "created": int(now),
            "model": model,
            "choices": [_choice(content)],
            "usage": {
                "prompt_tokens": asked,
                "completion_tokens": given,
                "total_tokens": asked + given,
            },
        }
    )


def _choice(content: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}


def _said(messages: object) -> str | None:
    """What a user said last; None when the conversation is misshapen or has no user in it."""
    if not isinstance(messages, list) or not all(map(_is_message, messages)):
        return None
    texts = [_text(message["content"]) for message in messages if message["role"] == "user"]
    return texts[-1] if texts else None


def _is_message(message: object) -> bool:
    if not isinstance(message, dict) or message.get("role") not in _ROLES:
        return False
    content = message.get("content")
    return isinstance(content, str) or (isinstance(content, list) and all(map(_is_part, content)))


def _is_part(part: object) -> bool:
    return isinstance(part, dict) and isinstance(part.get("text", ""), str)


def _text(content: str | list[dict[str, str]]) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)
