"""Presets: style words and parameters under a name, added to a prompt by that name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

from bot.core.errors import BadInput, BadPrompt
from bot.core.parameter_rules import shown
from bot.core.parameters import Options, compose
from bot.core.prompt_reading import read
from bot.core.request import Note
from bot.core.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.parameters import Composed
    from bot.core.prompt_reading import Given, Reading

MOST_OWN = 25
MOST_SERVER = 50
NAME_LIMIT = 32
TEXT_LIMIT = 500
REASONS = {
    "preset_nameless": frozenset({"limit"}),
    "preset_blank": frozenset({"limit"}),
    "preset_many": frozenset({"most"}),
    "preset_unknown": frozenset({"name"}),
}
"""Every reason a preset is refused for, and the values its sentence takes."""
_SAMPLE = "x"
"""What stands in for a member's words when a preset is tried."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A name of 1 to `NAME_LIMIT` characters and a text of 1 to `TEXT_LIMIT`."""

    name: str
    text: str

    @property
    def key(self) -> str:
        """What tells two names apart."""
        return self.name.casefold()

    @classmethod
    def parse(cls, name: str, text: str) -> Self:
        """A preset as a person typed it.

        Raises `BadInput` for a name or text of no such length, and `BadPrompt` for what Midjourney
        would not take: whoever saves it hears of it, not everybody who uses it.
        """
        preset = cls(clean(name), clean(text))
        if not 1 <= len(preset.name) <= NAME_LIMIT:
            raise BadInput("preset_nameless", limit=NAME_LIMIT)
        if not 1 <= len(preset.text) <= TEXT_LIMIT:
            raise BadInput("preset_blank", limit=TEXT_LIMIT)
        applied(preset, _SAMPLE, Options(), whole=True)
        return preset


def with_preset(presets: Sequence[Preset], preset: Preset, most: int) -> tuple[Preset, ...]:
    """The presets with one more, in the place of one of that name; raises `BadInput` when they are
    too many."""
    after = {one.key: one for one in presets} | {preset.key: preset}
    if len(after) > most:
        raise BadInput("preset_many", most=most)
    return tuple(sorted(after.values(), key=lambda one: one.key))


def without_preset(presets: Sequence[Preset], name: str) -> tuple[Preset, ...]:
    """The presets without the one of this name; raises `BadInput` when there is none."""
    gone = named(presets, name)
    return tuple(one for one in presets if one is not gone)


def named(presets: Sequence[Preset], name: str) -> Preset:
    """The preset of this name, whatever its case; raises `BadInput` when there is none."""
    key = clean(name).casefold()
    found = next((one for one in presets if one.key == key), None)
    if found is None:
        raise BadInput("preset_unknown", name=clean(name)[:NAME_LIMIT])
    return found


class PresetStore(Protocol):
    """Members' own presets."""

    async def own(self, user_id: int) -> list[Preset]:
        """A member's presets, by name."""
        ...

    async def save(self, user_id: int, preset: Preset, most: int) -> None:
        """Keeps a preset, in the place of one of that name; raises `BadInput` beyond `most`."""
        ...

    async def delete(self, user_id: int, name: str) -> None:
        """Forgets a preset; raises `BadInput` when there is none of that name."""
        ...


# -- in a prompt -----------------------------------------------------------------------------------
def applied(preset: Preset, prompt: str, options: Options, *, whole: bool = False) -> Composed:
    """The prompt and the options with a preset's words behind and its parameters added.

    What the member has said themselves wins: a parameter of the preset that does not go with it is
    left out, and a note says which (with `whole` it is refused instead). Raises `BadPrompt` as
    `compose` does.
    """
    mine = compose(prompt, options)
    own, extra = read(prompt), read(preset.text)
    line = compose(_line(own, extra, []), options)
    kept: list[Given] = []
    lost: list[str] = []
    for given in extra.given:
        try:
            line = _with(mine, own, extra, [*kept, given], options)
        except BadPrompt:
            if whole:
                raise
            lost.append(shown(given.parameter.name, given.value))
        else:
            kept.append(given)
    notes = [Note("preset_left_out", {"parameters": ", ".join(lost)})] if lost else []
    return replace(line, notes=(*mine.notes, *notes))


def _with(
    mine: Composed, own: Reading, extra: Reading, given: Sequence[Given], options: Options
) -> Composed:
    """The line with these parameters of the preset; raises `BadPrompt` where they do not fit."""
    line = compose(_line(own, extra, given), options)
    for name, value in mine.parameters.items():
        if name != "no" and line.parameters.get(name) != value:
            raise BadPrompt("parameter_conflict", first=f"--{name}", second=f"--{name}")
    if mine.speed is not None and line.speed is not mine.speed:
        raise BadPrompt("parameter_conflict", first=f"--{mine.speed}", second=f"--{line.speed}")
    return line


def _line(own: Reading, extra: Reading, given: Sequence[Given]) -> str:
    """Links, the member's words, the preset's, then the parameters of both."""
    words = ", ".join(text for text in (own.text, extra.text) if text)
    parameters = [shown(one.parameter.name, one.value) for one in (*own.given, *given)]
    return " ".join(part for part in (*own.links, *extra.links, words, *parameters) if part)
