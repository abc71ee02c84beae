"""Set-ups that are broken in one way each, as operators break them; docs/doctor.md is made of them.

Each is arranged in front of the sandbox; what the doctor says of it is what the document shows.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.doctor import breaking
from tests.running import Bot
from tests.scene import Scene, scene

BAD_SETTINGS = 78
NOWHERE = "http://127.0.0.1:9"
"""Where nothing listens: the port of `discard`, which no system serves any more."""

Arrange = Callable[[Scene], Awaitable[Mapping[str, str]]]
"""Breaks something; gives the settings that go with it."""


@dataclass(frozen=True)
class Setup:
    """One broken set-up. `patched` is what is otherwise about the machine itself, as Python."""

    title: str
    story: str
    settings: Mapping[str, str] = field(default_factory=dict)
    arrange: Arrange | None = None
    preset: str = "new-api"
    patched: str = ""
    code: int = 1


@dataclass(frozen=True)
class Answered:
    """What the doctor has said: its exit code, all it wrote, and the sandbox's names for things."""

    code: int
    words: str
    names: Mapping[str, str]

    @property
    def faults(self) -> str:
        """The lines about what is wrong or remarkable, with names that stay the same."""
        lines = self.words.splitlines()
        kept = [
            line
            for place, line in enumerate(lines)
            if line[:1] in {"✗", "!"} or (line.startswith("  →") and lines[place - 1][:1] != "✓")
        ]
        return plain("\n".join(kept), self.names)


def plain(text: str, names: Mapping[str, str]) -> str:
    """Text without what differs from run to run."""
    for found, name in names.items():
        text = text.replace(found, name)
    text = re.sub(r"client_id=\d+", "client_id=APPLICATION", text)
    text = re.sub(r"permissions=\d+", "permissions=…", text)
    text = re.sub(r"this one knows \d+", "this one knows …", text)
    text = re.sub(r"is damaged \(.*\)", "is damaged (…)", text)
    return re.sub(r" ssl:default \[.*?\]\)", ")", text)


@contextlib.asynccontextmanager
async def arranged(setup: Setup, folder: Path) -> AsyncIterator[tuple[Scene, dict[str, str]]]:
    """The scene of a set-up, and the settings to run the doctor with."""
    async with scene(folder, preset=setup.preset, online=False) as stage:
        settings = {**stage.house.settings, **setup.settings}
        settings = {name: _filled(value, stage) for name, value in settings.items()}
        if setup.patched:
            (folder / "sitecustomize.py").write_text(setup.patched)
            settings["PYTHONPATH"] = f"{folder}:{Path(__file__).parents[2]}"
        if setup.arrange is not None:
            settings |= await setup.arrange(stage)
        try:
            yield stage, settings
        finally:
            breaking.let_go()


def _filled(value: str, stage: Scene) -> str:
    return value.replace("RELAY", stage.relay.base_url)


async def answered(setup: Setup, folder: Path) -> Answered:
    """What the doctor says of a set-up."""
    async with arranged(setup, folder) as (stage, settings):
        (folder / "doctor").mkdir()
        code = await (await Bot.run(settings, folder / "doctor", "doctor")).end()
        words = (folder / "doctor" / "bot.log").read_text("utf-8")
        names = {
            str(stage.discord.channel("general").id): "CHANNEL",
            stage.relay.base_url: "http://relay.example.com",
            stage.discord.api_url: "http://discord.example.com/api/v10",
            str(folder): "/srv/easel",
            NOWHERE.removeprefix("http://"): "127.0.0.1:9",
        }
        if port := settings.get("WEB_PORT", "0").strip("0"):
            names[f":{port}"] = ":8080"
        return Answered(code, words, names)


SETUPS = [
    Setup(
        "The word Bot before the token",
        "`DISCORD_TOKEN=Bot MTE4…`, as libraries write it.",
        {"DISCORD_TOKEN": "Bot MTE4ODA.x.y"},
        code=BAD_SETTINGS,
    ),
    Setup(
        "A relay's address without its beginning, and a setting that is not one",
        "`RELAY_URL=relay.example.com`, `RELAY_AUTH=basic`. All that is wrong is told at once.",
        {"RELAY_URL": "relay.example.com", "RELAY_AUTH": "basic"},
        code=BAD_SETTINGS,
    ),
    Setup(
        "A token that Discord does not know",
        "An old token, from before it was reset.",
        {"DISCORD_TOKEN": "MTE4ODA.old.token"},
    ),
    Setup(
        "No way to Discord",
        "A proxy at `DISCORD_API_URL` that is down.",
        {"DISCORD_API_URL": f"{NOWHERE}/api/v10"},
    ),
    Setup(
        "An Interactions Endpoint URL",
        "Left over from another bot: commands go there, and Easel hears of none.",
        arrange=breaking.endpoint,
    ),
    Setup(
        "An application that cannot be added to servers",
        "Only *User Install* is switched on.",
        arrange=breaking.uninstallable,
    ),
    Setup(
        "Missing permissions",
        "Somebody has taken two of them from the bot's role.",
        arrange=breaking.powerless,
    ),
    Setup(
        "Channels that shut the bot out",
        "A server has chosen three channels; one withholds a permission from the bot, and one is"
        " hidden from it. Of hidden channels Discord tells not even the name.",
        arrange=breaking.closed_channels,
    ),
    Setup(
        "A bot that crashes in a loop",
        "It has started almost a thousand times today.",
        arrange=breaking.restless,
    ),
    Setup(
        "Commands that are gone",
        "Another program with the same token has published its own.",
        arrange=breaking.lost_commands,
    ),
    Setup("A relay that is down", "Nothing listens at its port.", {"RELAY_URL": NOWHERE}),
    Setup(
        "The address of the relay's web pages",
        "`RELAY_URL=http://relay.example.com/console/token`, copied from the browser: new-api"
        " answers every unknown address with its start page.",
        {"RELAY_URL": "RELAY/console/token"},
    ),
    Setup(
        "/mj twice",
        "`RELAY_URL=http://relay.example.com/mj/mj`.",
        {"RELAY_URL": "RELAY/mj/mj"},
        preset="plus",
    ),
    Setup(
        "A page whatever is asked",
        "A check for browsers stands before the relay.",
        arrange=breaking.always_pages,
    ),
    Setup(
        "A relay behind a broken gateway",
        "nginx is up, the relay is not.",
        arrange=breaking.in_trouble,
    ),
    Setup("A wrong key", "A key that was deleted at the relay.", {"RELAY_KEY": "sk-deleted-key"}),
    Setup(
        "The key in the wrong header",
        "trueai's midjourney-proxy wants the bare key; `RELAY_AUTH` was left at `bearer`.",
        {"RELAY_AUTH": "bearer"},
        preset="trueai",
    ),
    Setup(
        "The same, in a file with two relays",
        "`RELAYS_FILE=relays.toml`; each relay is looked at, and named.",
        arrange=breaking.two_relays,
        preset="trueai",
    ),
    Setup(
        "A mistake in that file",
        "The key was copied with the word before it.",
        arrange=breaking.mistaken,
        code=BAD_SETTINGS,
    ),
    Setup(
        "A relay in `.env` beside a file of relays",
        "`RELAYS_FILE=relays.toml`, and `RELAY_URL` of before is still there.",
        arrange=breaking.two_places,
        code=0,
    ),
    Setup(
        "A speed that the relay writes otherwise",
        "`RELAY_SPEED=fast`, `RELAY_SPEED_PATH=speed-{speed}`.",
        {"RELAY_SPEED": "fast", "RELAY_SPEED_PATH": "speed-{speed}"},
        preset="trueai",
    ),
    Setup(
        "A model that the relay does not have",
        "`TRANSLATE_MODEL=gpt-5-nano`, which the key's group is not given.",
        {"TRANSLATE_MODEL": "gpt-5-nano"},
    ),
    Setup("A key without money", "All of it is spent.", arrange=breaking.broke),
    Setup(
        "A clock that is ten minutes off",
        "Quotas, waits and certificates go wrong by it.",
        patched="import time\nreal = time.time\ntime.time = lambda: real() + 600\n",
    ),
    Setup(
        "A folder that cannot be written",
        "`DATABASE_PATH` leads through a file.",
        arrange=breaking.no_folder,
    ),
    Setup(
        "A disk that is full",
        "Less than 64 MiB are left.",
        patched="import shutil\nfrom types import SimpleNamespace\n"
        "shutil.disk_usage = lambda path: SimpleNamespace(free=9 * 1024 * 1024)\n",
    ),
    Setup(
        "Another program's database",
        "`DATABASE_PATH` names a music player's.",
        arrange=breaking.foreign,
    ),
    Setup(
        "A newer Easel's database", "After going back to an older version.", arrange=breaking.newer
    ),
    Setup("A damaged database", "A disk that lost a page.", arrange=breaking.damaged),
    Setup(
        "A port that is taken",
        "Another program listens at `WEB_PORT`.",
        arrange=breaking.silent_port,
    ),
    Setup(
        "A public address that leads to nothing",
        "`PUBLIC_URL` is set, `WEB_PORT` is 0.",
        {"PUBLIC_URL": "https://easel.example.com", "WEB_PORT": "0"},
    ),
]
