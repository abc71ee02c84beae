"""The answers to errands: a task's seed, to take it back, a picture's address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.errors import InDoubt, OperationMissing, RelayError
from bot.core.failure import FailureKind
from bot.relay.answer import Ending
from bot.relay.wire import words
from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.envelope import Envelope
from bot.relay.wire.reading import trouble
from bot.relay.wire.refusal import bare, refusal

if TYPE_CHECKING:
    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call

_SEED = re.compile(r"[0-9]{1,10}")
_ADDRESS = re.compile(r"https?://[!-~]{1,1000}")


def seed(answer: Answer, call: Call) -> str:
    """The seed, as digits: code 1 with it as the result, a string or a number.

    Raises `Refused`, `OperationMissing`, `Busy`, `Unreachable` or `Confused`.
    """
    envelope = Envelope.read(answer)
    if envelope is not None and envelope.code == 1 and _SEED.fullmatch(envelope.relay_id or ""):
        return str(envelope.relay_id)
    raise _refused(envelope, answer, call)


def upload(answer: Answer, call: Call) -> str:
    """The address of an uploaded picture: code 1 with a list of one as the result.

    Raises `Refused`, `OperationMissing`, `Busy`, `Unreachable`, or `InDoubt` where none came.
    """
    envelope = Envelope.read(answer)
    if envelope is None:
        raise bare(answer, call)
    if envelope.code in {1, None} and (address := _address(envelope.result)):
        return address
    if words.uploads_off(envelope.words):
        raise OperationMissing(call.name, envelope.words)
    raise refusal(envelope, answer, call)


def cancellation(answer: Answer, call: Call) -> None:
    """Nothing, when the task is taken back; raises as `seed` does.

    plus answers code 1, trueai (to administrators alone) an empty body.
    """
    if answer.ok and answer.is_empty and answer.ending is Ending.WHOLE:
        return
    envelope = Envelope.read(answer)
    if envelope is None and words.kind(_said(answer)) is FailureKind.OPERATION:
        raise OperationMissing(call.name, "for administrators only")
    if envelope is None:
        raise _refused(envelope, answer, call)
    if envelope.code != 1 and not words.taken_back(envelope.words):
        raise _refused(envelope, answer, call)


def _refused(envelope: Envelope | None, answer: Answer, call: Call) -> RelayError:
    """Why not. Nothing can be in doubt here, since asking again does no harm."""
    error = bare(answer, call) if envelope is None else refusal(envelope, answer, call)
    return trouble(answer) if isinstance(error, InDoubt) else error


def _address(result: object) -> str:
    """The first address in a result; "" where there is none that a prompt can carry."""
    first = result[0] if isinstance(result, list) and result else result
    return first if isinstance(first, str) and _ADDRESS.fullmatch(first) else ""


def _said(answer: Answer) -> str:
    """The words of an answer that is text alone, bare or as a JSON string; "" for a web page."""
    try:
        content = parse(answer)
    except NotJson:
        content = "" if answer.is_page else answer.body.decode(errors="replace")
    return content if isinstance(content, str) else ""
