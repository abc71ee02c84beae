"""Days and months that quotas are counted in, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Period(StrEnum):
    """How long a quota is good for."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` (included) to `end` (not included), in seconds since the epoch."""

    start: float
    end: float


def span(period: Period, now: float) -> Span:
    """The day or the month, in UTC, that holds `now` (seconds since the epoch)."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is Period.DAY:
        return Span(today.timestamp(), (today + timedelta(days=1)).timestamp())
    first = today.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Span(first.timestamp(), after.timestamp())
