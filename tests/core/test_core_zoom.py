"""A custom zoom as typed, and as it stands in a prompt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import zoom
from bot.core.errors import BadPrompt


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        (" 1.50 ", "1.5"),
        ("2x", "2"),
        ("1", "1"),
        ("１．８", "1.8"),
        ("1.234", "1.23"),
    ],
)
def test_a_zoom_is_read_as_people_write_it(text: str, number: str) -> None:
    assert zoom.written(zoom.read(text)) == number


@pytest.mark.parametrize("text", ["", "0.99", "2.01", "-1", "nan", "inf", "two", "1.5.2", "1 5"])
def test_what_is_no_zoom_is_refused(text: str) -> None:
    with pytest.raises(BadPrompt, match="zoom_wrong") as refused:
        zoom.read(text)
    assert (refused.value.values["low"], refused.value.values["high"]) == ("1", "2")


@given(st.text(max_size=12) | st.from_regex(r" ?[0-3][.,]?[0-9]{0,3}", fullmatch=True))
def test_any_text_is_a_zoom_or_refused(text: str) -> None:
    try:
        number = zoom.read(text)
    except BadPrompt:
        return
    assert zoom.NEAREST <= number <= zoom.FARTHEST


@given(st.decimals(1, 2, places=2), st.sampled_from(["a cat", "", "a cat --ar 3:2 --zoom 2"]))
def test_a_prompt_keeps_one_zoom(number: Decimal, prompt: str) -> None:
    within = zoom.within(prompt, number)
    assert within.count("--zoom") == 1
    assert zoom.of(within) == number
    assert zoom.without(within) == zoom.without(prompt)


def test_a_zoom_goes_from_anywhere_in_a_prompt() -> None:
    assert zoom.without("a cat --zoom 1.8 --ar 3:2") == "a cat --ar 3:2"
    assert zoom.without("a cat --zoom") == "a cat"
    assert zoom.without("a --zoomed cat") == "a --zoomed cat"
    assert zoom.of("a cat --zoom far") is None
    assert zoom.of("a cat --zoom 9") is None
    assert zoom.of("a cat") is None
