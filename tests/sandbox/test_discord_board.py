"""Messages as tests look at them: pings, history, waiting."""

from __future__ import annotations

import asyncio

import pytest
from probe_api import bare, button, deferred, row, slash, text

V2 = 1 << 15


async def test_pings_are_recorded():
    async with bare() as (discord, api):
        chen = discord.person("Chen").id
        said = f"<@{chen}> @everyone `<@{chen}>`"
        use = await deferred(discord, api)
        await api.original(use, {"content": said, "allowed_mentions": {"parse": []}})
        await api.original(use, {"content": f"```<@{chen}>```"})
        assert discord.pings == []
        reply = await api.original(use, {"content": said})
        assert [ping.mentions.users for ping in discord.pings] == [(chen,)]
        assert not discord.pings[0].mentions.everyone, "not by default in an interaction"
        assert [user["id"] for user in reply.body["mentions"]] == [str(chen)]
        path = f"/channels/{discord.channel('gallery').id}/messages"
        made = await api.call("POST", path, {"flags": V2, "components": [text("@here")]})
        assert made.body["mention_everyone"], "a bot's message parses everything by default"
        listed = {"content": said, "allowed_mentions": {"users": [str(chen)]}}
        await api.call("POST", path, listed)
        assert discord.pings[-1].mentions.users == (chen,)


async def test_history_keeps_what_a_message_said_before():
    async with bare(history=True) as (discord, api):
        use = await deferred(discord, api)
        for words in ("1", "2", "3"):
            await api.original(use, {"content": words})
        assert use.reply.edits == 3
        assert [old["content"] for old in use.reply.history] == ["", "1", "2"]


async def test_wait_for_hears_of_what_is_and_what_comes():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        assert await discord.wait_for(lambda m: m.thinking) is use.reply
        with pytest.raises(TimeoutError):
            await discord.wait_for(lambda m: m.text == "never", timeout=0.01)
        with pytest.raises(ZeroDivisionError):
            await discord.wait_for(lambda m: bool(1 / 0))
        elsewhere = discord.channel("general")
        with pytest.raises(TimeoutError):
            await discord.wait_for(lambda m: True, channel=elsewhere, timeout=0.01)


async def test_buttons_are_found_by_what_is_on_them():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        faces = row(button("a", label="U1"), button("b", label=None, emoji={"name": "🔄"}))
        menu = {"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}]}
        await api.original(use, {"content": "x", "components": [faces, row(menu)]})
        found = [use.reply.button(word)["custom_id"] for word in ("U1", "🔄", "b")]
        assert found == ["a", "b", "b"]
        assert [part["custom_id"] for part in use.reply.selects()] == ["menu"]
        with pytest.raises(KeyError):
            use.reply.button("U9")


@pytest.mark.parametrize("kind", [4, 5])
async def test_a_message_is_seen_as_the_answer_it_is_by_who_waits_for_it(kind):
    async with bare() as (discord, api):
        use = await slash(discord)
        seen = asyncio.create_task(discord.wait_for(lambda m: m is use.reply, timeout=5))
        await asyncio.sleep(0)  # it waits
        await api.answer(use, kind, {"content": "x"} if kind == 4 else None)
        assert await seen is use.reply
