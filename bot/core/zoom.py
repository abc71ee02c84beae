"""Midjourney's custom zoom: how far to step back, written into the prompt."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from bot.core.errors import BadPrompt
from bot.core.wording import plain, shown

NEAREST, FARTHEST = Decimal(1), Decimal(2)
USUAL = Decimal(2)
"""What Midjourney's own form says before it is changed."""
PLACES = 2
"""Most decimals that are kept."""
_ZOOM = re.compile(r"\s*--zoom(?:[\s=]+[0-9.,]+)?(?!\S)")


def read(text: str) -> Decimal:
    """The zoom that somebody typed: `1.5`, `1,5` and `1.5x` are the same.

    Raises `BadPrompt` (`zoom_wrong`) for anything that is not a number from 1 to 2.
    """
    typed = plain(text).strip().lower().removesuffix("x").replace(",", ".")
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not NEAREST <= number <= FARTHEST:
        raise BadPrompt(
            "zoom_wrong", value=shown(text.strip()), low=str(NEAREST), high=str(FARTHEST)
        )
    return round(number, PLACES)


def of(prompt: str) -> Decimal | None:
    """The zoom in a prompt; None when there is none that can be read."""
    found = _ZOOM.search(prompt)
    if found is None:
        return None
    try:
        return read(found[0].replace("--zoom", "").strip(" ="))
    except BadPrompt:
        return None


def without(prompt: str) -> str:
    """The prompt without any zoom."""
    return _ZOOM.sub("", prompt).strip()


def within(prompt: str, zoom: Decimal) -> str:
    """The prompt with this zoom, and no other, at its end."""
    return f"{without(prompt)} --zoom {written(zoom)}".strip()


def written(zoom: Decimal) -> str:
    """The number as short as it can be: `2`, `1.5`."""
    return f"{zoom.normalize():f}"
