"""Members' words made harmless: they cannot ping, forge, hide or break the layout."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
MARKS_IN_A_ROW = 4
"""Most combining marks on one character: enough for any script, too few to paint over a line."""
BAR_LENGTH = 12
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that look like nothing at all."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_SPACES = re.compile(r"\s+")
_BREAK = "\u200b"
"""A zero-width space: invisible, and what stands around it is no longer one mention or link."""
_MARKDOWN = frozenset("\\*_~`|[]#>")
# A backslash alone does not keep Discord's servers from reading a mention; the break does.
_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in _MARKDOWN} | {"<": f"\\<{_BREAK}", "@": f"@{_BREAK}"}
)
_STARTS = frozenset("-+")
"""What begins a list, and only at the start of a line."""


def clean(text: str) -> str:
    """The text as one line of characters that can be seen.

    Controls, bidirectional overrides, zero-width characters, lone surrogates and stacks of
    combining marks go; any white space becomes one space.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    kept: list[str] = []
    marks = 0
    for character in text:
        if character.isspace():
            kept.append(" ")
            continue
        category = unicodedata.category(character)
        if category in _UNSEEN or character in _BLANKS:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(character)
    return _SPACES.sub(" ", "".join(kept)).strip()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def label(text: str, limit: int) -> str:
    """A text for a place without markdown: a button, a choice, a picture's description."""
    return cut(clean(text), limit)


def inert(text: str, limit: int) -> str:
    """A text for a message: nothing in it is read as markup, a mention, a timestamp or a link.

    It is shortened after escaping, between two characters and never inside an escape, so that the
    result has at most `limit` characters.
    """
    plain = _unlinked(clean(text))
    start = "\\" if plain[:1] in _STARTS else ""
    whole = start + plain.translate(_ESCAPES)
    if len(whole) <= limit:
        return whole
    pieces = [character.translate(_ESCAPES) for character in plain]
    pieces[0] = start + pieces[0]
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for piece in pieces:
        if len(piece) > room:
            break
        kept.append(piece)
        room -= len(piece)
    return "".join(kept) + ELLIPSIS


def _unlinked(text: str) -> str:
    """Addresses lose their link, since the scheme no longer touches the slashes."""
    return text.replace("://", f":{_BREAK}//")


def bar(percent: int) -> str:
    """So much of a whole as a bar and a number; full only when it is all."""
    filled = percent * BAR_LENGTH // 100
    return f"{'▰' * filled}{'▱' * (BAR_LENGTH - filled)} {percent}%"
