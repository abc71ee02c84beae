"""Regular expressions that cannot hang: RE2's, linear in the text and bounded in memory.

The only module that knows the engine, which has no types of its own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import re2

from bot.core.errors import BadInput
from bot.core.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZE_LIMIT = 2500
"""Most instructions that one expression may compile to. `[a-z]{500}` has some 500, `\\pL` 1,200."""
SIZE_LIMIT_TOGETHER = 15_000
"""Most instructions of all expressions of a server."""
_MEMORY = 1 << 19
_MEMORY_TOGETHER = 1 << 23
"""Bytes that an expression, and all together, may take with what the engine remembers."""
_SAMPLES = ("", "a", "a b, c-1")
"""An expression that finds nothing at all in one of these would find it in every text."""
_NOT_HERE = re.compile(r"(?<!\\)(?:\\\\)*(\\[CQ])")
"""`\\C` is half of a letter, and an open `\\Q` would quote the expressions that follow it."""
_BACKWARDS = re.compile(r"\{(\d+),(\d+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression; `size` in instructions."""

    size: int
    _engine: Any

    def search(self, text: str) -> tuple[int, int] | None:
        """Where in a folded text it first matches, from and up to; None for nowhere."""
        found = self._engine.search(text)
        return None if found is None else (int(found.start()), int(found.end()))


def pattern(expression: str) -> Pattern:
    """A moderator's expression, for folded text.

    Raises `BadInput` when it does not compile (`regex_broken`), asks for what a linear engine
    cannot do (`regex_unsupported`), would match everywhere (`regex_empty`), or is too large
    (`regex_heavy`).
    """
    if (found := _NOT_HERE.search(expression)) is not None:
        raise BadInput("regex_unsupported", pattern=expression, part=found[1])
    try:
        made = _compiled(_folded(expression), _MEMORY)
    except re2.error as error:
        raise _refusal(expression, _said(error)) from error
    if made.size > SIZE_LIMIT:
        raise BadInput("regex_heavy", pattern=expression)
    if any(span and span[0] == span[1] for span in map(made.search, _SAMPLES)):
        raise BadInput("regex_empty", pattern=expression)
    return made


def together(expressions: Iterable[str]) -> Pattern:
    """One pattern that matches where any of some good expressions does, read in one pass.

    Raises `BadInput` (`regexes_heavy`) when they are too large together.
    """
    joined = "|".join(f"(?:{_folded(expression)})" for expression in expressions)
    try:
        made = _compiled(joined, _MEMORY_TOGETHER)
    except re2.error as error:
        raise BadInput("regexes_heavy") from error
    if made.size > SIZE_LIMIT_TOGETHER:
        raise BadInput("regexes_heavy")
    return made


def _compiled(expression: str, memory: int) -> Pattern:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = memory
    engine = re2.compile(expression, options)
    return Pattern(int(engine.programsize), engine)


def _folded(expression: str) -> str:
    """The expression with its letters as folded text has them; what is ASCII is left alone.

    So is what stands beside a hyphen: the folded ends of `[à-ö]` are those of another range.
    """
    whole = expression.encode(errors="ignore").decode()  # without half characters
    text = unicodedata.normalize("NFC", whole)
    near = (text[max(place - 1, 0) : place + 2] for place in range(len(text)))
    return "".join(
        letter if letter.isascii() or "-" in around else re2.escape(fold(letter).plain.text)
        for letter, around in zip(text, near, strict=True)
    )


def _said(error: Exception) -> str:
    said = error.args[0]
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _refusal(expression: str, said: str) -> BadInput:
    """The engine's own words (`missing ): (a`) as ours."""
    complaint, _, part = said.partition(": ")
    match complaint:
        case "pattern too large - compile failed":
            return BadInput("regex_heavy", pattern=expression)
        case "invalid repetition size" if not _is_backwards(part):
            return BadInput("regex_heavy", pattern=expression)
        case "invalid perl operator" | "invalid escape sequence":
            return BadInput("regex_unsupported", pattern=expression, part=part)
        case "bad repetition operator" if part in {"*+", "++", "?+"}:
            return BadInput("regex_unsupported", pattern=expression, part=part)
        case _:
            return BadInput("regex_broken", pattern=expression, part=part or expression)


def _is_backwards(part: str) -> bool:
    ends = _BACKWARDS.fullmatch(part)
    return ends is not None and int(ends[1]) > int(ends[2])
