"""People fill in forms: what is sent, and what their client would not let them."""

from __future__ import annotations

import pytest
from probe_api import bare, png, slash

from sandbox.discord import Refused, Upload

FIELDS = [
    {"type": 18, "label": "Name", "component": {"type": 4, "style": 1, "custom_id": "name"}},
    {
        "type": 18,
        "label": "Note",
        "component": {
            "type": 4,
            "style": 2,
            "custom_id": "note",
            "required": False,
            "value": "as it was",
            "min_length": 3,
            "max_length": 9,
        },
    },
    {
        "type": 18,
        "label": "Files",
        "component": {"type": 19, "custom_id": "files", "max_values": 2, "required": False},
    },
    {
        "type": 18,
        "label": "Which",
        "component": {
            "type": 22,
            "custom_id": "which",
            "options": [{"label": c, "value": c} for c in "abc"],
        },
    },
    {"type": 18, "label": "Sure", "component": {"type": 23, "custom_id": "sure"}},
]


async def opened(discord, api, fields=FIELDS):
    use = await slash(discord)
    reply = await api.answer(use, 9, {"custom_id": "m", "title": "x", "components": fields})
    assert reply.status == 200, reply.body
    return use


async def test_a_form_carries_every_field():
    async with bare() as (discord, api):
        use = await opened(discord, api)
        values = {"name": "Ada", "files": [Upload("a.png", png())], "which": ["a", "c"]}
        sent = await discord.person("Ada").submit(use, values)
        parts = [row["component"] for row in sent.data["components"]]
        assert [part.get("value", part.get("values")) for part in parts] == [
            "Ada",
            "as it was",
            list(sent.data["resolved"]["attachments"]),
            ["a", "c"],
            False,
        ]
        assert all(part["id"] for part in parts)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"which": ["a"]}, "Name: this is required"),
        ({"name": "x"}, "Which: between 1 and 3"),
        ({"name": "x", "which": ["z"]}, "choose from the list"),
        ({"name": "x", "which": ["a"], "note": "xx"}, "Note: between 3 and 9"),
        ({"name": "x", "which": ["a"], "files": [Upload("a", b"x")] * 3}, "Files: between 1 and 2"),
        ({"name": "x", "which": ["a"], "files": ["a"]}, "file is needed"),
        ({"name": "x", "which": ["a"], "other": "x"}, "no field"),
    ],
)
async def test_a_client_refuses_a_bad_form(values, words):
    async with bare() as (discord, api):
        use = await opened(discord, api)
        with pytest.raises(Refused, match=words):
            await discord.person("Ada").submit(use, values)


async def test_a_form_is_its_openers():
    async with bare() as (discord, api):
        use = await opened(discord, api, FIELDS[:1])
        with pytest.raises(Refused):
            await discord.person("Bo").submit(use, {"name": "x"})
        with pytest.raises(Refused):
            await discord.person("Ada").submit(await slash(discord), {})


async def test_a_form_of_rows_and_a_radio_group():
    async with bare() as (discord, api):
        radio = {
            "type": 21,
            "custom_id": "r",
            "required": False,
            "options": [{"label": c, "value": c} for c in "ab"],
        }
        fields = [
            {"type": 10, "content": "words"},
            {
                "type": 1,
                "components": [{"type": 4, "style": 1, "custom_id": "p", "label": "Prompt"}],
            },
            {"type": 18, "label": "Pick", "component": radio},
        ]
        use = await opened(discord, api, fields)
        ada = discord.person("Ada")
        sent = await ada.submit(use, {"p": "x", "r": "b"})
        assert [row["type"] for row in sent.data["components"]] == [10, 1, 18]
        assert sent.data["components"][1]["components"][0]["value"] == "x"
        assert sent.data["components"][2]["component"]["value"] == "b"
        without = await ada.submit(use, {"p": "x"})
        assert without.data["components"][2]["component"]["value"] is None
