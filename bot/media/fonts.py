"""The fonts that pictures of numbers are written in, among those that the machine has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

if TYPE_CHECKING:
    from collections.abc import Iterable

_WITH_CHINESE = (
    "notosanssc-regular",
    "notosanscjksc-regular",
    "notosanscjk-regular",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "wqy-microhei",
    "wqy-zenhei",
    "pingfang",
    "hiragino sans gb",
    "msyh",
    "droidsansfallback",
    "droidsansfallbackfull",
)
"""Files of fonts without serifs that have Chinese letters, the best first."""
_LAST = "DejaVu Sans"
"""What matplotlib brings along: no Chinese, but most other letters."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The names to write with, the first that has a letter wins, and all letters they have."""

    families: tuple[str, ...]
    letters: frozenset[int]

    @classmethod
    def found(cls) -> Self:
        """The fonts of this machine."""
        manager = font_manager.fontManager
        last = font_manager.findfont(_LAST)
        chosen = _best(font_manager.findSystemFonts())
        if chosen is None:
            return cls((_LAST,), _letters(last))
        for path in _weights(chosen):
            manager.addfont(str(path))
        return cls((FT2Font(str(chosen)).family_name, _LAST), _letters(str(chosen), last))

    def write(self, text: str) -> bool:
        """Whether every letter of a text is there."""
        return all(letter.isspace() or ord(letter) in self.letters for letter in text)

    def known(self, text: str) -> str:
        """A text without what would only be an empty box."""
        normal = unicodedata.normalize("NFKC", text)
        return "".join(letter for letter in normal if ord(letter) in self.letters).strip()


def _best(files: Iterable[str]) -> Path | None:
    by_name = {Path(file).stem.lower(): Path(file) for file in files}
    return next((by_name[name] for name in _WITH_CHINESE if name in by_name), None)


def _weights(regular: Path) -> list[Path]:
    """The font's file, and that of its bold letters where it has some beside it."""
    bold = regular.with_name(regular.name.replace("Regular", "Bold"))
    return [regular, bold] if bold != regular and bold.exists() else [regular]


def _letters(*files: str) -> frozenset[int]:
    return frozenset(letter for file in files for letter in FT2Font(file).get_charmap())
