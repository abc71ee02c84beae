"""Secrets taken out of whatever is about to be written down."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "[hidden]"
_SHORTEST = 6
"""Characters of the shortest secret looked for by its value: a shorter one is in many words."""

# A quote as it looks in text, in JSON inside text, and in a bytes literal.
_QUOTE = r"""(?:b?\\*["'])"""
_PATTERNS = (
    # discord.py and aiohttp name addresses such as /webhooks/<id>/<token>/messages/@original.
    re.compile(r"(?P<kept>/(?:webhooks|interactions)/\d+/)[^/\s?#\"'\\]+"),
    # The gateway's events hold an interaction's token as a field.
    re.compile(rf"(?P<kept>{_QUOTE}token{_QUOTE}\s*:\s*{_QUOTE})[^\"'\\]+"),
    # Headers: "Authorization: Bearer x", {{'mj-api-secret': 'x'}}, (b'Authorization', b'Bot x').
    re.compile(
        rf"(?P<kept>\b(?:authorization|mj-api-secret){_QUOTE}?\s*[:=,]\s*{_QUOTE}?"
        r"(?:(?:bearer|bot|basic)\s+)?)[^\s\"'\\,;)}\]]+",
        re.IGNORECASE,
    ),
    # Whatever stands around them: interaction tokens begin with base64 of "interaction:", a bot's
    # token is three parts of known lengths.
    re.compile(r"(?P<kept>\b)aW50ZXJhY3Rpb24[\w+/=-]{8,}"),
    re.compile(r"(?P<kept>\b)[\w-]{23,30}\.[\w-]{6}\.[\w-]{27,}"),
)


class Redactor:
    """Replaces secrets in text: those it is told by value, and those it knows by their look."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._shapes: set[str] = set()
        self._known: re.Pattern[str] | None = None
        self.hide(secrets)

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on these are taken out too."""
        self._shapes |= {shape for secret in secrets for shape in _shapes(secret)}
        # The longest first, since one secret may be the beginning of another.
        longest_first = sorted(self._shapes, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        """`text` without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<kept>{HIDDEN}", text)
        return text


def _shapes(secret: str) -> set[str]:
    """How a secret may look where it is written: itself, inside JSON, inside an address."""
    if len(secret) < _SHORTEST:
        return set()
    return {secret, json.dumps(secret)[1:-1], quote(secret, safe="")}
