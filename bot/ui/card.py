"""A task message as plain values: what it says, shows and offers, before Discord's shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from bot.core.report import Style

MOST_COMPONENTS = 40
"""Discord's limit for a message, nested components included."""
MOST_TEXT = 4000
"""Discord's limit for all text of such a message together, in characters."""
MOST_ALT = 1024
"""Discord's limit for a picture's description, in characters."""
MOST_LABEL = 80
ROW = 5
"""Most buttons in one row."""

UPLOADED = "attachment://"
"""What the address of a picture starts with that travels with the message."""


class Verb(StrEnum):
    """What a click asks for."""

    PRESS = "press"  # one of the relay's buttons
    MORE = "more"  # the buttons that did not fit, from a position on
    AGAIN = "again"  # the same request as a new task
    REDRAW = "redraw"  # the picture under a press that came to nothing, with the same seed
    PICTURE = "picture"  # bring the finished picture once more
    SUGGESTION = "suggestion"  # a suggested prompt, drawn at once
    EDIT_SUGGESTION = "edit_suggestion"  # a suggested prompt in a form
    CONTINUE = "continue"  # fill in the form that the relay waits for
    RERUN = "rerun"  # the prompt in a form, to be sent as a new task
    DETAILS = "details"  # all that is known of the task, to whoever clicks
    SPLIT = "split"  # the four pictures of a grid, each for itself
    DELETE = "delete"  # the task's message
    KEEP = "keep"  # a member's own favourites: with it, or without it if it was there
    CANCEL = "cancel"  # a task that has not ended
    SEED = "seed"  # asks the relay for the seed, for the details that were clicked on
    FETCH = "fetch"  # the message brought up to date: the bot cannot reach it by itself
    SHOW = "show"  # the task once more, to whoever clicks
    HISTORY = "history"  # another page of a member's history; the word is what is looked for
    REGION = (
        "region"  # a part of a picture to paint anew; the word is what is chosen, and what of it
    )
    SETUP = "setup"  # a server's settings: the position is the page, the word what was clicked on
    TRAIL = "trail"  # what happened in a server before a line of its trail; 0: the newest
    TRANSLATE = "translate"  # a member's own setting, to the position: a place among `Wish`
    REMIX = "remix"  # a member's own setting, to the position: 1 on, 0 off


@dataclass(frozen=True, slots=True)
class Address:
    """Where a click goes: a verb, a task's number, and for relay buttons a position in its list.

    `word` is at most `MOST_WORD` of the letters, digits, dashes and low lines of base64; only what
    has no row in the store to point to needs one.

    Kept here: `parse(address.custom_id)` is `address`, and no other text is read as one. A
    custom_id holds nothing else, since members can see it; what it points to is looked up anew.
    """

    verb: Verb
    task: int
    position: int = 0
    word: str = ""

    @property
    def custom_id(self) -> str:
        """The address as a component carries it; at most 100 characters."""
        word = f"~{self.word}" if self.word else ""
        return f"ez:{self.verb}:{self.task}:{self.position}{word}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """The address in a custom_id; None when it is not one."""
        match = TEMPLATE.fullmatch(custom_id)
        return cls.of(match) if match else None

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The address that `TEMPLATE` has found."""
        return cls(
            Verb(match["verb"]), int(match["task"]), int(match["position"]), match["word"] or ""
        )


MOST_WORD = 44
_NUMBER = "(?:0|[1-9][0-9]{0,17})"
TEMPLATE = re.compile(
    rf"ez:(?P<verb>{'|'.join(Verb)}):(?P<task>{_NUMBER}):(?P<position>{_NUMBER})"
    rf"(?:~(?P<word>[A-Za-z0-9_-]{{1,{MOST_WORD}}}))?\Z"
)
"""Every custom_id of a task message. Closed at its end, because discord.py 2.7.1 accepts a button
whose custom_id only starts with the template but then never calls it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A button. `target` is where a click goes, or the address that a link opens.

    `name` is what it is called where its emoji cannot be used and there is no label.
    """

    label: str
    target: Address | str
    emoji: str = ""
    style: Style = Style.SECONDARY
    disabled: bool = False
    name: str = ""

    def bare(self) -> Key:
        """The same button without its emoji."""
        return replace(self, emoji="", label=self.label or self.name)


Row = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu; the click brings the chosen options, from `least` to `most` of them (None: all).

    `options` are their names in order, `chosen` the places of those that are chosen now. `values`
    are what the click brings; their places where there are none.
    """

    target: Address
    prompt: str
    options: tuple[str, ...]
    chosen: frozenset[int] = frozenset()
    values: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A task message, top to bottom: picture, state, line, menu, buttons.

    `picture` is the address of the picture, `attachment://name` for one that is uploaded along,
    None for none; as a `spoiler` it is hidden until somebody looks. `headline`, `bar`, `since` and
    `notes` say the state (all empty once the picture is there), `body` what came of it in words,
    `line` what the task is. `accent` is the colour at the edge (0xRRGGBB). `file` is the address of
    a file that is offered below the texts.
    """

    picture: str | None = None
    spoiler: bool = False
    alt: str = ""
    headline: str = ""
    bar: str = ""
    since: str = ""
    notes: tuple[str, ...] = ()
    body: str = ""
    line: str = ""
    file: str = ""
    menu: Menu | None = None
    rows: tuple[Row, ...] = ()
    accent: int | None = None

    @property
    def state(self) -> str:
        """Everything the card says of the state, as one text."""
        return "\n".join(
            part for part in (self.headline, self.bar, self.since, *self.notes) if part
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts as they stand in the message, none of them empty."""
        return tuple(text for text in (self.state, self.body, self.line) if text)

    @property
    def components(self) -> int:
        """How many components Discord counts: all of them, the container itself included."""
        above = (self.picture is not None) + len(self.texts) + 2 * (self.menu is not None)
        return 1 + above + bool(self.file) + sum(1 + len(row) for row in self.rows)

    def bare(self) -> Self:
        """The same card without any emoji on its buttons."""
        return replace(self, rows=tuple(tuple(key.bare() for key in row) for row in self.rows))
