"""A prompt as a member types it, taken apart into links, text and parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.prompt_marks import Mark, marked
from bot.core.request import Note
from bot.core.wording import PAUSES, clean, link, softened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.parameter_table import Parameter


@dataclass(frozen=True, slots=True)
class Given:
    """One parameter with its value, and whether an option of the command gave it."""

    parameter: Parameter
    value: str
    from_option: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt taken apart."""

    links: tuple[str, ...]
    text: str
    given: tuple[Given, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Finds:
    """What the passes over one prompt have taken out of its text so far."""

    links: list[str] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, key: str, **values: str) -> None:
        self.notes.append(Note(key, values))


def read(prompt: str) -> Reading:
    """The prompt taken apart.

    Taking one parameter out can bring words together that make another, so this goes on until a
    pass finds nothing more; that is also why a composed line reads as itself. Raises `BadPrompt`.
    """
    finds = _Finds()
    text, before = clean(prompt), None
    while text != before:
        before = text
        words = _without_parameters(text.split(), finds)
        text = _tidied(" ".join(_without_links(words, finds)), finds)
    return Reading(tuple(finds.links), text, tuple(finds.given), _once(finds.notes))


def _without_parameters(words: Sequence[str], finds: _Finds) -> list[str]:
    """The words that belong to no parameter; the parameters go to `finds`."""
    runs: list[tuple[Mark | None, list[str]]] = [(None, [])]
    for token in marked(words):
        if isinstance(token, Mark):
            runs.append((token, []))
        else:
            runs[-1][1].append(token)
    left = (run if mark is None else _given(mark, run, finds) for mark, run in runs)
    return [word for run in left for word in run]


def _given(mark: Mark, run: Sequence[str], finds: _Finds) -> list[str]:
    """Reads one parameter from the words up to the next; gives the words it leaves as text."""
    words = [*mark.inline, *run]
    value = mark.parameter.kind.read(mark.name, words)
    if mark.bound and not value.used:
        raise mark.parameter.kind.wrong(mark.name, words[0])
    finds.given.append(Given(mark.parameter, value.value))
    if mark.before is not None:
        finds.note("dashes_mended", before=mark.before, after=mark.name)
    if value.used and value.before != value.value:
        finds.note("value_mended", name=mark.name, before=value.before, after=value.value)
    left = [word for word in (value.rest, *words[value.used :]) if word]
    if left:
        finds.note("parameter_moved", name=mark.name)
    return left


def _without_links(words: Iterable[str], finds: _Finds) -> list[str]:
    """The words that are no links; the links go to `finds`, since they stand first on the line."""
    text: list[str] = []
    for word in words:
        address = link(word)
        if address is None:
            text.append(word)
            continue
        finds.links.append(address)
        if text:
            finds.note("links_moved")
    return text


def _tidied(text: str, finds: _Finds) -> str:
    """Text that Midjourney will not take for a parameter, without a comma that ends it."""
    soft = softened(text)
    if soft != text:
        finds.note("dashes_softened")
    return clean(soft.rstrip(PAUSES.replace("。", "") + " "))


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, equal ones once, in order."""
    return tuple({(note.key, *sorted(note.values.items())): note for note in notes}.values())
