"""What Discord demands of application commands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum

from sandbox.discord.errors import Form, Json, Path
from sandbox.discord.shape import (
    CHANNEL_TYPES,
    Bool,
    ByType,
    Fields,
    Id,
    Items,
    Locales,
    Number,
    OneOf,
    Shape,
    Text,
    Whole,
    cleaned,
)

CHAT, USER, MESSAGE = 1, 2, 3  # command types
MOST = {CHAT: 100, USER: 15, MESSAGE: 15}  # per scope (Discord's docs, "Application Commands")
MOST_CHARACTERS = 8000  # of one command, the longest localisation of each text counting
_NAME = re.compile(r"[-_'\w]{1,32}")


class Option(IntEnum):
    """Command option types."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


_LABEL = Text(1, 100)
_BASE: dict[str, Shape] = {
    "name": Text(1, 32),
    "name_localizations": Locales(Text(1, 32)),
    "description": _LABEL,
    "description_localizations": Locales(_LABEL),
    "required": Bool(),
}
_NEEDS = ("name", "description")


def _choices(value: Shape) -> Shape:
    fields: dict[str, Shape] = {
        "name": _LABEL,
        "name_localizations": Locales(_LABEL),
        "value": value,
    }
    return Items(Fields(fields, needs=("name", "value")), 0, 25)


_SIMPLE: dict[int, Shape] = {
    **{
        kind: Fields(_BASE, needs=_NEEDS)
        for kind in (
            Option.BOOLEAN,
            Option.USER,
            Option.ROLE,
            Option.MENTIONABLE,
            Option.ATTACHMENT,
        )
    },
    Option.CHANNEL: Fields({**_BASE, "channel_types": Items(OneOf(CHANNEL_TYPES))}, needs=_NEEDS),
    Option.STRING: Fields(
        {
            **_BASE,
            "autocomplete": Bool(),
            "choices": _choices(Text(0, 100)),
            "min_length": Whole(0, 6000),
            "max_length": Whole(1, 6000),
        },
        needs=_NEEDS,
    ),
    **{
        kind: Fields(
            {
                **_BASE,
                "autocomplete": Bool(),
                "choices": _choices(value),
                "min_value": value,
                "max_value": value,
            },
            needs=_NEEDS,
        )
        for kind, value in (
            (Option.INTEGER, Whole(-(1 << 53), 1 << 53)),
            (Option.NUMBER, Number()),
        )
    },
}
_SUBCOMMAND = Fields({**_BASE, "options": Items(ByType(_SIMPLE), 0, 25)}, needs=_NEEDS)
_GROUP = Fields(
    {**_BASE, "options": Items(ByType({Option.SUBCOMMAND: _SUBCOMMAND}), 0, 25)}, needs=_NEEDS
)
_OPTIONS = ByType({**_SIMPLE, Option.SUBCOMMAND: _SUBCOMMAND, Option.GROUP: _GROUP})
_COMMAND = Fields(
    {
        "id": Id(),
        "type": OneOf((CHAT, USER, MESSAGE)),
        "name": Text(1, 32),
        "name_localizations": Locales(Text(1, 32)),
        "description": Text(0, 100),
        "description_localizations": Locales(_LABEL),
        "options": Items(_OPTIONS, 0, 25),
        "default_member_permissions": Id(),
        "dm_permission": Bool(),
        "contexts": Items(OneOf((0, 1, 2)), 1),
        "integration_types": Items(OneOf((0, 1)), 1),
        "nsfw": Bool(),
    },
    needs=("name",),
)


def check_commands(rows: object, form: Form) -> list[Json]:
    """Notes everything wrong with the whole set of commands of a scope; gives them cleaned."""
    before = len(form.problems)
    Items(_COMMAND).check(rows, (), form)
    if len(form.problems) > before:
        return []
    found: list[Json] = cleaned(Items(_COMMAND), rows)
    counts: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    for number, row in enumerate(found):
        kind = row.get("type") or CHAT
        counts[kind] += 1
        if (kind, row["name"]) in seen:
            words = "Application command names must be unique"
            form.say((number, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        seen.add((kind, row["name"]))
        _check_command(row, (number,), form)
    for kind, count in counts.items():
        if count > MOST[kind]:
            words = f"Maximum number of application commands reached ({MOST[kind]})."
            form.say(("_",), "MAX_APPLICATION_COMMANDS", words)
    return found


def check_command(row: object, form: Form) -> Json:
    """Notes everything wrong with one command; gives it cleaned, or {} when misshapen."""
    before = len(form.problems)
    _COMMAND.check(row, (), form)
    if len(form.problems) > before:
        return {}
    found: Json = cleaned(_COMMAND, row)
    _check_command(found, (), form)
    return found


def _check_command(row: Json, at: Path, form: Form) -> None:
    if (row.get("type") or CHAT) == CHAT:
        _check_names(row, at, form)
        if not row.get("description"):
            form.say((*at, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    elif row.get("description") or row.get("options"):
        words = "Context menu commands cannot have description"
        form.say((*at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", words)
    options = row.get("options") or []
    kinds = [option["type"] in (Option.SUBCOMMAND, Option.GROUP) for option in options]
    if any(kinds) and not all(kinds):
        words = (
            "Sub-command and sub-command group option types are mutually exclusive to all others"
        )
        form.say((*at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    _check_options(options, (*at, "options"), form)
    if _size(row) > MOST_CHARACTERS:
        words = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        form.say(at or ("_",), "APPLICATION_COMMAND_TOO_LARGE", words)


def _check_names(row: Json, at: Path, form: Form) -> None:
    names = [((*at, "name"), row["name"])]
    for locale, name in (row.get("name_localizations") or {}).items():
        names.append(((*at, "name_localizations", locale), name))
    for where, name in names:
        if not _NAME.fullmatch(name) or name != name.lower():
            words = "Command name is invalid"
            form.say(where, "APPLICATION_COMMAND_INVALID_NAME", words)


def _check_options(options: list[Json], at: Path, form: Form) -> None:
    seen: set[str] = set()
    optional = False
    for number, option in enumerate(options):
        where = (*at, number)
        _check_names(option, where, form)
        if option["name"] in seen:
            words = "Option name already exists"
            code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
            form.say((*where, "name"), code, words)
        seen.add(option["name"])
        if option["type"] in (Option.SUBCOMMAND, Option.GROUP):
            _check_options(option.get("options") or [], (*where, "options"), form)
            continue
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            form.say(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional |= not option.get("required")
        _check_choices(option, where, form)
        _check_ranges(option, where, form)


def _check_choices(option: Json, at: Path, form: Form) -> None:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        words = "Choices and autocomplete are mutually exclusive"
        form.say(at, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", words)
    for key in ("name", "value"):
        values = [choice[key] for choice in choices]
        if len(set(values)) < len(values):
            words = f"Option choice {key} already exists"
            code = f"APPLICATION_COMMAND_OPTIONS_CHOICE_{key.upper()}_ALREADY_EXISTS"
            form.say((*at, "choices"), code, words)


def _check_ranges(option: Json, at: Path, form: Form) -> None:
    for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
        least, most = option.get(low), option.get(high)
        if least is not None and most is not None and least > most:
            words = f"{low} must be less than or equal to {high}"
            form.say((*at, low), "APPLICATION_COMMAND_OPTIONS_RANGE_INVALID", words)


def _size(row: Json) -> int:
    """The characters of a command's texts, as Discord sums them."""
    size = _longest(row, "name") + _longest(row, "description")
    for option in _every(row.get("options") or []):
        size += _longest(option, "name") + _longest(option, "description")
        for choice in option.get("choices") or ():
            value = choice["value"]
            size += _longest(choice, "name") + (len(value) if isinstance(value, str) else 0)
    return size


def _every(options: list[Json]) -> Iterator[Json]:
    """Options, and those of parts and groups among them."""
    for option in options:
        yield option
        yield from _every(option.get("options") or [])


def _longest(row: Json, key: str) -> int:
    texts = [row.get(key), *(row.get(f"{key}_localizations") or {}).values()]
    return max(len(text or "") for text in texts)
