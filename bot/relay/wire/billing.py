"""What a key may still spend, from the two addresses that OpenAI once had for it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bot.core.errors import OperationMissing
from bot.core.money import MICRO
from bot.core.operations import BILLING
from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.reading import trouble

if TYPE_CHECKING:
    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call

_LIMITS = ("hard_limit_usd", "system_hard_limit_usd", "soft_limit_usd")
_WITHOUT_END = 100_000_000 * MICRO
"""What new-api calls the limit of a key that has none."""
_LARGEST = Decimal(10) ** 12
_PASSING = frozenset({408, 425, 429, *range(500, 600)} - {501})


def limit(answer: Answer, call: Call) -> int | None:
    """All that may ever be used, in millionths; None without end. Raises as `used` does."""
    content = _object(answer, call)
    amounts = (_amount(content.get(name)) for name in _LIMITS)
    found = next((amount for amount in amounts if amount is not None), None)
    if found is None:
        raise OperationMissing(BILLING, "no limit")
    return None if found * MICRO >= _WITHOUT_END else int(found * MICRO)


def used(answer: Answer, call: Call) -> int:
    """What has been used of it, in millionths; it is told in hundredths.

    Raises `OperationMissing`, `Busy`, `Unreachable` or `Confused`.
    """
    found = _amount(_object(answer, call).get("total_usage"))
    if found is None:
        raise OperationMissing(BILLING, "no usage")
    return int(found * (MICRO // 100))


def _object(answer: Answer, call: Call) -> dict[str, object]:
    """The JSON object of an answer. What says no, in whichever way, does not have it."""
    if answer.status in _PASSING:
        raise trouble(answer)
    try:
        content = parse(answer)
    except NotJson:
        content = None
        if answer.ok and not answer.is_page and not answer.is_empty:
            raise trouble(answer) from None
    if not answer.ok or not isinstance(content, dict) or "error" in content:
        raise OperationMissing(BILLING, f"{call.operation}, status {answer.status}")
    return content


def _amount(value: object) -> Decimal | None:
    """A sum of money, from a number or a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < _LARGEST else None
