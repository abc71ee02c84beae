"""What can come of asking a relay for something, as a member finds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Outcome(StrEnum):
    """The three that a member can be glad of."""

    WORKS = "works"
    OTHERWISE = "offered differently"
    SAID = "said plainly"


@dataclass(frozen=True, slots=True)
class _Way:
    outcome: Outcome
    short: str
    words: str


class Way(Enum):
    """Each outcome in the way it shows."""

    WORKS = _Way(Outcome.WORKS, "", "as the relay does it")
    CHANGE = _Way(
        Outcome.OTHERWISE,
        "own button",
        "the relay sends no buttons, so Easel offers its own and asks through `submit/change`",
    )
    SAME = _Way(
        Outcome.OTHERWISE,
        "same prompt",
        "the relay cannot ask for the prompt: it draws with the same one, and the message says so",
    )
    IMAGINE = _Way(
        Outcome.OTHERWISE,
        "new imagine",
        "Easel draws the suggested prompt itself, since relays' own pick buttons open a form at"
        " some and are unknown to others",
    )
    NUMBERS = _Way(
        Outcome.OTHERWISE,
        "one by one",
        "each suggestion has a number that draws it; one press never makes four paid tasks",
    )
    MENU = _Way(
        Outcome.OTHERWISE,
        "menu",
        "the relay sends no such button; Describe image in the message's menu does the same",
    )
    FAVOURITE = _Way(
        Outcome.OTHERWISE,
        "Favourite",
        "relays refuse Midjourney's ❤️, or nothing comes of it; so Easel shows its own Favourite"
        " in the row below, which `/history` knows",
    )
    LINK = _Way(
        Outcome.OTHERWISE,
        "Discord's link",
        "the relay takes no uploads: the prompt names Discord's own link to the picture, good for"
        " about a day, and the message says so",
    )
    KEPT = _Way(
        Outcome.SAID,
        "goes on",
        "the relay cannot stop it, which is said; nothing more is heard of it, and its result is in"
        " `/history`",
    )
    OFF = _Way(
        Outcome.SAID,
        "off",
        "the first press is refused in words with nothing spent; from then on the button is off,"
        " with the reason in Details",
    )
    NONE = _Way(
        Outcome.SAID,
        "no buttons",
        "the relay sends no buttons for such a picture, and Details says so",
    )
    WORDS = _Way(
        Outcome.SAID,
        "in words",
        "refused in words, with nothing spent; at once when it is known, and in Details where it"
        " has a place there",
    )
    UNKNOWN = _Way(
        Outcome.SAID,
        "unknown",
        "the relay has no list to look in: the member is told that nobody knows, and nothing is"
        " sent again by itself",
    )

    @property
    def outcome(self) -> Outcome:
        """Which of the three it is."""
        return self.value.outcome

    @property
    def cell(self) -> str:
        """How it stands in the table."""
        return f"{self.outcome}: {self.value.short}" if self.value.short else str(self.outcome)
