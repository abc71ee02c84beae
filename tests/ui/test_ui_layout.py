"""Cards as components."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.report import Style
from bot.ui import layout
from bot.ui.card import Address, Card, Key, Verb

CARD = Card(
    picture="attachment://grid.png",
    alt="a cat",
    headline="**Drawing**",
    line="**a cat**",
    rows=(
        (
            Key("U1", Address(Verb.PRESS, 7, 0), style=Style.SUCCESS),
            Key("", Address(Verb.PRESS, 7, 1), emoji="🔄", name="Reroll"),
            Key("Region", Address(Verb.PRESS, 7, 2), disabled=True),
        ),
        (Key("Original", "https://pictures.example.com/a.png"),),
    ),
    accent=0x5865F2,
)


def test_a_card_is_one_container() -> None:
    (container,) = layout.draw(CARD).to_components()
    gallery, state, line, keys, links = container["components"]
    assert container["accent_color"] == 0x5865F2
    assert gallery["items"][0]["media"]["url"] == "attachment://grid.png"
    assert gallery["items"][0]["description"] == "a cat"
    assert (state["content"], line["content"]) == ("**Drawing**", "**a cat**")
    assert [key["custom_id"] for key in keys["components"]] == [
        "ez:press:7:0",
        "ez:press:7:1",
        "ez:press:7:2",
    ]
    assert [key["style"] for key in keys["components"]] == [3, 2, 2]
    assert [key["disabled"] for key in keys["components"]] == [False, False, True]
    assert keys["components"][1]["emoji"]["name"] == "🔄"
    assert links["components"][0]["url"] == "https://pictures.example.com/a.png"


async def test_nothing_of_it_is_kept_in_memory() -> None:
    view = layout.draw(CARD)
    assert view.timeout is None
    assert view.is_persistent() or not view.is_dispatchable()


@pytest.mark.parametrize(
    "other",
    [
        replace(CARD, headline="**Sent**"),
        replace(CARD, picture=None),
        replace(CARD, rows=()),
        replace(CARD, accent=None),
        replace(CARD, line="\ud800"),
    ],
)
def test_digests_tell_cards_apart(other: Card) -> None:
    assert layout.digest(other) != layout.digest(CARD)
    assert layout.digest(replace(CARD)) == layout.digest(CARD)
