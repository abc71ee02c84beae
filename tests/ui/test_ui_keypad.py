"""The relay's buttons as keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.report import Button, Style
from bot.ui import keypad
from bot.ui.card import Address, Key, Verb
from bot.ui.texts import Texts
from sandbox.discord.emoji import is_emoji
from tests.builders import a_button, a_task

ID = "9f2d3a4b-1c2d-4e5f-8a9b-0c1d2e3f4a5b"
BUTTONS = st.builds(
    Button,
    custom_id=st.text(max_size=120),
    label=st.text(max_size=120),
    emoji=st.sampled_from(["", "🔄", "upscale_1", "unheard_of", "❤"]) | st.text(max_size=5),
    style=st.sampled_from(Style),
)


def keys(texts: Texts, *buttons: Button, **changes: object) -> list[Key]:
    rows = keypad.rows(a_task(buttons=buttons, **changes), texts, "en", start=0, room=36)
    return [key for row in rows for key in row]


def test_labels_emoji_and_order_are_the_relays(texts: Texts) -> None:
    shown = keys(
        texts,
        a_button("U1"),
        a_button("", emoji="🔄"),
        a_button("Upscale (Subtle)", emoji="upscale_1", style=Style.PRIMARY),
        a_button("x" * 200, emoji="unheard_of"),
    )
    assert [(key.label, key.emoji, key.style) for key in shown] == [
        ("U1", "", Style.SECONDARY),
        ("", "🔄", Style.SECONDARY),
        ("Upscale (Subtle)", "🔍", Style.PRIMARY),
        ("x" * 79 + "…", "", Style.SECONDARY),
    ]
    assert [key.target for key in shown] == [Address(Verb.PRESS, 1, n) for n in range(4)]


@pytest.mark.parametrize(
    ("custom_id", "label"),
    [
        (f"MJ::JOB::pan_left::1::{ID}::SOLO", "Pan left"),
        (f"MJ::Inpaint::1::{ID}::SOLO", "Inpaint"),
        (ID, "Button 1"),
        ("", "Button 1"),
        ("::::", "Button 1"),
    ],
)
def test_a_button_without_a_face_is_named(texts: Texts, custom_id: str, label: str) -> None:
    assert keys(texts, Button(custom_id, ""))[0].label == label
    assert keys(texts, Button(custom_id, "", emoji="unheard_of"))[0].label == label


def test_midjourneys_own_favourite_is_left_to_easels(texts: Texts) -> None:
    heart = Button(f"MJ::BOOKMARK::{ID}", "", "❤️")
    shown = keys(texts, a_button("U1"), heart, a_button("U2"))
    assert [key.target for key in shown] == [Address(Verb.PRESS, 1, 0), Address(Verb.PRESS, 1, 2)]


def test_pressed_buttons_are_green(texts: Texts) -> None:
    shown = keys(texts, a_button("U1"), a_button("U2"), pressed=frozenset({1}))
    assert [key.style for key in shown] == [Style.SECONDARY, Style.SUCCESS]


def test_buttons_with_a_form_can_be_pressed(texts: Texts) -> None:
    shown = keys(
        texts,
        Button(f"MJ::CustomZoom::{ID}", "Custom Zoom", "🔍"),
        Button(f"MJ::CustomZoom::1::{ID}", "Custom Zoom", "🔍"),
        Button(f"MJ::Inpaint::1::{ID}::SOLO", "Vary (Region)", "🖌️"),
        Button(f"MJ::Outpaint::50::1::{ID}::SOLO", "Zoom Out 2x", "🔍"),
    )
    assert [key.disabled for key in shown] == [False, False, False, False]


@given(st.lists(BUTTONS, max_size=90), st.integers(4, 39), st.integers(0, 95))
def test_any_buttons_fit(texts: Texts, buttons: list[Button], room: int, start: int) -> None:
    task = a_task(buttons=tuple(buttons))
    rows = keypad.rows(task, texts, "en", start=start, room=room)
    assert sum(1 + len(row) for row in rows) <= room
    for row in rows:
        assert 1 <= len(row) <= 5
        for key in row:
            assert key.label or key.emoji
            assert key.bare().label
            assert len(key.label) <= 80
            assert not key.emoji or is_emoji(key.emoji)


@given(st.integers(0, 90), st.integers(4, 39))
def test_each_button_is_on_exactly_one_page(texts: Texts, count: int, room: int) -> None:
    task = a_task(buttons=(a_button(),) * count)
    found: list[int] = []
    start: int | None = 0
    while start is not None:
        pages = [
            key.target
            for row in keypad.rows(task, texts, "en", start=start, room=room)
            for key in row
            if isinstance(key.target, Address)
        ]
        found += [target.position for target in pages if target.verb is Verb.PRESS]
        start = next((t.position for t in pages if t.verb is Verb.MORE), None)
    assert found == list(range(count))


@pytest.mark.parametrize(("room", "fit"), [(36, 30), (35, 29), (37, 30), (38, 31), (39, 32)])
def test_no_room_is_wasted(texts: Texts, room: int, fit: int) -> None:
    whole = keypad.rows(a_task(buttons=(a_button(),) * fit), texts, "en", start=0, room=room)
    over = keypad.rows(a_task(buttons=(a_button(),) * (fit + 1)), texts, "en", start=0, room=room)
    assert sum(map(len, whole)) == sum(map(len, over)) == fit
    assert whole[-1][-1].target == Address(Verb.PRESS, 1, fit - 1)
    assert over[-1][-1].target == Address(Verb.MORE, 1, fit - 1)
