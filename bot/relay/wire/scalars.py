"""Single JSON values of any shape, brought to the one shape we use. Nothing here ever raises."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from urllib.parse import urlsplit

LONGEST_TEXT = 8000
"""Characters; Midjourney's prompts end at 6000, trueai cuts its reasons at 4000."""
NEW_API_PICTURE = "/mj/image/"
_LONGEST_ID = 200
_LONGEST_URL = 4096
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.[0-9]+)?\s*%")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_KEPT_CONTROLS = "\n\t"
_SECONDS = range(1_000_000_000, 10_000_000_000)
"""2001 to 2286: outside of it a time is no time."""


def text(value: object) -> str:
    """Text without control characters and lone surrogates; "" for what is no text or number.

    A lone surrogate can be written in JSON, and could later be neither stored nor sent.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    if not isinstance(value, str):
        return str(_exact(value))
    cut = value[:LONGEST_TEXT]
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(c for c in cut if c in _KEPT_CONTROLS or unicodedata.category(c) not in _UNSEEN)


_UNSEEN = frozenset({"Cc", "Cs"})


def identifier(value: object) -> str | None:
    """A task's id as the exact string it was written as, or None.

    Ids come as strings or as numbers, may begin with 0 and may be larger than 2**53. 0 is what
    generated documents show for "no id", and "." and ".." would change the path they are put in.
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        whole = _exact(value)
        return str(whole) if isinstance(whole, int) and whole > 0 else None
    if not isinstance(value, str):
        return None
    name = value.strip()
    # Of all white space only the plain space counts as printable.
    usable = name.isprintable() and " " not in name and len(name) <= _LONGEST_ID
    return name if name and usable and name not in {"0", ".", ".."} else None


def _exact(value: int | Decimal) -> int | str:
    """A whole number as int, whatever way it was written (1.3e15); anything else as written.

    What has more than 30 digits is no number of this protocol; as an int it could take for ever.
    """
    if isinstance(value, int):
        return value if abs(value) < 10**30 else ""
    if value.is_finite() and value.adjusted() < 30 and value == value.to_integral_value():
        return int(value)
    return str(value)


def number(value: object) -> int | None:
    """A whole number, also when it comes as a string (`code` does)."""
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value.strip()) else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        whole = _exact(value)
        return whole if isinstance(whole, int) else None
    return None


def flag(value: object) -> bool | None:
    """A yes or no, also as 0, 1 or a word; None when it is neither."""
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())


def mapping(value: object) -> dict[str, object]:
    """A JSON object; an empty one for null and everything else."""
    return value if isinstance(value, dict) else {}


def percent(value: object) -> int | None:
    """Progress as 0 to 100: `"46%"`, `46`, `"46"`; None for null, "", `Waiting to start` ..."""
    found = _PERCENT.search(value) if isinstance(value, str) else None
    share = int(found[1]) if found else number(value)
    return share if share is not None and 0 <= share <= 100 else None


def web_address(value: object) -> str | None:
    """An absolute http or https address, exactly as sent (its signature covers the query).

    Or new-api's own path to a picture, at the relay itself: so it tells where its operator has left
    the server's address empty.
    """
    if not isinstance(value, str):
        return None
    url = value.strip()
    if len(url) > _LONGEST_URL or not url.isprintable() or " " in url:
        return None
    if url.startswith(NEW_API_PICTURE):
        return url
    try:
        pieces = urlsplit(url)
    except ValueError:
        return None
    return url if pieces.scheme in {"http", "https"} and pieces.hostname else None


def moment(value: object) -> float | None:
    """A time as seconds since the epoch; relays send milliseconds, and null or 0 for "not yet"."""
    count = number(value)
    if count is None:
        return None
    if count in _SECONDS:
        return float(count)
    return count / 1000 if count // 1000 in _SECONDS else None
