"""Forms (Discord's modals) that are kept nowhere: what they ask, and what came back.

discord.py keeps the forms it has sent in memory, by custom_id alone: a restart would lose those
that are open, and two members' forms of one custom_id would be taken for each other. So nothing of
a form is left with it. What a form is about stands in its custom_id, and what was filled in is read
from the interaction itself (`forms_router` hands it to whoever acts on it).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.ui import prose
from bot.ui.card import MOST_WORD
from bot.ui.network import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Interaction = discord.Interaction[Any]

MOST_FIELDS = 5
"""Discord's limit for a form."""
MOST_INPUT = 4000
"""Discord's limit for a text field, in characters."""
MOST_TITLE = 45
"""Discord's limit for a form's title and for the name of a field, in characters."""
MOST_HINT = 100
"""Discord's limit for the words under a field's name, in characters."""


class FormVerb(StrEnum):
    """What is done with a form that was filled in; `forms_router` has the table."""

    PRESS = "press"  # a relay button with a changed prompt or a zoom
    CONTINUE = "continue"  # the form that the relay waits for
    RERUN = "rerun"  # a task's prompt, changed, as a new task
    SUGGESTION = "suggestion"  # a suggested prompt, changed, as a new task
    REFERENCE = "reference"  # a picture of some message, and a prompt for it
    SETUP = "setup"  # quotas and caps of a server; the position is the panel's page, the word whose
    REGION = "region"  # a part of a picture to paint anew; the word says which


@dataclass(frozen=True, slots=True)
class FormAddress:
    """What a form is about: a verb and two numbers, as a rule a task's and a position there.

    `word` is as in `card.Address`: for what has no row in the store to point to.

    Kept here: `parse(address.custom_id)` is `address`, whatever else was opened for the same; and
    no button's custom_id is read as a form's.
    """

    verb: FormVerb
    task: int
    position: int = 0
    word: str = ""

    @property
    def custom_id(self) -> str:
        """The address as a form carries it: different each time, at most 100 characters."""
        word = f"~{self.word}" if self.word else ""
        return f"ez:{self.verb}:{self.task}:{self.position}{word}:{secrets.token_hex(4)}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """The address in a custom_id; None when it is not one."""
        match = _TEMPLATE.fullmatch(custom_id)
        if match is None:
            return None
        return cls(
            FormVerb(match["verb"]), int(match["task"]), int(match["position"]), match["word"] or ""
        )


_NUMBER = "(?:0|[1-9][0-9]{0,19})"  # room for Discord's own ids
_TEMPLATE = re.compile(
    rf"ez:(?P<verb>{'|'.join(FormVerb)}):(?P<task>{_NUMBER}):(?P<position>{_NUMBER})"
    rf"(?:~(?P<word>[A-Za-z0-9_-]{{1,{MOST_WORD}}}))?:[0-9a-f]{{8}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A field for words. `value` is what stands in it at first, `long` gives it several lines."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    long: bool = True
    required: bool = True
    longest: int = MOST_INPUT


@dataclass(frozen=True, slots=True, kw_only=True)
class FileField:
    """A field for files."""

    name: str
    label: str
    hint: str = ""
    required: bool = True
    most: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a field's options: its value, its name, and a few words on it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """A field with options, one of which is chosen; the first is at first."""

    name: str
    label: str
    options: Sequence[Choice]
    hint: str = ""


Field = TextField | FileField | ChoiceField


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was filled in, by the names of the fields; an empty text field gives "".

    What was chosen among options is text too.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Sequence[discord.Attachment]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The words of a field; "" where there are none."""
        return self.texts.get(name, "")

    def file(self, name: str) -> discord.Attachment | None:
        """The first file of a field."""
        return next(iter(self.files.get(name, ())), None)


@once
async def open(  # noqa: A001  (of this module: forms.open)
    interaction: Interaction, address: FormAddress, title: str, fields: Sequence[Field]
) -> None:
    """Answers a click or a command with a form of at most five fields.

    It has to be the first answer, and a form cannot be the answer to a form.
    """
    modal = ui.Modal(title=prose.cut(title, MOST_TITLE), custom_id=address.custom_id, timeout=None)
    for one in fields:
        modal.add_item(
            ui.Label(
                text=prose.cut(one.label, MOST_TITLE),
                description=prose.cut(one.hint, MOST_HINT) or None,
                component=_component(one),
            )
        )
    modal.stop()  # discord.py 2.7.1 keeps only forms that have not been stopped
    await interaction.response.send_modal(modal)


def values(interaction: Interaction) -> Submitted:
    """What was filled in. Files are there to be read for a short while only."""
    data: Mapping[str, Any] = interaction.data or {}
    found: Mapping[str, Any] = data.get("resolved", {}).get("attachments", {})
    texts: dict[str, str] = {}
    files: dict[str, list[discord.Attachment]] = {}
    for part in _parts(data.get("components", ())):
        name = str(part.get("custom_id", ""))
        if "value" in part:
            texts[name] = str(part["value"] or "")
        elif "values" in part:
            kept = [found[number] for number in part["values"] if number in found]
            files[name] = [_attachment(one, interaction) for one in kept]
    return Submitted(texts, files)


def _component(one: Field) -> ui.Item[Any]:
    if isinstance(one, FileField):
        return ui.FileUpload(
            custom_id=one.name,
            required=one.required,
            min_values=1 if one.required else 0,
            max_values=one.most,
        )
    if isinstance(one, ChoiceField):
        return ui.RadioGroup(custom_id=one.name, options=_options(one))
    return ui.TextInput(
        custom_id=one.name,
        style=discord.TextStyle.paragraph if one.long else discord.TextStyle.short,
        default=one.value[: one.longest] or None,
        required=one.required,
        max_length=one.longest,
    )


def _options(field: ChoiceField) -> list[discord.RadioGroupOption]:
    return [
        discord.RadioGroupOption(
            label=option.label,
            value=option.value,
            description=option.hint or None,
            default=option is field.options[0],
        )
        for option in field.options
    ]


def _parts(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The fields themselves, out of whatever holds them."""
    for component in components:
        if "component" in component:
            yield component["component"]
        else:
            yield component
            yield from _parts(component.get("components", ()))


def _attachment(data: Any, interaction: Interaction) -> discord.Attachment:  # noqa: ANN401  (JSON)
    """A file as discord.py would have made it, had it kept the form."""
    state = interaction._state  # noqa: SLF001  (an attachment is read by it, and has no other maker)
    return discord.Attachment(data=data, state=state)
