"""Reads the languages and says their sentences."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bot.core.money import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT = "en"
"""The language of whoever speaks none of the others; the commands' own names are its names."""
FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Texts:
    """Every sentence in every language.

    A placeholder is a name in braces; other braces are text. What is filled in is never looked at
    for placeholders, so a member's words cannot pull in another value.
    """

    def __init__(self, languages: Mapping[str, Mapping[str, str]], *, currency: str = "$") -> None:
        """Takes locale -> key -> sentence; `DEFAULT` has to be among the locales.

        `currency` is the sign of the relay's money.
        """
        self._currency = currency
        self._languages = {locale: dict(sentences) for locale, sentences in languages.items()}
        self._fallback = self._languages[DEFAULT]

    @classmethod
    def load(cls, folder: Path = FOLDER, *, currency: str = "$") -> Self:
        """Reads each `<locale>.toml` of a folder; raises `OSError` or `tomllib.TOMLDecodeError`."""
        languages = {path.stem: read(path) for path in sorted(folder.glob("*.toml"))}
        return cls(languages, currency=currency)

    @property
    def locales(self) -> frozenset[str]:
        """The languages there are, by Discord's names for them."""
        return frozenset(self._languages)

    def keys(self, locale: str = DEFAULT) -> frozenset[str]:
        """Every key of one language."""
        return frozenset(self._languages[locale])

    def placeholders(self, locale: str, key: str) -> frozenset[str]:
        """The names a sentence has to be given."""
        return frozenset(_PLACEHOLDER.findall(self._languages[locale][key]))

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._fallback

    def say(self, locale: str, key: str, **values: str | int | float) -> str:
        """The sentence in the language of `locale`, or in English where there is no such language.

        Raises `KeyError` when there is no such key or a placeholder's value is missing.
        """
        template = self._languages.get(locale, self._fallback)[key]
        return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)

    def money(self, micros: int) -> str:
        """An amount (`core.money`) with the sign before it."""
        return f"{self._currency}{written(micros)}"


def read(path: Path) -> dict[str, str]:
    """One language, its tables folded to keys such as `commands.imagine.name`."""
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        else:
            yield key, str(value)
