"""What Discord demands of the components of a message."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.discord.components import LINK, PREMIUM, SELECTS, Kind, walk
from sandbox.discord.emoji import is_emoji
from sandbox.discord.errors import Form, Json, Path
from sandbox.discord.rules_defaults import check_default_counts
from sandbox.discord.shape import (
    CHANNEL_TYPES,
    Bool,
    ByType,
    Fields,
    Id,
    Items,
    OneOf,
    Shape,
    Text,
    Whole,
    cleaned,
)

MOST_COMPONENTS = 40  # nested ones included (Discord's change log, 2025)
MOST_TEXT = 4000  # characters over all text displays of a message
MOST_ROWS = 5  # of a message without components V2
ROW_WIDTH = 5  # buttons

_NUMBER = Whole(0, 2_147_483_647)
CUSTOM_ID = Text(1, 100)
EMOJI = Fields({"id": Id(), "name": Text(1, 32), "animated": Bool()}, needs=("name",))
_OPTION = Fields(
    {
        "label": Text(1, 100),
        "value": Text(1, 100),
        "description": Text(1, 100),
        "default": Bool(),
        "emoji": EMOJI,
    },
    needs=("label", "value"),
)
_MEDIA = Fields({"url": Text(1, 2048)}, needs=("url",))
_SELECT: dict[str, Shape] = {
    "id": _NUMBER,
    "custom_id": CUSTOM_ID,
    "placeholder": Text(0, 150),
    "min_values": Whole(0, 25),
    "max_values": Whole(1, 25),
    "disabled": Bool(),
    "required": Bool(),
}
_DEFAULT = Fields({"id": Id(), "type": OneOf(("user", "role", "channel"))}, needs=("id", "type"))
_FILLED: dict[str, Shape] = {**_SELECT, "default_values": Items(_DEFAULT, 0, 25)}
SELECT_SHAPES: dict[int, Shape] = {
    **{kind: Fields(_FILLED, needs=("custom_id",)) for kind in SELECTS},
    Kind.CHANNEL_SELECT: Fields(
        {**_FILLED, "channel_types": Items(OneOf(CHANNEL_TYPES))}, needs=("custom_id",)
    ),
    Kind.STRING_SELECT: Fields(
        {**_SELECT, "options": Items(_OPTION, 1, 25)}, needs=("custom_id", "options")
    ),
}
_BUTTON = Fields(
    {
        "id": _NUMBER,
        "custom_id": CUSTOM_ID,
        "style": OneOf((1, 2, 3, 4, LINK, PREMIUM)),
        "label": Text(0, 80),
        "disabled": Bool(),
        "url": Text(0, 512),
        "sku_id": Id(),
        "emoji": EMOJI,
    },
    needs=("style",),
)
_ROW = Fields(
    {
        "id": _NUMBER,
        "components": Items(ByType({Kind.BUTTON: _BUTTON, **SELECT_SHAPES}), 1, ROW_WIDTH),
    },
    needs=("components",),
)
TEXT_DISPLAY = Fields({"id": _NUMBER, "content": Text(1, MOST_TEXT)}, needs=("content",))
_DESCRIBED: dict[str, Shape] = {"id": _NUMBER, "description": Text(1, 1024), "spoiler": Bool()}
_THUMBNAIL = Fields({**_DESCRIBED, "media": _MEDIA}, needs=("media",))
_SECTION = Fields(
    {
        "id": _NUMBER,
        "components": Items(ByType({Kind.TEXT: TEXT_DISPLAY}), 1, 3),
        "accessory": ByType({Kind.BUTTON: _BUTTON, Kind.THUMBNAIL: _THUMBNAIL}),
    },
    needs=("components", "accessory"),
)
_GALLERY_ITEM = Fields({**_DESCRIBED, "media": _MEDIA}, needs=("media",))
_GALLERY = Fields({"id": _NUMBER, "items": Items(_GALLERY_ITEM, 1, 10)}, needs=("items",))
_FILE = Fields({"id": _NUMBER, "spoiler": Bool(), "file": _MEDIA}, needs=("file",))
_SEPARATOR = Fields({"id": _NUMBER, "spacing": OneOf((1, 2)), "divider": Bool()})
_INNER: dict[int, Shape] = {
    Kind.ROW: _ROW,
    Kind.SECTION: _SECTION,
    Kind.TEXT: TEXT_DISPLAY,
    Kind.GALLERY: _GALLERY,
    Kind.FILE: _FILE,
    Kind.SEPARATOR: _SEPARATOR,
}
_CONTAINER = Fields(
    {
        "id": _NUMBER,
        "accent_color": Whole(0, 0xFFFFFF),
        "spoiler": Bool(),
        "components": Items(ByType(_INNER), 1, MOST_COMPONENTS),
    },
    needs=("components",),
)
CLASSIC = Items(ByType({Kind.ROW: _ROW}), 0, MOST_ROWS)
V2 = Items(ByType({**_INNER, Kind.CONTAINER: _CONTAINER}), 0, MOST_COMPONENTS)


@dataclass
class Ids:
    """The custom ids and numbers seen so far in one message or form; each must be its own."""

    form: Form
    custom: set[str]
    numbers: set[int]

    def see(self, part: Json, at: Path) -> None:
        """Notes a custom id or number that was there before."""
        custom, number = part.get("custom_id"), part.get("id")
        if custom is not None and custom in self.custom:
            words = "Component custom id cannot be duplicated"
            self.form.say((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        if number and number in self.numbers:
            words = "Component id cannot be duplicated"
            self.form.say((*at, "id"), "COMPONENT_ID_DUPLICATED", words)
        if custom is not None:
            self.custom.add(custom)
        if number:
            self.numbers.add(number)


def check_components(
    rows: object, *, v2: bool, emojis: Container[int], at: Path, form: Form
) -> list[Json]:
    """Notes everything wrong with a message's components; gives them cleaned.

    Takes whether the message uses components V2, the custom emoji the bot may use, and where in
    the body the components are. Counts and links between parts are looked at only when each part
    has the right shape; there are none to give otherwise.
    """
    before, shape = len(form.problems), V2 if v2 else CLASSIC
    shape.check(rows, at, form)
    if len(form.problems) > before:
        return []
    found: list[Json] = cleaned(shape, rows)
    every = list(walk(found, at))
    if v2 and len(every) > MOST_COMPONENTS:
        words = f"Components exceed the maximum of {MOST_COMPONENTS} in total."
        form.say(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    text = sum(len(part["content"]) for _, part in every if part["type"] == Kind.TEXT)
    if text > MOST_TEXT:
        words = f"Components displayable text size exceeds maximum size of {MOST_TEXT}"
        form.say(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    ids = Ids(form, set(), set())
    for where, part in every:
        ids.see(part, where)
        _check_part(part, where, emojis, form)
    return found


def _check_part(part: Json, at: Path, emojis: Container[int], form: Form) -> None:
    match part["type"]:
        case Kind.ROW:
            kinds = [inner["type"] for inner in part["components"]]
            if len(kinds) > 1 and any(kind in SELECTS for kind in kinds):
                words = "The specified component exceeds the maximum width"
                form.say((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)
        case Kind.BUTTON:
            _check_button(part, at, emojis, form)
        case Kind.TEXT if not part["content"].strip():
            form.say((*at, "content"), "BASE_TYPE_REQUIRED", "This field is required")
        case kind if kind in SELECTS:
            check_select(part, at, emojis, form)


def _check_button(part: Json, at: Path, emojis: Container[int], form: Form) -> None:
    style, custom_id, url = part["style"], part.get("custom_id"), part.get("url")
    if part.get("emoji"):
        check_emoji(part["emoji"], (*at, "emoji"), emojis, form)
    if style == PREMIUM:
        if not part.get("sku_id") or part.get("label") or part.get("emoji") or custom_id or url:
            words = "A premium button has a sku_id and nothing else"
            form.say(at, "BUTTON_COMPONENT_INVALID_PREMIUM", words)
        return
    if not part.get("label") and not part.get("emoji"):
        form.say((*at, "label"), "BASE_TYPE_REQUIRED", "A label or an emoji is required")
    if custom_id if style == LINK else url:
        words = "A custom id and url cannot both be specified"
        form.say(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
    elif style == LINK:
        check_address(url, (*at, "url"), ("http", "https", "discord"), form)
    elif not custom_id:
        words = "A custom id is required"
        form.say((*at, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", words)


def check_address(url: object, at: Path, schemes: tuple[str, ...], form: Form) -> None:
    """Notes an address that is missing, not well formed, or of a scheme Discord does not take."""
    if not isinstance(url, str) or not url:
        form.say(at, "BASE_TYPE_REQUIRED", "This field is required")
        return
    try:
        scheme, place = urlsplit(url)[:2]
    except ValueError:  # an unfinished IPv6 address, say
        scheme, place = "", ""
    if scheme not in schemes:
        words = f'Scheme "{scheme}" is not supported. Scheme must be one of {schemes}.'
        form.say(at, "URL_TYPE_INVALID_SCHEME", words)
    elif not place or any(blank in url for blank in " \n\t"):
        form.say(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def check_emoji(emoji: Json, at: Path, emojis: Container[int], form: Form) -> None:
    """Notes an emoji that is neither one of Unicode's nor a custom one the bot may use."""
    number = emoji.get("id")
    good = int(number) in emojis if number else is_emoji(str(emoji.get("name") or ""))
    if not good:
        form.say((*at, "id" if number else "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def check_select(part: Json, at: Path, emojis: Container[int], form: Form) -> None:
    """Notes counts that contradict each other, values twice and bad emoji in a menu's options."""
    low, high = _counts(part)
    if low > high:
        words = "min_values must be less than or equal to max_values"
        form.say((*at, "min_values"), "SELECT_COMPONENT_MIN_GREATER_THAN_MAX", words)
    check_default_counts(part, low, high, at, form)
    options = part.get("options")
    if options is None:
        return
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        words = "The specified option value is already used"
        form.say((*at, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
    if high > len(options):
        words = f"max_values is greater than the number of options ({len(options)})"
        form.say((*at, "max_values"), "SELECT_COMPONENT_MAX_GREATER_THAN_OPTIONS", words)
    if sum(bool(option.get("default")) for option in options) > high:
        words = "The number of default options exceeds max_values"
        form.say((*at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", words)
    for number, option in enumerate(options):
        if option.get("emoji"):
            check_emoji(option["emoji"], (*at, "options", number, "emoji"), emojis, form)


def _counts(part: Json) -> tuple[int, int]:
    """The least and most values of a menu; a group of checkboxes takes all unless told."""
    low, high = part.get("min_values"), part.get("max_values")
    most = len(part["options"]) if part["type"] == Kind.CHECKBOXES else 1
    return 1 if low is None else low, most if high is None else high
