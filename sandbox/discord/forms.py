"""A form (modal) filled in, as a person's client does and checks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sandbox.discord.components import Kind, walk
from sandbox.discord.errors import Json, Refused
from sandbox.discord.options import Resolved

Values = Mapping[str, object]


def fill(form: Json, values: Values, resolved: Resolved) -> Json:
    """The data of a form's submission.

    Takes the form as the app sent it, the values by custom id (text; a list for menus, files and
    checkboxes; true or false for one checkbox), and where to note what ids stand for. What has no
    value keeps its default. Raises Refused for what a client would not send.
    """
    fields = {part["custom_id"] for _, part in walk(form["components"]) if "custom_id" in part}
    if unknown := [name for name in values if name not in fields]:
        raise Refused(f"This form has no field {unknown[0]!r}.")
    rows = [_row(row, values, resolved) for row in form["components"]]
    data: Json = {"custom_id": form["custom_id"], "components": rows}
    return {**data, "resolved": resolved.found} if resolved.found else data


def _row(row: Json, values: Values, resolved: Resolved) -> Json:
    found: Json = {"type": row["type"], "id": row["id"]}
    if row["type"] == Kind.LABEL:
        inner = row["component"]
        return {**found, "component": _field(inner, row["label"], values, resolved)}
    if row["type"] == Kind.ROW:
        parts = row["components"]
        filled = [_field(part, part.get("label", ""), values, resolved) for part in parts]
        return {**found, "components": filled}
    return found


def _field(part: Json, label: str, values: Values, resolved: Resolved) -> Json:
    kind, name = part["type"], part["custom_id"]
    found: Json = {"type": kind, "id": part["id"], "custom_id": name}
    value = values.get(name)
    match kind:
        case Kind.TEXT_INPUT:
            return {**found, "value": _text(part, label, value)}
        case Kind.CHECKBOX:
            return {**found, "value": bool(part.get("default") if value is None else value)}
        case Kind.RADIO:
            picked = _picked(part, label, _listed(value), most=1)
            return {**found, "value": picked[0] if picked else None}
        case Kind.CHECKBOXES | Kind.STRING_SELECT:
            most = len(part["options"]) if kind == Kind.CHECKBOXES else 1
            return {**found, "values": _picked(part, label, _listed(value), most=most)}
    if value is None:
        value = [default["id"] for default in part.get("default_values") or ()]
    noted = [_note(kind, resolved)(one) for one in _listed(value) or ()]
    _count(part, label, noted, most=1)
    for one in noted:
        resolved.check_place(part, one)
    return {**found, "values": noted}


def _note(kind: int, resolved: Resolved) -> Callable[[object], str]:
    """What notes a value of an upload or of a menu of people, roles or channels."""
    return {
        int(Kind.UPLOAD): resolved.attachment,
        int(Kind.USER_SELECT): resolved.user,
        int(Kind.ROLE_SELECT): resolved.role_of_a_menu,
        int(Kind.MENTIONABLE_SELECT): resolved.anybody,
        int(Kind.CHANNEL_SELECT): resolved.place,
    }[kind]


def _text(part: Json, label: str, value: object) -> str:
    text = str(part.get("value", "") if value is None else value)
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    if not text:
        if part.get("required", True):
            raise Refused(f"{label}: this is required.")
        return text
    if not low <= len(text) <= high:
        raise Refused(f"{label}: between {low} and {high} characters.")
    return text


def _listed(value: object) -> list[object] | None:
    """One value or several as a list; None when nothing was said."""
    if value is None:
        return None
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _picked(part: Json, label: str, value: list[object] | None, *, most: int) -> list[str]:
    """Values of a fixed list; its defaults when nothing was picked."""
    options = part["options"]
    if value is None:
        value = [option["value"] for option in options if option.get("default")]
    if any(one not in [option["value"] for option in options] for one in value):
        raise Refused(f"{label}: choose from the list.")
    _count(part, label, value, most=most)
    return [str(one) for one in value]


def _count(part: Json, label: str, value: Sequence[object] | None, *, most: int) -> None:
    count = len(value or ())
    if not count and not part.get("required", True):
        return
    low, high = part.get("min_values"), part.get("max_values")
    low, high = 1 if low is None else low, most if high is None else high
    if len(set(map(str, value or ()))) < count:
        raise Refused(f"{label}: nothing can be chosen twice.")
    if not low <= count <= high:
        raise Refused(f"{label}: between {low} and {high} are needed, not {count}.")
