"""Message components: their kinds, how to walk them, and the form Discord gives them back in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

from sandbox.discord.errors import Json, Path

MediaJson = Callable[[str], Json]


class Kind(IntEnum):
    """Component types (Discord's docs, "Component Reference")."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    UPLOAD = 19
    RADIO = 21
    CHECKBOXES = 22
    CHECKBOX = 23


SELECTS = (
    Kind.STRING_SELECT,
    Kind.USER_SELECT,
    Kind.ROLE_SELECT,
    Kind.MENTIONABLE_SELECT,
    Kind.CHANNEL_SELECT,
)
LINK = 5  # the button style that opens an address
PREMIUM = 6  # the button style that sells

# What Discord fills in for a field left out, by kind.
_FILLED: dict[int, Json] = {
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
    Kind.FILE: {"spoiler": False},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def walk(rows: object, at: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every component in document order, nested ones and accessories too, with where it is."""
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield (*at, number), row
            yield from walk(row.get("components"), (*at, number, "components"))
            for key in ("accessory", "component"):
                if isinstance(row.get(key), dict):
                    yield (*at, number, key), row[key]


def media(rows: object, at: Path = ()) -> Iterator[tuple[Path, Kind, Json]]:
    """Every `{"url": ...}` the components show, with where its address is and what shows it."""
    for where, part in walk(rows, at):
        match part.get("type"):
            case Kind.THUMBNAIL:
                yield (*where, "media", "url"), Kind.THUMBNAIL, part["media"]
            case Kind.FILE:
                yield (*where, "file", "url"), Kind.FILE, part["file"]
            case Kind.GALLERY:
                for number, item in enumerate(part["items"]):
                    yield (*where, "items", number, "media", "url"), Kind.GALLERY, item["media"]


def kept(rows: list[Json]) -> list[Json]:
    """Components that passed the rules, as they are kept: defaults filled in, every part numbered.

    Numbers given by the sender stay; the others get the lowest free ones in document order, as
    Discord's docs say.
    """
    parts = [part for _, part in walk(rows)]
    taken = {part["id"] for part in parts if part.get("id")}
    free = (number for number in range(1, len(parts) + len(taken) + 1) if number not in taken)
    for part in parts:
        for key, value in _FILLED.get(part["type"], {}).items():
            part.setdefault(key, value)
        for item in part.get("items", ()):
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        if not part.get("id"):
            part["id"] = next(free)
    return rows


def shown(rows: list[Json], media_json: MediaJson) -> list[Json]:
    """Kept components as an answer carries them: every address with what is known of its file."""
    return [_shown(row, media_json) for row in rows]


def _shown(part: Json, media_json: MediaJson) -> Json:
    match part["type"]:
        case Kind.ROW | Kind.CONTAINER:
            return {**part, "components": shown(part["components"], media_json)}
        case Kind.SECTION:
            return {**part, "accessory": _shown(part["accessory"], media_json)}
        case Kind.THUMBNAIL:
            return {**part, "media": media_json(part["media"]["url"])}
        case Kind.FILE:
            return {**part, "file": media_json(part["file"]["url"])}
        case Kind.GALLERY:
            items = [{**item, "media": media_json(item["media"]["url"])} for item in part["items"]]
            return {**part, "items": items}
    return part
