"""The kinds of value that are one word or none, and how each is read from a prompt's words."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from bot.core.errors import BadPrompt
from bot.core.wording import PAUSES, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAUSE = re.compile(f"[{PAUSES}]")
_NUMBER = re.compile(r"-?[0-9]{1,30}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_RATIO = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)[:xX×/*]([0-9]{1,5}(?:\.[0-9]{1,4})?)")
_SIDE = range(1, 10_001)
_TUNED_STYLE = re.compile(r"(?:raw-)?(?=[a-z]*[0-9])[a-z0-9]{8,40}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """What was read: the value as the line will carry it, and what became of the words.

    `used` is how many words it took, `before` those words as they stood, `rest` text that was
    glued to the last of them (`16:9，雨中`).
    """

    value: str
    used: int = 0
    before: str = ""
    rest: str = ""


class Kind(Protocol):
    """How a parameter's value is read."""

    @property
    def sure(self) -> bool:
        """Whether a value must follow, so that one tells a parameter from mere text."""
        ...

    def fits(self, word: str) -> bool:
        """Whether the word alone has this kind's shape."""
        ...

    def read(self, name: str, words: Sequence[str]) -> Value:
        """The value at the start of `words`, which end before the next parameter.

        Raises `BadPrompt` for parameter `name` (with its dashes).
        """
        ...

    def wrong(self, name: str, word: str) -> BadPrompt:
        """The error for a word that is no value of this kind."""
        ...


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """The ways a word may be a value and glued text, likeliest first."""
    yield plain(word), ""
    yield plain(word.rstrip(PAUSES + ".")), ""
    pause = _PAUSE.search(word)
    if pause:
        yield plain(word[: pause.start()]), word[pause.end() :].lstrip(PAUSES)


@dataclass(frozen=True, slots=True)
class _OneWord(ABC):
    """A value that is a single word. A subclass knows its shape and its limits."""

    example: str

    @property
    def sure(self) -> bool:
        return True

    def fits(self, word: str) -> bool:
        return any(self.shape(value) is not None for value, _ in _cuts(word))

    def read(self, name: str, words: Sequence[str]) -> Value:
        if not words:
            raise BadPrompt("parameter_missing_value", name=name, example=self.example)
        for typed, rest in _cuts(words[0]):
            value = self.shape(typed)
            if value is not None:
                self.check(name, value)
                return Value(value, 1, words[0][: len(words[0]) - len(rest)], rest)
        raise self.wrong(name, words[0])

    @abstractmethod
    def shape(self, typed: str) -> str | None:
        """The value in its one spelling, None when the word has not this kind's shape."""

    @abstractmethod
    def wrong(self, name: str, word: str) -> BadPrompt:
        """The error for a word that is no such value."""

    @abstractmethod
    def check(self, name: str, value: str) -> None:
        """Raises `BadPrompt` when a value of the right shape is out of bounds."""


@dataclass(frozen=True, slots=True)
class Whole(_OneWord):
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def wrong(self, name: str, word: str) -> BadPrompt:
        return _no_value(name, word, f"{self.low}–{self.high}")

    def shape(self, typed: str) -> str | None:
        return str(int(typed)) if _NUMBER.fullmatch(typed) else None

    def check(self, name: str, value: str) -> None:
        if not self.low <= int(value) <= self.high:
            raise BadPrompt(
                "parameter_range", name=name, value=shown(value), low=self.low, high=self.high
            )


@dataclass(frozen=True, slots=True)
class Fraction(_OneWord):
    """A number with decimals from `low` to `high`."""

    low: int
    high: int

    def wrong(self, name: str, word: str) -> BadPrompt:
        return _no_value(name, word, f"{self.low}–{self.high}")

    def shape(self, typed: str) -> str | None:
        return _short(Decimal(typed)) if _DECIMAL.fullmatch(typed) else None

    def check(self, name: str, value: str) -> None:
        if not self.low <= Decimal(value) <= self.high:
            raise BadPrompt("parameter_range", name=name, value=value, low=self.low, high=self.high)


def _no_value(name: str, word: str, allowed: str) -> BadPrompt:
    return BadPrompt("parameter_value", name=name, value=shown(word), allowed=allowed)


def _short(number: Decimal) -> str:
    """Without needless zeros, never in scientific form, never `-0`."""
    return f"{number.normalize():f}" if number else "0"


@dataclass(frozen=True, slots=True)
class OneOf(_OneWord):
    """One of a few values: numbers in any spelling, or words in any case."""

    values: tuple[str, ...]

    def wrong(self, name: str, word: str) -> BadPrompt:
        return _no_value(name, word, ", ".join(self.values))

    def check(self, name: str, value: str) -> None:
        """The shape says it all: it is one of the values or none."""

    def shape(self, typed: str) -> str | None:
        value = _short(Decimal(typed)) if _DECIMAL.fullmatch(typed) else typed.lower()
        return value if value in self.values else None


@dataclass(frozen=True, slots=True)
class Style(OneOf):
    """`--style`: a named style, or the code of version 5.2's style tuner."""

    def shape(self, typed: str) -> str | None:
        if _TUNED_STYLE.fullmatch(typed):
            return typed
        # Not super(): it does not work in a dataclass with slots before Python 3.14.
        return OneOf.shape(self, typed)


@dataclass(frozen=True, slots=True)
class Aspect(_OneWord):
    """`16:9`; also typed `16x9`, `16/9`, and `1.85:1`, which Midjourney wants as whole numbers."""

    def shape(self, typed: str) -> str | None:
        found = _RATIO.fullmatch(typed)
        if not found:
            return None
        width, height = Decimal(found[1]), Decimal(found[2])
        if "." in typed:
            scaled = int(width * 10_000), int(height * 10_000)
            common = math.gcd(*scaled) or 1
            return f"{scaled[0] // common}:{scaled[1] // common}"
        return f"{int(width)}:{int(height)}"

    def check(self, name: str, value: str) -> None:
        if not all(int(side) in _SIDE for side in value.split(":")):
            raise self.wrong(name, value)

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("aspect_wrong", value=shown(word))


@dataclass(frozen=True, slots=True)
class Version(_OneWord):
    """A model's number. One a little above the newest known is left to the relay to judge."""

    values: tuple[str, ...]

    def shape(self, typed: str) -> str | None:
        number = typed.lower().removeprefix("v")
        return _short(Decimal(number)) if _DECIMAL.fullmatch(number) else None

    def check(self, name: str, value: str) -> None:
        newest = max(Decimal(known) for known in self.values)
        if value not in self.values and not newest < Decimal(value) < int(newest) + 2:
            raise self.wrong(name, value)

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("version_unknown", value=shown(word), allowed=", ".join(self.values))


@dataclass(frozen=True, slots=True)
class Optional:
    """Another kind's value, or none: then `default`."""

    kind: Kind
    default: str = ""
    sure = False

    def fits(self, word: str) -> bool:
        return self.kind.fits(word)

    def read(self, name: str, words: Sequence[str]) -> Value:
        if words and self.kind.fits(words[0]):
            return self.kind.read(name, words)
        return Value(self.default)

    def wrong(self, name: str, word: str) -> BadPrompt:
        return self.kind.wrong(name, word)


@dataclass(frozen=True, slots=True)
class Flag:
    """A parameter without a value."""

    sure = False

    def fits(self, word: str) -> bool:
        return False

    def read(self, name: str, words: Sequence[str]) -> Value:
        return Value("")

    def wrong(self, name: str, word: str) -> BadPrompt:
        return BadPrompt("parameter_unknown", name=shown(f"{name} {word}"))


@dataclass(frozen=True, slots=True)
class Refused(Flag):
    """A parameter that Easel never passes on; `reason` is its sentence's key."""

    reason: str

    def read(self, name: str, words: Sequence[str]) -> Value:
        raise BadPrompt(self.reason, name=name)
