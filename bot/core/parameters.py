"""Midjourney prompts: options and typed parameters merged into the one line a relay gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.errors import BadPrompt
from bot.core.parameter_lists import join_negatives
from bot.core.parameter_rules import check, check_text, for_bot, shown
from bot.core.parameter_table import BY_NAME, ORDER, TABLE
from bot.core.prompt_reading import Given, read
from bot.core.request import Model, Note, Speed
from bot.core.wording import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["NOTES", "PROMPT_LIMIT", "REASONS", "Composed", "Options", "compose"]

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
    "parameter_version": frozenset({"name", "versions"}),  # only these versions have it
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
    "seed_kept": frozenset({"seed"}),  # (`service/recovery`) the lost picture's own seed
    "seed_unknown": frozenset(),  # (`service/recovery`) nobody could tell it
    "preset_left_out": frozenset({"parameters"}),  # of a preset, beside what the member wrote
    "reference_linked": frozenset(),  # (`core/reference`) Discord's address stands for the picture
}
"""Every note, with the placeholders of its sentence."""


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

    Splitting a `--no` into its things can bring a parameter to light, so the line is read again
    until it reads as itself. Raises `BadPrompt` with one of `REASONS`.
    """
    composed = _pass(text, options)
    for _ in TABLE:  # each pass that changes the line has found at least one more of these
        again = _pass(composed.prompt, Options(bot=options.bot, speed=composed.speed))
        if again.prompt == composed.prompt:
            break
        composed = replace(again, notes=(*composed.notes, *again.notes))
    return composed


def _pass(text: str, options: Options) -> Composed:
    _check_length(clean(text))
    typed = read(text)
    merged, notes = _merged([*typed.given, *_chosen(options)])
    values = for_bot(options.bot, merged)
    check(values)
    speed = next((speed for speed in Speed if speed in values), None)
    line = {name: value for name, value in values.items() if name not in tuple(Speed)}
    body = " ".join((*typed.links, *typed.text.split()))
    if not body:
        raise BadPrompt("prompt_blank")
    prompt = " ".join((body, *(shown(name, value) for name, value in line.items())))
    _check_length(prompt)
    check_text(prompt)
    return Composed(
        prompt=prompt,
        text=body,
        parameters=line,
        model=options.bot or Model.MIDJOURNEY,
        speed=speed,
        notes=(*typed.notes, *notes),
    )


def _check_length(line: str) -> None:
    if len(line) > PROMPT_LIMIT:
        raise BadPrompt("prompt_too_long", length=len(line), limit=PROMPT_LIMIT)


def _chosen(options: Options) -> list[Given]:
    """The options as parameters, read by the same rules as typed ones. Raises `BadPrompt`."""
    numbers = {
        "chaos": options.chaos,
        "weird": options.weird,
        "stylize": options.stylize,
        "seed": options.seed,
    }
    words = {
        "ar": options.aspect,
        "quality": options.quality,
        "sref": options.style_reference,
        "cref": options.character_reference,
        "no": options.no,
        # `--style raw` and not `--raw`: every version that has it knows this spelling.
        "style": "raw" if options.raw else None,
        **{name: str(number) for name, number in numbers.items() if number is not None},
    }
    filled = {name: clean(word) for name, word in words.items() if word and clean(word)}
    given = [part for name, word in filled.items() for part in _option(name, word)]
    if options.tile:
        given.append(Given(BY_NAME["tile"], "", from_option=True))
    if options.speed is not None:
        given.append(Given(BY_NAME[options.speed], "", from_option=True))
    return given + _version(options)


def _option(name: str, value: str) -> list[Given]:
    """One option as the parameter `name`, and what else its value holds (`red --ar 1:1`)."""
    reading = read(f"--{name} {value}")
    if reading.text or reading.links:
        raise BY_NAME[name].kind.wrong(f"--{name}", value)
    return [replace(given, from_option=True) for given in reading.given]


def _version(options: Options) -> list[Given]:
    """The `version` option: `7` or `niji 6`; a bare number means Niji's with the Niji bot."""
    typed = clean(options.version or "").lower().removeprefix("--")
    niji = options.bot is Model.NIJI or typed.startswith("niji")
    number = typed.removeprefix("niji").strip()
    return _option("niji" if niji else "v", number) if typed else []


def _merged(given: Sequence[Given]) -> tuple[dict[str, str], list[Note]]:
    """Each parameter once, in the line's order. Raises `BadPrompt` where two disagree."""
    values: dict[str, Given] = {}
    notes: list[Note] = []
    for new in given:
        name = new.parameter.name
        old = values.setdefault(name, new)
        if old is new:
            continue
        if name == "no":
            values[name] = replace(new, value=join_negatives(old.value, new.value))
            notes.append(Note("negatives_joined"))
        elif old.value != new.value:
            raise _disagreement(old, new)
        elif not new.from_option:
            notes.append(Note("parameter_same_twice", {"name": f"--{name}"}))
    if "raw" in values and "style" in values and values["style"].value == "raw":
        del values["raw"]  # two spellings of the same
    ordered = sorted(values, key=ORDER.__getitem__)
    return {name: values[name].value for name in ordered}, notes


def _disagreement(old: Given, new: Given) -> BadPrompt:
    name = f"--{old.parameter.name}"
    if new.from_option and not old.from_option:
        return BadPrompt("parameter_option", name=name, option=new.value, prompt=old.value)
    return BadPrompt("parameter_twice", name=name, first=old.value, second=new.value)
