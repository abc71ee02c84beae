"""The prompts that a describe or a shorten ends in, out of the one text they come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 10
"""Midjourney gives four of a picture and five of a prompt."""
_KEYCAP = re.compile("([1-9])\ufe0f?\u20e3|(\U0001f51f)")
_LEADING = re.compile(rf"^\s*(?:{_KEYCAP.pattern})")
_NUMBERED = re.compile(r"^[ \t]*([0-9]{1,2})[ \t]*(?:[.):][ \t]+|[、：][ \t]*)", re.MULTILINE)
_HEADING = re.compile(r"^[#*_ \t]*shortened prompts?[*_: \t]*$", re.IGNORECASE | re.MULTILINE)
_ANY_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(<?(?:[^()\s]|\([^()\s]*\))*>?\)")
_EMPHASIS = re.compile(r"\*\*|~~|`")
_BLANK = re.compile(r"\n[ \t]*\n")


def described(*texts: str) -> tuple[str, ...]:
    """A describe's prompts: of the first text that has them numbered, else of the first at all.

    Without numbers each paragraph is one, or each line where there are no paragraphs: partner
    accounts of trueai join them with line ends alone.
    """
    folded = [_folded(text) for text in texts]
    return _first(_numbered(text) for text in folded) or _first(_parts(text) for text in folded)


def shortened(*texts: str) -> tuple[str, ...]:
    """A shorten's prompts: what is numbered, behind trueai's heading where one stands.

    Without numbers only what such a heading announces: a text of one's own is what was asked, not
    what came of it.
    """
    tails = [_tail(_folded(text)) for text in texts]
    found = _first(_numbered(tail) for tail, _ in tails)
    return found or _first(_parts(tail) for tail, announced in tails if announced)


def _folded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tail(text: str) -> tuple[str, bool]:
    """What stands behind the last heading that announces the prompts, and whether one does."""
    _, *behind = _HEADING.split(text)
    return (behind[-1], True) if behind else (text, False)


def _first(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((prompts for prompts in found if prompts), ())


def _numbered(text: str) -> tuple[str, ...]:
    """The items of a numbered list; none when it is not one that counts from 1."""
    for marks in (_counted(_KEYCAP, text), _counted(_NUMBERED, text)):
        if marks:
            ends = [start for start, _ in marks[1:]] + [len(text)]
            items = (text[end:until] for (_, end), until in zip(marks, ends, strict=True))
            # What stands behind a blank line is no longer of the item.
            return _cleaned(_BLANK.split(item.strip(), maxsplit=1)[0] for item in items)
    return ()


def _counted(mark: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Start and end of the marks that count 1, 2, 3 ...; others belong to the prompts."""
    places: list[tuple[int, int]] = []
    for found in mark.finditer(text):
        if (int(found[1]) if found[1] else MOST) == len(places) + 1:
            places.append(found.span())
    return places


def _parts(text: str) -> tuple[str, ...]:
    plain = _ANY_HEADING.sub("", text).strip()
    return _cleaned(_BLANK.split(plain) if _BLANK.search(plain) else plain.split("\n"))


def _cleaned(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_prompts(items)))[:MOST]


def _prompts(items: Iterable[str]) -> Iterator[str]:
    """Each item as a prompt: one line, no Markdown, and a link's words without its address."""
    for item in items:
        if prompt := _plain(_LEADING.sub("", item)):
            yield prompt


def _plain(text: str) -> str:
    """The text without marks; taking one away may bring another's halves together."""
    while (inner := clean(_LINK.sub(r"\1", _EMPHASIS.sub("", text)))) != text:
        text = inner
    return text
