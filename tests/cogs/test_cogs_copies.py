"""What follows a copy of a result that was shown in private: who sees it."""

from __future__ import annotations

import pytest

from sandbox.discord import Message, Person
from tests.builders import a_button
from tests.ui.running import Stage, a_picture

MANY = tuple(a_button(f"B{number}") for number in range(40))


async def made_in(stage: Stage, place: str) -> Message:
    """A result of the moderator's: in direct messages, or in a channel."""
    mira, discord = stage.discord.person("Mod Mira"), stage.discord
    await stage.imagine(mira, discord.dm(mira) if place == "dm" else discord.channel(place))
    return await stage.finished(1, buttons=MANY, picture=a_picture())


async def copied(stage: Stage) -> Message:
    """A copy of it that only she sees, in the gallery."""
    show = {"id": "1", "private": True}
    use = await stage.discord.person("Mod Mira").command(stage.gallery, "show", show)
    return await stage.discord.replied(await use.acknowledged())


async def pressed(person: Person, message: Message, name: str) -> Message:
    use = await person.press(message, message.button(name)["custom_id"])
    await use.acknowledged()
    assert use.reply is not None
    return use.reply


@pytest.mark.parametrize(("place", "private"), [("dm", True), ("staff", True), ("gallery", False)])
async def test_what_others_here_could_not_see_stays_private(
    stage: Stage, place: str, *, private: bool
) -> None:
    mira = stage.discord.person("Mod Mira")
    first = await made_in(stage, place)
    copy = await copied(stage)
    assert (await pressed(mira, copy, "B1")).ephemeral is private
    more = await pressed(mira, copy, "More…")
    assert (await pressed(mira, more, "B39")).ephemeral is private
    assert not (await pressed(mira, first, "B2")).ephemeral
    more = await pressed(mira, first, "More…")
    assert not (await pressed(mira, more, "B38")).ephemeral
