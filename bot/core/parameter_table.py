"""Midjourney's parameters: names, aliases, values, and the versions that know them.

After Midjourney's documentation of its versions 1 to 8.1 and niji 4 to 7.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.parameter_lists import Negatives, Profiles, References
from bot.core.parameter_values import (
    Aspect,
    Flag,
    Fraction,
    Kind,
    OneOf,
    Optional,
    Refused,
    Style,
    Version,
    Whole,
)

STYLIZE = (0, 1000)
CHAOS = (0, 100)
WEIRD = (0, 3000)
SEED = (0, 4_294_967_295)
QUALITIES = ("0.25", "0.5", "1", "2", "4")

VERSIONS = ("8.1", "8", "7", "6.1", "6", "5.2", "5.1", "5", "4", "3", "2", "1")
NIJI_VERSIONS = ("7", "6", "5", "4")
NIJI_LATEST = NIJI_VERSIONS[0]

ORDERED_MODELS = (*VERSIONS, *(f"niji {version}" for version in NIJI_VERSIONS))
MODELS = frozenset(ORDERED_MODELS)
"""Every model by the name that `only` and `Options.version` use."""
DEFAULTS = frozenset({"8.1", "8", "7", "6.1", "niji 7", "niji 6"})
"""What an account may be set to, so what a prompt without a version may end up with."""
_OMNI = frozenset({"8.1", "8", "7"})
_SIXTH = frozenset({"6.1", "6", "niji 6"})
_FIRST_FOUR = frozenset({"4", "3", "2", "1", "niji 4"})
_REFERENCED = MODELS - _FIRST_FOUR - {"5", "5.1", "5.2", "niji 5"}

_LINK = "https://…"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name on the line, its kind of value, and the models that know it."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    only: frozenset[str] = MODELS


TABLE: tuple[Parameter, ...] = (
    Parameter("ar", Aspect("16:9"), ("aspect",)),
    Parameter("chaos", Whole("20", *CHAOS), ("c",)),
    Parameter("weird", Whole("250", *WEIRD), ("w",), MODELS - _FIRST_FOUR),
    Parameter("stylize", Whole("250", *STYLIZE), ("s",), MODELS - {"1", "2", "3"}),
    Parameter("exp", Whole("10", 0, 100), (), _OMNI),
    Parameter("quality", OneOf("1", QUALITIES), ("q",)),
    Parameter("draft", Flag(), (), _OMNI | {"niji 7"}),
    Parameter("hd", Flag(), (), frozenset({"8.1", "8", "3", "2", "1"})),
    Parameter("sd", Flag(), (), frozenset({"8.1", "8"})),
    Parameter("seed", Whole("1234", *SEED)),
    Parameter("sameseed", Whole("1234", *SEED), (), frozenset({"3", "2", "1"})),
    Parameter("stop", Whole("80", 10, 100)),
    Parameter("tile", Flag(), (), MODELS - {"4", "niji 4"}),
    Parameter("raw", Flag()),
    Parameter(
        "style",
        Style("raw", ("raw", "cute", "expressive", "original", "scenic", "4a", "4b", "4c")),
        (),
        MODELS - {"1", "2", "3"},
    ),
    Parameter("iw", Fraction("1.5", 0, 3), (), MODELS - {"4", "niji 4"}),
    Parameter("sref", References(_LINK, codes=True), (), _REFERENCED),
    Parameter("sw", Whole("100", 0, 1000), (), _REFERENCED),
    Parameter("sv", Whole("4", 1, 8), (), _REFERENCED),
    Parameter("cref", References(_LINK), (), _SIXTH),
    Parameter("cw", Whole("100", 0, 100), (), _SIXTH),
    Parameter("oref", References(_LINK, most=1), (), _OMNI),
    Parameter("ow", Whole("100", 1, 1000), (), _OMNI),
    Parameter("p", Profiles(), ("profile", "personalize"), _REFERENCED),
    Parameter("upbeta", Flag(), (), _FIRST_FOUR),
    Parameter("uplight", Flag(), (), _FIRST_FOUR),
    Parameter("upanime", Flag(), (), _FIRST_FOUR),
    Parameter("creative", Flag(), (), frozenset({"3", "2", "1"})),
    Parameter("video", Optional(OneOf("1", ("1",)))),
    Parameter("motion", OneOf("low", ("low", "high"))),
    Parameter("loop", Flag()),
    Parameter("end", References(_LINK, most=1)),
    Parameter("bs", OneOf("1", ("1", "2", "4"))),
    Parameter("no", Negatives()),
    Parameter("fast", Flag()),
    Parameter("relax", Flag()),
    Parameter("turbo", Flag()),
    Parameter("repeat", Refused("parameter_repeat"), ("r",)),
    Parameter("public", Refused("parameter_account")),
    Parameter("stealth", Refused("parameter_account")),
    Parameter("niji", Optional(Version("7", NIJI_VERSIONS), NIJI_LATEST)),
    Parameter("v", Version("7", VERSIONS), ("version",)),
)
"""Every parameter, in the order of a composed line."""

BY_NAME = {name: entry for entry in TABLE for name in (entry.name, *entry.aliases)}
"""Every parameter by each of its names, without dashes."""

ORDER = {entry.name: place for place, entry in enumerate(TABLE)}

_EARLY = frozenset({"0.25", "0.5", "1"})
QUALITIES_OF = {
    "7": frozenset({"0.5", "1", "2", "4"}),
    "6.1": frozenset({"0.5", "1", "2"}),
    **dict.fromkeys(("6", "5.2", "5.1", "5", "niji 6", "niji 5"), _EARLY),
}
"""The qualities of the models whose documentation names them; others take any."""

_YEARS = {
    "8.1": 2026,
    "8": 2026,
    "7": 2025,
    "6.1": 2024,
    "6": 2023,
    "5.2": 2023,
    "5.1": 2023,
    "5": 2023,
    "4": 2022,
    "niji 7": 2026,
    "niji 6": 2024,
    "niji 5": 2023,
    "niji 4": 2022,
}
_ASPECTS = {
    "1:1": "□",
    "16:9": "▭",
    "9:16": "▯",
    "4:3": "▭",
    "3:4": "▯",
    "3:2": "▭",
    "2:3": "▯",
    "5:4": "▭",
    "4:5": "▯",
    "2:1": "▭",
    "1:2": "▯",
    "21:9": "▭",
    "9:21": "▯",
}


def versions() -> tuple[tuple[str, str], ...]:
    """Values for the `version` option, newest first, each with the year it came out."""
    return tuple((value, str(year)) for value, year in _YEARS.items())


def aspects() -> tuple[tuple[str, str], ...]:
    """Values for the `aspect` option, the usual ones first, each with its shape as a symbol."""
    return tuple(_ASPECTS.items())
