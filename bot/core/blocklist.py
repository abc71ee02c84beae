"""What a server does not want to see in prompts: its words, its exceptions, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Self

from bot.core.errors import BadInput, BadPrompt
from bot.core.folding import Line, fold
from bot.core.pattern import Pattern, pattern, together
from bot.core.phrases import GAP, Phrases, tokens
from bot.core.prompt_reading import read
from bot.core.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENTRY_LIMIT = 100
"""Most characters of an entry or an exception."""
ENTRIES_LIMIT = 500
"""Most entries of a server, and most exceptions."""

REASONS: Mapping[str, frozenset[str]] = {
    "word_empty": frozenset(),  # no letter, digit or emoji in it
    "word_long": frozenset({"length", "limit"}),
    "words_full": frozenset({"limit"}),
    "regex_broken": frozenset({"pattern", "part"}),
    "regex_unsupported": frozenset({"pattern", "part"}),  # look-around, back-references
    "regex_empty": frozenset({"pattern"}),  # matches nothing at all, and so everywhere
    "regex_heavy": frozenset({"pattern"}),
    "regexes_heavy": frozenset(),
    "prompt_blocked": frozenset({"word"}),
    "prompt_mature": frozenset({"word"}),
}
"""Every reason of a refusal here, with the placeholders of its sentence."""


class Kind(StrEnum):
    """How an entry is written."""

    WORD = "word"
    REGEX = "regex"


class Level(StrEnum):
    """What becomes of a prompt with such a word: the more severe first."""

    BLOCKED = "blocked"
    MATURE = "mature"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase, or a regular expression. BLOCKED is refused everywhere; MATURE passes in
    age-restricted channels, and its result is a spoiler."""

    pattern: str
    kind: Kind = Kind.WORD
    level: Level = Level.BLOCKED

    @classmethod
    def parse(cls, typed: str, kind: Kind = Kind.WORD, level: Level = Level.BLOCKED) -> Self:
        """A good entry. Raises `BadInput` with one of `REASONS`."""
        text = _measured(typed)
        if kind is Kind.REGEX:
            pattern(text)
        else:
            _check_words(text)
        return cls(text, kind, level)

    @property
    def same(self) -> tuple[Kind, str]:
        """What two entries have in common that find the same."""
        words = self.kind is Kind.WORD
        return self.kind, fold(self.pattern).plain.text if words else self.pattern


def exception(typed: str) -> str:
    """A good exception: a phrase that is allowed although a word in it is not (`blood orange`).

    Raises `BadInput` with one of `REASONS`.
    """
    text = _measured(typed)
    _check_words(text)
    return text


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a text has, with the words as its member wrote them."""

    entry: Entry
    written: str


@dataclass(frozen=True)
class Blocklist:
    """A server's entries and exceptions, compiled at their first use and then good for ever.

    An exception is as if it were not in the text, for words and for expressions alike.
    """

    entries: tuple[Entry, ...] = ()
    exceptions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[Entry], exceptions: Iterable[str] = ()) -> Self:
        """A good list, each entry once; of two that differ in their level the later stands.

        Raises `BadInput` with one of `REASONS`.
        """
        good = [Entry.parse(entry.pattern, entry.kind, entry.level) for entry in entries]
        allowed = [exception(phrase) for phrase in exceptions]
        made = cls(
            tuple({entry.same: entry for entry in good}.values()),
            tuple(dict.fromkeys(allowed)),
        )
        if max(len(made.entries), len(made.exceptions)) > ENTRIES_LIMIT:
            raise BadInput("words_full", limit=ENTRIES_LIMIT)
        together(entry.pattern for entry in made.entries if entry.kind is Kind.REGEX)
        return made

    def admit(self, prompt: str, *, age_restricted: bool) -> bool:
        """Whether what comes of a prompt is to be shown as a spoiler.

        `age_restricted` is what the channel is. Raises `BadPrompt`: `prompt_blocked`, or outside
        such channels `prompt_mature`, with the words as its member wrote them.
        """
        found = self.find(asked_for(prompt))
        if found is None:
            return False
        if found.entry.level is Level.BLOCKED:
            raise BadPrompt("prompt_blocked", word=shown(found.written))
        if not age_restricted:
            raise BadPrompt("prompt_mature", word=shown(found.written))
        return True

    def find(self, text: str) -> Found | None:
        """The most severe entry that a text has, of equals the first; None for none.

        Raises `BadPrompt` (`prompt_too_long`) for a text that is longer than a prompt can be.
        """
        mature: Found | None = None
        for found in self._found(self._lines(text)) if self.entries else ():
            if found.entry.level is Level.BLOCKED:
                return found
            mature = mature or found
        return mature

    def _found(self, lines: Sequence[Line]) -> Iterator[Found]:
        for line in lines:
            for number, start, end in self._phrases.find(line.text):
                yield Found(self._words[number], line.written(start, end))
        for line in lines if self._expressions else ():
            if self._any_expression.search(line.text) is not None:
                yield from self._matched(line)

    def _matched(self, line: Line) -> Iterator[Found]:
        """The expressions that match in a line, which is known of at least one."""
        for entry, expression in self._expressions:
            span = expression.search(line.text)
            if span is not None and span[0] < span[1]:
                yield Found(entry, line.written(*span))

    def _lines(self, text: str) -> list[Line]:
        """The lines to be matched, with a gap in the place of each exception.

        What is an exception in one way of reading is one in every way.
        """
        lines = fold(text).lines
        allowed: set[int] = set()
        for line in lines:
            for _, start, end in self._allowed.find(line.text):
                allowed.update(line.sources[start:end])
        return [_with_gaps(line, allowed) if allowed else line for line in lines]

    @cached_property
    def _words(self) -> list[Entry]:
        """The entries that are words; where two are the same the more severe is first."""
        words = [entry for entry in self.entries if entry.kind is Kind.WORD]
        return sorted(words, key=lambda entry: entry.level is not Level.BLOCKED)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(entry.pattern for entry in self._words)

    @cached_property
    def _allowed(self) -> Phrases:
        return Phrases(self.exceptions)

    @cached_property
    def _expressions(self) -> list[tuple[Entry, Pattern]]:
        found = (entry for entry in self.entries if entry.kind is Kind.REGEX)
        return [(entry, pattern(entry.pattern)) for entry in found]

    @cached_property
    def _any_expression(self) -> Pattern:
        return together(entry.pattern for entry, _ in self._expressions)


def asked_for(prompt: str) -> str:
    """What a prompt asks to see: its words without links and without parameters.

    So `--no blood` is not asking for blood; on the contrary. A line with parameters that cannot be
    read is taken as a whole: whoever composes it refuses it.
    """
    try:
        return read(prompt).text
    except BadPrompt:
        return prompt


def _measured(typed: str) -> str:
    text = typed.strip()
    if len(text) > ENTRY_LIMIT:
        raise BadInput("word_long", length=len(text), limit=ENTRY_LIMIT)
    if not text:
        raise BadInput("word_empty")
    return text


def _check_words(text: str) -> None:
    if not tokens(fold(text).plain.text):
        raise BadInput("word_empty")


def _with_gaps(line: Line, places: set[int]) -> Line:
    pairs = zip(line.text, line.sources, strict=True)
    text = "".join([GAP if source in places else letter for letter, source in pairs])
    return replace(line, text=text)
