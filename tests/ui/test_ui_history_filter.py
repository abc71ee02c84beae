"""What is looked for in a history, as the keys of its pages carry it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadInput
from bot.core.history import Filter
from bot.ui.card import Address, Verb
from bot.ui.history_filter import KINDS, LONGEST, Sought, day_name

DAY = 86_400


@given(
    st.text(st.characters(codec="utf-8"), max_size=LONGEST).filter(
        lambda text: len(text.encode()) <= LONGEST
    ),
    st.sampled_from(["", *KINDS]),
    st.booleans(),
    st.integers(0, 65_000),
    st.integers(0, 65_000),
    st.integers(0, 10**17),
    st.booleans(),
)
def test_a_key_says_what_is_looked_for(
    text: str, kind: str, favourites: bool, since: int, until: int, edge: int, newer: bool
) -> None:
    sought = Sought(text, kind, favourites, since, until)
    address = sought.address(edge, newer=newer)
    assert len(address.custom_id) <= 100
    read = Address.parse(address.custom_id)
    assert read == address
    assert read.task == edge
    assert Sought.of(read) == (sought, newer)


@given(st.integers(0, 10**18 - 1), st.text("abcXYZ019_-", min_size=1, max_size=44))
def test_any_key_is_read_as_something(position: int, word: str) -> None:
    sought, _ = Sought.of(Address(Verb.HISTORY, 1, position, word))
    assert isinstance(sought.filter, Filter)


def test_options_become_a_filter() -> None:
    sought = Sought.typed(" a  fox ", "buttons", "2026-05-01", "2026/05/31", favourites=True)
    assert sought.filter == Filter(
        text="a fox",
        kinds=frozenset({"action", "change"}),
        favourites=True,
        since=1_777_593_600.0,
        until=1_780_272_000.0,
    )
    assert (day_name(sought.since), day_name(sought.until)) == ("2026-05-01", "2026-05-31")
    assert sought.filter.until == (sought.until + 1) * DAY
    assert Sought.typed("", "", "", "").filter == Filter()


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-02-30", "1970-01-01", "1069-01-01", "9999-01-01"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    for since, until in ((day, ""), ("", day)):
        with pytest.raises(BadInput) as refused:
            Sought.typed("", "", since, until)
        assert refused.value.reason == "day_wrong"


@pytest.mark.parametrize("text", ["x" * 34, "狐" * 12])
def test_words_that_no_key_can_carry_are_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Sought.typed(text, "", "", "")
    assert refused.value.reason == "search_too_long"
    assert Sought.typed(text[:-1], "", "", "").text == text[:-1]
