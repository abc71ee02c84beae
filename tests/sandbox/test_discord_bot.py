"""A real discord.py bot lives in the sandbox as in Discord."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import discord as dpy
import pytest
from probe_api import TOKEN, png
from probe_bot import ada, card, connected, done, running

from sandbox.discord import Discord, Upload


async def test_a_command_is_answered_with_a_card(monkeypatch):
    async with running(monkeypatch) as (discord, _):
        gallery = discord.channel("gallery")
        options = {"prompt": "a cat", "image": Upload("my cat.png", png())}
        use = await done(await ada(discord).command(gallery, "imagine", options))
        message = await discord.replied(use)
        assert message.texts() == ["a cat after my_cat.png"]
        assert len(message.buttons()) == 25
        assert message.v2
        assert message.json()["attachments"] == []
        (url, data), *_ = message.pictures()
        assert data == png()
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            assert await answer.read() == png()
            assert answer.headers["Content-Type"] == "image/png"


async def test_buttons_work_after_the_bot_was_restarted(monkeypatch):
    async with running(monkeypatch) as (discord, bot):
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        message = await discord.replied(await done(use))
        await bot.close()
        async with connected(discord):
            await done(await discord.person("Bo").press(message, "probe:press:2"))
            await discord.wait_for(lambda m: m is message and m.texts() == ["pressed"])
            await done(await discord.person("Bo").press(message, "probe:update:1"))
            assert message.texts() == ["updated"]
            assert message.attachments == {}


async def test_a_form_is_filled_in_and_submitted(monkeypatch):
    async with running(monkeypatch) as (discord, _):
        person = ada(discord)
        use = await person.command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        message = await discord.replied(await done(use))
        opened = await done(await person.press(message, "probe:form:0"))
        values = {"prompt": "a dog", "mask": [Upload("mask.png", png())], "size": ["L"]}
        sent = await done(await person.submit(opened, values))
        reply = await discord.replied(sent)
        assert json.loads(reply.text) == ["a dog", ["mask.png"], "strong", ["L"]]
        assert reply.json()["message_reference"]["message_id"] == str(message.id)


async def test_suggestions_come_while_typing(monkeypatch):
    async with running(monkeypatch) as (discord, _):
        gallery = discord.channel("gallery")
        choices = await ada(discord).autocomplete(gallery, "imagine", {"prompt": "li"}, "prompt")
        assert [choice["value"] for choice in choices] == ["lighthouse"]


async def test_the_bot_edits_by_its_own_token_once_the_interaction_is_over(monkeypatch):
    async with running(monkeypatch, token_life=-1) as (discord, bot):
        gallery = discord.channel("gallery")
        use = await done(await ada(discord).command(gallery, "imagine", {"prompt": "x"}))
        with pytest.raises(TimeoutError):
            await discord.replied(use, timeout=0.2)
        assert use.reply is not None
        assert use.reply.thinking
        place = bot.get_partial_messageable(gallery.id).get_partial_message(use.reply.id)
        none = dpy.AllowedMentions.none()
        edited = await place.edit(view=card("late"), allowed_mentions=none)
        assert edited.id == use.reply.id
        assert use.reply.texts() == ["late"]
        assert not use.reply.thinking


async def test_a_context_menu_answers_in_private(monkeypatch):
    async with running(monkeypatch) as (discord, bot):
        gallery = discord.channel("gallery")
        person = ada(discord)
        said = await discord.person("Bo").say(gallery, "look", [Upload("a.png", png())])
        use = await done(await person.menu(gallery, "Details", said))
        more = await discord.wait_for(lambda m: m.texts() == ["and more"])
        assert use.reply.texts() == [f"about {said.id}"]
        assert [use.reply.only_for, more.only_for] == [person.id, person.id]
        assert more.reference == use.reply.id
        with pytest.raises(dpy.NotFound) as refusal:
            await bot.get_partial_messageable(gallery.id).get_partial_message(more.id).fetch()
        assert refusal.value.code == 10008


async def test_direct_messages_and_the_app_a_user_brings_along(monkeypatch):
    async with running(monkeypatch) as (discord, bot):
        person = ada(discord)
        use = await done(await person.command(discord.dm(person), "imagine", {"prompt": "dm"}))
        assert (await discord.replied(use)).texts() == ["dm"]
        assert use.context == 1
        sent = await bot.get_partial_messageable(discord.dm(person).id).send("hello")
        assert discord.message(sent.id).texts() == ["hello"]
        guild = discord.land.add_guild("Elsewhere", person.user, invited=False)
        person.user.installed = True
        elsewhere = discord.channel("general", guild)
        use = await done(await person.command(elsewhere, "imagine", {"prompt": "away"}))
        message = await discord.replied(use)
        pressed = await done(await person.press(message, "probe:press:2"))
        assert pressed.owners == {"1": str(person.id)}
        await discord.wait_for(lambda m: m is message and m.texts() == ["pressed"])


async def test_threads_are_places_too(monkeypatch):
    async with running(monkeypatch) as (discord, _):
        thread = discord.land.add_thread("sketches", discord.channel("gallery"))
        use = await done(await ada(discord).command(thread, "imagine", {"prompt": "x"}))
        assert (await discord.replied(use)).button("press 2")["custom_id"] == "probe:press:2"


@pytest.mark.parametrize("shards", [1, 3])
async def test_shards_get_their_own_guilds(monkeypatch, shards):
    discord = Discord(token=TOKEN, limits=False)
    discord.gateway.shards = shards
    async with running(monkeypatch, discord=discord) as (_, bot):
        assert [guild.name for guild in bot.guilds] == ["Studio"]
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        await discord.replied(await done(use))


async def test_a_bot_without_intents_hears_interactions(monkeypatch):
    async with running(monkeypatch, bot={"intents": dpy.Intents.none()}) as (discord, _):
        use = await ada(discord).command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        await discord.replied(await done(use))


async def test_a_bot_with_message_intents_hears_messages_without_their_content(monkeypatch):
    intents = dpy.Intents(guilds=True, guild_messages=True)
    async with running(monkeypatch, bot={"intents": intents}) as (discord, bot):
        heard: asyncio.Queue[dpy.Message] = asyncio.Queue()
        bot.add_listener(heard.put, "on_message")
        await discord.person("Bo").say(discord.channel("general"), "a secret")
        message = await asyncio.wait_for(heard.get(), 10)
        assert message.content == ""
        assert message.author.name == "bo"


async def test_a_bad_token_is_refused(monkeypatch):
    async with running(monkeypatch) as (_, bot):
        other = dpy.Client(intents=dpy.Intents.none())
        async with other:
            with pytest.raises(dpy.LoginFailure):
                await other.login("wrong")
        assert bot.is_ready()
