"""Roles, members and channels change, and a bot with no privileged intent hears its part of it."""

from __future__ import annotations

import asyncio
import random

import discord as dpy
import pytest
from probe_admin import Admin
from probe_api import TOKEN, bare
from probe_bot import running

from sandbox.discord import Discord, Refused
from sandbox.discord.permissions import Permission

ADMIN = {"kind": Admin}


async def heard(bot: Admin, *told: tuple) -> None:
    """Waits until the bot has been told all this; other things may have come between."""
    async with asyncio.timeout(10):
        while any(one not in bot.told for one in told):
            await bot.told_more.wait()
            bot.told_more.clear()


def mine(discord, name="gallery"):
    """How the bot's library sees one of the channels."""
    return discord.channel(name).id


async def test_a_bot_hears_of_roles_and_channels_with_the_intent_for_guilds_alone(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        land, ada = discord.land, discord.person("Ada")
        role = land.add_role("Patrons", color=0x112233)
        await heard(bot, ("role made", "Patrons"))
        land.change_role(role, name="Friends")
        await heard(bot, ("role changed", "Patrons", "Friends"))
        land.give_role(ada, role)
        land.deny(discord.channel("gallery"), "SEND_MESSAGES", to=role)
        land.delete_role(role)
        land.restrict(discord.channel("sketches"))
        land.delete_channel(discord.channel("general"))
        land.change_guild(discord.home, locale="zh-CN")
        land.leave(ada)
        await heard(
            bot,
            ("role gone", "Friends"),
            ("channel changed", "sketches", True),
            ("channel gone", "general"),
            ("guild changed", "zh-CN"),
        )
        assert not [told for told in bot.told if told[0].startswith("member")]
        guild = bot.get_guild(discord.home.id)
        assert "Friends" not in [found.name for found in guild.roles]
        assert guild.get_channel(mine(discord)).overwrites == {}
        assert role.id not in discord.home.members.get(ada.id, ())


async def test_it_hears_what_becomes_of_itself(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        role = discord.land.add_role("Robots")
        discord.land.give_role(discord.world.bot, role)
        await heard(bot, ("member changed", "easel", ["@everyone", "Easel", "Robots"]))


async def test_with_the_intent_for_members_it_hears_of_all(monkeypatch):
    sandbox = Discord(token=TOKEN, limits=False)
    sandbox.gateway.allowed_intents |= dpy.Intents(members=True).value
    bot_settings = {**ADMIN, "intents": dpy.Intents(guilds=True, members=True)}
    bot_settings["chunk_guilds_at_startup"] = False
    async with running(monkeypatch, discord=sandbox, bot=bot_settings) as (discord, bot):
        discord.land.leave(discord.person("Bo"))
        await heard(bot, ("member gone", "bo"))


async def test_what_can_be_looked_up(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        guild = bot.get_guild(discord.home.id)
        member = await guild.fetch_member(discord.person("Bo").id)
        assert [role.name for role in member.roles] == ["@everyone", "Regular", "Supporters"]
        assert (await bot.fetch_user(member.id)).name == "bo"
        roles = {role.name: role for role in await guild.fetch_roles()}
        assert roles["Moderator"].position > roles["Supporters"].position > 0
        assert (await guild.fetch_role(roles["Supporters"].id)).hoist
        channel = await bot.fetch_channel(mine(discord, "night-owls"))
        assert channel.is_nsfw()
        assert "mod-log" in [found.name for found in await guild.fetch_channels()]
        discord.land.leave(discord.person("Bo"))
        with pytest.raises(dpy.NotFound) as gone:
            await guild.fetch_member(member.id)
        assert gone.value.code == 10007
        discord.land.delete_role(discord.land.role("Artist"))
        with pytest.raises(dpy.NotFound) as gone:
            await guild.fetch_role(roles["Artist"].id)
        assert gone.value.code == 10011
        owner = (await bot.application_info()).owner
        assert owner.id == guild.owner_id == discord.owner.id


async def test_the_owner_is_written_to_in_private(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        owner = await bot.fetch_user(discord.owner.id)
        sent = await owner.send("The budget is almost used up.")
        assert discord.message(sent.id).channel is discord.dm(discord.owner)
        private = str(discord.dm(discord.owner).id)
        shown = discord.snapshot(discord.owner.id)["messages"][private]
        assert [message["content"] for message in shown] == ["The budget is almost used up."]


async def test_a_log_only_moderators_see_takes_the_bot_s_cards(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        log = bot.get_partial_messageable(mine(discord, "mod-log"))
        file = dpy.File(__file__, "usage.csv")
        view = dpy.ui.LayoutView()
        view.add_item(dpy.ui.Container(dpy.ui.TextDisplay("Blocked"), dpy.ui.File(file)))
        sent = discord.message((await log.send(view=view, file=file)).id)
        assert sent.visible_to(discord.person("Mod Mira").id)
        assert sent.visible_to(discord.owner.id)
        assert not sent.visible_to(discord.person("Ada").id)
        for denied, code in (
            ("ATTACH_FILES", 50013),
            ("SEND_MESSAGES", 50013),
            ("VIEW_CHANNEL", 50001),
        ):
            discord.land.deny(discord.channel("mod-log"), denied)
            with pytest.raises(dpy.Forbidden) as refused:
                await log.send("again", file=dpy.File(__file__, "usage.csv"))
            assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "allowed"), [("Mod Mira", True), ("Nadia", True), ("Ada", False), ("Bo", False)]
)
async def test_a_role_decides_who_is_offered_what(name, allowed):
    async with bare() as (discord, _):
        person, gallery = discord.person(name), discord.channel("gallery")
        assert ("admin" in [row["name"] for row in person.commands(gallery)]) is allowed
        if not allowed:
            role = discord.land.add_role("Helpers", permissions=("MANAGE_GUILD",))
            discord.land.give_role(person, role)
            assert "admin" in [row["name"] for row in person.commands(gallery)]
            discord.land.take_role(person, role)
            with pytest.raises(Refused, match="permission"):
                await person.command(gallery, "admin setup")


async def test_whoever_the_bot_does_not_meet_any_more_gets_no_message(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        bo = discord.person("Bo")
        user = await bot.fetch_user(bo.id)
        sent = await user.send("hello")
        discord.land.leave(bo)
        with pytest.raises(dpy.Forbidden) as refused:
            await user.send("still there?")
        assert refused.value.code == 50007
        await sent.edit(content="goodbye")
        bo.user.installed = True
        await user.send("there you are")


CHANGES = ("role", "rename", "drop", "mine", "channel", "close", "age", "deny")


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_changes_the_bot_s_picture_of_the_server_is_right(monkeypatch, seed):
    dice = random.Random(seed)
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        land, roles = discord.land, []
        for number in range(40):
            what, place = dice.choice(CHANGES), dice.choice(list(discord.home.channels.values()))
            role = dice.choice(roles) if roles else None
            match what:
                case "role":
                    roles.append(land.add_role(f"role {number}", color=number))
                case "rename" if role:
                    land.change_role(role, name=f"renamed {number}")
                case "drop" if role:
                    roles.remove(role)
                    land.delete_role(role)
                case "mine" if role:
                    change = dice.choice([land.give_role, land.take_role])
                    change(discord.world.bot, role)
                case "channel":
                    land.add_channel(f"channel {number}")
                case "close" if len(discord.home.channels) > 2:
                    land.delete_channel(place)
                case "age":
                    land.restrict(place, nsfw=dice.random() < 0.5)
                case "deny":
                    land.deny(place, "SEND_MESSAGES", to=role or discord.person("Ada"))
        land.add_role("the last")
        await heard(bot, ("role made", "the last"))
        guild, home = bot.get_guild(discord.home.id), discord.home
        assert {role.id: role.name for role in guild.roles} == {
            role.id: role.name for role in home.roles.values()
        }
        assert {role.id for role in guild.me.roles[1:]} == home.members[discord.world.bot.id]
        for channel in home.channels.values():
            seen = guild.get_channel(channel.id)
            if not channel.sees(discord.world.bot.id):
                assert seen.name == "___hidden___"
                assert not seen.permissions_for(guild.me).view_channel
                continue
            assert (seen.name, seen.nsfw) == (channel.name, channel.nsfw)
            permitted = channel.permissions(discord.world.bot.id)
            assert seen.permissions_for(guild.me).send_messages == (
                Permission.SEND_MESSAGES in permitted
            )
            assert {o.id for o in seen.overwrites} == {o.target for o in channel.overwrites}
        assert len(guild.channels) == len(home.channels)


async def test_whoever_left_sees_nothing_and_can_come_back():
    async with bare() as (discord, _):
        bo, gallery = discord.person("Bo"), discord.channel("gallery")
        message = await bo.say(gallery, "hello")
        discord.land.leave(bo)
        assert not message.visible_to(bo.id)
        assert [c["kind"] for c in discord.snapshot(bo.id)["channels"]] == ["dm"]
        with pytest.raises(Refused):
            await bo.command(gallery, "imagine", {"prompt": "x"})
        discord.land.join(bo)
        assert message.visible_to(bo.id)
        assert discord.home.members[bo.id] == set()
        with pytest.raises(ValueError, match="owner"):
            discord.land.leave(discord.owner)


async def test_some_roles_stay():
    async with bare() as (discord, _):
        everyone = discord.home.roles[discord.home.id]
        for role in (everyone, discord.land.role("Easel")):
            with pytest.raises(ValueError, match="cannot be deleted"):
                discord.land.delete_role(role)
        gone = discord.land.add_role("Gone")
        discord.land.delete_role(gone)
        with pytest.raises(KeyError):
            discord.land.give_role(discord.person("Ada"), gone)


async def test_a_crowd_is_made_at_once():
    async with bare() as (discord, _):
        refreshed: list[int] = []
        discord.land.watchers.append(lambda: refreshed.append(1))
        crowd = discord.crowd(330, roles=[discord.land.role("Supporters")])
        assert len(refreshed) == 1
        assert (
            len({person.name for person in crowd}) == len({p.user.username for p in crowd}) == 330
        )
        use = await crowd[299].command(discord.channel("gallery"), "imagine", {"prompt": "x"})
        assert use.user is crowd[299].user
        assert len(discord.crowd(5)) == 5
        assert len({user.name for user in discord.world.humans()}) == 340


def option(number: int, letters: int, **more) -> dict:
    """An option of three letters, and so many of description."""
    return {"type": 3, "name": f"o{number:02}", "description": "d" * letters, **more}


def part(number: int, *options: dict) -> dict:
    return {"type": 1, "name": f"s{number}", "description": "d", "options": list(options)}


@pytest.mark.parametrize(
    ("localized", "status"),
    [({}, 200), ({"ja": "d", "zh-CN": "长" * 50}, 200), ({"ja": "长" * 51}, 400)],
)
async def test_a_command_of_8000_characters_counts_its_longest_words_alone(localized, status):
    async with bare() as (discord, api):
        full = [part(n, *(option(number, 100) for number in range(25))) for n in range(3)]
        last = option(2, 50, description_localizations=localized)
        parts = [*full, part(3, option(0, 100), option(1, 100), last)]
        # 2 + 2 of command and group, 4 * 3 of the parts, 77 * 103 + 53 of their options.
        group = {"type": 2, "name": "g", "description": "d", "options": parts}
        command = {"name": "c", "description": "d", "options": [group]}
        reply = await api.call("PUT", f"/applications/{discord.world.app_id}/commands", [command])
        assert reply.status == status
        if status == 400:
            assert reply.problems() == {"0": "APPLICATION_COMMAND_TOO_LARGE"}
