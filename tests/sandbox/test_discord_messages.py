"""Channels and messages by the bot's own token: permissions, pages, replies, odd places."""

from __future__ import annotations

import pytest
from probe_api import bare, png

from sandbox.discord import Refused, Upload
from tests.clock import HandTime


def messages(channel, rest=""):
    return f"/channels/{channel.id}/messages{rest}"


async def test_send_get_edit_delete():
    async with bare() as (discord, api):
        channel = discord.channel("gallery")
        made = await api.call("POST", messages(channel), {"content": "one"})
        number = made.body["id"]
        assert made.body["author"]["bot"]
        got = await api.call("GET", messages(channel, f"/{number}"))
        assert got.body == made.body
        edited = await api.call("PATCH", messages(channel, f"/{number}"), {"content": "two"})
        assert edited.body["content"] == "two"
        assert edited.body["edited_timestamp"]
        assert (await api.call("DELETE", messages(channel, f"/{number}"))).status == 204
        assert (await api.call("GET", messages(channel, f"/{number}"))).code == 10008


async def test_what_is_not_there_or_not_allowed():
    async with bare() as (discord, api):
        channel = discord.channel("gallery")
        hello = {"content": "x"}
        number = (await api.call("POST", messages(channel), hello)).body["id"]
        one = messages(channel, f"/{number}")
        assert (await api.call("PATCH", "/channels/1/messages/1", hello)).code == 10003
        assert (await api.call("PATCH", messages(channel, "/1"), hello)).code == 10008
        assert (await api.call("GET", messages(discord.channel("staff")))).code == 50001
        problems = (await api.call("GET", "/channels/abc")).problems()
        assert problems == {"channel_id": "NUMBER_TYPE_COERCE"}
        said = await discord.person("Bo").say(channel, "mine")
        assert (await api.call("PATCH", messages(channel, f"/{said.id}"), hello)).code == 50005
        assert (await api.call("DELETE", messages(channel, f"/{said.id}"))).code == 50013
        discord.land.allow(channel, "MANAGE_MESSAGES")
        assert (await api.call("DELETE", messages(channel, f"/{said.id}"))).status == 204
        discord.land.deny(channel, "ATTACH_FILES", "EMBED_LINKS", "READ_MESSAGE_HISTORY")
        files = {0: ("a.png", png())}
        assert (await api.call("POST", messages(channel), hello, files=files)).code == 50013
        assert (await api.call("PATCH", one, hello, files=files)).code == 50013
        embeds = {"embeds": [{"title": "x"}]}
        assert (await api.call("POST", messages(channel), embeds)).code == 50013
        assert (await api.call("GET", one)).code == 50013
        assert (await api.call("GET", messages(channel))).body == []
        discord.land.deny(channel, "SEND_MESSAGES")
        assert (await api.call("POST", messages(channel), hello)).code == 50013
        assert (await api.call("PATCH", one, hello)).status == 200, "editing is not sending"
        discord.land.deny(channel, "VIEW_CHANNEL")
        assert (await api.call("PATCH", one, hello)).code == 50001
        discord.land.allow(channel, "VIEW_CHANNEL")
        assert (await api.call("PATCH", one, hello)).status == 200
        discord.land.kick_bot(discord.home)
        assert (await api.call("PATCH", one, hello)).code == 50001
        discord.delete_channel(channel)
        assert (await api.call("PATCH", one, hello)).code == 10003
        assert discord.message(int(number)) is None


async def test_threads():
    async with bare() as (discord, api):
        gallery = discord.channel("gallery")
        public = discord.land.add_thread("sketches", gallery)
        number = (await api.call("POST", messages(public), {"content": "x"})).body["id"]
        one = messages(public, f"/{number}")
        discord.land.archive(public)
        assert (await api.call("PATCH", one, {"content": "y"})).code == 50083
        discord.land.archive(public, archived=False)
        assert (await api.call("PATCH", one, {"content": "y"})).status == 200
        private = discord.land.add_thread("secret", gallery, discord.person("Bo").user)
        assert (await api.call("GET", messages(private))).code == 50001
        assert not private.sees(discord.person("Ada").id)
        assert private.sees(discord.person("Mod Mira").id), "who manages threads sees them all"
        discord.land.allow(gallery, "MANAGE_THREADS")
        assert (await api.call("GET", messages(private))).status == 200
        discord.land.deny(gallery, "SEND_MESSAGES_IN_THREADS")
        assert (await api.call("POST", messages(public), {"content": "x"})).code == 50013


async def test_direct_messages():
    async with bare() as (discord, api):
        bo = discord.person("Bo")
        opened = await api.call("POST", "/users/@me/channels", {"recipient_id": str(bo.id)})
        assert opened.body["id"] == str(discord.dm(bo).id)
        assert [user["username"] for user in opened.body["recipients"]] == ["bo"]
        dm = discord.dm(bo)
        assert (await api.call("POST", messages(dm), {"content": "hello"})).status == 200
        said = await bo.say(dm, "hello yourself")
        assert (await api.call("DELETE", messages(dm, f"/{said.id}"))).code == 50003
        bo.user.takes_messages = False
        assert (await api.call("POST", messages(dm), {"content": "hello?"})).code == 50007
        assert (await api.call("POST", "/users/@me/channels", {"recipient_id": "1"})).code == 10013
        assert (await api.call("POST", "/users/@me/channels", {})).problems() == {
            "recipient_id": "BASE_TYPE_REQUIRED"
        }
        with pytest.raises(Refused):
            await discord.person("Ada").say(dm, "somebody else's messages")


async def test_pages_of_messages():
    async with bare() as (discord, api):
        channel = discord.channel("gallery")
        ids = []
        for n in range(7):
            made = await api.call("POST", messages(channel), {"content": str(n)})
            ids.append(made.body["id"])

        async def page(query):
            reply = await api.call("GET", messages(channel, f"?{query}"))
            return [row["content"] for row in reply.body]

        assert await page("limit=3") == ["6", "5", "4"]
        assert await page(f"before={ids[3]}&limit=2") == ["2", "1"]
        assert await page(f"after={ids[3]}&limit=2") == ["5", "4"]
        assert await page(f"around={ids[3]}&limit=3") == ["4", "3", "2"]
        assert (await api.call("GET", messages(channel, "?limit=101"))).code == 50035


async def test_replies():
    async with bare() as (discord, api):
        channel = discord.channel("gallery")
        said = await discord.person("Bo").say(channel, "look", [Upload("a.png", png())])
        answer = {"content": "nice", "message_reference": {"message_id": str(said.id)}}
        made = await api.call("POST", messages(channel), answer)
        assert made.body["type"] == 19
        assert made.body["referenced_message"]["content"] == "look"
        discord.delete_message(said)
        got = await api.call("GET", messages(channel, f"/{made.body['id']}"))
        assert got.body["referenced_message"] is None
        gone = await api.call("POST", messages(channel), answer)
        assert gone.problems() == {"message_reference": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"}
        answer["message_reference"]["fail_if_not_exists"] = False
        assert (await api.call("POST", messages(channel), answer)).body["type"] == 0
        answer["message_reference"]["type"] = 1
        assert (await api.call("POST", messages(channel), answer)).code == 50035


async def test_an_enforced_nonce_makes_one_message():
    async with bare() as (discord, api):
        channel = discord.channel("gallery")
        body = {"content": "x", "nonce": "n1", "enforce_nonce": True}
        first = await api.call("POST", messages(channel), body)
        again = await api.call("POST", messages(channel), {**body, "content": "y"})
        assert again.body == first.body


async def test_old_messages_are_edited_slowly():
    clock = HandTime()
    async with bare(clock=clock, limits=True) as (discord, api):
        channel = discord.channel("gallery")
        number = (await api.call("POST", messages(channel), {"content": "x"})).body["id"]
        clock.forward(3601)
        replies = [
            await api.call("PATCH", messages(channel, f"/{number}"), {"content": str(n)})
            for n in range(4)
        ]
        assert [reply.status for reply in replies] == [200, 200, 200, 429]
        assert replies[3].code == 30046
        assert replies[3].headers["Via"]
        assert replies[3].body["retry_after"] > 0


async def test_a_request_for_something_else():
    async with bare() as (discord, api):
        gallery = discord.channel("gallery")
        assert (await api.call("GET", "/channels/1/nonsense")).body == {
            "message": "404: Not Found",
            "code": 0,
        }
        for auth in (None, "Bot wrong", "Bearer x"):
            reply = await api.call("GET", "/users/@me", auth=auth)
            assert (reply.status, reply.code) == (401, 0)
        url = discord.api_url + messages(gallery)
        headers = {"Authorization": "Bot probe-token", "Content-Type": "application/json"}
        async with api.session.post(url, data="{oops", headers=headers) as answer:
            assert (await answer.json())["code"] == 50109
        async with api.session.post(url, json=[1], headers=headers) as answer:
            assert (await answer.json())["code"] == 50035
        headers["Content-Type"] = "text/plain"
        async with api.session.post(url, data="{}", headers=headers) as answer:
            assert (await answer.json())["code"] == 50035


async def test_what_can_be_looked_up():
    async with bare() as (discord, api):
        home, ada = discord.home.id, discord.person("Ada").id
        elsewhere = discord.land.add_guild("Elsewhere", discord.person("Bo").user, invited=False)
        found = {
            path: await api.call("GET", path)
            for path in (
                "/users/@me",
                "/users/@me/guilds",
                f"/users/{ada}",
                "/oauth2/applications/@me",
                "/applications/@me",
                f"/applications/{discord.world.app_id}/emojis",
                "/gateway",
                "/gateway/bot",
                f"/guilds/{home}?with_counts=true",
                f"/guilds/{home}/channels",
                f"/guilds/{home}/roles",
                f"/guilds/{home}/members/{ada}",
                f"/channels/{discord.channel('gallery').id}",
                f"/channels/{discord.dm(discord.person('Ada')).id}",
            )
        }
        assert {path: reply.status for path, reply in found.items()} == dict.fromkeys(found, 200)
        assert found["/gateway/bot"].body["session_start_limit"]["remaining"] == 1000
        assert all(r.headers["Content-Type"] == "application/json" for r in found.values())
        for path, code in (
            ("/users/1", 10013),
            ("/guilds/1", 10004),
            (f"/guilds/{elsewhere.id}", 50001),
            (f"/guilds/{home}/members/1", 10013),
            (f"/guilds/{elsewhere.id}/members/{ada}", 50001),
            ("/applications/1/emojis", 20012),
            ("/channels/1", 10003),
        ):
            assert (await api.call("GET", path)).code == code, path
        typing = f"/channels/{discord.channel('gallery').id}/typing"
        assert (await api.call("POST", typing)).status == 204
