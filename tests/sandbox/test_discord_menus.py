"""Menus of people, roles and channels, and options of every kind, as the real client reads them."""

from __future__ import annotations

import pytest
from probe_admin import Admin
from probe_api import bare, deferred, png, row
from probe_bot import done, running

from sandbox.discord import Refused, Upload

ADMIN = {"kind": Admin}


def menu(kind: int, *defaults: tuple[str, int], **more) -> dict:
    found = [{"type": what, "id": str(number)} for what, number in defaults]
    return {"type": kind, "custom_id": "m", **({"default_values": found} if found else {}), **more}


async def opened(discord, **options):
    """The panel, opened by a moderator."""
    mira = discord.person("Mod Mira")
    use = await mira.command(discord.channel("gallery"), "admin panel", options)
    return mira, (await done(use)).reply


async def test_a_panel_of_menus_hands_over_what_was_chosen(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        mira, panel = await opened(discord)
        roles = [discord.land.role("Artist"), discord.land.role("Supporters")]
        await done(await mira.select(panel, "roles", roles))
        await done(await mira.select(panel, "roles", []))
        await done(await mira.select(panel, "channels", [discord.channel("mod-log").id]))
        people = [discord.person("Ada"), discord.owner]
        await done(await mira.select(panel, "people", people))
        await done(await mira.select(panel, "anybody", [people[0], roles[0]]))
        assert [[thing.name for thing in found] for found in bot.heard] == [
            ["Artist", "Supporters"],
            [],
            ["mod-log"],
            ["ada", "nadia"],
            ["ada", "Artist"],
        ]
        (channel,) = bot.heard[2]
        assert channel.permissions.view_channel
        assert bot.heard[3][1].guild_permissions.administrator


@pytest.mark.parametrize(
    ("custom_id", "chosen", "words"),
    [
        ("roles", ["everyone"], "no such role"),
        ("roles", [1], "no such role"),
        ("roles", ["Artist", "Artist"], "twice"),
        ("roles", ["Artist", "Regular", "Moderator", "Owner"], "between 0 and 3"),
        ("people", ["Ada"], "between 2 and 2"),
        ("people", ["Ada", 1], "no such person"),
        ("channels", [], "between 1 and 25"),
        ("channels", ["thread"], "kind of channel"),
        ("channels", ["dm"], "no such channel"),
        ("nothing", ["Ada"], "no such button or menu"),
    ],
)
async def test_a_client_chooses_only_what_a_menu_offers(monkeypatch, custom_id, chosen, words):
    async with running(monkeypatch, bot=ADMIN) as (discord, _):
        mira, panel = await opened(discord)
        things = {
            **{role.name: role for role in discord.home.roles.values()},
            "everyone": discord.home.id,
            "Ada": discord.person("Ada"),
            "thread": discord.land.add_thread("t", discord.channel("gallery")),
            "dm": discord.dm(mira),
        }
        with pytest.raises(Refused, match=words):
            await mira.select(panel, custom_id, [things.get(one, one) for one in chosen])


async def test_a_hidden_channel_is_not_offered():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        await api.original(use, {"content": "x", "components": [row(menu(8))]})
        with pytest.raises(Refused, match="no such channel"):
            await use_menu(discord, use, [discord.channel("mod-log").id])
        await use_menu(discord, use, [discord.channel("night-owls").id])


async def use_menu(discord, use, values):
    return await discord.person("Ada").select(use.reply, "m", values)


async def test_a_panel_shows_what_is_set(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, _):
        role = discord.land.role("Supporters")
        _, panel = await opened(discord, role=role)
        assert panel.selects()[0]["default_values"] == [{"id": str(role.id), "type": "role"}]


KINDS = {"user": 5, "role": 6, "channel": 8}


@pytest.mark.parametrize("named", KINDS)
@pytest.mark.parametrize("kind", [5, 6, 7, 8])
async def test_default_values_are_of_the_menu_s_kind_and_there(named, kind):
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        numbers = {
            "user": discord.person("Bo").id,
            "role": discord.land.role("Artist").id,
            "channel": discord.channel("gallery").id,
        }
        fits = kind == KINDS[named] or (kind == 7 and named != "channel")

        async def tried(number):
            part = menu(kind, (named, number))
            return await api.original(use, {"content": "x", "components": [row(part)]})

        reply = await tried(numbers[named])
        assert reply.status == (200 if fits else 400)
        where = "components.0.components.0.default_values.0"
        if not fits:
            assert reply.problems() == {f"{where}.type": "BASE_TYPE_CHOICES"}
            return
        refused = await tried(4)
        assert refused.problems() == {f"{where}.id": "SELECT_COMPONENT_DEFAULT_VALUE_UNKNOWN"}


BAD_MENUS = {
    "no such type": (menu(6, ("guild", 1)), "default_values.0.type", "BASE_TYPE_CHOICES"),
    "26 defaults": (
        menu(5, *[("user", n) for n in range(26)], max_values=25),
        "default_values",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "more than max_values": (
        menu(5, ("user", 1), ("user", 2)),
        "default_values",
        "SELECT_COMPONENT_INVALID_DEFAULT_COUNT",
    ),
    "fewer than min_values": (
        menu(5, ("user", 1), min_values=2, max_values=2),
        "default_values",
        "SELECT_COMPONENT_INVALID_DEFAULT_COUNT",
    ),
    "one twice": (
        menu(5, ("user", 1), ("user", 1), max_values=2),
        "default_values",
        "SELECT_COMPONENT_DEFAULT_VALUE_DUPLICATED",
    ),
    "min_values -1": (menu(6, min_values=-1), "min_values", "NUMBER_TYPE_MIN"),
    "min_values 26": (menu(6, min_values=26), "min_values", "NUMBER_TYPE_MAX"),
    "max_values 0": (menu(6, max_values=0), "max_values", "NUMBER_TYPE_MIN"),
    "max_values 26": (menu(6, max_values=26), "max_values", "NUMBER_TYPE_MAX"),
    "an unknown kind of channel": (
        menu(8, channel_types=[99]),
        "channel_types.0",
        "BASE_TYPE_CHOICES",
    ),
}


@pytest.mark.parametrize(("part", "where", "code"), BAD_MENUS.values(), ids=BAD_MENUS)
async def test_menus_refused(part, where, code):
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        reply = await api.original(use, {"content": "x", "components": [row(part)]})
        assert reply.problems().get(f"components.0.components.0.{where}") == code, reply.body


async def test_a_form_s_menu_keeps_what_it_was_filled_with():
    async with bare() as (discord, api):
        use = await discord.person("Ada").command(
            discord.channel("gallery"), "imagine", {"prompt": "x"}
        )
        bo = discord.person("Bo")
        label = {"type": 18, "label": "Who", "component": menu(5, ("user", bo.id))}
        form = {"custom_id": "f", "title": "Who", "components": [label]}
        assert (await api.answer(use, 9, form)).status == 200
        sent = await discord.person("Ada").submit(use, {})
        assert sent.data["components"][0]["component"]["values"] == [str(bo.id)]
        assert str(bo.id) in sent.data["resolved"]["members"]


async def test_options_of_every_kind_reach_a_part_of_a_group(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        mira, night = discord.person("Mod Mira"), discord.channel("night-owls")
        discord.land.change_guild(discord.home, locale="zh-CN")
        values = {
            "member": discord.person("Bo"),
            "role": discord.land.role("Supporters"),
            "place": discord.channel("night-owls"),
            "whom": discord.land.role("Artist"),
            "money": 2.5,
            "tasks": 12,
            "file": Upload("settings.json", b"{}"),
        }
        await done(await mira.command(night, "admin quota set", values))
        assert bot.given == {
            "member": ("bo", ["Regular", "Supporters"]),
            "role": "Supporters",
            "place": ("night-owls", True, True),
            "whom": "Artist",
            "money": 2.5,
            "tasks": 12,
            "file": "settings.json",
            "mine": True,
            "locale": "zh-CN",
            "nsfw": True,
        }
        (command,) = discord.commands
        assert command["default_member_permissions"] == "32"
        assert command["name_localizations"] == {"zh-CN": "管理"}
        quota = next(option for option in command["options"] if option["type"] == 2)
        assert quota["options"][0]["description_localizations"] == {"zh-CN": "设置它"}
        place = quota["options"][0]["options"][2]
        assert place["channel_types"] == [0, 5]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"money": 101.0}, "between 0"),
        ({"money": "2,5"}, "not what this option takes"),
        ({"tasks": 2.5}, "not what this option takes"),
        ({"role": 1}, "no such role"),
        ({"place": "thread"}, "kind of channel"),
        ({"place": "general of another server"}, "no such channel"),
        ({"member": None}, "required"),
        ({"file": Upload("a", png(2, 2) * (1 << 18))}, "too large"),
    ],
)
async def test_options_that_a_client_refuses(monkeypatch, changed, words):
    async with running(monkeypatch, bot=ADMIN) as (discord, bot):
        elsewhere = discord.land.add_guild("Elsewhere", discord.person("Ada").user)
        places = {
            "thread": discord.land.add_thread("t", discord.channel("gallery")),
            "general of another server": discord.channel("general", elsewhere),
        }
        values = {
            "member": discord.person("Bo"),
            "role": discord.land.role("Supporters"),
            "place": discord.channel("gallery"),
            "whom": discord.person("Ada"),
            "money": 2.5,
            "tasks": 12,
            **changed,
        }
        values["place"] = places.get(values["place"], values["place"])
        with pytest.raises(Refused, match=words):
            await discord.person("Mod Mira").command(
                discord.channel("gallery"), "admin quota set", values
            )
        assert bot.given == {}


async def test_a_group_itself_is_no_command(monkeypatch):
    async with running(monkeypatch, bot=ADMIN) as (discord, _):
        for name, words in (
            ("admin", "is a group"),
            ("admin quota", "is a group"),
            ("admin quota get", "no part"),
        ):
            with pytest.raises(Refused, match=words):
                await discord.owner.command(discord.channel("gallery"), name)
