"""How long something is to last, as moderators write it: `2h`, `3 days`, `1d 12h`, `forever`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.errors import BadInput
from bot.core.wording import plain, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR = 3600
DAY = 24 * HOUR
SHORTEST, LONGEST = 60, 365 * DAY
"""Seconds."""
OFFERED = ("1h", "1d", "7d", "30d", "forever")
"""What is offered while a moderator types; each has words (`durations.<one>`)."""
REASONS: Mapping[str, frozenset[str]] = {
    "duration_unknown": frozenset({"typed"}),
    "duration_range": frozenset({"typed"}),
}
"""Every reason that a duration is refused for, and the values its sentence takes."""

_FOREVER = frozenset({"forever", "for good", "permanent", "永久", "永远"})
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分钟"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "小时", "个小时", "时"), HOUR),
    **dict.fromkeys(("d", "day", "days", "天", "日"), DAY),
    **dict.fromkeys(("w", "wk", "week", "weeks", "周", "星期", "个星期"), 7 * DAY),
}
_PART = re.compile(r"(\d{1,6})\s*([^\W\d_]+)")
_PARTS = re.compile(rf"{_PART.pattern}(?:[\s,]*{_PART.pattern})*")


def read(typed: str) -> int | None:
    """The seconds of a duration; None for one without end. Raises `BadInput`."""
    text = " ".join(plain(typed).casefold().split())
    if text in _FOREVER:
        return None
    parts = _PART.findall(text)
    if not _PARTS.fullmatch(text) or any(unit not in _UNITS for _, unit in parts):
        raise BadInput("duration_unknown", typed=shown(typed))
    seconds = sum(int(number) * _UNITS[unit] for number, unit in parts)
    if not SHORTEST <= seconds <= LONGEST:
        raise BadInput("duration_range", typed=shown(typed))
    return seconds
