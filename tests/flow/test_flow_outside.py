"""DIRECT_DAILY_TASKS: what may be asked for where no server's quotas hold."""

from __future__ import annotations

from pathlib import Path

from sandbox.discord import Channel
from tests.running import PATIENCE
from tests.scene import Scene, scene


def elsewhere(stage: Scene) -> Channel:
    """A server that the bot is not in, which Ada brings it along to."""
    stage.ada.user.installed = True
    guild = stage.discord.land.add_guild("Elsewhere", stage.ada.user, invited=False)
    return stage.discord.channel("general", guild)


async def refusal(stage: Scene, where: Channel) -> str:
    use = await stage.ask("one too many", where=where)
    await use.acknowledged(PATIENCE)
    assert use.reply is not None
    return use.reply.text


async def test_direct_messages_and_places_without_the_bot_count_together(tmp_path: Path) -> None:
    async with scene(tmp_path, settings={"DIRECT_DAILY_TASKS": "2"}) as stage:
        away = elsewhere(stage)
        direct = stage.discord.land.add_direct(stage.ada.user, stage.bo.user)
        await stage.imagine("the first", where=away)
        await stage.imagine("the second", where=direct)
        for place in (away, direct):
            assert "you may ask for 2 tasks a day" in await refusal(stage, place)
        use = await stage.ada.command(away, "quota")
        await use.acknowledged(PATIENCE)
        assert use.reply is not None
        assert "2 of 2 tasks used · 0 left" in use.reply.text
        await stage.imagine("at home")  # where the server's own quotas count, and it has none
        await stage.taken("at home")
        assert len(stage.stored()) == 3
        stage.check()


async def test_none_means_none(tmp_path: Path) -> None:
    async with scene(tmp_path, settings={"DIRECT_DAILY_TASKS": "0"}) as stage:
        assert "in servers only" in await refusal(stage, elsewhere(stage))
        assert stage.stored() == []
        stage.check()
