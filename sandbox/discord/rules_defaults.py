"""What Discord demands of what a menu of people, roles or channels is filled with beforehand."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.discord.components import SELECTS, Kind, walk
from sandbox.discord.errors import Form, Json, Path

Knows = Callable[[str, int], bool]
"""Takes `user`, `role` or `channel` and an id; gives whether there is one."""

# What a menu may be filled with: a mismatch is 50035, as reports of tries at it say.
TAKES: dict[int, tuple[str, ...]] = {
    Kind.USER_SELECT: ("user",),
    Kind.ROLE_SELECT: ("role",),
    Kind.MENTIONABLE_SELECT: ("user", "role"),
    Kind.CHANNEL_SELECT: ("channel",),
}


def check_default_counts(part: Json, low: int, high: int, at: Path, form: Form) -> None:
    """Notes default values too many, too few, twice or of a kind the menu does not hold."""
    defaults = part.get("default_values") or []
    if not defaults:
        return
    if not low <= len(defaults) <= high:
        words = f"The number of default values must be between {low} and {high}"
        form.say((*at, "default_values"), "SELECT_COMPONENT_INVALID_DEFAULT_COUNT", words)
    if len({int(value["id"]) for value in defaults}) < len(defaults):
        words = "The specified default value is already used"
        form.say((*at, "default_values"), "SELECT_COMPONENT_DEFAULT_VALUE_DUPLICATED", words)
    for number, value in enumerate(defaults):
        if value["type"] not in TAKES[part["type"]]:
            words = f"Value must be one of {{{', '.join(TAKES[part['type']])}}}."
            where = (*at, "default_values", number, "type")
            form.say(where, "BASE_TYPE_CHOICES", words)


def check_defaults(rows: list[Json], knows: Knows, at: Path, form: Form) -> None:
    """Notes default values that stand for nothing (any more), in components that are well formed.

    What Discord says to them is not documented: it is the strictest of the guesses.
    """
    for where, part in walk(rows, at):
        if part["type"] not in SELECTS:
            continue
        for number, value in enumerate(part.get("default_values") or ()):
            if not knows(value["type"], int(value["id"])):
                words = f"Unknown {value['type']}"
                place = (*where, "default_values", number, "id")
                form.say(place, "SELECT_COMPONENT_DEFAULT_VALUE_UNKNOWN", words)
