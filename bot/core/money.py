"""Money as whole millionths of the relay's unit, and how people write it."""

from __future__ import annotations

import re

from bot.core.errors import BadInput

MICRO = 1_000_000
"""Millionths in one unit. Whole numbers, so that no sum is ever off by a rounding."""
LARGEST = 1_000_000 * MICRO
"""The most that anybody may set; a slip of the hand is larger."""
REASONS = {
    "amount_broken": frozenset({"amount"}),
    "amount_comma": frozenset({"amount", "point"}),
    "amount_negative": frozenset({"amount"}),
    "amount_large": frozenset({"amount", "most"}),
}
"""Every reason an amount is refused for, and the values its sentence takes."""
_PLAIN = re.compile(r"(?P<whole>[0-9]{1,12})(?:\.(?P<part>[0-9]{1,6}))?")
_COMMA = re.compile(r"[0-9.']*,[0-9]+")


def parse(text: str) -> int:
    """An amount as a person writes it (`12`, `0.5`, `$1.50`), in millionths.

    Raises `BadInput`: not a number, a comma where the point belongs, below zero, or beyond reason.
    A comma is never guessed at, since `1,500` is one and a half in one country and a thousand times
    as much in the next.
    """
    amount = text.strip().lstrip("$¥€£").strip()
    if amount.startswith(("-", "−", "–")):
        raise BadInput("amount_negative", amount=text)
    if _COMMA.fullmatch(amount):
        raise BadInput("amount_comma", amount=text, point=amount.replace(",", "."))
    match = _PLAIN.fullmatch(amount)
    if match is None:
        raise BadInput("amount_broken", amount=text)
    found = int(match["whole"]) * MICRO + int((match["part"] or "").ljust(6, "0"))
    if found > LARGEST:
        raise BadInput("amount_large", amount=text, most=LARGEST // MICRO)
    return found


def written(micros: int) -> str:
    """An amount for people: two digits after the point, or as many as it needs."""
    sign, rest = ("-" if micros < 0 else ""), abs(micros)
    part = f"{rest % MICRO:06}".rstrip("0").ljust(2, "0")
    return f"{sign}{rest // MICRO}.{part}"
