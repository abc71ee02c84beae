"""Where the bot is not: somebody has Easel on their own account and brings it along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.discord import Channel
from sandbox.discord.permissions import Permission
from tests.running import PATIENCE
from tests.scene import Scene, names, offered, scene


@pytest.fixture
async def away(tmp_path: Path) -> AsyncIterator[Scene]:
    """Ada has it on her account; whatever she does, the bot's own token is of no use there."""
    async with scene(tmp_path) as ready:
        ready.ada.user.installed = True
        yield ready
        by_bot = [r.path for r in ready.discord.requests if r.auth == "bot"]
        assert [path for path in by_bot if "/messages" in path] == []
        ready.check()


def elsewhere(stage: Scene) -> Channel:
    """A channel of a server that the bot is not in; Ada and Bo are."""
    guild = stage.discord.land.add_guild("Elsewhere", stage.ada.user, invited=False)
    guild.members[stage.bo.id] = set()
    return stage.discord.channel("general", guild)


def among_people(stage: Scene) -> Channel:
    return stage.discord.land.add_direct(stage.ada.user, stage.bo.user)


def in_a_group(stage: Scene) -> Channel:
    return stage.discord.land.add_direct(stage.ada.user, stage.bo.user, stage.chen.user)


PLACES = (elsewhere, among_people, in_a_group)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
async def test_a_picture_and_what_others_do_with_it(away: Scene, place: object) -> None:
    channel = place(away)  # type: ignore[operator]
    use = await away.imagine("a traveller", where=channel)
    task = await away.taken("a traveller")
    away.relay.move(task.id, "IN_PROGRESS", "31%")
    await away.sees(use, "31%")
    away.relay.finish(task.id)
    result = await away.ended(use)
    assert len(result.pictures()) == 1
    # Whoever clicks is not who brought it along: it is neither a server's use nor theirs.
    click = await away.press(result, "U2", by=away.bo)
    await click.acknowledged(PATIENCE)
    assert click.owners == {"1": str(away.ada.id)}
    away.relay.finish((await away.made_by("upsample::2")).id)
    upscaled = await away.ended(click, "U2 of #1")
    assert len(upscaled.pictures()) == 1
    await away.discord.wait_for(
        lambda m: m is result and m.button("U2")["style"] == 3, timeout=PATIENCE
    )


async def test_all_its_commands_are_there_but_what_settles_a_server(away: Scene) -> None:
    there = {command["name"] for command in away.ada.commands(elsewhere(away))}
    assert {"imagine", "describe", "show", "history", "settings"} <= there
    assert "admin" not in there
    assert "Details" in {command["name"] for command in away.ada.commands(in_a_group(away))}


async def test_where_others_must_not_see_it_the_reply_is_private(away: Scene) -> None:
    owner = away.bo
    guild = away.discord.land.add_guild("Strict", owner.user, invited=False)
    guild.members[away.ada.id] = set()
    guild.roles[guild.id].permissions &= ~Permission.USE_EXTERNAL_APPS
    channel = away.discord.channel("general", guild)
    result = await away.finished("a whisper", where=channel)
    assert result.ephemeral
    assert len(result.pictures()) == 1
    [stored] = away.stored()
    assert stored["ephemeral"] == 1
    click = await away.press(result, "U1")
    await click.acknowledged(PATIENCE)
    away.relay.finish((await away.made_by("upsample::1")).id)
    assert (await away.ended(click)).ephemeral


async def test_what_is_told_aside_stays_within_five_messages(away: Scene) -> None:
    result = await away.finished("a busy day", where=elsewhere(away))
    for name in ("Favourite", "Details", "Split"):
        click = await away.press(result, name)
        await click.acknowledged(PATIENCE)
        assert len(click.followups) == 0
    gone = await away.press(result, "Delete")
    await gone.acknowledged(PATIENCE)
    await away.house.until(lambda: result.deleted and len(gone.followups) == 1)


async def test_a_private_result_is_not_anybody_elses_there(away: Scene) -> None:
    channel = elsewhere(away)
    result = await away.finished("a diary", where=channel, private=True)
    assert not result.visible_to(away.bo.id)
    away.bo.user.installed = True
    look = await away.bo.command(channel, "show", {"id": "1"})
    await look.acknowledged(PATIENCE)
    assert look.reply is not None
    assert "no task" in look.reply.text
    assert offered(result)
    assert "Delete" in names(result)
