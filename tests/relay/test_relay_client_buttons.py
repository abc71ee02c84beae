"""A task's buttons in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.report import Button, Style
from bot.relay.wire.buttons import buttons

U = "26d56b92-4ed6-45e2-8561-563797923135"


def one(**changes: object) -> Button:
    item = {
        "customId": f"MJ::JOB::upsample::1::{U}",
        "emoji": "",
        "label": "U1",
        "style": 2,
        "type": 2,
    }
    found = buttons([item | changes])
    assert found is not None
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("value", [None, "", 0, {}, "[]"])
def test_nothing_said_is_none(value: object):
    assert buttons(value) is None


def test_none_left_is_not_the_same_as_nothing_said():
    assert buttons([]) == ()


def test_a_button_as_the_resellers_send_it():
    assert one() == Button(f"MJ::JOB::upsample::1::{U}", "U1", "", Style.SECONDARY)
    assert one(label="", emoji="🔄") == Button(f"MJ::JOB::upsample::1::{U}", "", "🔄")
    assert one(label=None, emoji="upscale_1").emoji == "upscale_1"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (1, Style.PRIMARY),
        ("2", Style.SECONDARY),
        ("3", Style.SUCCESS),
        (4, Style.DANGER),
        ("Success", Style.SUCCESS),
        (0, Style.SECONDARY),
        (9, Style.SECONDARY),
        (None, Style.SECONDARY),
        ([], Style.SECONDARY),
    ],
)
def test_styles(style: object, expected: Style):
    assert one(style=style).style is expected


@pytest.mark.parametrize(
    ("custom_id", "label"),
    [
        (f"MJ::JOB::upsample::1::{U}", "upsample 1"),
        (f"MJ::JOB::low_variation::1::{U}::SOLO", "low variation 1"),
        (f"MJ::BOOKMARK::{U}", "BOOKMARK"),
        (f"MJ::JOB::reroll::0::{U}::SOLO", "reroll"),
        ("MJ::JOB", "MJ::JOB"),
        ("???", "???"),
    ],
)
def test_a_button_without_label_and_emoji_is_named_by_its_id(custom_id: str, label: str):
    assert one(customId=custom_id, label="", emoji=None).label == label


def test_discords_own_rows_are_flattened_in_order():
    rows = [
        [{"custom_id": "a", "label": "A"}, [{"custom_id": "b", "label": "B", "type": "2"}]],
        {
            "type": 1,
            "components": [{"custom_id": "c", "emoji": {"name": "🪄", "id": None}, "style": "1"}],
        },
    ]
    found = buttons(rows)
    assert found is not None
    assert [(b.custom_id, b.label or b.emoji) for b in found] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "🪄"),
    ]


@pytest.mark.parametrize(
    "item",
    [
        {"label": "Web", "style": 5, "type": 2},  # a link: no id to press
        {"customId": None, "label": "?"},
        {"customId": "pick", "type": 3},  # a select menu
        "text",
        None,
        [],
    ],
)
def test_what_cannot_be_pressed_is_left_out(item: object):
    assert buttons([item]) == ()


def test_more_than_a_message_holds_are_all_told():
    found = buttons([{"customId": str(i), "label": str(i)} for i in range(40)])
    assert found is not None
    assert len(found) == 40


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["customId", "custom_id", "label", "emoji", "style", "type", "components", "name"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_json_breaks_it(value: object):
    for button in buttons(value) or ():
        assert button.custom_id
        assert button.label or button.emoji
        button.label.encode()
