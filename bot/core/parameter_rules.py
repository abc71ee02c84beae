"""Which parameters go together: models, versions, and pairs that exclude each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.errors import BadPrompt
from bot.core.parameter_table import (
    BY_NAME,
    DEFAULTS,
    MODELS,
    NIJI_LATEST,
    ORDERED_MODELS,
    QUALITIES,
    QUALITIES_OF,
)
from bot.core.request import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAIRS = (
    ("v", "niji"),
    ("fast", "relax"),
    ("fast", "turbo"),
    ("relax", "turbo"),
    ("hd", "sd"),
    ("seed", "sameseed"),
    # Midjourney's page on Omni Reference: not with draft mode and not with --q 4.
    ("oref", "draft"),
    ("cref", "oref"),
)
_PERMUTATION = re.compile(r"(?<!\\)\{[^}]*,[^}]*\}")


def check(values: Mapping[str, str]) -> None:
    """Raises `BadPrompt` when Midjourney would refuse these parameters together."""
    for first, second in _PAIRS:
        if first in values and second in values:
            raise _conflict(shown(first, values[first]), shown(second, values[second]))
    if "raw" in values and values.get("style", "raw") != "raw":
        raise _conflict("--raw", shown("style", values["style"]))
    if "oref" in values and values.get("quality") == "4":
        raise _conflict("--oref", "--quality 4")
    _check_model(values)


def for_bot(bot: Model | None, values: Mapping[str, str]) -> dict[str, str]:
    """The parameters as the chosen bot needs them: Niji's always says its version.

    Raises `BadPrompt` when the prompt asks that bot for a version of the other's.
    """
    if bot is not Model.NIJI:
        return dict(values)
    if "v" in values:
        raise _conflict("--niji", shown("v", values["v"]))
    return {**values, "niji": values.get("niji", NIJI_LATEST)}


def check_text(prompt: str) -> None:
    """Raises `BadPrompt` for `{red, blue}`: Midjourney makes one paid task of each."""
    if _PERMUTATION.search(prompt):
        raise BadPrompt("prompt_permutations")


def shown(name: str, value: str) -> str:
    """A parameter as it stands on the line."""
    return f"--{name} {value}".rstrip()


def _conflict(first: str, second: str) -> BadPrompt:
    return BadPrompt("parameter_conflict", first=first, second=second)


def _model(values: Mapping[str, str]) -> str | None:
    """The model by the table's name, None where the account's own setting decides."""
    if "niji" in values:
        return f"niji {values['niji']}"
    return values.get("v")


def _check_model(values: Mapping[str, str]) -> None:
    model = _model(values)
    if model is not None and model not in MODELS:
        return  # newer than the table: the relay knows better
    for name in values:
        _check_known(f"--{name}", model, BY_NAME[name].only)
    quality = values.get("quality", "1")
    takers = frozenset(m for m in MODELS if quality in QUALITIES_OF.get(m, QUALITIES))
    _check_known(shown("quality", quality), model, takers)


def _check_known(typed: str, model: str | None, only: frozenset[str]) -> None:
    known = only & DEFAULTS if model is None else only & {model}
    if not known:
        versions = ", ".join(version for version in ORDERED_MODELS if version in only)
        raise BadPrompt("parameter_version", name=typed, versions=versions)
