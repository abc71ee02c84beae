"""Rows of lists that have not changed: read once, and never mistaken for another."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.relay.wire.remembered import MOST, Remembered
from bot.relay.wire.tasks import told

values = st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["SUCCESS", "46%"])
rows = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["1", "2", "01"]) | values,
        "status": st.sampled_from(["IN_PROGRESS", "SUCCESS", "MODAL"]) | values,
        "progress": values,
        "imageUrl": values,
        "buttons": st.lists(st.fixed_dictionaries({"customId": values}), max_size=2) | values,
    },
)


@given(st.lists(rows, max_size=20))
def test_a_row_is_read_as_if_it_were_new(seen: list[dict[str, Any]]) -> None:
    read = Remembered()
    for row in seen:
        assert read(dict(row)) == told(row)


def test_a_row_that_has_not_changed_is_not_read_again() -> None:
    read = Remembered()
    first = read({"id": "1", "status": "IN_PROGRESS", "progress": "46%"})
    assert read({"id": "1", "status": "IN_PROGRESS", "progress": "46%"}) is first
    assert read({"id": "1", "status": "IN_PROGRESS", "progress": "62%"}) is not first


def test_memory_is_bounded_and_what_has_ended_is_forgotten() -> None:
    read = Remembered()
    for number in range(MOST + 50):
        read({"id": str(number), "status": "IN_PROGRESS"})
    assert len(read._rows) == MOST
    read({"id": str(MOST), "status": "SUCCESS"})
    assert len(read._rows) == MOST - 1
