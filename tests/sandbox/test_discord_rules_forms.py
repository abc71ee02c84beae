"""Forms (modals): what Discord takes and what it refuses, case by case."""

from __future__ import annotations

import pytest
from probe_api import bare, slash, text

INPUT = {"type": 4, "custom_id": "p", "style": 1}


def label(component, **more):
    return {"type": 18, "label": "Prompt", "component": component, **more}


def modal(*parts, **more):
    return {"custom_id": "m", "title": "Remix", "components": list(parts), **more}


MENU = {"type": 3, "custom_id": "s", "options": [{"label": "A", "value": "a"}]}
RADIO = {"type": 21, "custom_id": "r", "options": [{"label": c, "value": c} for c in "ab"]}

GOOD_MODALS = {
    "one of each": modal(
        label(INPUT),
        label(MENU),
        label(RADIO),
        label({**RADIO, "type": 22, "custom_id": "c"}),
        label({"type": 19, "custom_id": "f", "min_values": 0, "required": False}),
    ),
    "a row, as before labels": modal({"type": 1, "components": [{**INPUT, "label": "Prompt"}]}),
    "a checkbox": modal(label({"type": 23, "custom_id": "k", "default": True})),
    "a text": modal(text(), label({**INPUT, "value": "x" * 4000, "label": None})),
    "menu of people": modal(label({"type": 5, "custom_id": "u", "disabled": False})),
}
BAD_MODALS = {
    "a title of 46": (modal(label(INPUT), title="x" * 46), "title", "BASE_TYPE_BAD_LENGTH"),
    "no title": (modal(label(INPUT), title=None), "title", "BASE_TYPE_REQUIRED"),
    "a custom id of 101": (
        modal(label(INPUT), custom_id="x" * 101),
        "custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "nothing in it": (modal(), "components", "BASE_TYPE_BAD_LENGTH"),
    "six parts": (modal(*[text()] * 6), "components", "BASE_TYPE_BAD_LENGTH"),
    "a button": (
        modal({"type": 1, "components": [{"type": 2}]}),
        "components.0.components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    "a label of 46": (
        modal(label(INPUT, label="x" * 46)),
        "components.0.label",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a placeholder of 101": (
        modal(label({**INPUT, "placeholder": "x" * 101})),
        "components.0.component.placeholder",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a value of 4001": (
        modal(label({**INPUT, "value": "x" * 4001})),
        "components.0.component.value",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a value over its own limit": (
        modal(label({**INPUT, "value": "xxx", "max_length": 2})),
        "components.0.component.value",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a label in a label": (
        modal(label({**INPUT, "label": "x"})),
        "components.0.component.label",
        "TEXT_INPUT_LABEL_IN_LABEL",
    ),
    "no label in a row": (
        modal({"type": 1, "components": [INPUT]}),
        "components.0.components.0.label",
        "BASE_TYPE_REQUIRED",
    ),
    "an id twice": (
        modal(label(INPUT), label(INPUT)),
        "components.1.component.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "one radio option": (
        modal(label({**RADIO, "options": RADIO["options"][:1]})),
        "components.0.component.options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "two radio defaults": (
        modal(label({**RADIO, "options": [{**o, "default": True} for o in RADIO["options"]]})),
        "components.0.component.options",
        "SELECT_COMPONENT_TOO_MANY_DEFAULTS",
    ),
    "eleven files": (
        modal(label({"type": 19, "custom_id": "f", "max_values": 11})),
        "components.0.component.max_values",
        "NUMBER_TYPE_MAX",
    ),
    "a menu switched off": (
        modal(label({**MENU, "disabled": True})),
        "components.0.component.disabled",
        "MODAL_COMPONENT_DISABLED",
    ),
    "required, yet none is enough": (
        modal(label({**MENU, "min_values": 0})),
        "components.0.component.min_values",
        "SELECT_COMPONENT_REQUIRED_MIN_VALUES",
    ),
}


@pytest.mark.parametrize("data", GOOD_MODALS.values(), ids=GOOD_MODALS)
async def test_forms_taken(data):
    async with bare() as (discord, api):
        use = await slash(discord)
        assert (await api.answer(use, 9, data)).status == 200
        assert use.form["title"] == "Remix"


@pytest.mark.parametrize(("data", "where", "code"), BAD_MODALS.values(), ids=BAD_MODALS)
async def test_forms_refused(data, where, code):
    async with bare() as (discord, api):
        use = await slash(discord)
        reply = await api.answer(use, 9, data)
        assert (reply.status, reply.code) == (400, 50035)
        assert reply.problems().get(f"data.{where}") == code, reply.body
        assert use.form is None
