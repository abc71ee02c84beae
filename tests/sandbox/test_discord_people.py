"""People at their clients: what they can do and what their client would not let them."""

from __future__ import annotations

import pytest
from probe_api import COMMANDS, bare, button, deferred, png, row

from sandbox.discord import Refused, Upload


def options_of(use):
    return {row["name"]: row["value"] for row in use.data.get("options", [])}


async def test_a_command_carries_its_options_and_what_they_stand_for():
    async with bare() as (discord, api):
        chen, gallery = discord.person("Chen"), discord.channel("gallery")
        values = {
            "prompt": "  一只猫 ",
            "chaos": 7,
            "aspect": "16:9",
            "image": Upload("my cat.png", png(8, 9)),
            "friend": discord.person("Bo").id,
            "private": False,
        }
        use = await chen.command(gallery, "imagine", values)
        sent = options_of(use)
        assert (sent["prompt"], sent["chaos"], sent["private"]) == ("一只猫", 7, False)
        attachment = use.data["resolved"]["attachments"][sent["image"]]
        assert (attachment["width"], attachment["height"]) == (8, 9)
        assert attachment["ephemeral"]
        async with api.session.get(attachment["url"]) as answer:
            assert await answer.read() == png(8, 9)
        assert use.data["resolved"]["users"][sent["friend"]]["username"] == "bo"
        assert use.data["resolved"]["members"][sent["friend"]]["permissions"]
        assert use.locale == "zh-CN"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "required"),
        ({"prompt": ""}, "required"),
        ({"prompt": "x" * 101}, "between 0 and 100"),
        ({"prompt": 7}, "not what this option takes"),
        ({"prompt": "x", "chaos": 101}, "between 0 and 100"),
        ({"prompt": "x", "chaos": True}, "not what"),
        ({"prompt": "x", "chaos": "7"}, "not what"),
        ({"prompt": "x", "aspect": "1:1"}, "choose one"),
        ({"prompt": "x", "image": "a.png"}, "file is needed"),
        ({"prompt": "x", "image": Upload("a", bytes((10 << 20) + 1))}, "too large"),
        ({"prompt": "x", "friend": 1}, "no such person"),
        ({"prompt": "x", "surprise": 1}, "no option"),
    ],
)
async def test_a_client_refuses_bad_options(values, words):
    async with bare() as (discord, _):
        with pytest.raises(Refused, match=words):
            await discord.person("Ada").command(discord.channel("gallery"), "imagine", values)


async def test_a_tampered_client_sends_what_it_likes():
    async with bare() as (discord, _):
        values = {"prompt": "x" * 9000, "chaos": 10**6, "aspect": "1:1"}
        ada, gallery = discord.person("Ada"), discord.channel("gallery")
        use = await ada.command(gallery, "imagine", values, checked=False)
        assert options_of(use) == values


async def test_commands_show_where_and_to_whom_they_may():
    async with bare() as (discord, _):
        gallery, night = discord.channel("gallery"), discord.channel("night-owls")

        def offered(who, channel):
            return [row["name"] for row in discord.person(who).commands(channel)]

        assert offered("Ada", gallery) == ["imagine", "Details"]
        assert offered("Mod Mira", gallery) == ["imagine", "admin", "Details"]
        assert offered("Nadia", night) == ["imagine", "admin", "night", "Details"]
        assert offered("Mod Mira", discord.dm(discord.person("Mod Mira"))) == [
            "imagine",
            "night",
            "Details",
        ]
        for name in ("admin setup", "night", "nonsense"):
            with pytest.raises(Refused):
                await discord.person("Ada").command(gallery, name)
        use = await discord.person("Mod Mira").command(gallery, "admin setup")
        assert use.data["options"] == [{"name": "setup", "type": 1, "options": []}]
        assert use.command == "admin setup"
        for name in ("admin", "admin nonsense"):
            with pytest.raises(Refused):
                await discord.person("Mod Mira").command(gallery, name)
        everyone = discord.home.roles[discord.home.id]
        permissions = type(everyone.permissions)
        for role in discord.home.roles.values():
            role.permissions &= ~permissions.USE_APPLICATION_COMMANDS
        assert offered("Ada", gallery) == []
        with pytest.raises(Refused):
            await discord.person("Ada").command(discord.channel("staff"), "imagine")


async def test_commands_for_some_contexts_only():
    async with bare() as (discord, api):
        path = f"/applications/{discord.world.app_id}/commands"
        rows = [{**COMMANDS[0], "contexts": [0]}]
        assert (await api.call("PUT", path, rows)).status == 200
        ada = discord.person("Ada")
        assert ada.commands(discord.dm(ada)) == []
        assert len(ada.commands(discord.channel("gallery"))) == 1


async def test_only_what_is_there_and_switched_on_can_be_pressed():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        link = {"type": 2, "style": 5, "label": "See", "url": "https://example.org"}
        menu = {"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}]}
        rows = [row(button(), button("off", disabled=True), link), row(menu)]
        await api.original(use, {"content": "x", "components": rows})
        ada, message = discord.person("Ada"), use.reply
        pressed = await ada.press(message, "go")
        assert pressed.data["component_type"] == 2
        assert pressed.data["custom_id"] == "go"
        for custom_id in ("off", "nonsense", "menu"):
            with pytest.raises(Refused):
                await ada.press(message, custom_id)
        chosen = await ada.select(message, "menu", ["a"])
        assert chosen.data["values"] == ["a"]
        for custom_id, values in (("menu", ["b"]), ("menu", []), ("menu", ["a", "a"]), ("go", [])):
            with pytest.raises(Refused):
                await ada.select(message, custom_id, values)
        await ada.press(message, "go")
        discord.delete_message(message)
        with pytest.raises(Refused):
            await ada.press(message, "go")


async def test_menus_of_people_roles_and_channels():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        kinds = {"people": 5, "roles": 6, "both": 7, "places": 8}
        rows = [row({"type": kind, "custom_id": name}) for name, kind in kinds.items()]
        await api.original(use, {"content": "x", "components": rows})
        ada, bo, gallery = discord.person("Ada"), discord.person("Bo"), discord.channel("gallery")
        role = next(iter(discord.home.members[bo.id]))
        for name, value, key in (
            ("people", bo.id, "users"),
            ("roles", role, "roles"),
            ("both", role, "roles"),
            ("both", bo, "users"),
            ("places", gallery, "channels"),
        ):
            chosen = await ada.select(use.reply, name, [value])
            assert set(chosen.data["resolved"][key]) == set(chosen.data["values"])
            with pytest.raises(Refused):
                await ada.select(use.reply, name, [1])


async def test_who_may_delete():
    async with bare() as (discord, api):
        gallery = discord.channel("gallery")
        ada, mira = discord.person("Ada"), discord.person("Mod Mira")
        made = await api.call("POST", f"/channels/{gallery.id}/messages", {"content": "x"})
        message = discord.message(int(made.body["id"]))
        with pytest.raises(Refused):
            await ada.delete(message)
        await mira.delete(message)
        own = await ada.say(gallery, "mine")
        await ada.delete(own)
        assert discord.messages(gallery) == []
        with pytest.raises(Refused):
            await ada.delete(own)


async def test_no_suggestions_where_none_are_offered_or_none_come():
    async with bare(ack_seconds=0.02) as (discord, _):
        ada, gallery = discord.person("Ada"), discord.channel("gallery")
        with pytest.raises(Refused, match="no suggestions"):
            await ada.autocomplete(gallery, "imagine", {}, "aspect")
        with pytest.raises(Refused, match="failed"):
            await ada.autocomplete(gallery, "imagine", {"chaos": 5}, "prompt")


async def test_people_say_things():
    async with bare() as (discord, _):
        bo, gallery = discord.person("Bo"), discord.channel("gallery")
        said = await bo.say(gallery, "look", [Upload("a.png", png())])
        assert said.pictures()[0][1] == png()
        with pytest.raises(Refused):
            await bo.say(gallery, "")
        newcomer = discord.add_person("Dora Explorer", locale="de")
        assert discord.person("dora explorer").id == newcomer.id
        assert newcomer.name == "Dora Explorer"
        with pytest.raises(KeyError):
            discord.person("nobody")
