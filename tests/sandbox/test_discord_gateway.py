"""The gateway: identifying, resuming, and a real bot that is thrown about."""

from __future__ import annotations

import json
import zlib
from contextlib import asynccontextmanager

import pytest
from aiohttp import WSMsgType
from probe_api import TOKEN, bare, slash
from probe_bot import ada, done, running

from sandbox.discord import TROUBLES


class Socket:
    """A bare gateway client."""

    def __init__(self, socket, *, compressed=False):
        self.socket = socket
        self.inflate = zlib.decompressobj() if compressed else None

    async def receive(self):
        message = await self.socket.receive(timeout=5)
        if message.type is WSMsgType.CLOSE:
            return {"closed": message.data}
        if message.type is WSMsgType.BINARY:
            return json.loads(self.inflate.decompress(message.data))
        return json.loads(message.data)

    async def until(self, event):
        while (frame := await self.receive()).get("t") != event:
            assert "closed" not in frame, frame
        return frame

    async def send(self, op, data):
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, **more):
        assert (await self.receive())["op"] == 10
        await self.send(2, {"token": TOKEN, "intents": 1, "shard": [0, 1], **more})


@asynccontextmanager
async def socket(discord, api, *, compress=""):
    query = "?v=10&encoding=json" + (f"&compress={compress}" if compress else "")
    async with api.session.ws_connect(discord.gateway.url + query, autoclose=False) as ws:
        yield Socket(ws, compressed=compress == "zlib-stream")


@pytest.mark.parametrize("compress", ["", "zlib-stream", "zstd-stream"])
async def test_hello_identify_ready(compress):
    async with bare() as (discord, api), socket(discord, api, compress=compress) as client:
        await client.identify()
        ready = await client.until("READY")
        assert ready["d"]["application"]["id"] == str(discord.world.app_id)
        assert ready["d"]["resume_gateway_url"] == discord.gateway.url
        guild = await client.until("GUILD_CREATE")
        assert [c["name"] for c in guild["d"]["channels"]][:2] == ["gallery", "general"]
        await client.send(1, guild["s"])
        assert (await client.receive())["op"] == 11
        assert discord.gateway.online
        use = await slash(discord)
        event = (await client.until("INTERACTION_CREATE"))["d"]
        assert event["token"] == use.token
        for key in [
            "version",
            "application_id",
            "channel",
            "app_permissions",
            "entitlements",
            "guild_locale",
            "authorizing_integration_owners",
            "context",
            "attachment_size_limit",
            "locale",
            "guild",
        ]:
            assert key in event
        assert event["member"]["permissions"]
        assert event["channel"]["permissions"]


@pytest.mark.parametrize(
    ("identify", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [3, 2]}, 4010),
        ({"intents": -1}, 4013),
        ({"intents": 1 << 15}, 4014),
    ],
)
async def test_bad_identification_is_refused(identify, code):
    async with bare() as (discord, api), socket(discord, api) as client:
        await client.identify(**identify)
        assert await client.receive() == {"closed": code}
        assert not discord.gateway.online


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(3, {})], 4003),
        ([(99, {})], 4003),
        ([(2, {"token": TOKEN, "intents": 0}), (99, {})], 4001),
        ([(2, {"token": TOKEN, "intents": 0}), (2, {"token": TOKEN, "intents": 0})], 4005),
    ],
)
async def test_a_client_that_does_as_it_should_not(frames, code):
    async with bare() as (discord, api), socket(discord, api) as client:
        for op, data in frames:
            await client.send(op, data)
        frame = {}
        while "closed" not in frame:
            frame = await client.receive()
        assert frame == {"closed": code}


@pytest.mark.parametrize("frame", ["{oops", "[]", '{"op": null}'])
async def test_what_is_no_frame(frame):
    async with bare() as (discord, api), socket(discord, api) as client:
        await client.receive()
        await client.socket.send_str(frame)
        assert await client.receive() == {"closed": 4002}


async def test_a_resume_brings_what_was_missed():
    async with bare() as (discord, api):
        async with socket(discord, api) as client:
            await client.identify()
            ready = await client.until("READY")
            seq = (await client.until("GUILD_CREATE"))["s"]
            await client.socket.close(code=4000)
        use = await slash(discord)
        async with socket(discord, api) as client:
            await client.receive()
            session = ready["d"]["session_id"]
            await client.send(6, {"token": TOKEN, "session_id": session, "seq": seq})
            missed = await client.until("INTERACTION_CREATE")
            assert missed["d"]["id"] == str(use.id)
            await client.until("RESUMED")
        assert discord.gateway.resumes == 1


async def test_what_cannot_be_resumed():
    async with bare() as (discord, api):
        async with socket(discord, api) as client:
            await client.receive()
            await client.send(6, {"token": TOKEN, "session_id": "unknown", "seq": 1})
            assert await client.receive() == {"op": 9, "d": False, "s": None, "t": None}
            await client.send(2, {"token": TOKEN, "intents": 1})
            ready = await client.until("READY")
            await client.socket.close(code=4000)
        async with socket(discord, api) as client:
            await client.receive()
            session = ready["d"]["session_id"]
            await client.send(6, {"token": TOKEN, "session_id": session, "seq": 999})
            assert await client.receive() == {"closed": 4007}
        async with socket(discord, api) as client:
            await client.receive()
            await client.send(6, {"token": TOKEN, "session_id": session, "seq": 1})
            await client.until("RESUMED")
            await client.socket.close(code=1000)
        async with socket(discord, api) as client:
            await client.receive()
            await client.send(6, {"token": TOKEN, "session_id": session, "seq": 1})
            assert (await client.receive())["op"] == 9, "closed with 1000: given up"


async def test_events_go_to_their_shard():
    async with bare() as (discord, api):
        ours = (discord.home.id >> 22) % 2
        async with socket(discord, api) as mine, socket(discord, api) as other:
            await mine.identify(shard=[ours, 2])
            await other.identify(shard=[1 - ours, 2])
            await mine.until("GUILD_CREATE")
            await other.until("READY")
            await slash(discord)
            await mine.until("INTERACTION_CREATE")
            person = discord.person("Ada")
            await person.command(discord.dm(person), "imagine", {"prompt": "x"})
            client = mine if ours == 0 else other
            direct = await client.until("INTERACTION_CREATE")
            assert direct["d"]["user"]["username"] == "ada"
            assert "member" not in direct["d"]


async def test_of_a_channel_that_the_bot_cannot_see_it_hears_only_that_it_is_there():
    async with bare() as (discord, api), socket(discord, api) as client:
        land, me = discord.land, discord.world.bot
        secret = land.add_channel("secret", nsfw=True)
        land.deny(secret, "VIEW_CHANNEL", to=me)
        await client.identify()
        told = (await client.until("GUILD_CREATE"))["d"]["channels"]
        [hidden] = [channel for channel in told if channel["id"] == str(secret.id)]
        assert (hidden["name"], hidden["flags"], hidden["nsfw"]) == ("___hidden___", 1 << 17, False)
        [overwrite] = hidden["permission_overwrites"]
        assert (overwrite["id"], overwrite["deny"]) == (hidden["guild_id"], str(1 << 10))
        listed = await api.call("GET", f"/guilds/{discord.home.id}/channels")
        assert str(secret.id) not in [channel["id"] for channel in listed.body]
        land.allow(secret, "VIEW_CHANNEL", to=me)
        seen = (await client.until("CHANNEL_UPDATE"))["d"]
        assert (seen["name"], seen["flags"], seen["nsfw"]) == ("secret", 0, True)


async def test_a_role_that_lets_the_bot_in_shows_it_the_channel():
    async with bare() as (discord, api), socket(discord, api) as client:
        land, home = discord.land, discord.home
        secret = land.add_channel("secret")
        land.deny(secret, "VIEW_CHANNEL", to=home.roles[home.id])
        role = land.add_role("Insiders")
        land.allow(secret, "VIEW_CHANNEL", to=role)
        await client.identify()
        await client.until("GUILD_CREATE")
        land.give_role(discord.world.bot, role)
        assert (await client.until("CHANNEL_UPDATE"))["d"]["name"] == "secret"
        land.take_role(discord.world.bot, role)
        assert (await client.until("CHANNEL_UPDATE"))["d"]["name"] == "___hidden___"


async def test_the_world_changes_under_the_bot():
    async with bare() as (discord, api), socket(discord, api) as client:
        await client.identify(intents=1 | 1 << 9)
        await client.until("GUILD_CREATE")
        channel = discord.land.add_channel("new")
        assert (await client.until("CHANNEL_CREATE"))["d"]["name"] == "new"
        discord.land.deny(channel, "SEND_MESSAGES")
        assert (await client.until("CHANNEL_UPDATE"))["d"]["permission_overwrites"]
        made = await api.call("POST", f"/channels/{channel.id}/messages", {"content": "x"})
        assert made.code == 50013
        said = await discord.person("Ada").say(channel, "secret")
        event = await client.until("MESSAGE_CREATE")
        assert event["d"]["content"] == "", "no intent for the content of messages"
        discord.delete_message(said)
        assert (await client.until("MESSAGE_DELETE"))["d"]["id"] == str(said.id)
        discord.land.add_thread("t", channel)
        await client.until("THREAD_CREATE")
        discord.delete_channel(channel)
        await client.until("CHANNEL_DELETE")
        discord.land.add_guild("Second", discord.person("Ada").user)
        await client.until("GUILD_CREATE")
        discord.land.kick_bot(discord.home)
        await client.until("GUILD_DELETE")


@pytest.mark.parametrize(
    "trouble", ["gateway-drop", "gateway-reconnect", "gateway-invalid-resumable"]
)
async def test_a_real_bot_comes_back_and_resumes(monkeypatch, trouble):
    async with running(monkeypatch) as (discord, bot):
        discord.inject(trouble)
        await bot.wait_for("shard_resumed", timeout=10)
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        await discord.replied(await done(use))
        assert discord.gateway.identifies == 1


async def test_a_real_bot_identifies_anew_when_its_session_is_gone(monkeypatch):
    async with running(monkeypatch) as (discord, bot):
        discord.inject("gateway-invalid")
        await bot.wait_for("shard_ready", timeout=10)
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        await discord.replied(await done(use))
        assert discord.gateway.identifies == 2


async def test_a_bot_that_is_offline_fails_its_users(monkeypatch):
    async with running(monkeypatch, ack_seconds=0.1) as (discord, bot):
        discord.inject("gateway-offline")
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        await use.acknowledged()
        assert use.state == "failed"
        discord.inject("gateway-online")
        assert not discord.gateway.offline
        await bot.wait_for("shard_ready", timeout=10)


@pytest.mark.parametrize("trouble", ["gateway-invalid", "gateway-offline"])
async def test_watchers_hear_of_a_session_that_ends(trouble):
    told: list[bool] = []
    async with bare() as (discord, api), socket(discord, api) as client:
        discord.gateway.watchers.append(told.append)
        await client.identify()
        await client.until("GUILD_CREATE")
        discord.inject(trouble)
        assert told == [True, False]
        assert not discord.gateway.online


async def test_heartbeats_go_unanswered_when_told():
    async with bare() as (discord, api), socket(discord, api) as client:
        await client.identify()
        await client.until("GUILD_CREATE")
        discord.inject("gateway-silent")
        await client.send(1, None)
        await client.send(3, None)
        await client.send(99, None)
        assert await client.receive() == {"closed": 4001}, "and no acknowledgement before it"
    assert len(TROUBLES) == 8
