"""Fields, embeds, mentions and files of messages: what Discord takes and what it refuses."""

from __future__ import annotations

import pytest
from probe_api import bare, button, deferred, gallery, png, row, slash, text

from sandbox.discord.cdn import LINGER_SECONDS
from tests.clock import HandTime

V2 = 1 << 15
FILE = {0: ("a.png", png())}
LISTED = [{"id": 0, "filename": "a.png"}]


def embed(**fields):
    return {"embeds": [fields]}


GOOD = {
    "2000 characters": {"content": "x" * 2000},
    "an embed": embed(title="t", description="d", color=0, fields=[{"name": "n", "value": "v"}]),
    "embeds of 6000 characters": {"embeds": [{"description": "x" * 3000}] * 2},
    "silent": {"content": "x", "flags": 1 << 12},
    "mentions of nobody": {"content": "x", "allowed_mentions": {"parse": []}},
    "null fields": {"content": "x", "embeds": None, "components": None, "allowed_mentions": None},
}

BAD = {
    "2001 characters": ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    "a number": ({"content": 7}, "content", "STRING_TYPE_CONVERT"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    "an embed's title of 257": (embed(title="x" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    "26 fields": (
        embed(fields=[{"name": "n", "value": "v"}] * 26),
        "embeds.0.fields",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a field without a value": (
        embed(fields=[{"name": "n", "value": ""}]),
        "embeds.0.fields.0.value",
        "BASE_TYPE_REQUIRED",
    ),
    "embeds of 6001 characters": (
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    "an embed's picture on the disk": (
        embed(image={"url": "file:///x.png"}),
        "embeds.0.image.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "an embed's link to a script": (
        embed(title="x", url="javascript:x"),
        "embeds.0.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    "an embed's picture nobody sent": (
        embed(image={"url": "attachment://x.png"}),
        "embeds.0.image.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "parse and list": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "an unknown mention": (
        {"content": "x", "allowed_mentions": {"parse": ["bots"]}},
        "allowed_mentions.parse.0",
        "BASE_TYPE_CHOICES",
    ),
    "a sticker": ({"sticker_ids": ["1"]}, "sticker_ids", "STICKER_NOT_FOUND"),
    "an attachment nobody sent": (
        {"content": "x", "attachments": [{"id": 0}]},
        "attachments.0.id",
        "ATTACHMENT_NOT_FOUND",
    ),
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
async def test_taken(body):
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        assert (await api.call("POST", path, body)).status == 200
        use = await slash(discord)
        assert (await api.answer(use, 4, body)).status == 200


@pytest.mark.parametrize(("body", "where", "code"), BAD.values(), ids=BAD)
async def test_refused(body, where, code):
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        reply = await api.call("POST", path, body)
        assert (reply.status, reply.problems()) == (400, {where: code})
        use = await slash(discord)
        reply = await api.answer(use, 4, body)
        assert (reply.status, reply.problems()) == (400, {f"data.{where}": code})
        assert use.state == "sent", "a bad answer is no answer"


@pytest.mark.parametrize("body", [{}, {"content": "  "}, {"flags": V2}, {"components": []}])
async def test_an_empty_message_is_refused(body):
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        path = f"/channels/{discord.channel('gallery').id}/messages"
        assert (await api.call("POST", path, body)).code == 50006
        assert (await api.original(use, body)).code == 50006


async def test_flags_that_are_discords_own_are_refused():
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        reply = await api.call("POST", path, {"content": "x", "flags": 64})
        assert reply.problems() == {"flags": "BITFIELD_TYPE_INVALID_FLAGS"}
        made = await api.call("POST", path, {"content": "x"})
        edit = {"content": "y", "flags": 64 | 32}
        edited = await api.call("PATCH", f"{path}/{made.body['id']}", edit)
        assert edited.body["flags"] == 0, "an edit may name them; they are ignored"


async def test_components_v2_cannot_be_taken_back():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        await api.original(use, {"flags": V2, "components": [text()]})
        back = await api.original(use, {"flags": 0, "components": [], "content": "x"})
        assert back.problems() == {"flags": "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"}
        plain = await api.original(use, {"content": "x"})
        assert list(plain.problems()) == ["content"]
        more = await api.original(use, {"components": [text("still V2")]})
        assert more.body["flags"] & V2


async def test_turning_to_v2_clears_what_was_there():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        await api.original(use, {"content": "10 %", "embeds": [{"title": "x"}]})
        turn = {"flags": V2, "components": [text()]}
        assert set((await api.original(use, turn)).problems()) == {"content", "embeds"}
        turn |= {"content": None, "embeds": []}
        assert (await api.original(use, turn)).status == 200
        assert use.reply.texts() == ["Hello"]


async def test_attachments_absent_keep_present_replace():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        card = {"flags": V2, "components": [gallery("attachment://a.png")], "attachments": LISTED}
        await api.original(use, card, files=FILE)
        (first,) = use.reply.attachments.values()
        await api.original(use, {"components": [gallery("attachment://a.png"), row(button())]})
        assert list(use.reply.attachments.values()) == [first], "kept"
        both = {
            "components": [gallery("attachment://a.png", "attachment://b.png")],
            "attachments": [{"id": str(first.id)}, {"id": 0, "filename": "b.png"}],
        }
        await api.original(use, both, files={0: ("b.png", png(9, 9))})
        assert [a.filename for a in use.reply.attachments.values()] == ["a.png", "b.png"]
        assert [data for _, data in use.reply.pictures()] == [png(), png(9, 9)]
        gone = {"components": [text("no pictures")], "attachments": []}
        await api.original(use, gone)
        assert use.reply.attachments == {}
        assert discord.cdn.at(first.path) is None


async def test_files_of_an_edit_must_be_listed():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        card = {"flags": V2, "components": [gallery("attachment://a.png")]}
        reply = await api.original(use, card, files=FILE)
        assert list(reply.problems().values()) == [
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
        ]
        listed = {**card, "attachments": [{"id": 5}]}
        assert (
            "ATTACHMENT_NOT_FOUND"
            in (await api.original(use, listed, files=FILE)).problems().values()
        )


async def test_a_picture_may_be_named_by_its_cdn_address():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        card = {"flags": V2, "components": [gallery("attachment://a.png")], "attachments": LISTED}
        first = await api.original(use, card, files=FILE)
        url = first.body["components"][0]["items"][0]["media"]["url"]
        again = await api.original(use, {"components": [gallery(url), text()]})
        media = again.body["components"][0]["items"][0]["media"]
        assert media["attachment_id"] == str(next(iter(use.reply.attachments)))
        assert use.reply.pictures()[0][1] == png()


async def test_a_picture_elsewhere_is_remembered_by_its_address():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        url = "https://relay.example/p.png"
        await api.original(use, {"flags": V2, "components": [gallery(url)]})
        assert use.reply.pictures() == [(url, None)]


async def test_an_embeds_picture_is_not_listed_among_the_attachments():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        body = {"embeds": [{"image": {"url": "attachment://a.png"}}], "attachments": LISTED}
        reply = await api.original(use, body, files=FILE)
        assert reply.body["attachments"] == []
        assert reply.body["embeds"][0]["image"]["width"] == 32
        plain = await api.original(use, {"content": "x", "embeds": []})
        assert [a["filename"] for a in plain.body["attachments"]] == ["a.png"]


async def test_an_embed_shows_pictures_only():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        body = {"embeds": [{"image": {"url": "attachment://a.txt"}}], "attachments": [{"id": 0}]}
        reply = await api.original(use, body, files={0: ("a.txt", b"words")})
        assert list(reply.problems().values()) == ["EMBED_ATTACHMENT_NOT_A_PICTURE"]


async def test_an_empty_file_is_refused():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        body = {"content": "x", "attachments": LISTED}
        reply = await api.original(use, body, files={0: ("a.png", b"")})
        assert reply.problems() == {"files.0": "FILE_EMPTY"}


async def test_eleven_files_are_refused():
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        files = {n: (f"{n}.txt", b"x") for n in range(11)}
        reply = await api.call("POST", path, {"content": "x"}, files=files)
        assert reply.problems() == {"files": "BASE_TYPE_MAX_LENGTH"}


async def test_odd_file_names_are_made_plain():
    async with bare() as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        files = {0: ("a (1) ü.png", png())}
        reply = await api.call("POST", path, {"content": "x"}, files=files)
        assert reply.body["attachments"][0]["filename"] == "a_1_.png"


async def test_a_large_file_passes_where_the_guild_or_the_member_may():
    async with bare() as (discord, api):
        large = {0: ("a.bin", bytes((10 << 20) + 1))}
        body = {"content": "x", "attachments": [{"id": 0, "filename": "a.bin"}]}
        path = f"/channels/{discord.channel('gallery').id}/messages"
        reply = await api.call("POST", path, body, files=large)
        assert (reply.status, reply.code) == (413, 40005)
        use = await deferred(discord, api)
        assert (await api.original(use, body, files=large)).code == 40005
        discord.person("Ada").user.file_limit = 50 << 20
        assert (await api.original(use, body, files=large)).status == 200
        discord.home.tier = 2
        assert (await api.call("POST", path, body, files=large)).status == 200


async def test_a_picture_that_was_replaced_can_be_loaded_for_a_moment():
    clock = HandTime()
    async with bare(clock=clock) as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        made = await api.call("POST", path, {"content": "x"}, files=FILE)
        url = made.body["attachments"][0]["url"]
        await api.call("PATCH", f"{path}/{made.body['id']}", {"attachments": []})
        async with api.session.get(url) as answer:
            assert await answer.read() == png()
        clock.forward(LINGER_SECONDS)
        async with api.session.get(url) as answer:
            assert answer.status == 404
        made = await api.call("POST", path, {"content": "x"}, files=FILE)
        await api.call("PATCH", f"{path}/{made.body['id']}", {"attachments": []})
        assert len(discord.cdn._dropped) == 1, "what was dropped before is let go"


async def test_links_to_files_run_out():
    clock = HandTime()
    async with bare(clock=clock) as (discord, api):
        path = f"/channels/{discord.channel('gallery').id}/messages"
        made = await api.call("POST", path, {"content": "x"}, files=FILE)
        url = made.body["attachments"][0]["url"]
        for address, status in ((url, 200), (url.replace("hm=", "hm=0"), 404), (url[:-90], 404)):
            async with api.session.get(address) as answer:
                assert answer.status == status
        clock.forward(86_401)
        async with api.session.get(url) as answer:
            assert answer.status == 404
        fresh = await api.call("GET", f"{path}/{made.body['id']}")
        async with api.session.get(fresh.body["attachments"][0]["url"]) as answer:
            assert answer.status == 200
