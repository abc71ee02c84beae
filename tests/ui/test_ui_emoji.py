"""The relay's emoji become ones Discord takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.emoji import NAMED, accepted
from sandbox.discord.emoji import is_emoji


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("🔄", "🔄"),
        (" 🔄 ", "🔄"),
        ("upscale_1", "🔍"),
        ("❤", "❤️"),
        ("❤️", "❤️"),
        ("⬅", "⬅️"),
        ("⬅\ufe0e", "⬅️"),
        ("1⃣", "1️⃣"),
        ("✨\ufe0f", "✨"),
        ("🎉", "🎉"),
        ("👍🏽", "👍🏽"),
        ("", ""),
        ("nobody_knows", ""),
        ("ab", ""),
        ("7", ""),
        ("🔄🔄", ""),
        ("\ue000", ""),
    ],
)
def test_emoji(sent: str, shown: str) -> None:
    assert accepted(sent) == shown


@given(st.text() | st.sampled_from(sorted(NAMED)) | st.characters())
def test_what_is_accepted_is_one_emoji(text: str) -> None:
    shown = accepted(text)
    assert not shown or is_emoji(shown)
    assert accepted(shown) == shown
