"""Passes to the painter: sealed, opened, and never forged."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import NotAllowed
from bot.core.passes import Pass

KEY = bytes(range(32))
NOW = 1_700_000_000.0
TICKET = Pass(12, 3, 80351110224678912, "zh-CN", int(NOW) + 3600)


def test_what_was_sealed_is_opened() -> None:
    sealed = TICKET.sealed(KEY)
    assert Pass.opened(sealed, KEY, NOW) == TICKET
    assert re.fullmatch(r"[A-Za-z0-9_-]+", sealed)
    assert len(sealed) < 300


def test_every_pass_is_another() -> None:
    other = Pass(12, 3, 80351110224678912, "zh-CN", TICKET.until)
    assert other != TICKET


@pytest.mark.parametrize("late", [0, 1, 10**6])
def test_a_pass_runs_out(late: float) -> None:
    with pytest.raises(NotAllowed) as caught:
        Pass.opened(TICKET.sealed(KEY), KEY, TICKET.until + late)
    assert caught.value.reason == "painter_over"


def test_another_key_opens_nothing() -> None:
    with pytest.raises(NotAllowed) as caught:
        Pass.opened(TICKET.sealed(KEY), KEY[::-1], NOW)
    assert caught.value.reason == "painter_wrong"


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_pass_is_none(place: int, change: int) -> None:
    sealed = TICKET.sealed(KEY)
    data = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    data[place % len(data)] ^= change
    forged = base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")
    with pytest.raises(NotAllowed):
        Pass.opened(forged, KEY, NOW)


@given(st.text())
def test_no_text_is_a_pass(text: str) -> None:
    with pytest.raises(NotAllowed):
        Pass.opened(text, KEY, NOW)
