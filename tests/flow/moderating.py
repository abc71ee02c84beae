"""What managers and moderators do in these tests, in few words."""

from __future__ import annotations

import json
from typing import Any

from sandbox.discord import Channel, Message, Person
from tests.running import PATIENCE
from tests.scene import Scene

THUMBNAIL = 11
"""Discord's number for it."""


def nadia(stage: Scene) -> Person:
    """Who owns the server."""
    return stage.discord.person("Nadia")


def owls(stage: Scene) -> Channel:
    """The age-restricted channel."""
    return stage.discord.channel("night-owls")


async def admin(
    stage: Scene,
    command: str,
    options: dict[str, Any] | None = None,
    *,
    by: Person | None = None,
    locale: str | None = None,
) -> str:
    """What a subcommand of /admin answers, in private."""
    person = by or nadia(stage)
    use = await person.command(stage.gallery, f"admin {command}", options or {}, locale=locale)
    await use.acknowledged(PATIENCE)
    assert use.reply.ephemeral
    return use.reply.text


async def refused(stage: Scene, prompt: str, **how: Any) -> str:
    """What somebody is told whose prompt is not taken."""
    tasks = len(stage.stored())
    use = await stage.ask(prompt, **how)
    await use.acknowledged(PATIENCE)
    assert use.reply.ephemeral
    assert len(stage.stored()) == tasks
    return use.reply.text


def hidden(message: Message) -> list[bool]:
    """Whether each picture of a message is hidden until somebody looks."""
    shown: list[bool] = []
    for part in message.parts():
        shown += [bool(item.get("spoiler")) for item in part.get("items", ())]
        if part["type"] == THUMBNAIL:
            shown.append(bool(part.get("spoiler")))
    return shown


def trail(stage: Scene) -> list[tuple[str, dict[str, str]]]:
    """The trail as it is stored: each event with its values."""
    with stage.house.database() as database:
        found = database.execute("SELECT event, happened FROM trail ORDER BY number")
        return [(row["event"], json.loads(row["happened"])) for row in found]
