"""What it means that a submit was not accepted: which of our errors, reasoned from what that relay
may have done by then.

"Nothing was started" must be true of `Refused`, `Busy` and `OperationMissing`; where it may not be,
it is `InDoubt`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.core.errors import Busy, InDoubt, OperationMissing, Refused, RelayError, Unreachable
from bot.core.failure import Failure, FailureKind
from bot.relay.wire import words
from bot.relay.wire.detail import safe_detail

if TYPE_CHECKING:
    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call
    from bot.relay.wire.envelope import Envelope

ACCEPTED = frozenset({1, 21, 22})
_NO_ANSWER = ACCEPTED | {0, 200, None}
"""Codes that do not say no; 0 and 200 are what generated documents and wrappers show."""
_FULL = frozenset({23, 30})
_BROKEN = frozenset({5, 9})
"""new-api's and novicezk's own trouble; neither has noted a task or charged for one then."""
_NOT_REACHED = frozenset({521, 523, 525, 526, 530})
"""Cloudflare: the origin refused, has no route, failed the TLS handshake, or has no name. (520, 522
and 524 may come after the request was handed over.)"""
_STRUGGLING = frozenset({FailureKind.TIMEOUT, FailureKind.RELAY_BROKEN})
_NOT_CERTAIN = _STRUGGLING | {None}
"""What a 5xx may say without ruling out that a task was started."""
_AFTER_THE_START = ("insert_midjourney_task", "copy_response_body", "close_response_body")
"""new-api's errors behind the upstream's yes: the task runs and is charged, and cannot be asked
for. Its other `_failed` come before it has charged or noted anything."""


def refusal(envelope: Envelope, answer: Answer, call: Call) -> RelayError:
    """Why a JSON object is not an acceptance of `call`."""
    said = envelope.words
    kind = words.kind(said)
    if envelope.code in ACCEPTED or any(part in said for part in _AFTER_THE_START):
        return InDoubt("accepted, but no id came with it")
    if kind is FailureKind.QUOTA:
        return _refused(FailureKind.QUOTA)
    if envelope.code == 24:
        word = safe_detail(envelope.properties.banned_word)
        return _refused(FailureKind.BANNED_PROMPT, word)
    if envelope.code in _FULL or words.full(said) or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Busy(answer.retry_after)
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return _refused(FailureKind.KEY)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and kind in _NOT_CERTAIN:
        return bare(answer, call)
    if answer.ok and envelope.code is None and kind in _STRUGGLING:
        return InDoubt("trouble without a code, which may have come after the start")
    return _by_words(kind, envelope, answer, call)


def _by_words(
    kind: FailureKind | None, envelope: Envelope, answer: Answer, call: Call
) -> RelayError:
    if kind is FailureKind.OPERATION:
        # The route is there and reads what it gets, so what it lacks is this button.
        return OperationMissing(call.button or call.name, envelope.words)
    if kind is not None:
        return _refused(kind)
    if envelope.code == 3:
        # Not found: the parent where there is one, else an account that could draw.
        return _refused(FailureKind.PARENT_GONE if call.parented else FailureKind.SATURATED)
    if envelope.code in _BROKEN:
        return _refused(FailureKind.RELAY_BROKEN)
    if not answer.ok:
        return bare(answer, call)
    if envelope.code not in _NO_ANSWER or envelope.denies:
        return _refused(FailureKind.OTHER)
    return InDoubt("a success that says nothing of a task")


def bare(answer: Answer, call: Call) -> RelayError:
    """What the status alone means: the body is no JSON, or its words are unknown."""
    status = answer.status
    if answer.is_astray:
        # How new-api answers for a route that it does not have. (No redirect is followed with the
        # key, so whoever sent it did nothing else.)
        return OperationMissing(call.name, f"status {status}, a page or the way to one")
    if answer.ok:
        # Empty, cut, garbage: it came from whoever may just have taken the task.
        return InDoubt("no JSON in a 2xx")
    if status in _NOT_REACHED:
        return Unreachable(f"status {status}")
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return Busy(answer.retry_after)
    if status in _MISSING:
        return OperationMissing(call.name, f"status {status}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return InDoubt(f"status {status}")
    return _refused(_BY_STATUS.get(status, FailureKind.OTHER))


_MISSING = frozenset({404, 405, 501})
_BY_STATUS: dict[int, FailureKind] = {
    HTTPStatus.UNAUTHORIZED: FailureKind.KEY,
    HTTPStatus.PAYMENT_REQUIRED: FailureKind.QUOTA,
    HTTPStatus.FORBIDDEN: FailureKind.KEY,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: FailureKind.INVALID_PICTURE,
}


def _refused(kind: FailureKind, detail: str = "") -> Refused:
    return Refused(Failure(kind, detail))
