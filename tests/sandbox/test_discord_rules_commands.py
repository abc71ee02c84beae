"""Commands: what Discord takes and what it refuses, case by case."""

from __future__ import annotations

import pytest
from probe_api import COMMANDS, bare

OPTION = {"type": 3, "name": "prompt", "description": "What"}


def command(**more):
    return {"name": "imagine", "description": "Make a picture", **more}


def one(**more):
    return [command(options=[{**OPTION, **more}])]


def choices(count):
    return [{"name": str(n), "value": str(n)} for n in range(count)]


GOOD_COMMANDS = {
    "none at all": [],
    "25 options": [command(options=[{**OPTION, "name": f"o{n}"} for n in range(25)])],
    "25 choices": one(choices=choices(25)),
    "a Chinese name": [command(name="画", name_localizations={"zh-CN": "想象"})],
    "a name of 32": [command(name="x" * 32)],
    "15 message menus": [{"type": 3, "name": f"Menu {n}"} for n in range(15)],
    "a name once a kind": [command(name="details"), {"type": 3, "name": "details"}],
    "a group in a group": [
        command(
            options=[
                {
                    "type": 2,
                    "name": "a",
                    "description": "x",
                    "options": [{"type": 1, "name": "b", "description": "x", "options": [OPTION]}],
                }
            ]
        )
    ],
    "8000 characters": [
        command(
            name="x" * 32,
            description="x" * 68,
            options=[
                {
                    **OPTION,
                    "name": f"{n}".rjust(10, "x"),
                    "description": "x" * 90,
                    "choices": [
                        {"name": f"{n}-{m}".rjust(90, "x"), "value": f"{m}"} for m in range(8)
                    ],
                }
                for n in range(9)
            ],
        )
    ],
}

BAD_COMMANDS = {
    "an object": ({}, "", "LIST_TYPE_CONVERT"),
    "no name": ([{"description": "x"}], "0.name", "BASE_TYPE_REQUIRED"),
    "capitals": ([command(name="Imagine")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    "a blank": ([command(name="a b")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    "a name of 33": ([command(name="x" * 33)], "0.name", "BASE_TYPE_BAD_LENGTH"),
    "a bad name in Chinese": (
        [command(name_localizations={"zh-CN": "A"})],
        "0.name_localizations.zh-CN",
        "APPLICATION_COMMAND_INVALID_NAME",
    ),
    "an unknown language": (
        [command(name_localizations={"xx": "a"})],
        "0.name_localizations.xx",
        "ENUM_TYPE_COERCE",
    ),
    "no description": ([{"name": "a"}], "0.description", "BASE_TYPE_REQUIRED"),
    "a description of 101": (
        [command(description="x" * 101)],
        "0.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a menu with a description": (
        [{"type": 3, "name": "Details", "description": "x"}],
        "0.description",
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    ),
    "two of a name": (
        [command(), command()],
        "1.name",
        "APPLICATION_COMMANDS_DUPLICATE_NAME",
    ),
    "101 commands": (
        [command(name=f"c{n}") for n in range(101)],
        "_",
        "MAX_APPLICATION_COMMANDS",
    ),
    "16 message menus": (
        [{"type": 3, "name": f"Menu {n}"} for n in range(16)],
        "_",
        "MAX_APPLICATION_COMMANDS",
    ),
    "26 options": (
        [command(options=[{**OPTION, "name": f"o{n}"} for n in range(26)])],
        "0.options",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "26 choices": (one(choices=choices(26)), "0.options.0.choices", "BASE_TYPE_MAX_LENGTH"),
    "choices and autocomplete": (
        one(choices=choices(1), autocomplete=True),
        "0.options.0",
        "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
    ),
    "a choice of 101": (
        one(choices=[{"name": "x", "value": "x" * 101}]),
        "0.options.0.choices.0.value",
        "BASE_TYPE_MAX_LENGTH",
    ),
    "a choice twice": (
        one(choices=[{"name": "x", "value": "1"}, {"name": "x", "value": "2"}]),
        "0.options.0.choices",
        "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
    ),
    "an option twice": (
        [command(options=[OPTION, OPTION])],
        "0.options.1.name",
        "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
    ),
    "required after optional": (
        [command(options=[OPTION, {**OPTION, "name": "b", "required": True}])],
        "0.options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "max_length of 6001": (
        one(max_length=6001),
        "0.options.0.max_length",
        "NUMBER_TYPE_MAX",
    ),
    "a range upside down": (
        one(min_length=5, max_length=4),
        "0.options.0.min_length",
        "APPLICATION_COMMAND_OPTIONS_RANGE_INVALID",
    ),
    "parts beside options": (
        [command(options=[{"type": 1, "name": "a", "description": "x"}, OPTION])],
        "0.options",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "8001 characters": (
        [
            command(
                options=[
                    {
                        **OPTION,
                        "name": f"o{n}",
                        "description": "x" * 98,
                        "choices": [
                            {"name": f"{n}-{m}".rjust(100, "x"), "value": f"{m}".rjust(100, "x")}
                            for m in range(4)
                        ],
                    }
                    for n in range(9)
                ]
            )
        ],
        "0",
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
    "nowhere": ([command(contexts=[])], "0.contexts", "BASE_TYPE_MIN_LENGTH"),
}


@pytest.mark.parametrize("rows", GOOD_COMMANDS.values(), ids=GOOD_COMMANDS)
async def test_commands_taken(rows):
    async with bare() as (discord, api):
        reply = await api.call("PUT", f"/applications/{discord.world.app_id}/commands", rows)
        assert reply.status == 200, reply.body
        assert [row["name"] for row in reply.body] == [row["name"] for row in rows]


@pytest.mark.parametrize(("rows", "where", "code"), BAD_COMMANDS.values(), ids=BAD_COMMANDS)
async def test_commands_refused(rows, where, code):
    async with bare() as (discord, api):
        reply = await api.call("PUT", f"/applications/{discord.world.app_id}/commands", rows)
        assert (reply.status, reply.code) == (400, 50035)
        assert reply.problems().get(where) == code, reply.body
        assert [row["name"] for row in discord.commands] == [row["name"] for row in COMMANDS]


async def test_commands_keep_their_ids_and_are_listed():
    async with bare() as (discord, api):
        path = f"/applications/{discord.world.app_id}/commands"
        before = {row["name"]: row["id"] for row in discord.commands}
        await api.call("PUT", path, [command(name_localizations={"zh-CN": "画"})])
        (only,) = discord.commands
        assert only["id"] == before["imagine"]
        brief = await api.call("GET", path)
        full = await api.call("GET", f"{path}?with_localizations=true")
        assert "name_localizations" not in brief.body[0]
        assert full.body[0]["name_localizations"] == {"zh-CN": "画"}
        assert (await api.call("GET", "/applications/1/commands")).code == 20012


async def test_single_commands_come_change_and_go():
    async with bare() as (discord, api):
        path = f"/applications/{discord.world.app_id}/guilds/{discord.home.id}/commands"
        made = await api.call("POST", path, command(name="here"))
        assert made.status == 201
        assert discord.commands[-1]["guild_id"] == str(discord.home.id)
        one_path = f"{path}/{made.body['id']}"
        assert (await api.call("GET", one_path)).body["name"] == "here"
        changed = await api.call("PATCH", one_path, {"description": "changed"})
        assert (changed.status, changed.body["description"]) == (200, "changed")
        assert (await api.call("DELETE", one_path)).status == 204
        assert (await api.call("GET", one_path)).code == 10063


async def test_no_more_than_200_new_commands_a_day():
    async with bare() as (discord, api):
        path = f"/applications/{discord.world.app_id}/commands"
        for start in (0, 100):
            rows = [command(name=f"c{n}") for n in range(start, start + 98)]
            assert (await api.call("PUT", path, rows)).status == 200
        assert (await api.call("PUT", path, [command(name="more")])).code == 30034
