"""Durations as moderators write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.durations import DAY, HOUR, OFFERED, read
from bot.core.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1h", HOUR),
        ("1 hour", HOUR),
        ("90m", 90 * 60),
        ("1d 12h", 36 * HOUR),
        ("1 day, 12 hours", 36 * HOUR),
        ("2W", 14 * DAY),
        ("３ 天", 3 * DAY),
        ("1小时30分钟", 90 * 60),
        ("forever", None),
        (" For  Good ", None),
        ("永久", None),
    ],
)
def test_what_people_write(typed: str, seconds: int | None) -> None:
    assert read(typed) == seconds


@pytest.mark.parametrize("typed", ["", "soon", "3", "h", "3 parsecs", "-1h", "1h!", "1.5h"])
def test_what_is_no_duration(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed)
    assert refused.value.reason == "duration_unknown"


@pytest.mark.parametrize("typed", ["0m", "366d", "999999w"])
def test_too_short_and_too_long(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed)
    assert refused.value.reason == "duration_range"


def test_what_is_offered_is_understood() -> None:
    assert [read(one) for one in OFFERED] == [HOUR, DAY, 7 * DAY, 30 * DAY, None]


NEARLY = st.lists(
    st.builds(
        "{}{}{}".format,
        st.integers(0, 400) | st.integers(0, 10**7),
        st.sampled_from(["", " "]),
        st.sampled_from(["m", "h", "days", "周", "Hours", "x", ""]),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(st.text() | NEARLY)
def test_anything_else_is_refused_in_words(typed: str) -> None:
    try:
        seconds = read(typed)
    except BadInput:
        return
    assert seconds is None or seconds >= 60
