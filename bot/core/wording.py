"""The characters of a prompt: what is invisible goes, what looks like a dash is known."""

from __future__ import annotations

import re
import unicodedata

HYPHENS = "-‐‑﹣－"
"""Characters that stand for one of the two hyphens of `--`."""
LONG_DASHES = "‒–—―−﹘⸺⸻"
"""Characters that phones make of `--` by themselves, one of them for both hyphens."""
DASH_RUN = re.compile(f"[{re.escape(HYPHENS + LONG_DASHES)}]+")
PAUSES = ",，;；、。"
"""Punctuation that ends a value: no value that is one word holds any of it."""
_LINK = re.compile(
    r"<?(https?://[^\s<>,，;；、。/?#][^\s<>]*)>?(::-?[0-9.]+)?[,，;；、。>]*", re.IGNORECASE
)
_LONE_HYPHENS = re.compile(rf"(?<!\S)[{re.escape(HYPHENS)}]{{2,}}")
_JOINERS = "\u200c\u200d"
_STRAY_JOINER = re.compile(
    rf"(?<![^\x00-\x7f\s{_JOINERS}])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f\s{_JOINERS}])"
)


def clean(text: str) -> str:
    """The text without what nobody sees, with single spaces, as Midjourney itself collapses them.

    Control, zero-width, bidirectional and half characters go, since relays find their task again
    by the prompt's text. A zero-width joiner stays between two characters beyond ASCII: emoji and
    several scripts are written with it.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = (c for c in text if c.isspace() or c in _JOINERS or not _invisible(c))
    return " ".join(_STRAY_JOINER.sub("", "".join(visible)).split())


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def link(word: str) -> str | None:
    """The http(s) link that a word is, without Discord's `<>` and trailing commas; else None.

    A weight (`::2`) stays with it.
    """
    found = _LINK.fullmatch(word)
    return found[1].rstrip(PAUSES) + (found[2] or "") if found else None


def softened(text: str) -> str:
    """Text with `-` for each lone `--`, which Midjourney would take for a parameter."""
    return _LONE_HYPHENS.sub("-", text)


def plain(word: str) -> str:
    """A value as typed on any keyboard (`１６：９`), in ASCII where it has such a form."""
    return unicodedata.normalize("NFKC", word).replace("∶", ":")


def shown(word: str) -> str:
    """As much of a member's word as an error repeats: at most 60 characters."""
    return word if len(word) <= 60 else word[:59] + "…"
