"""The pause a relay asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.relay import retry_after

NOON = 1_767_268_800.0  # Thu, 01 Jan 2026 12:00:00 GMT


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("0", 0.0),
        ("999999", retry_after.LONGEST),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 12:00:30 -0000", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Fri, 01 Jan 2027 12:00:00 GMT", retry_after.LONGEST),
        ("Thu, 99 Jan 2026 12:00:30 GMT", None),
    ],
)
def test_both_forms_are_read(header: str | None, expected: float | None):
    assert retry_after.seconds(header, NOON) == expected


@given(st.text())
def test_no_header_breaks_it(header: str):
    pause = retry_after.seconds(header, NOON)
    assert pause is None or 0 <= pause <= retry_after.LONGEST
