"""The answer to a submit, as an acceptance or as the error it means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.report import Acceptance
from bot.relay.wire import words
from bot.relay.wire.envelope import Envelope
from bot.relay.wire.refusal import ACCEPTED, bare, refusal

if TYPE_CHECKING:
    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call

_UNCODED = frozenset({None, 0, 200})
"""Codes under which an id counts as an acceptance: it can be asked for, so nothing is lost."""
_AHEAD = re.compile(r"([0-9]{1,6})\s*个任务")


def acceptance(answer: Answer, call: Call) -> Acceptance:
    """Reads the answer to a submit.

    Raises `Refused`, `Busy`, `OperationMissing`, `Unreachable` or `InDoubt`.
    """
    envelope = Envelope.read(answer)
    if envelope is None:
        raise bare(answer, call)
    if envelope.relay_id is None or not _accepts(envelope, answer):
        raise refusal(envelope, answer, call)
    return Acceptance(relay_id=envelope.relay_id, ahead=_ahead(envelope), form=_form(envelope))


def confirmation(answer: Answer, call: Call) -> Acceptance:
    """Reads the answer to modal; raises as `acceptance` does.

    A form is answered once, so whatever still looks like one in this answer is left out.
    """
    return replace(acceptance(answer, call), form=None)


def _accepts(envelope: Envelope, answer: Answer) -> bool:
    if envelope.code in ACCEPTED:
        return True
    return envelope.code in _UNCODED and answer.ok and not envelope.denies


def _ahead(envelope: Envelope) -> int | None:
    """How many wait before it: code 22's number, which stays when new-api makes a 1 of the 22."""
    ahead = envelope.properties.waiting
    if ahead is None:
        told = _AHEAD.search(envelope.description)
        ahead = int(told[1]) if told else None
    return ahead if ahead is not None and ahead >= 0 else None


def _form(envelope: Envelope) -> str | None:
    """The prompt that the waiting form suggests, "" where it suggests none; None without a form.

    21 is a form at plus and trueai, "exists already" in novicezk's documents (then with the task's
    status). new-api turns most 21 into 1; the description, or trueai's `remix`, gives it away.
    """
    properties = envelope.properties
    if envelope.code == 21:
        waits = not properties.status and not words.already_there(envelope.description)
    else:
        waits = envelope.code == 1 and (
            words.asks_form(envelope.description) or properties.remix is True
        )
    return properties.final_prompt if waits else None
