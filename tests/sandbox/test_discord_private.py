"""Private replies, apps that people bring along, and suggestions."""

from __future__ import annotations

import asyncio

import pytest
from probe_api import bare, button, deferred, png, row

from sandbox.discord import Refused

EPHEMERAL = 64


async def test_private_replies_are_out_of_the_bots_own_reach():
    async with bare() as (discord, api):
        use = await deferred(discord, api, flags=EPHEMERAL)
        path = f"/channels/{use.channel.id}/messages/{use.reply.id}"
        for method, body in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
            assert (await api.call(method, path, body)).code == 10008
        assert (await api.call("GET", f"/channels/{use.channel.id}/messages")).body == []
        shown = await api.original(use, {"content": "x"}, files={0: ("a.png", png())})
        (attachment,) = shown.body["attachments"]
        assert attachment["ephemeral"]
        assert "/ephemeral-attachments/" in attachment["url"]
        bo = discord.person("Bo")
        assert not use.reply.visible_to(bo.id)
        with pytest.raises(Refused):
            await bo.menu(use.channel, "Details", use.reply)


async def test_an_app_brought_along_into_a_foreign_guild():
    async with bare() as (discord, api):
        person = discord.person("Ada")
        guild = discord.land.add_guild("Elsewhere", person.user, invited=False)
        channel = discord.channel("general", guild)
        with pytest.raises(Refused):
            await person.command(channel, "imagine", {"prompt": "x"})
        person.user.installed = True
        use = await person.command(channel, "imagine", {"prompt": "x"})
        assert use.owners == {"1": str(person.id)}
        await api.answer(use, 4, {"content": "hello", "components": [row(button())]})
        path = f"/channels/{channel.id}/messages/{use.reply.id}"
        assert (await api.call("PATCH", path, {"content": "x"})).code == 50001
        for _ in range(5):
            assert (await api.webhook("POST", use, "", {"content": "more"})).status == 200
        assert (await api.webhook("POST", use, "", {"content": "six"})).code == 40094
        bo = discord.person("Bo")
        guild.members[bo.id] = set()
        assert (await bo.press(use.reply, "go")).owners == {"1": str(person.id)}


async def test_brought_along_apps_speak_in_private_where_they_may_not_speak_up():
    async with bare() as (discord, api):
        person, owner = discord.person("Ada"), discord.person("Bo")
        guild = discord.land.add_guild("Elsewhere", owner.user, invited=False)
        guild.members[person.id] = set()
        everyone = guild.roles[guild.id]
        everyone.permissions &= ~type(everyone.permissions).USE_EXTERNAL_APPS
        person.user.installed = True
        use = await person.command(discord.channel("general", guild), "imagine", {"prompt": "x"})
        reply = await api.answer(use, 5)
        assert reply.body["interaction"]["response_message_ephemeral"]


async def test_suggestions_must_fit_the_option():
    async with bare() as (discord, api):
        person, channel = discord.person("Ada"), discord.channel("gallery")
        asking = asyncio.create_task(
            person.autocomplete(channel, "imagine", {"prompt": "li"}, "prompt")
        )
        await asyncio.sleep(0)
        (use,) = discord._interactions._by_id.values()
        for choices in (
            [{"name": "x", "value": 7}],
            [{"name": "", "value": "x"}],
            [{"name": "x" * 101, "value": "x"}],
            [{"name": "x", "value": "x"}] * 26,
        ):
            assert (await api.answer(use, 8, {"choices": choices})).code == 50035
        good = [{"name": "light", "value": "light"}]
        reply = await api.answer(use, 8, {"choices": good})
        assert reply.body == {"interaction": {"id": str(use.id), "type": 4}}
        assert await asking == good
