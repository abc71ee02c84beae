"""What a chat model has said, in OpenAI's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Confused, OperationMissing
from bot.core.operations import CHAT
from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.reading import trouble
from bot.relay.wire.scalars import mapping, text

if TYPE_CHECKING:
    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call

_MISSING = frozenset({404, 405, 501})


def said(answer: Answer, call: Call) -> str:
    """The first choice's words, empty where there are none.

    Raises `OperationMissing` where there is no such endpoint or model, `Busy`, `Unreachable` or
    `Confused`.
    """
    if answer.status in _MISSING or answer.is_astray:
        raise OperationMissing(CHAT, f"{call.operation}, status {answer.status}")
    if not answer.ok:
        raise trouble(answer)
    try:
        content = mapping(parse(answer))
    except NotJson as exc:
        raise trouble(answer) from exc
    choices = content.get("choices")
    if not isinstance(choices, list):
        raise Confused("no choices")
    first = mapping(choices[0]) if choices else {}
    return _words(mapping(first.get("message")).get("content"))


def models(answer: Answer) -> frozenset[str] | None:
    """The names in a list of models; None where there is no such list."""
    try:
        rows = mapping(parse(answer)).get("data") if answer.ok else None
    except NotJson:
        return None
    if not isinstance(rows, list):
        return None
    return frozenset(name for row in rows if (name := text(mapping(row).get("id"))))


def _words(content: object) -> str:
    """A message's words: a text, or parts of which some are text."""
    if isinstance(content, list):
        return "".join(text(mapping(part).get("text")) for part in content)
    return text(content)
