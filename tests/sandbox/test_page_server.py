"""The page's server by itself: what it answers to whom."""

from __future__ import annotations

import json

import aiohttp
import pytest
import pytest_asyncio

from sandbox.discord import Discord
from sandbox.page import Page
from sandbox.relay import Relay


@pytest_asyncio.fixture(loop_scope="function")
async def world():
    discord, relay = Discord(token="token"), Relay(picture="tiny")
    page = Page(discord=discord, relay=relay)
    async with page.serve() as url, aiohttp.ClientSession(url) as client:
        yield discord, relay, client


async def test_the_page_and_its_files_come_with_a_strict_policy(world):
    _, _, client = world
    for path, kind in (("/", "text/html"), ("/js/main.js", "javascript"), ("/css/base.css", "css")):
        async with client.get(path) as answer:
            assert answer.status == 200
            assert kind in answer.headers["Content-Type"]
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/../server.py", "/%2e%2e/server.py", "/nothing"])
async def test_nothing_else_is_served(world, path):
    _, _, client = world
    async with client.get(path) as answer:
        assert answer.status in {403, 404}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:80"}, 200),
        ({"Host": "[::1]:80"}, 200),
        ({"Host": "example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": "[broken"}, 403),
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_only_this_machines_own_page_is_answered(world, headers, status):
    _, _, client = world
    async with client.get("/relay", headers=headers) as answer:
        assert answer.status == status


async def test_a_foreign_page_opens_no_live_connection(world):
    _, _, client = world
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await client.ws_connect("/live", headers={"Origin": "https://example.com"})


async def test_the_first_frame_is_the_snapshot_and_events_follow(world):
    discord, _, client = world
    ada = discord.person("Ada")
    async with client.ws_connect(f"/live?as={ada.id}") as socket:
        snapshot = await socket.receive_json()
        assert (snapshot["event"], snapshot["me"]) == ("ready", str(ada.id))
        await ada.say(discord.channel("gallery"), "hello")
        event = await socket.receive_json()
        assert (event["event"], event["message"]["content"]) == ("message_create", "hello")


async def test_requests_are_answered_by_their_number(world):
    discord, _, client = world
    channel = str(discord.channel("gallery").id)
    async with client.ws_connect("/live") as socket:
        await socket.receive_json()
        await socket.send_json({"request": 7, "do": "say", "channel": channel, "text": "hi"})
        answers = [await socket.receive_json() for _ in range(2)]
        assert {"reply": 7, "ok": True}.items() <= next(a for a in answers if "reply" in a).items()
        await socket.send_json({"request": 8, "do": "press", "channel": channel, "message": "1"})
        told = await socket.receive_json()
        assert (told["reply"], told["ok"]) == (8, False)
        assert told["error"]


async def test_an_unknown_person_is_hung_up_on(world):
    _, _, client = world
    async with client.ws_connect("/live?as=17") as socket:
        assert (await socket.receive()).data == 4404


async def test_a_file_is_kept_for_a_later_request(world):
    discord, _, client = world
    form = aiohttp.FormData()
    form.add_field("file", b"picture", filename="a.png")
    async with client.post("/uploads", data=form) as answer:
        number = (await answer.json())["id"]
    said = {"do": "say", "channel": str(discord.channel("gallery").id), "files": [number]}
    await discord.act(discord.person("Ada").id, said)
    [message] = discord.messages(discord.channel("gallery"))
    assert [kept.data for kept in message.attachments.values()] == [b"picture"]


async def test_what_is_no_file_is_refused(world):
    _, _, client = world
    async with client.post("/uploads", json={}) as answer:
        assert answer.status == 415
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("words", "no file")
    async with client.post("/uploads", data=form) as answer:
        assert answer.status == 400


async def test_too_large_a_file_is_refused():
    discord, relay = Discord(token="token"), Relay(picture="tiny")
    page = Page(discord=discord, relay=relay, largest_upload=1000)
    async with page.serve() as url, aiohttp.ClientSession(url) as client:
        for size, status in ((1000, 200), (1001, 413)):
            form = aiohttp.FormData()
            form.add_field("file", bytes(size), filename="a.png")
            async with client.post("/uploads", data=form) as answer:
                assert answer.status == status


async def test_the_relay_is_described_and_changed(world):
    _, relay, client = world
    async with client.post("/relay", json={"pace": 5}) as answer:
        assert (await answer.json())["pace"] == 5
    assert relay.describe()["pace"] == 5
    for wrong in ({"preset": "none"}, {"colour": "red"}, [1]):
        async with client.post("/relay", data=json.dumps(wrong)) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"]


async def test_the_server_ends_while_connections_are_open():
    discord, relay = Discord(token="token"), Relay(picture="tiny")
    async with aiohttp.ClientSession() as client:
        async with Page(discord=discord, relay=relay).serve() as url:
            socket = await client.ws_connect(f"{url}/live")
            await socket.receive_json()
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
