"""Rate limits: what is refused, what the headers say, and how a real bot takes it."""

from __future__ import annotations

import asyncio
import io

import discord as dpy
import pytest
from probe_api import bare, button, deferred, png, row, slash
from probe_bot import ada, card, done, running

from sandbox.discord.limits import Limits, Rule

COMPLETE = {"Limit", "Remaining", "Reset", "Reset-After", "Bucket"}


class Hand:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def limits(**more):
    clock = Hand()
    return clock, Limits(True, lambda: 1_800_000_000.0 + clock.now, clock, **more)


def test_a_bucket_refuses_the_sixth_and_opens_again():
    clock, limiter = limits()
    verdicts = [limiter.take("token", "a", bot=False) for _ in range(6)]
    assert [v.refusal is None for v in verdicts] == [True] * 5 + [False]
    assert [v.headers["X-RateLimit-Remaining"] for v in verdicts] == list("432100")
    assert verdicts[5].refusal == {
        "message": "You are being rate limited.",
        "retry_after": 5.0,
        "global": False,
    }
    assert limiter.take("token", "b", bot=False).refusal is None, "another token's bucket"
    clock.now += 5
    assert limiter.take("token", "a", bot=False).refusal is None


def test_the_global_limit_counts_the_bots_requests_alone():
    _, limiter = limits()
    for n in range(60):
        assert limiter.take("token", str(n), bot=False).refusal is None
    verdicts = [limiter.take("edit", str(n), bot=True) for n in range(51)]
    assert all(v.refusal is None for v in verdicts[:50])
    assert verdicts[50].refusal["global"]
    assert verdicts[50].headers["X-RateLimit-Global"] == "true"
    assert verdicts[50].headers["X-RateLimit-Scope"] == "global"
    assert verdicts[50].headers["Via"]


def test_windows_that_are_over_are_forgotten():
    clock, limiter = limits()
    for n in range(10_001):
        limiter.take("token", str(n), bot=False)
    clock.now += 10
    for n in range(2):
        limiter.take("token", f"new {n}", bot=False)
    assert len(limiter._windows) <= 3


async def test_headers_are_complete_with_limits_and_without():
    for on in (True, False):
        async with bare(limits=on) as (discord, api):
            use = await deferred(discord, api)
            reply = await api.original(use, {"content": "x"})
            found = {k.removeprefix("X-RateLimit-") for k in reply.headers if "RateLimit" in k}
            assert found == COMPLETE
            path = f"/channels/{use.channel.id}/messages/{use.reply.id}"
            other = await api.call("PATCH", path, {"content": "y"})
            key = "X-RateLimit-Bucket"
            assert other.headers[key] != reply.headers[key]


async def test_answers_to_interactions_are_not_limited():
    async with bare(limits=True) as (discord, api):
        for _ in range(60):
            use = await slash(discord)
            assert (await api.answer(use, 5)).status == 200


async def test_edits_by_token_are_limited_a_token():
    async with bare(limits=True) as (discord, api):
        uses = [await deferred(discord, api) for _ in range(2)]
        for use in uses:
            for n in range(5):
                assert (await api.original(use, {"content": str(n)})).status == 200
        reply = await api.original(uses[0], {"content": "6"})
        assert reply.status == 429
        assert uses[0].reply.text == "4"
        assert discord.invalid_requests == 1


async def test_edits_by_the_bot_are_limited_a_channel():
    async with bare(limits=True) as (discord, api):
        gallery, general = discord.channel("gallery"), discord.channel("general")
        for channel in (gallery, general):
            path = f"/channels/{channel.id}/messages"
            body = {"content": "x", "components": [row(button())]}
            number = (await api.call("POST", path, body)).body["id"]
            statuses = [
                (await api.call("PATCH", f"{path}/{number}", {"content": str(n)})).status
                for n in range(6)
            ]
            assert statuses == [200] * 5 + [429]


async def test_a_real_bot_waits_as_the_headers_say(monkeypatch):
    async with running(monkeypatch, limits=True) as (discord, bot):
        rule = discord.limiter.rules["edit"]
        assert rule == Rule(5, 5.0)
        discord.limiter.rules["edit"] = Rule(2, 0.1)
        gallery = discord.channel("gallery")
        sent = await bot.get_partial_messageable(gallery.id).send("x")
        edits = [sent.edit(content=str(n)) for n in range(6)]
        await asyncio.gather(*edits)
        edit = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
        assert discord.counts[*edit, 200] == 6
        assert discord.invalid_requests == discord.counts[*edit, 429]


@pytest.mark.parametrize("edits", [300])
async def test_many_edits_pass_when_nobody_is_limited(monkeypatch, edits):
    async with running(monkeypatch) as (discord, bot):
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        message = await discord.replied(await done(use))
        place = bot.get_partial_messageable(message.channel.id).get_partial_message(message.id)
        none = dpy.AllowedMentions.none()
        for n in range(edits):
            picture = dpy.File(io.BytesIO(png()), f"{n}.png")
            await place.edit(
                view=card(str(n), picture), attachments=[picture], allowed_mentions=none
            )
        assert message.texts() == [str(edits - 1)]
        assert len(message.attachments) == 1
        assert len(discord.cdn._files) == 1, "replaced files are let go"
