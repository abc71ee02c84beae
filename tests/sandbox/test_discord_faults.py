"""Things that go wrong on purpose, and what is recorded of it all."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import discord as dpy
import pytest
from probe_api import bare, deferred, png, slash
from probe_bot import ada, done, running

from sandbox.discord import FAULTS


@pytest.mark.parametrize(
    "fault", ["500", "502", "503", "504", "429", "429-global", "10062", "50027"]
)
async def test_an_injected_answer_comes_once_and_nothing_is_done(fault):
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        discord.inject(fault, path="/webhooks/", seconds=0.25)
        spoiled = await api.original(use, {"content": "x"})
        assert use.reply.thinking
        if fault.isdigit() and len(fault) == 3:
            assert spoiled.status == int(fault)
        if fault.startswith("429"):
            assert spoiled.headers["Via"]
            assert spoiled.body["retry_after"] == 0.25
            assert spoiled.body["global"] == (fault == "429-global")
        if len(fault) == 5:
            assert spoiled.code == int(fault)
        assert (await api.original(use, {"content": "x"})).status == 200


async def test_what_was_injected_can_be_forgotten():
    async with bare() as (discord, api):
        discord.inject("503", times=100)
        discord.inject("gateway-offline")
        discord.faults.calm()
        assert (await api.call("GET", "/users/@me")).status == 200
        assert not discord.gateway.offline


async def test_the_front_doors_429_has_no_via():
    async with bare() as (discord, api):
        discord.inject("429-front-door")
        reply = await api.call("GET", "/users/@me")
        assert reply.status == 429
        assert "Via" not in reply.headers
        assert "<html>" in reply.body["text"]


async def test_faults_are_for_the_requests_they_are_meant_for():
    async with bare() as (discord, api):
        discord.inject("503", times=2, path="/users", method="GET")
        assert (await api.call("GET", "/gateway/bot")).status == 200
        assert (await api.call("POST", "/users/@me/channels", {})).status == 400
        statuses = [(await api.call("GET", "/users/@me")).status for _ in range(3)]
        assert statuses == [503, 503, 200]
        with pytest.raises(ValueError, match="no fault 'nonsense'"):
            discord.inject("nonsense")


@pytest.mark.parametrize(("fault", "applied"), [("reset", False), ("reset-after", True)])
async def test_a_connection_is_cut_before_or_after(fault, applied):
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        discord.inject(fault, path="/webhooks/")
        with pytest.raises((aiohttp.ClientError, OSError)):
            await api.original(use, {"content": "x"})
        assert use.reply.thinking != applied


async def test_a_slow_answer():
    async with bare() as (discord, api):
        discord.inject("delay", seconds=0.01)
        assert (await api.call("GET", "/users/@me")).status == 200


async def test_an_answer_that_is_late_for_what_was_done_at_once():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        discord.inject("delay-after", path="/webhooks/", seconds=3600)
        late = asyncio.create_task(api.original(use, {"content": "x"}))
        await discord.replied(use)
        assert not late.done()
        discord.faults.let_go()
        assert (await late).status == 200


async def test_a_token_can_be_ended_at_once():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        use.expire()
        assert (await api.original(use, {"content": "x"})).code == 50027


async def test_a_real_bot_sees_discords_own_errors(monkeypatch):
    async with running(monkeypatch) as (discord, bot):
        place = bot.get_partial_messageable(discord.channel("gallery").id)
        for fault, error in (
            ("50001", dpy.Forbidden),
            ("10062", dpy.NotFound),
            ("503", dpy.DiscordServerError),
            ("429-front-door", dpy.HTTPException),
            ("50027", dpy.HTTPException),
        ):
            discord.inject(fault, path="/messages")
            with pytest.raises(error) as refusal:
                await place.send("x")
            assert not fault.startswith("5002") or refusal.value.code == 50027
        discord.inject("429", path="/messages", seconds=0.01)
        await place.send("x")


async def test_a_late_acknowledgement_fails_in_a_real_bot(monkeypatch):
    async with running(monkeypatch) as (discord, _):
        discord.inject("10062", path="/callback")
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        again = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "y"})
        await discord.replied(await done(again))
        assert use.answer is None


async def test_requests_are_recorded(tmp_path):
    file = tmp_path / "record.jsonl"
    async with bare(record=file, keep_requests=3) as (discord, api):
        use = await slash(discord)
        await api.answer(use, 4, {"content": "x"}, files={0: ("a.png", png())})
        await api.original(use, {"content": "x" * 2001})
        await api.call("GET", "/users/@me")
        last = discord.requests[-1]
        assert (last.method, last.route, last.auth, last.status) == (
            "GET",
            "/users/@me",
            "bot",
            200,
        )
        assert len(discord.requests) == 3, "bounded"
        refused = discord.requests[-2]
        assert (refused.auth, refused.status, refused.error) == ("token", 400, 50035)
        assert discord.counts["GET", "/users/@me", 200] == 1
        discord.inject("503")
        await api.call("GET", "/users/@me")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["status"] for row in rows] == [200, 200, 400, 200, 503]
    assert rows[1]["path"].endswith("/callback?with_response=1")
    assert rows[1]["json"] == {"type": 4, "data": {"content": "x"}}
    assert rows[1]["files"] == [{"field": "files[0]", "filename": "a.png", "size": len(png())}]
    assert set(rows[0]) == {"method", "path", "json", "files", "status"}
    assert FAULTS["reset-after"]
