"""Components of messages: what Discord takes and what it refuses, case by case."""

from __future__ import annotations

import pytest
from probe_api import bare, button, deferred, gallery, png, row, text

V2 = 1 << 15
LINK = {"type": 2, "style": 5, "label": "See", "url": "https://example.org/"}
MENU = {"type": 3, "custom_id": "m", "options": [{"label": "A", "value": "a"}]}
THUMBNAIL = {"type": 11, "media": {"url": "https://example.org/a.png"}}


def classic(*rows):
    return {"components": list(rows)}


def v2(*parts):
    return {"components": list(parts), "flags": V2}


def options(count):
    return [{"label": str(n), "value": str(n)} for n in range(count)]


FULL_CARD = {
    "type": 17,
    "accent_color": 0xFFFFFF,
    "components": [
        gallery("https://example.org/a.png"),
        *[row(*[button(f"{r}-{n}", label="x" * 80) for n in range(5)]) for r in range(5)],
        {"type": 9, "components": [text("t")], "accessory": THUMBNAIL},
        {"type": 14, "spacing": 2, "divider": False},
    ],
}

GOOD = {
    "a row": classic(row(button())),
    "five rows of five": classic(*[row(*[button(f"{r}{n}") for n in range(5)]) for r in range(5)]),
    "a menu": classic(row(MENU)),
    "a menu of people": classic(row({"type": 5, "custom_id": "p", "max_values": 25})),
    "a link": classic(row(LINK)),
    "a discord link": classic(row({**LINK, "url": "discord://-/channels"})),
    "an emoji for a label": classic(row(button(label=None, emoji={"name": "🔄"}))),
    "a joined emoji": classic(row(button(emoji={"name": "👩‍🎨"}))),
    "a flag": classic(row(button(emoji={"name": "🇨🇳"}))),
    "a keycap": classic(row(button(emoji={"name": "1️⃣"}))),
    "the longest custom id": classic(row(button("x" * 100))),
    "a full card": v2(FULL_CARD),
    "text of 4000": v2(text("x" * 4000)),
    "ten pictures": v2(gallery(*["https://example.org/a.png"] * 10)),
    "a section": v2({"type": 9, "components": [text()], "accessory": button()}),
    "numbered parts": v2({**text(), "id": 7}, text()),
    "unknown fields": v2({**text(), "surprise": True}),
    "nothing set is null": classic(row(button(emoji=None, url=None, disabled=None))),
}

BAD = {
    "label of 81": (classic(row(button(label="x" * 81))), "label", "BASE_TYPE_MAX_LENGTH"),
    "custom id of 101": (classic(row(button("x" * 101))), "custom_id", "BASE_TYPE_BAD_LENGTH"),
    "no custom id": (
        classic(row({"type": 2, "style": 1, "label": "x"})),
        "custom_id",
        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
    ),
    "custom id twice": (
        classic(row(button(), button())),
        "custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "custom id twice, far apart": (
        v2({"type": 17, "components": [row(button())]}, row({**MENU, "custom_id": "go"})),
        "custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "number twice": (v2({**text(), "id": 3}, {**text(), "id": 3}), "id", "COMPONENT_ID_DUPLICATED"),
    "six buttons": (
        classic(row(*[button(str(n)) for n in range(6)])),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "an empty row": (classic(row()), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    "six rows": (
        classic(*[row(button(str(n))) for n in range(6)]),
        "components",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a menu beside a button": (
        classic(row(MENU, button())),
        "components.0.components",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    "a button without a row": (classic(button()), "type", "UNION_TYPE_CHOICES"),
    "V2 parts without the flag": (classic(text()), "type", "UNION_TYPE_CHOICES"),
    "a container in a container": (
        v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "type",
        "UNION_TYPE_CHOICES",
    ),
    "style 0": (classic(row(button(style=0))), "style", "BASE_TYPE_CHOICES"),
    "a button that says nothing": (
        classic(row(button(label=None))),
        "label",
        "BASE_TYPE_REQUIRED",
    ),
    "a word for an emoji": (
        classic(row(button(emoji={"name": "upscale"}))),
        "emoji.name",
        "COMPONENT_INVALID_EMOJI",
    ),
    "two emoji": (
        classic(row(button(emoji={"name": "🔄🔄"}))),
        "emoji.name",
        "COMPONENT_INVALID_EMOJI",
    ),
    "a custom emoji of others": (
        classic(row(button(emoji={"id": "123", "name": "x"}))),
        "emoji.id",
        "COMPONENT_INVALID_EMOJI",
    ),
    "a link with a custom id": (
        classic(row({**LINK, "custom_id": "x"})),
        "components.0.components.0",
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    "a button with an address": (
        classic(row(button(url="https://example.org"))),
        "components.0.components.0",
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    "a link to a script": (
        classic(row({**LINK, "url": "javascript:alert(1)"})),
        "url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "a link to nowhere": (classic(row({**LINK, "url": "https://"})), "url", "URL_TYPE_INVALID_URL"),
    "a link of 513": (
        classic(row({**LINK, "url": "https://e.org/".ljust(513, "x")})),
        "url",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a link without an address": (
        classic(row({**LINK, "url": None})),
        "url",
        "BASE_TYPE_REQUIRED",
    ),
    "26 options": (
        classic(row({**MENU, "options": options(26)})),
        "options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "no options": (classic(row({**MENU, "options": []})), "options", "BASE_TYPE_BAD_LENGTH"),
    "an option twice": (
        classic(row({**MENU, "options": options(1) * 2})),
        "options",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "more values than options": (
        classic(row({**MENU, "max_values": 2})),
        "max_values",
        "SELECT_COMPONENT_MAX_GREATER_THAN_OPTIONS",
    ),
    "a minimum above the maximum": (
        classic(row({**MENU, "options": options(3), "min_values": 2})),
        "min_values",
        "SELECT_COMPONENT_MIN_GREATER_THAN_MAX",
    ),
    "41 components": (
        v2(*[text(str(n)) for n in range(40)], text()),
        "components",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "41 components, nested": (
        v2({"type": 17, "components": [text()] * 20}, {"type": 17, "components": [text()] * 19}),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    "text of 4001": (v2(text("x" * 4001)), "content", "BASE_TYPE_BAD_LENGTH"),
    "texts of 4001 together": (
        v2(text("x" * 4000), text("x")),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    "blank text": (v2(text("  \n ")), "content", "BASE_TYPE_REQUIRED"),
    "eleven pictures": (
        v2(gallery(*["https://example.org/a.png"] * 11)),
        "items",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "no pictures": (v2(gallery()), "items", "BASE_TYPE_BAD_LENGTH"),
    "alt text of 1025": (
        v2({"type": 12, "items": [{**THUMBNAIL, "description": "x" * 1025}]}),
        "description",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a picture nobody sent": (
        v2(gallery("attachment://a.png")),
        "url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "a picture on the disk": (v2(gallery("file:///etc/passwd")), "url", "URL_TYPE_INVALID_SCHEME"),
    "a file elsewhere": (
        v2({"type": 13, "file": {"url": "https://example.org/a.zip"}}),
        "url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "a section without an accessory": (
        v2({"type": 9, "components": [text()]}),
        "accessory",
        "BASE_TYPE_REQUIRED",
    ),
    "a section of four texts": (
        v2({"type": 9, "components": [text()] * 4, "accessory": THUMBNAIL}),
        "components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    "a colour out of range": (
        v2({"type": 17, "accent_color": 0x1000000, "components": [text()]}),
        "accent_color",
        "NUMBER_TYPE_MAX",
    ),
    "content beside V2": (
        {**v2(text()), "content": "hello"},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "embeds beside V2": (
        {**v2(text()), "embeds": [{"title": "x"}]},
        "embeds",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "embeds null beside V2": (
        {**v2(text()), "embeds": None},
        "embeds",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "components that are no list": ({"components": {}}, "components", "LIST_TYPE_CONVERT"),
    "a component that is no object": ({"components": [1]}, "components.0", "DICT_TYPE_CONVERT"),
    "a component without a type": ({"components": [{}]}, "type", "UNION_TYPE_CHOICES"),
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
async def test_taken(body):
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        assert (await api.call("POST", path, body)).body.get("id"), "by the bot"
        use = await deferred(discord, api)
        assert (await api.original(use, body)).body.get("id"), "by the token"


@pytest.mark.parametrize(("body", "where", "code"), BAD.values(), ids=BAD)
async def test_refused(body, where, code):
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        use = await deferred(discord, api)
        for reply in (await api.call("POST", path, body), await api.original(use, body)):
            assert (reply.status, reply.code) == (400, 50035)
            assert reply.body["message"] == "Invalid Form Body"
            assert any(
                at.endswith(where) and found == code for at, found in reply.problems().items()
            ), reply.body
        assert use.reply.thinking, "nothing was changed"


async def test_answers_show_parts_as_discord_does():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        card = v2(
            {"type": 17, "components": [text(), gallery("attachment://a.png"), row(button())]}
        )
        card["attachments"] = [{"id": 0, "filename": "a.png"}]
        reply = await api.original(use, card, files={0: ("a.png", png(5, 7))})
        container = reply.body["components"][0]
        assert [container["id"], *[part["id"] for part in container["components"]]] == [1, 2, 3, 4]
        media = container["components"][1]["items"][0]["media"]
        assert (media["width"], media["height"], media["content_type"]) == (5, 7, "image/png")
        assert media["attachment_id"]
        assert media["url"].startswith(discord.cdn.base_url)
        assert all(f"{key}=" in media["url"] for key in ("ex", "is", "hm"))
        assert reply.body["attachments"] == []


async def test_a_known_custom_emoji_is_taken():
    async with bare() as (discord, api):
        discord.world.emojis[77] = "spark"
        use = await deferred(discord, api)
        emoji = {"id": "77", "name": "spark"}
        assert (await api.original(use, classic(row(button(emoji=emoji))))).status == 200
