"""Where a click goes, written into a custom_id and read back."""

from __future__ import annotations

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.buttons import TaskButton
from bot.ui.card import Address, Card, Key, Verb

NUMBERS = st.integers(0, 10**18 - 1)
ADDRESSES = st.builds(Address, st.sampled_from(Verb), NUMBERS, NUMBERS)


@given(ADDRESSES)
def test_addresses_come_back(address: Address) -> None:
    assert len(address.custom_id) <= 100
    assert Address.parse(address.custom_id) == address
    assert TaskButton.__discord_ui_compiled_template__.fullmatch(address.custom_id)


@given(ADDRESSES, st.text(min_size=1))
def test_nothing_may_follow(address: Address, more: str) -> None:
    found = Address.parse(address.custom_id + more)
    assert found is None or found.custom_id == address.custom_id + more


@given(st.text() | st.from_regex(r"ez:\w+:\w+:\w+"))
def test_only_our_own_are_read(text: str) -> None:
    found = Address.parse(text)
    assert found is None or found.custom_id == text


@pytest.mark.parametrize(
    "text", ["ez:press:1:2\n", "ez:press:٣:1", "ez:press:01:1", "ez:erase:1:1", "EZ:press:1:1", ""]
)
def test_look_alikes_are_not(text: str) -> None:
    assert Address.parse(text) is None


def test_a_button_that_would_never_answer_is_not_built() -> None:
    with pytest.raises(ValueError, match="template"):
        TaskButton(ui.Button(custom_id="ez:press:1:2:3"), Address(Verb.PRESS, 1, 2))


def test_a_card_counts_as_discord_does() -> None:
    key = Key("U1", Address(Verb.PRESS, 1))
    card = Card(picture="https://x.example/a", headline="h", line="l", rows=((key,) * 5, (key,)))
    assert card.components == 1 + 1 + 2 + 6 + 2
    assert Card(line="l").components == 2


def test_a_bare_card_has_names_for_its_emoji() -> None:
    target = Address(Verb.PRESS, 1)
    card = Card(rows=((Key("", target, emoji="🔄", name="Reroll"), Key("U1", target, emoji="🔍")),))
    assert [(key.label, key.emoji) for key in card.bare().rows[0]] == [("Reroll", ""), ("U1", "")]
