"""What the page gets: the snapshot, the events, and what it may ask for."""

from __future__ import annotations

import asyncio

import pytest
from probe_api import bare, button, deferred, png, row, slash

from sandbox.discord import Refused
from sandbox.discord.feed import MOST_WAITING

FORM = {
    "custom_id": "m",
    "title": "Remix",
    "components": [
        {"type": 18, "label": "P", "component": {"type": 4, "style": 1, "custom_id": "p"}},
        {"type": 18, "label": "F", "component": {"type": 19, "custom_id": "f", "required": False}},
    ],
}


async def heard(subscription, count):
    async with asyncio.timeout(5):
        return [await anext(subscription) for _ in range(count)]


async def test_the_snapshot_has_everything_the_person_sees():
    async with bare() as (discord, api):
        ada, chen = discord.person("Ada"), discord.person("Chen")
        use = await deferred(discord, api, flags=64)
        await api.original(use, {"content": "for you"})
        found = discord.snapshot(str(ada.id))
        assert (found["event"], found["me"]) == ("ready", str(ada.id))
        assert [p["name"] for p in found["people"]] == ["Ada", "Bo", "Chen", "Mod Mira", "Nadia"]
        assert [p["moderator"] for p in found["people"]] == [False, False, False, True, True]
        assert found["people"][2]["locale"] == "zh-CN"
        assert found["people"][0]["color"] == "#9b6dff"
        assert found["people"][0]["roles"][0]["name"] == "Artist"
        assert [(c["name"], c["kind"], c["nsfw"]) for c in found["channels"]] == [
            ("gallery", "text", False),
            ("general", "text", False),
            ("sketches", "text", False),
            ("night-owls", "text", True),
            ("Easel", "dm", False),
        ]
        assert found["app"] == {"id": str(discord.world.app_id), "name": "Easel", "online": False}
        assert [c["name"] for c in found["commands"]] == ["imagine", "admin", "night", "Details"]
        gallery = str(discord.channel("gallery").id)
        (message,) = found["messages"][gallery]
        assert message["ephemeral"]
        assert message["interaction"]["name"] == "imagine"
        assert message["interaction"]["user"]["username"] == "ada"
        assert message["reply_to"] is None
        assert discord.snapshot(chen.id)["messages"][gallery] == []
        assert "staff" in [
            c["name"] for c in discord.snapshot(discord.person("Mod Mira").id)["channels"]
        ]


async def test_events_come_in_order_to_those_who_may_see():
    async with bare() as (discord, api):
        ada, bo = discord.person("Ada"), discord.person("Bo")
        mine, others = discord.subscribe(str(ada.id)), discord.subscribe(bo.id)
        use = await deferred(discord, api, flags=64)
        await api.original(use, {"content": "secret"})
        await api.webhook("DELETE", use, "/messages/@original")
        created, acknowledged, updated, deleted = await heard(mine, 4)
        assert created["event"] == "message_create"
        assert created["message"]["thinking"]
        assert acknowledged == {
            "event": "interaction",
            "interaction": str(use.id),
            "state": "acknowledged",
        }
        assert (updated["event"], updated["message"]["content"]) == ("message_update", "secret")
        assert deleted == {
            "event": "message_delete",
            "channel": str(use.channel.id),
            "id": str(use.reply.id),
        }
        await bo.say(discord.channel("gallery"), "hello")
        (only,) = await heard(others, 1)
        assert only["message"]["content"] == "hello"


async def test_failures_forms_commands_and_the_world():
    async with bare(ack_seconds=0.02) as (discord, api):
        with discord.subscribe(discord.person("Ada").id) as events:
            use = await slash(discord)
            (failed,) = await heard(events, 1)
            assert (failed["interaction"], failed["state"]) == (str(use.id), "failed")
            use = await slash(discord)
            await api.answer(use, 9, FORM)
            form, acknowledged = await heard(events, 2)
            assert form["event"] == "form"
            assert form["form"]["title"] == "Remix"
            assert acknowledged["state"] == "acknowledged"
            await api.call("PUT", f"/applications/{discord.world.app_id}/commands", [])
            (commands,) = await heard(events, 1)
            assert commands == {"event": "commands", "commands": []}
            discord.land.add_channel("new")
            (ready,) = await heard(events, 1)
            assert "new" in [channel["name"] for channel in ready["channels"]]
        assert [event async for event in events] == []


async def test_a_reader_that_does_not_read_is_let_go():
    async with bare() as (discord, _):
        ada = discord.person("Ada")
        slow = discord.subscribe(ada.id)
        for _ in range(MOST_WAITING + 1):
            slow.put({"event": "x"})
        await ada.say(discord.channel("gallery"), "unheard")
        assert sum([1 async for _ in slow]) == MOST_WAITING


async def test_the_page_does_what_a_person_does():
    async with bare() as (discord, api):
        ada, gallery = discord.person("Ada"), str(discord.channel("gallery").id)

        async def act(**request):
            return await discord.act(str(ada.id), request)

        picture = discord.upload("a.png", png())
        options = {"prompt": "x", "image": {"upload": picture}}
        told = await act(do="command", channel=gallery, command="imagine", options=options)
        assert told["state"] == "sent"
        use = discord._interactions._by_id[int(told["interaction"])]
        menu = {"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}]}
        await api.answer(use, 4, {"content": "x", "components": [row(button()), row(menu)]})
        message = str(use.reply.id)
        where = {"channel": gallery, "message": message}
        pressed = await act(do="press", **where, custom_id="go")
        opened = discord._interactions._by_id[int(pressed["interaction"])]
        await api.answer(opened, 9, FORM)
        values = {"p": "words", "f": [picture]}
        sent = await act(do="form", interaction=pressed["interaction"], values=values)
        form = discord._interactions._by_id[int(sent["interaction"])]
        assert form.data["components"][0]["component"]["value"] == "words"
        assert form.data["resolved"]["attachments"]
        assert (await act(do="select", **where, custom_id="menu", values=["a"]))["interaction"]
        assert (await act(do="menu", **where, command="Details"))["interaction"]
        said = await act(do="say", channel=gallery, text="look", files=[picture])
        assert await act(do="delete", channel=gallery, message=said["message"]) == {}
        asking = asyncio.create_task(
            act(
                do="autocomplete",
                channel=gallery,
                command="imagine",
                options={"prompt": "li", "image": {"upload": picture}},
                focused="prompt",
            )
        )
        await asyncio.sleep(0)
        use = list(discord._interactions._by_id.values())[-1]
        await api.answer(use, 8, {"choices": [{"name": "light", "value": "light"}]})
        assert await asking == {"choices": [{"name": "light", "value": "light"}]}


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"do": "dance"},
        {"do": "command"},
        {"do": "command", "channel": "1", "command": "imagine"},
        {"do": "press", "message": "1", "custom_id": "x"},
        {"do": "form", "interaction": "1", "values": {}},
        {"do": "delete"},
        {"do": "command", "channel": "nonsense", "command": "imagine"},
    ],
)
async def test_the_impossible_is_refused_with_a_sentence(request_):
    async with bare() as (discord, _):
        with pytest.raises(Refused) as refusal:
            await discord.act(discord.person("Ada").id, request_)
        assert str(refusal.value).endswith(".")
