"""A task's buttons, whatever rows and spellings they come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.report import Button, Style
from bot.relay.wire.scalars import mapping, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 4
_BUTTON = 2
"""Discord's component type; the relays send no other, trueai copies what Discord gave it."""
_STYLES = {
    1: Style.PRIMARY,
    2: Style.SECONDARY,
    3: Style.SUCCESS,
    4: Style.DANGER,
    "primary": Style.PRIMARY,
    "secondary": Style.SECONDARY,
    "success": Style.SUCCESS,
    "danger": Style.DANGER,
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[0-9]{1,3}")


def buttons(value: object) -> tuple[Button, ...] | None:
    """The buttons in the relay's order; None where it says nothing of them (null or absent).

    Rows are flattened (some servers send Discord's own rows with `custom_id`); what has no custom
    id, a link for one, cannot be pressed through a relay and is left out.
    """
    if not isinstance(value, list):
        return None
    return tuple(button for item in _flat(value, _DEPTH) if (button := _button(item)))


def _flat(items: list[object], depth: int) -> Iterator[dict[str, object]]:
    for item in items:
        inside = item.get("components") if isinstance(item, dict) else item
        if isinstance(inside, list) and depth:
            yield from _flat(inside, depth - 1)
        elif isinstance(item, dict):
            yield item


def _button(item: dict[str, object]) -> Button | None:
    custom_id = (text(item.get("customId")) or text(item.get("custom_id"))).strip()
    if not custom_id or number(item.get("type", _BUTTON)) not in {_BUTTON, None}:
        return None
    emoji = _emoji(item.get("emoji"))
    label = " ".join(text(item.get("label")).split())
    return Button(
        custom_id=custom_id,
        label=label if label or emoji else _named(custom_id),
        emoji=emoji,
        style=_style(item.get("style")),
    )


def _emoji(value: object) -> str:
    """A character or a custom emoji's name; Discord's own rows have an object around it."""
    return (text(value) or text(mapping(value).get("name"))).strip()


def _style(value: object) -> Style:
    key = number(value)
    word = text(value).strip().lower()
    return _STYLES.get(key if key is not None else word, Style.SECONDARY)


def _named(custom_id: str) -> str:
    """A label from the custom id: `MJ::JOB::low_variation::1::U::SOLO` is `low variation 1`."""
    parts = [part for part in custom_id.split("::") if _NAME.fullmatch(part)]
    told = [part for part in parts if part.upper() not in {"MJ", "JOB", "SOLO", "0"}]
    return " ".join(told).replace("_", " ")[:80] or custom_id[:80]
