"""Amounts as people write them, and as whole millionths."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadInput
from bot.core.money import LARGEST, MICRO, parse, written


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0", 0), ("12", 12 * MICRO), ("0.5", 500_000), ("$1.50", 1_500_000), (" ¥ 3 ", 3 * MICRO)],
)
def test_an_amount_is_read(text: str, amount: int) -> None:
    assert parse(text) == amount


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "amount_broken"),
        ("five", "amount_broken"),
        ("1.", "amount_broken"),
        ("1e9", "amount_broken"),
        ("0.0000001", "amount_broken"),
        ("1,50", "amount_comma"),
        ("1.500,00", "amount_comma"),
        ("-3", "amount_negative"),
        ("−3", "amount_negative"),
        ("1000000.01", "amount_large"),
        ("999999999999", "amount_large"),
    ],
)
def test_what_is_no_amount_is_told_apart(text: str, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(text)
    assert refused.value.reason == reason


@given(st.integers(0, LARGEST))
def test_an_amount_comes_back_as_it_was_written(amount: int) -> None:
    assert parse(written(amount)) == amount


@given(st.text() | st.from_regex(r"-?[0-9]{0,8}[.,]?[0-9]{0,8}", fullmatch=True))
def test_anything_is_an_amount_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert 0 <= parse(text) <= LARGEST
