"""The pause that a `Retry-After` header asks for."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""The most seconds that are believed; whoever asks for more is asked again after an hour."""
_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def seconds(header: str | None, now: float) -> float | None:
    """The seconds to wait from `now` (epoch seconds); None when the header says nothing readable.

    Takes both forms of RFC 9110, a number of seconds and an HTTP date; a date that is past is 0.
    """
    text = (header or "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST)
    at = moment(text)
    return None if at is None else min(max(at - now, 0.0), LONGEST)


def moment(header: str | None) -> float | None:
    """An HTTP date as seconds since the epoch; None when it is none."""
    try:
        found = parsedate_to_datetime((header or "").strip())
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
