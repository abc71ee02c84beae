"""What of a member's history is looked for, as the keys of its pages carry it."""

from __future__ import annotations

import base64
import binascii
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.core.errors import BadInput
from bot.core.history import Filter
from bot.ui.card import MOST_WORD, Address, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

BUTTONS = "buttons"
KINDS: Mapping[str, frozenset[str]] = {
    "imagine": frozenset({"imagine"}),
    BUTTONS: frozenset({"action", "change"}),
    "blend": frozenset({"blend"}),
    "describe": frozenset({"describe"}),
    "shorten": frozenset({"shorten"}),
    "faceswap": frozenset({"faceswap"}),
    "video": frozenset({"video"}),
    "edit": frozenset({"edit"}),
}
"""What a member chooses from -> kinds of requests. Keys of sent messages count them: only add."""
_ORDER = ("", *KINDS)
_DAY = 86_400
_DAYS = 1 << 16
"""Room for a day since 1970: until the year 2149."""
LONGEST = MOST_WORD * 3 // 4
"""Most bytes of the words that are looked for: a key holds 44 characters of base64."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. Days are counted from 1970, both ends included; 0 is none."""

    text: str = ""
    kind: str = ""
    favourites: bool = False
    since: int = 0
    until: int = 0

    @classmethod
    def typed(
        cls, text: str, kind: str, since: str, until: str, *, favourites: bool = False
    ) -> Self:
        """From the options of the command. Raises `BadInput`."""
        words = " ".join(text.split())
        if len(words.encode("utf-8", "replace")) > LONGEST:
            raise BadInput("search_too_long", limit=LONGEST)
        return cls(words, kind if kind in KINDS else "", favourites, _day(since), _day(until))

    @property
    def filter(self) -> Filter:
        """The same, as the store takes it."""
        return Filter(
            text=self.text,
            kinds=KINDS.get(self.kind, frozenset()),
            favourites=self.favourites,
            since=float(self.since * _DAY) if self.since else None,
            until=float((self.until + 1) * _DAY) if self.until else None,
        )

    def address(self, edge: int, *, newer: bool) -> Address:
        """Where a key leads: the page that is older, or newer, than the task `edge`."""
        packed = _ORDER.index(self.kind)
        for value, room in ((self.since, _DAYS), (self.until, _DAYS), (self.favourites, 2)):
            packed = packed * room + value
        word = base64.urlsafe_b64encode(self.text.encode("utf-8", "replace")).decode()
        return Address(Verb.HISTORY, edge, packed * 2 + newer, word.rstrip("="))

    @classmethod
    def of(cls, address: Address) -> tuple[Self, bool]:
        """What a key says, and whether it leads to the newer page."""
        packed, newer = divmod(address.position, 2)
        packed, favourites = divmod(packed, 2)
        packed, until = divmod(packed, _DAYS)
        packed, since = divmod(packed, _DAYS)
        kind = _ORDER[packed] if packed < len(_ORDER) else ""
        return cls(_words(address.word), kind, bool(favourites), since, until), bool(newer)


def _words(word: str) -> str:
    try:
        return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode("utf-8", "replace")
    except binascii.Error:
        return ""  # no key of ours is like that


def _day(text: str) -> int:
    """A day as it is typed, counted from 1970; 0 where none is. Raises `BadInput`."""
    if not text.strip():
        return 0
    try:
        day = datetime.date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError as error:
        raise BadInput("day_wrong", value=text) from error
    days = (day - datetime.date(1970, 1, 1)).days
    if not 0 < days < _DAYS - 1:
        raise BadInput("day_wrong", value=text)
    return days


def day_name(day: int) -> str:
    """A day as it is typed."""
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()
