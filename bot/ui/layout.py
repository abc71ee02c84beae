"""Cards as Discord's components, and as a digest that tells two cards apart."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ui.buttons import TaskButton, link
from bot.ui.card import Address, Menu
from bot.ui.panel import Picker, Toggle

if TYPE_CHECKING:
    from bot.ui.card import Card, Key, Row
    from bot.ui.panel import Panel, Part


def draw(card: Card) -> ui.LayoutView:
    """A fresh view of the card.

    It holds dynamic buttons and links only, and nothing of it is kept once it has been sent.
    """
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=card.accent)
    if card.picture is not None:
        item = discord.MediaGalleryItem(
            card.picture, description=card.alt or None, spoiler=card.spoiler
        )
        container.add_item(ui.MediaGallery(item))
    for text in card.texts:
        container.add_item(ui.TextDisplay(text))
    if card.menu is not None:
        container.add_item(ui.ActionRow(TaskButton.menu(card.menu)))
    if card.file:
        container.add_item(ui.File(card.file))
    for keys in card.rows:
        container.add_item(row(keys))
    return alone(container)


def alone(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """A view of nothing else, of which discord.py keeps nothing."""
    view = ui.LayoutView(timeout=None).add_item(container)
    view.stop()  # or discord.py 2.7.1 gives private ones a quarter of an hour, and waits for that
    return view


def panel(drawn: Panel) -> ui.LayoutView:
    """A fresh view of a panel; like a card's, nothing of it is kept."""
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=drawn.accent)
    for part in drawn.parts:
        container.add_item(_part(part))
    return alone(container)


def _part(part: Part) -> ui.Item[Any]:
    match part:
        case str():
            return ui.TextDisplay(part)
        case Picker():
            return ui.ActionRow(TaskButton.picker(part))
        case Menu():
            return ui.ActionRow(TaskButton.menu(part))
        case Toggle():
            return ui.Section(part.text, accessory=_button(part.key))
        case _:
            return row(part)


def row(keys: Row) -> ui.ActionRow[ui.LayoutView]:
    """Keys side by side."""
    return ui.ActionRow(*map(_button, keys))


def digest(card: Card) -> str:
    """A short text that differs whenever two cards do."""
    # Lone surrogates cannot be encoded, and a relay may send anything.
    told = repr(card).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(told, digest_size=12).hexdigest()


def _button(key: Key) -> ui.Item[Any]:
    if isinstance(key.target, Address):
        return TaskButton.of(key, key.target)
    return link(key, key.target)
