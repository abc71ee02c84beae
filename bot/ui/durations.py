"""Times that passed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ui.texts import Texts


def duration(seconds: float, texts: Texts, locale: str) -> str:
    """So many seconds in their two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    if hours:
        return texts.say(locale, "details.hours", hours=hours, minutes=left)
    if minutes:
        return texts.say(locale, "details.minutes", minutes=minutes, seconds=rest)
    return texts.say(locale, "details.seconds", seconds=rest)
