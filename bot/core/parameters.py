"""Midjourney prompts: options and typed parameters merged into the one line a relay gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.request import Model, Speed

PROMPT_LIMIT = 6000
"""Most characters of the final line: a Discord text option, Midjourney's own one included."""

REASONS: Mapping[str, frozenset[str]] = {
    "prompt_blank": frozenset(),
    "prompt_too_long": frozenset({"length", "limit"}),
    "prompt_permutations": frozenset(),  # {red, blue} would make several paid tasks
    "parameter_unknown": frozenset({"name"}),
    "parameter_misspelt": frozenset({"name", "suggestion"}),
    "parameter_missing_value": frozenset({"name", "example"}),
    "parameter_value": frozenset({"name", "value", "allowed"}),
    "parameter_range": frozenset({"name", "value", "low", "high"}),
    "parameter_twice": frozenset({"name", "first", "second"}),
    "parameter_conflict": frozenset({"first", "second"}),  # these two exclude each other
    "parameter_option": frozenset({"name", "option", "prompt"}),  # option and prompt disagree
    "parameter_version": frozenset({"name", "version"}),  # this version does not have it
    "parameter_repeat": frozenset({"name"}),  # --repeat would make several paid tasks
    "parameter_account": frozenset({"name"}),  # --public, --stealth: the account's own business
    "aspect_wrong": frozenset({"value"}),
    "version_unknown": frozenset({"value", "allowed"}),
}
"""Every reason `compose` refuses for, with the placeholders of its sentence.

`name` and `suggestion` come with their dashes (`--ar`); `allowed` is a list such as `0.5, 1, 2`.
"""

NOTES: Mapping[str, frozenset[str]] = {
    "dashes_mended": frozenset({"before", "after"}),  # —ar was read as --ar
    "dashes_softened": frozenset(),  # a lone -- became -, or Midjourney would stumble over it
    "value_mended": frozenset({"name", "before", "after"}),  # 16x9 was read as 16:9
    "parameter_moved": frozenset({"name"}),  # from the middle to the end
    "parameter_same_twice": frozenset({"name"}),  # one of two equal ones was dropped
    "negatives_joined": frozenset(),  # several --no became one
    "links_moved": frozenset(),  # picture links go first
}
"""Every note, with the placeholders of its sentence."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the prompt that was mended: a key of `NOTES` and what its sentence takes."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `/imagine` was given beside the prompt, as typed or chosen; None or False: not given.

    `version` is `7` or `niji 6`; `quality` one of `parameter_table.QUALITIES`; the references are
    links or codes, separated by spaces or commas.
    """

    aspect: str | None = None
    version: str | None = None
    stylize: int | None = None
    chaos: int | None = None
    weird: int | None = None
    seed: int | None = None
    no: str | None = None
    quality: str | None = None
    tile: bool = False
    raw: bool = False
    style_reference: str | None = None
    character_reference: str | None = None
    bot: Model | None = None
    speed: Speed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A prompt ready for a relay.

    `prompt` is the whole line: links, text, parameters in their order. `text` is the same without
    parameters. `parameters` maps each parameter's name (`ar`) to its value (empty for a flag), in
    the line's order. `speed` is None where nobody asked for one; it is not in the line, since
    relays take it from the path.
    """

    prompt: str
    text: str
    parameters: Mapping[str, str]
    model: Model
    speed: Speed | None = None
    notes: tuple[Note, ...] = ()


def compose(text: str, options: Options) -> Composed:
    """The prompt and the options as one line. Pure; the same line again gives itself.

    Raises `BadPrompt` with one of `REASONS`.
    """
    raise NotImplementedError
