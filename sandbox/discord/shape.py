"""The shapes of request bodies: types, lengths and ranges, refused as Discord refuses them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.discord.errors import Form, Path


class Shape(Protocol):
    """Something a value can be held against."""

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes in `form` everything wrong with `value`, found at `at`."""


@dataclass(frozen=True)
class Text:
    """A string of `low` to `high` characters, of a pattern if one is given."""

    low: int = 0
    high: int | None = None
    pattern: str | None = None

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes a wrong type, length or pattern."""
        if not isinstance(value, str):
            form.say(at, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        elif not value and self.low:
            form.say(at, "BASE_TYPE_REQUIRED", "This field is required")
        elif not _length(len(value), self.low, self.high, at, form):
            return
        elif self.pattern is not None and not re.fullmatch(self.pattern, value):
            form.say(at, "STRING_TYPE_REGEX", "String value did not match validation regex.")


def _length(size: int, low: int, high: int | None, at: Path, form: Form) -> bool:
    """Whether a length fits; notes it when not, in Discord's words."""
    if low <= size and (high is None or size <= high):
        return True
    if low and high is not None:
        words = f"Must be between {low} and {high} in length."
        form.say(at, "BASE_TYPE_BAD_LENGTH", words)
    elif high is not None and size > high:
        form.say(at, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    else:
        form.say(at, "BASE_TYPE_MIN_LENGTH", f"Must be {low} or more in length.")
    return False


@dataclass(frozen=True)
class Whole:
    """An integer, as a number or in digits, from `low` to `high`."""

    low: int | None = None
    high: int | None = None

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes a wrong type or range."""
        number = whole(value)
        if number is None:
            form.say(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif self.low is not None and number < self.low:
            words = f"int value should be greater than or equal to {self.low}."
            form.say(at, "NUMBER_TYPE_MIN", words)
        elif self.high is not None and number > self.high:
            words = f"int value should be less than or equal to {self.high}."
            form.say(at, "NUMBER_TYPE_MAX", words)


def whole(value: object) -> int | None:
    """The integer a JSON value stands for, in Discord's generous reading, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,20}", value, re.ASCII):
        return int(value)
    return None


@dataclass(frozen=True)
class Number:
    """Any number."""

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes a wrong type."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            form.say(at, "FLOAT_TYPE_COERCE", f'Value "{value}" is not float.')


@dataclass(frozen=True)
class Bool:
    """true or false."""

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes anything else."""
        if not isinstance(value, bool):
            form.say(at, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True)
class Id:
    """A snowflake, as a number or in digits."""

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes anything else."""
        number = whole(value)
        if number is None or number < 0:
            form.say(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


@dataclass(frozen=True)
class OneOf:
    """One of some values."""

    values: tuple[int | str, ...]

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes any other value."""
        if isinstance(value, bool) or value not in self.values:
            words = ", ".join(map(str, self.values))
            form.say(at, "BASE_TYPE_CHOICES", f"Value must be one of {{{words}}}.")


@dataclass(frozen=True)
class Items:
    """A list of `low` to `high` things of one shape."""

    of: Shape
    low: int = 0
    high: int | None = None

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes a wrong type or length, and whatever is wrong with each thing."""
        if not isinstance(value, list):
            form.say(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not _length(len(value), self.low, self.high, at, form):
            return
        for number, thing in enumerate(value):
            self.of.check(thing, (*at, number), form)


@dataclass(frozen=True)
class Fields:
    """An object: its known fields (null counts as absent), some of them needed.

    Unknown fields are ignored, as Discord ignores them.
    """

    shapes: Mapping[str, Shape]
    needs: tuple[str, ...] = ()

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes a wrong type, missing fields, and whatever is wrong with each field."""
        if not isinstance(value, dict):
            form.say(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for name in self.needs:
            if value.get(name) is None:
                form.say((*at, name), "BASE_TYPE_REQUIRED", "This field is required")
        for name, shape in self.shapes.items():
            if value.get(name) is not None:
                shape.check(value[name], (*at, name), form)


@dataclass(frozen=True)
class Locales:
    """Texts by locale; null texts are allowed."""

    of: Shape

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes unknown locales and bad texts."""
        if not isinstance(value, dict):
            form.say(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for locale, text in value.items():
            if locale not in LOCALES:
                words = f"Value must be one of {{{', '.join(LOCALES)}}}."
                form.say((*at, locale), "ENUM_TYPE_COERCE", words)
            elif text is not None:
                self.of.check(text, (*at, locale), form)


@dataclass(frozen=True)
class ByType:
    """An object whose `type` says which of several shapes it has."""

    shapes: Mapping[int, Shape] = field(default_factory=dict)

    def check(self, value: object, at: Path, form: Form) -> None:
        """Notes an unknown type, or whatever is wrong with the shape it names."""
        if not isinstance(value, dict):
            form.say(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        kind = value.get("type")
        if isinstance(kind, bool) or not isinstance(kind, int) or kind not in self.shapes:
            kinds = ", ".join(map(str, sorted(self.shapes)))
            kinds += "," if len(self.shapes) == 1 else ""  # a Python tuple, as Discord prints it
            words = f'Value of field "type" must be one of ({kinds}).'
            form.say((*at, "type"), "UNION_TYPE_CHOICES", words)
            return
        self.shapes[kind].check(value, at, form)


def cleaned(shape: Shape, value: object) -> Any:  # noqa: ANN401 - JSON of the shape's kind
    """A value that passed its shape, copied: without unknown fields and nulls, integers as such."""
    match shape, value:
        case Items(of=inner), list():
            return [cleaned(inner, one) for one in value]
        case Fields(shapes=shapes), dict():
            found = ((name, value.get(name)) for name in shapes)
            return {name: cleaned(shapes[name], one) for name, one in found if one is not None}
        case ByType(shapes=shapes), dict():
            kind = value["type"]
            return {"type": kind, **cleaned(shapes[kind], value)}
        case Locales(), dict():
            return {locale: text for locale, text in value.items() if text is not None}
        case Whole(), _:
            return whole(value)
        case Id(), _:
            return str(whole(value))  # Discord gives ids back as text, however they came
    return value


CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)  # Discord's docs, "Channel Types"
# Discord's docs, "Locales".
# fmt: off
LOCALES = (
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi",
    "th", "zh-CN", "ja", "zh-TW", "ko",
)
# fmt: on
