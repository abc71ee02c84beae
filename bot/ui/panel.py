"""A panel as plain values: words, menus and buttons in any order, before Discord's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.ui.card import Address, Key, Menu, Row

MOST_PICKED = 25
"""Discord's limit for what is chosen in one menu."""


class Pick(Enum):
    """What Discord's own menus offer."""

    PLACES = "places"  # channels that members can make pictures in
    POSTS = "posts"  # channels that Easel can post in by itself
    ROLES = "roles"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """A menu that Discord fills with a server's channels, roles or members.

    `chosen` are those that are chosen now; one that is gone must not be among them.
    """

    pick: Pick
    target: Address
    prompt: str
    chosen: tuple[int, ...] = ()
    most: int = MOST_PICKED


@dataclass(frozen=True, slots=True)
class Toggle:
    """Words with one button beside them."""

    text: str
    key: Key


Part = str | Picker | Menu | Toggle | Row


@dataclass(frozen=True, slots=True)
class Panel:
    """Its parts, top to bottom."""

    parts: tuple[Part, ...]
    accent: int | None = None

    @property
    def components(self) -> int:
        """How many components Discord counts: all of them, the container itself included."""
        return 1 + sum(map(_count, self.parts))

    @property
    def length(self) -> int:
        """How many characters all its words have together."""
        texts = (part.text if isinstance(part, Toggle) else part for part in self.parts)
        return sum(len(text) for text in texts if isinstance(text, str))


def _count(part: Part) -> int:
    match part:
        case str():
            return 1
        case Picker() | Menu():
            return 2
        case Toggle():
            return 3
        case _:
            return 1 + len(part)
