"""What Discord demands of a form (a modal)."""

from __future__ import annotations

from collections.abc import Container

from sandbox.discord.components import SELECTS, Kind, walk
from sandbox.discord.errors import Form, Json, Path
from sandbox.discord.rules_components import (
    CUSTOM_ID,
    SELECT_SHAPES,
    TEXT_DISPLAY,
    Ids,
    check_select,
)
from sandbox.discord.shape import Bool, ByType, Fields, Items, OneOf, Shape, Text, Whole, cleaned

MOST_PARTS = 5  # components of a form; Discord's docs, "Modal"
MOST_INPUT = 4000  # characters of a text input

_NUMBER = Whole(0, 2_147_483_647)
_INPUT = Fields(
    {
        "id": _NUMBER,
        "custom_id": CUSTOM_ID,
        "style": OneOf((1, 2)),
        "label": Text(1, 45),
        "value": Text(0, MOST_INPUT),
        "placeholder": Text(0, 100),
        "required": Bool(),
        "min_length": Whole(0, MOST_INPUT),
        "max_length": Whole(1, MOST_INPUT),
    },
    needs=("custom_id", "style"),
)
_COUNTED: dict[str, Shape] = {
    "id": _NUMBER,
    "custom_id": CUSTOM_ID,
    "required": Bool(),
    "min_values": Whole(0, 10),
    "max_values": Whole(1, 10),
}
_CHOICE = Fields(
    {
        "value": Text(1, 100),
        "label": Text(1, 100),
        "description": Text(0, 100),
        "default": Bool(),
    },
    needs=("value", "label"),
)
_INSIDE: dict[int, Shape] = {
    Kind.TEXT_INPUT: _INPUT,
    **SELECT_SHAPES,
    Kind.UPLOAD: Fields(_COUNTED, needs=("custom_id",)),
    Kind.RADIO: Fields(
        {**_COUNTED, "options": Items(_CHOICE, 2, 10)}, needs=("custom_id", "options")
    ),
    Kind.CHECKBOXES: Fields(
        {**_COUNTED, "options": Items(_CHOICE, 1, 10)}, needs=("custom_id", "options")
    ),
    Kind.CHECKBOX: Fields(
        {"id": _NUMBER, "custom_id": CUSTOM_ID, "default": Bool()}, needs=("custom_id",)
    ),
}
_LABEL = Fields(
    {
        "id": _NUMBER,
        "label": Text(1, 45),
        "description": Text(0, 100),
        "component": ByType(_INSIDE),
    },
    needs=("label", "component"),
)
_ROW = Fields(
    {"id": _NUMBER, "components": Items(ByType({Kind.TEXT_INPUT: _INPUT}), 1, 1)},
    needs=("components",),
)
_MODAL = Fields(
    {
        "custom_id": CUSTOM_ID,
        "title": Text(1, 45),
        "components": Items(
            ByType({Kind.ROW: _ROW, Kind.LABEL: _LABEL, Kind.TEXT: TEXT_DISPLAY}), 1, MOST_PARTS
        ),
    },
    needs=("custom_id", "title", "components"),
)


def check_modal(data: object, emojis: Container[int], at: Path, form: Form) -> Json:
    """Notes everything wrong with the data of a form; gives it cleaned, or {} when misshapen."""
    before = len(form.problems)
    _MODAL.check(data, at, form)
    if len(form.problems) > before:
        return {}
    found: Json = cleaned(_MODAL, data)
    ids = Ids(form, set(), set())
    for where, part in walk(found["components"], (*at, "components")):
        ids.see(part, where)
        _check_part(part, where, emojis, form)
    return found


def _check_part(part: Json, at: Path, emojis: Container[int], form: Form) -> None:
    kind = part["type"]
    if kind == Kind.TEXT_INPUT:
        _check_input(part, at, form)
    elif kind == Kind.RADIO:
        _check_radio(part, at, form)
    elif kind in (*SELECTS, Kind.UPLOAD, Kind.CHECKBOXES):
        check_select(part, at, emojis, form)
        if part.get("min_values") == 0 and part.get("required") is not False:
            words = "min_values must be at least 1 for a required component"
            form.say((*at, "min_values"), "SELECT_COMPONENT_REQUIRED_MIN_VALUES", words)
        if part.get("disabled"):
            words = "Components in modals cannot be disabled"
            form.say((*at, "disabled"), "MODAL_COMPONENT_DISABLED", words)


def _check_input(part: Json, at: Path, form: Form) -> None:
    low, high = part.get("min_length") or 0, part.get("max_length") or MOST_INPUT
    in_label, value = at[-1] == "component", part.get("value")
    if low > high:
        words = "min_length must be less than or equal to max_length"
        form.say((*at, "min_length"), "TEXT_INPUT_MIN_GREATER_THAN_MAX", words)
    elif value and not low <= len(value) <= high:
        words = f"Must be between {low} and {high} in length."
        form.say((*at, "value"), "BASE_TYPE_BAD_LENGTH", words)
    if in_label and part.get("label"):
        words = "A text input in a label has no label of its own"
        form.say((*at, "label"), "TEXT_INPUT_LABEL_IN_LABEL", words)
    elif not in_label and not part.get("label"):
        form.say((*at, "label"), "BASE_TYPE_REQUIRED", "This field is required")


def _check_radio(part: Json, at: Path, form: Form) -> None:
    values = [option["value"] for option in part["options"]]
    if len(set(values)) < len(values):
        words = "The specified option value is already used"
        form.say((*at, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
    if sum(bool(option.get("default")) for option in part["options"]) > 1:
        words = "A radio group has one default at most"
        form.say((*at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", words)
