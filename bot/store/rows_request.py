"""What was asked for as columns, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from bot.core.request import Dimensions, Model, Motion, Note, Request, Speed, Verb

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence


def request_values(request: Request) -> dict[str, str | int | None]:
    """What was asked for, as JSON; the click that did is in columns too: it is searched by."""
    parent, position = request.origin or (None, None)
    what = {field.name: getattr(request, field.name) for field in fields(request)}
    return {
        "kind": request.kind,
        "request": json.dumps(what, default=_note_value),
        "parent": parent,
        "position": position,
    }


def request(row: sqlite3.Row) -> Request:
    """The request of a row that holds `kind` and `request`.

    A field that an older version did not know takes its default.
    """
    what: dict[str, Any] = {
        name: value if value is None or name not in _VALUES else _VALUES[name](value)
        for name, value in json.loads(row["request"]).items()
    }
    return _KINDS[row["kind"]](**what)


def _note_value(note: Note) -> tuple[str, dict[str, str]]:
    return note.key, dict(note.values)


def _notes(found: Sequence[tuple[str, dict[str, str]]]) -> tuple[Note, ...]:
    return tuple(Note(key, values) for key, values in found)


_KINDS: dict[str, type[Request]] = {cls.kind: cls for cls in get_args(Request)}
_VALUES: dict[str, Callable[[Any], object]] = {
    "dimensions": Dimensions,
    "model": Model,
    "motion": Motion,
    "notes": _notes,
    "picked": tuple,
    "speed": Speed,
    "verb": Verb,
}
"""Fields that are not what JSON makes of them, in whichever request they are."""
