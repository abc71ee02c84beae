"""What breaks a set-up, where that takes more than settings; each gives the settings it needs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sqlite3
import urllib.request
from collections.abc import Mapping

from sandbox.discord.permissions import Permission
from tests.scene import Scene


async def endpoint(stage: Scene) -> Mapping[str, str]:
    stage.discord.world.app_settings["interactions_endpoint_url"] = "https://old-bot.example.com"
    return {}


async def uninstallable(stage: Scene) -> Mapping[str, str]:
    stage.discord.world.app_settings["integration_types_config"] = {"1": {}}
    return {}


async def powerless(stage: Scene) -> Mapping[str, str]:
    for role in stage.discord.home.roles.values():
        role.permissions &= ~(Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY)
    return {}


async def closed_channels(stage: Scene) -> Mapping[str, str]:
    """One server has chosen three channels; in one of them the bot lacks something, and one is
    hidden from it."""
    await stage.house.start()
    await stage.house.bot.stop()
    land, me = stage.discord.land, stage.discord.world.bot
    chosen = [stage.discord.channel(name).id for name in ("gallery", "sketches", "general")]
    land.deny(stage.discord.channel("sketches"), "ATTACH_FILES", to=me)
    land.deny(stage.discord.channel("general"), "VIEW_CHANNEL", to=me)
    settings = json.dumps({"easel": 1, "settings": {"channels": chosen}})
    with stage.house.database() as database:
        values = (stage.discord.home.id, settings)
        database.execute("INSERT INTO guilds VALUES (?, ?, 0)", values)
    return {}


async def restless(stage: Scene) -> Mapping[str, str]:
    stage.discord.gateway.identifies = 988
    return {}


async def lost_commands(stage: Scene) -> Mapping[str, str]:
    await stage.house.start()
    await stage.house.bot.stop()
    base, number = stage.discord.api_url, stage.discord.world.app_id
    kept = [command for command in stage.discord.commands if command["name"] != "imagine"]
    request = urllib.request.Request(
        f"{base}/applications/{number}/commands",
        json.dumps(
            [{"name": c["name"], "type": c["type"], **_described(c)} for c in kept]
        ).encode(),
        {"Authorization": f"Bot {stage.discord.token}", "Content-Type": "application/json"},
        method="PUT",
    )
    (await asyncio.to_thread(urllib.request.urlopen, request, timeout=5)).close()
    return {}


def _described(command: Mapping[str, object]) -> dict[str, object]:
    return {"description": command["description"]} if command["description"] else {}


async def always_pages(stage: Scene) -> Mapping[str, str]:
    stage.relay.change(faults={"html_200": 1})
    return {}


async def in_trouble(stage: Scene) -> Mapping[str, str]:
    stage.relay.change(faults={"html_502": 1})
    return {}


async def broke(stage: Scene) -> Mapping[str, str]:
    stage.relay.change(balance=0)
    return {}


async def two_relays(stage: Scene) -> Mapping[str, str]:
    file = stage.house.folder / "relays.toml"
    place = f'url = "{stage.relay.base_url}"\nkey = "{stage.relay.key}"\n'
    one = '[[relay]]\nname = "{}"\nauth = "{}"\n' + place
    file.write_text(one.format("east", stage.relay.auth) + one.format("west", "bearer"))
    return {"RELAYS_FILE": str(file), "RELAY_URL": "", "RELAY_KEY": ""}


async def mistaken(stage: Scene) -> Mapping[str, str]:
    file = stage.house.folder / "relays.toml"
    place = f'url = "{stage.relay.base_url}"\nkey = "Bearer {stage.relay.key}"\n'
    file.write_text(f'[[relay]]\nname = "east"\n{place}')
    return {"RELAYS_FILE": str(file), "RELAY_URL": "", "RELAY_KEY": ""}


async def two_places(stage: Scene) -> Mapping[str, str]:
    return await two_relays(stage) | {"RELAY_URL": stage.relay.base_url}


async def silent_port(stage: Scene) -> Mapping[str, str]:
    del stage
    taken = socket.create_server(("127.0.0.1", 0))
    _KEPT.append(taken)
    return {"WEB_PORT": str(taken.getsockname()[1])}


_KEPT: list[socket.socket] = []
"""Sockets that other programs would hold."""


def let_go() -> None:
    """Closes what a set-up has held open."""
    while _KEPT:
        _KEPT.pop().close()


async def foreign(stage: Scene) -> Mapping[str, str]:
    with contextlib.closing(sqlite3.connect(stage.house.folder / "easel.db")) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    return {}


async def newer(stage: Scene) -> Mapping[str, str]:
    with contextlib.closing(sqlite3.connect(stage.house.folder / "easel.db")) as connection:
        connection.executescript(
            "PRAGMA application_id = 0x4561736c; PRAGMA user_version = 999; CREATE TABLE tasks (a)"
        )
    return {}


async def damaged(stage: Scene) -> Mapping[str, str]:
    await stage.house.start()
    await stage.house.bot.stop()
    with (stage.house.folder / "easel.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    return {}


async def no_folder(stage: Scene) -> Mapping[str, str]:
    (stage.house.folder / "data").write_text("a file where the folder would be")
    return {"DATABASE_PATH": str(stage.house.folder / "data" / "easel.db")}
