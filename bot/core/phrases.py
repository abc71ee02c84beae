"""Words and phrases found whole in a text, all of them in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bot.core.folding import IDEOGRAPHS, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SIGNS_BETWEEN = 3
"""Most emoji between two words of a phrase, which part them as a comma does."""
GAP = "\0"
"""Stands in a text where nothing is to be found; no phrase reaches over it."""
_UNSPACED = IDEOGRAPHS + (
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3100-\u312f\u31f0-\u31ff"  # kana, bopomofo
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
"""Scripts that are written without spaces between words."""
_SIGNS = "\u2190-\u27ff\u2900-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
"""Emoji and other little pictures, without the tones of skin."""
_MARKS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
"""Where the marks lie that letters keep and that Python does not take for parts of words."""
_TOKEN = re.compile(rf"[{_SIGNS}{GAP}{_UNSPACED}]|(?:[^\W_{_UNSPACED}{_SIGNS}]|[{_MARKS}])+")
_SIGN = re.compile(f"[{_SIGNS}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or one character of a script without spaces, or one emoji.

    `key` is the word, with a space in front when it does not touch the one before.
    """

    key: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.key.lstrip()


def tokens(text: str) -> list[Token]:
    """The words of a folded text; punctuation and white space only part them."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        space = " " if match.start() > end else ""
        found.append(Token(space + match[0], *match.span()))
        end = match.end()
    return found


class _Step(dict[str, "_Step"]):
    """The words that can come next, and the phrase that is whole here."""

    phrase: int | None = None


class Phrases:
    """A set of phrases, ready to be found.

    A word matches only whole (`cat` not in `concatenate`), a phrase over any white space and
    punctuation between its words; scripts without spaces match anywhere.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Takes the phrases as typed; those with no word in them are never found."""
        self._first = _Step()
        for number, phrase in enumerate(phrases):
            self._add(number, tokens(fold(phrase).plain.text))

    def _add(self, number: int, words: Sequence[Token]) -> None:
        step = self._first
        for place, token in enumerate(words):
            step = step.setdefault(token.key if place else token.word, _Step())
        if words and step.phrase is None:
            step.phrase = number

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each phrase in a folded text: its number, where it starts, where it ends."""
        if self._first.keys().isdisjoint(_TOKEN.findall(text)):
            return
        words = tokens(text)
        for place, token in enumerate(words):
            if token.word in self._first:
                yield from self._from(words, place)

    def _from(self, words: Sequence[Token], place: int) -> Iterator[tuple[int, int, int]]:
        start, step = words[place].start, self._first[words[place].word]
        skipped = 0
        for following in count(place + 1):
            if step.phrase is not None and not skipped:
                yield step.phrase, start, words[following - 1].end
            if following == len(words):
                return
            token = words[following]
            if (ahead := step.get(f" {token.word}" if skipped else token.key)) is not None:
                step, skipped = ahead, 0
            elif _SIGN.match(token.word) and skipped < _SIGNS_BETWEEN:
                skipped += 1
            else:
                return
