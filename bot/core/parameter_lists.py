"""The kinds of value that are several words: references, profiles, and what is not wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import BadPrompt
from bot.core.parameter_values import Value
from bot.core.wording import HYPHENS, LONG_DASHES, PAUSES, link, plain, shown, softened

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAUSE = re.compile(f"[{PAUSES}]")
_STYLE_CODE = re.compile(r"(?:random|[0-9]{1,20})(?:::-?[0-9.]{1,6})?", re.IGNORECASE)
_PROFILE_CODE = re.compile(r"[a-z0-9]{5,40}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class References:
    """Links to pictures, with `codes` also style codes and `random`; at most `most` of them."""

    example: str
    codes: bool = False
    most: int | None = None
    sure = True

    def fits(self, word: str) -> bool:
        return bool(self._items(word))

    def _items(self, word: str) -> list[str]:
        """The references in one word; none when any part of it is not one."""
        parts = re.split(r",(?=https?://)", word, flags=re.IGNORECASE)
        if link(parts[0]) is None:
            parts = [part for part in re.split(f"[{PAUSES}]+", plain(word)) if part]
        items = [link(part) or self._code(part) for part in parts]
        return [item for item in items if item] if all(items) else []

    def _code(self, part: str) -> str | None:
        return part.lower() if self.codes and _STYLE_CODE.fullmatch(part) else None

    def read(self, name: str, words: Sequence[str]) -> Value:
        if not words:
            raise BadPrompt("parameter_missing_value", name=name, example=self.example)
        found: list[str] = []
        used = 0
        while used < len(words) and (items := self._items(words[used])):
            found += items
            used += 1
        if not found or (self.most is not None and len(found) > self.most):
            raise self.wrong(name, words[0])
        return Value(" ".join(found), used, " ".join(words[:used]))

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("parameter_value", name=name, value=shown(word), allowed=self.example)


@dataclass(frozen=True, slots=True)
class Profiles:
    """`--p` with the codes of profiles and moodboards, or with none: the account's own.

    A code may look like a word, so one of letters only counts when nothing else follows.
    """

    sure = False

    def fits(self, word: str) -> bool:
        return bool(_PROFILE_CODE.fullmatch(word)) and any(c.isdigit() for c in word)

    def read(self, name: str, words: Sequence[str]) -> Value:
        if all(_PROFILE_CODE.fullmatch(word) for word in words):
            used = len(words)
        else:
            used = next(i for i, word in enumerate(words) if not self.fits(word))
        return Value(" ".join(words[:used]), used, " ".join(words[:used]))

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("parameter_value", name=name, value=shown(word), allowed="abc1234")


@dataclass(frozen=True, slots=True)
class Negatives:
    """`--no`: everything up to the next parameter, as a list."""

    sure = False

    def fits(self, word: str) -> bool:
        return False

    def read(self, name: str, words: Sequence[str]) -> Value:
        value = join_negatives(" ".join(words))
        if not value:
            raise BadPrompt("parameter_missing_value", name=name, example="red, hats")
        return Value(value, len(words), " ".join(words))

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("parameter_value", name=name, value=shown(word), allowed="red, hats")


def join_negatives(*lists: str) -> str:
    """One comma-separated list of several, each thing once, in order."""
    parts = (part for text in lists for part in _PAUSE.split(text))
    # A dash in front would begin a parameter as soon as the line is read again.
    things = (softened(part).strip(f"{HYPHENS}{LONG_DASHES} ") for part in parts)
    once: dict[str, str] = {}
    for thing in things:
        once.setdefault(thing.casefold(), thing)
    return ", ".join(thing for thing in once.values() if thing)
