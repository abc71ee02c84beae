"""The relay's buttons as rows of keys: in its order, five a row, as many as fit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core import classic
from bot.core.button_kinds import BOOKMARK, kind
from bot.core.report import Style
from bot.ui import emoji, prose
from bot.ui.card import MOST_LABEL, ROW, Address, Key, Row, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.report import Button
    from bot.core.task import Task
    from bot.ui.texts import Texts

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CODE = frozenset({"MJ", "JOB", "Job", "SOLO"})
"""Pieces of a relay's custom_id that say nothing of what the button does."""


def rows(task: Task, texts: Texts, locale: str, *, start: int, room: int) -> tuple[Row, ...]:
    """The task's buttons from `start` on, in at most `room` components (rows count too).

    Where they do not all fit, the last key asks for the rest.
    """
    places = [place for place in _offered(task) if place >= start]
    fits = _cost(len(places)) <= room
    shown = len(places) if fits else max(0, _most(room) - 1)
    keys = [key(task, place, texts, locale) for place in places[:shown]]
    if not fits:
        more = Address(Verb.MORE, task.number, places[shown])
        keys.append(Key(texts.say(locale, "buttons.more"), more))
    return packed(keys)


def _offered(task: Task) -> list[int]:
    """The positions of the buttons that are shown: a favourite is kept by Easel's own key."""
    buttons = enumerate(classic.buttons(task))
    return [place for place, button in buttons if kind(button.custom_id) != BOOKMARK]


def key(task: Task, position: int, texts: Texts, locale: str) -> Key:
    """One of the relay's buttons; pressed ones are green, as Midjourney makes them."""
    button = classic.buttons(task)[position]
    name = _name(button) or texts.say(locale, "buttons.nameless", position=position + 1)
    picture = emoji.accepted(button.emoji)
    label = prose.label(button.label, MOST_LABEL)
    return Key(
        label=label if label or picture else name,
        target=Address(Verb.PRESS, task.number, position),
        emoji=picture,
        style=Style.SUCCESS if position in task.pressed else button.style,
        name=name,
    )


def dimmed(rows: tuple[Row, ...], task: Task, missing: frozenset[str]) -> tuple[Row, ...]:
    """The same rows, with those buttons off that take what the relay is known to lack."""
    if not missing:
        return rows
    return tuple(tuple(_dimmed(key, task, missing) for key in row) for row in rows)


def _dimmed(key: Key, task: Task, missing: frozenset[str]) -> Key:
    address = key.target
    if not isinstance(address, Address) or address.verb is not Verb.PRESS:
        return key
    return replace(key, disabled=bool(classic.takes(task, address.position) & missing))


def packed(keys: Sequence[Key]) -> tuple[Row, ...]:
    """Keys in rows of five."""
    return tuple(tuple(keys[at : at + ROW]) for at in range(0, len(keys), ROW))


def _cost(keys: int) -> int:
    """How many components so many keys are, with their rows."""
    return keys + -(-keys // ROW)


def _most(room: int) -> int:
    """How many keys fit into `room` components."""
    return room // (ROW + 1) * ROW + max(0, room % (ROW + 1) - 1)


def _name(button: Button) -> str:
    """What a button without label and emoji does, from its custom_id; empty if that says nothing.

    `MJ::JOB::pan_left::1::<uuid>::SOLO` is "Pan left".
    """
    pieces = [piece for piece in button.custom_id.split("::") if piece not in _CODE]
    word = next((piece for piece in pieces if _WORD.fullmatch(piece)), "")
    return prose.label(word.replace("_", " ").capitalize(), MOST_LABEL)
