"""The card that a part of a picture is chosen on: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.region import Quick, Region
from bot.core.report import Style
from bot.ui.card import UPLOADED, Address, Card, Key, Menu, Verb

if TYPE_CHECKING:
    from bot.core.picture import Upload
    from bot.ui.card import Row
    from bot.ui.texts import Texts

START, CHOOSE, SEND, UPLOAD = "start", "choose", "send", "upload"
"""What a click can ask for besides a quick choice: the picture, the menu's choice, the forms."""


@dataclass(frozen=True, slots=True)
class Picking:
    """Whose language, which button of which task, and where the painter is, if there is one.

    `spoiler`: the task's picture is hidden until somebody looks, and so it is here.
    """

    task: int
    position: int
    locale: str
    painter: str | None = None
    spoiler: bool = False

    def address(self, what: str, region: Region | None = None) -> Address:
        """Where a click goes that asks for this, with what is chosen so far."""
        word = f"{region.word}-{what}" if region else what
        return Address(Verb.REGION, self.task, self.position, word)


def read(word: str) -> tuple[Region | None, str]:
    """What is chosen, and what a click asks for, out of an address of the card."""
    chosen, _, what = word.rpartition("-")
    return Region.read(chosen), what


def waiting(picking: Picking, texts: Texts) -> Card:
    """The card while the picture is brought. It works as it is, should nothing more come."""
    say = _Say(picking, texts)
    keys = (say.key("region.start", START), *say.ways(None))
    return Card(headline=say("region.title"), notes=(say("region.wait"),), rows=(keys,))


def troubled(picking: Picking, texts: Texts, trouble: str) -> Card:
    """The card when the picture cannot be had; `trouble` is why, in words."""
    return replace(waiting(picking, texts), notes=(trouble, _Say(picking, texts)("region.without")))


def choice(picking: Picking, texts: Texts, region: Region, picture: Upload) -> Card:
    """The card with the numbered picture and everything that changes what is chosen."""
    say = _Say(picking, texts)
    keys = [say.key(f"region.{quick}", quick, region) for quick in Quick]
    send = say.key("region.send", SEND, region)
    send = replace(send, style=Style.PRIMARY, disabled=not region.partial)
    return Card(
        picture=f"{UPLOADED}{picture.name}",
        spoiler=picking.spoiler,
        alt=say("region.alt"),
        headline=say("region.title"),
        notes=(say("region.chosen", count=len(region.chosen), of=region.count),),
        menu=Menu(
            target=picking.address(CHOOSE, region),
            prompt=say("region.menu"),
            options=say.cells(region),
            chosen=frozenset(region.chosen),
        ),
        rows=(tuple(keys[:5]), tuple(keys[5:]), (send, *say.ways(region))),
    )


class _Say:
    """The texts of the card."""

    def __init__(self, picking: Picking, texts: Texts) -> None:
        self._picking = picking
        self._texts = texts

    def __call__(self, key: str, **values: int) -> str:
        return self._texts.say(self._picking.locale, key, **values)

    def key(self, name: str, what: str, region: Region | None = None) -> Key:
        return Key(self(name), self._picking.address(what, region))

    def ways(self, region: Region | None) -> Row:
        """The other ways to a mask."""
        upload = self.key("region.upload", UPLOAD, region)
        painter = self._picking.painter
        return (upload, Key(self("region.paint"), painter)) if painter else (upload,)

    def cells(self, region: Region) -> tuple[str, ...]:
        return tuple(
            self(
                "region.cell",
                number=cell + 1,
                row=cell // region.across + 1,
                column=cell % region.across + 1,
            )
            for cell in range(region.count)
        )
