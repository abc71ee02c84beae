"""What a text is matched on, however disguised, with the way back to the words as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.errors import BadPrompt
from bot.core.look_alikes import in_latin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 8000
"""Most characters of a text that can be folded: more than a prompt can have."""
IDEOGRAPHS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, for a class of a regular expression."""
BLANK = "\u2800"
"""What each character that takes room and shows nothing is folded to; never part of a word."""
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0" + BLANK)
_UNSEEN = re.compile(
    "[\u034f\u180b-\u180f\u2060-\u206f\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"  # accents of any script
)
_STROKED = dict(zip("øłđħŧɨƀıȷ", "oldhtibij", strict=True)) | {"æ": "ae", "œ": "oe"}
"""Letters whose stroke or bond Unicode does not take for an accent."""
_MARKS_KEPT = 4
"""Most marks on one letter: enough for any script, and a bound for putting them in order."""
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_PIECES = re.compile(r"(?P<settled>[ -~\u4e00-\u9fff]+)|[^ -~\u4e00-\u9fff]+")
"""Settled: letters that are only put into lower case and that keep no marks."""
_JAMO = re.compile("[\u1160-\u11ff]")
_SPELLED = re.compile(
    r"(?<![^\W_])(?:[^\W_]([\W_]{1,3})[^\W_](?:\1[^\W_])+"
    rf"|[{IDEOGRAPHS}][\W_]{{1,3}}[{IDEOGRAPHS}])(?![^\W_])"
)
_DIGITS_FOR_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_DISGUISED = re.compile(r"[a-z][0134578!]+[a-z]|[a-z][@$]|[@$][a-z]")
_RUN = re.compile(r"[a-z0-9@$](?:[a-z0-9@$!]*[a-z0-9@$])?")


@dataclass(frozen=True, slots=True)
class Line:
    """A text to match on. `sources` has for each character the place in `original` it came from."""

    text: str
    sources: Sequence[int]
    original: str

    def written(self, start: int, end: int) -> str:
        """The original words behind the characters from `start` up to `end` (at least one)."""
        last = self.sources[end - 1] + 1
        following = self.sources[end] if end < len(self.sources) else len(self.original)
        return self.original[self.sources[start] : max(last, following)].strip()

    def picked(self, places: Sequence[int]) -> Line:
        """Only the characters at these places."""
        return Line(
            "".join([self.text[place] for place in places]),
            [self.sources[place] for place in places],
            self.original,
        )


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the two ways it can be read.

    `plain` is what it says: in lower case and normal width, without accents and invisible
    characters. `looks` is what it looks like: look-alikes of other alphabets are Latin letters,
    words that were spelled out (`b.l.o.o.d`) are whole, digits and signs inside words are letters
    (`bl00d`). It is the same line where nothing is disguised. Nothing may be read from `looks`
    alone, since it is wrong about honest text: `wow!it` looks like `wowiit`.
    """

    plain: Line
    looks: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line that has to be matched."""
        return (self.plain,) if self.looks.text == self.plain.text else (self.plain, self.looks)


def fold(text: str) -> Folded:
    """The text as it is matched, in time linear in its length.

    Traditional and simplified characters stay what they are, and so do words that were only cut in
    two (`blo od`). Raises `BadPrompt` (`prompt_too_long`) over `LIMIT` characters.
    """
    if len(text) > LIMIT:
        raise BadPrompt("prompt_too_long", length=len(text), limit=LIMIT)
    plain = _plain(text)
    return Folded(plain, _looks(plain))


def _plain(text: str) -> Line:
    letters: list[str] = []
    sources: list[int] = []
    for piece in _PIECES.finditer(text):
        if piece["settled"]:
            letters.append(piece[0].lower())
            sources += range(*piece.span())
            continue
        for cluster, place in _clusters(piece[0]):
            composed = unicodedata.normalize("NFC", cluster)
            letters.append(composed)
            sources += [piece.start() + place] * len(composed)
    return Line("".join(letters), sources, text)


def _clusters(piece: str) -> Iterator[tuple[str, int]]:
    """Each letter with the marks that it keeps, and where it stands."""
    cluster, place, marks = "", 0, 0
    for source, character in enumerate(piece):
        for part in _parts(character):
            if _is_mark(part):
                if cluster and marks < _MARKS_KEPT and _keeps_marks(cluster[0]):
                    cluster, marks = cluster + part, marks + 1
            elif _JAMO.match(part) and _begins_syllable(cluster):
                cluster += part
            else:
                if cluster:
                    yield cluster, place
                cluster, place, marks = part, source, 0
    if cluster:
        yield cluster, place


def _begins_syllable(cluster: str) -> bool:
    return "\u1100" <= cluster[:1] <= "\u115e" and len(cluster) < 3


@lru_cache(maxsize=8192)
def _parts(character: str) -> str:
    """One character taken apart, in lower case: nothing of it where it is invisible."""
    if character in _BLANKS:
        return BLANK
    if character.isspace():
        return " "
    lowered = "".join(filter(_seen, unicodedata.normalize("NFKD", character))).casefold()
    parts = filter(_seen, unicodedata.normalize("NFKD", lowered))
    return "".join(_STROKED.get(part, BLANK if part in _BLANKS else part) for part in parts)


def _seen(part: str) -> bool:
    hidden = unicodedata.category(part) in {"Cc", "Cf", "Cs", "Co"}
    return not hidden and _UNSEEN.match(part) is None


@lru_cache(maxsize=8192)
def _is_mark(part: str) -> bool:
    return not part.isascii() and unicodedata.category(part) in {"Mn", "Me"}


def _keeps_marks(letter: str) -> bool:
    """Whether marks make another letter of it: vowels of India, Thai tones, the dots of が.

    Alphabets with capitals have accents only, and Chinese characters have nothing.
    """
    return unicodedata.category(letter) == "Lo" and _IDEOGRAPH.match(letter) is None


def _looks(plain: Line) -> Line:
    line = plain
    if BLANK in line.text:
        line = line.picked([i for i, letter in enumerate(line.text) if letter != BLANK])
    if not line.text.isascii():
        capitals = "".join([line.original[source] for source in line.sources])
        line = Line(in_latin(line.text, capitals), line.sources, line.original)
    whole = _whole(line)
    return Line(_RUN.sub(_lettered, whole.text), whole.sources, whole.original)


def _whole(line: Line) -> Line:
    """The line with words that were spelled out put together: `b.l.o.o.d`, `b l o o d`, `血 腥`.

    Three single letters or more, with the same between each two; of Chinese characters two do.
    """
    dropped = {
        place
        for spelled in _SPELLED.finditer(line.text)
        for place in range(*spelled.span())
        if not line.text[place].isalnum()
    }
    if not dropped:
        return line
    return line.picked([place for place in range(len(line.text)) if place not in dropped])


def _lettered(run: re.Match[str]) -> str:
    """A word with digits and signs read as letters, where letters on both sides say so.

    A number at the edge is a size or a version (`35mm`, `5am`, `mp3`), not a disguise.
    """
    return run[0].translate(_DIGITS_FOR_LETTERS) if _DISGUISED.search(run[0]) else run[0]
