"""Who sees what, and what happens when several people do things at once."""

from __future__ import annotations

import asyncio

import pytest

from sandbox.discord import Interaction
from tests.running import PATIENCE
from tests.scene import Scene, names

BUSY_PROMPTS = (
    "a cat @everyone @here",
    "a cat <@{bo}> <@&{role}> <#{channel}>",
    "a cat ||@everyone|| `<@{bo}>` [x](https://example.com) **<@{bo}>**",
)


async def test_a_private_picture_is_for_its_member_alone_and_so_is_what_follows(
    stage: Scene,
) -> None:
    result = await stage.finished("a secret garden", private=True)
    assert result.ephemeral
    assert not result.visible_to(stage.bo.id)
    click = await stage.press(result, "U1")
    await click.acknowledged(PATIENCE)
    assert click.reply.ephemeral
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    upscaled = await stage.ended(click)
    assert upscaled.ephemeral
    assert len(upscaled.pictures()) == 1


async def test_in_a_direct_message(stage: Scene) -> None:
    result = await stage.finished("a letter", where=stage.discord.dm(stage.ada))
    assert len(result.pictures()) == 1
    click = await stage.press(result, "V1")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("variation::1")).id)
    varied = await stage.ended(click)
    assert varied.reference == result.id


async def test_a_chinese_member_reads_chinese_whoever_else_is_there(stage: Scene) -> None:
    theirs = await stage.imagine("一座灯塔", by=stage.chen)
    ours = await stage.imagine("a pier")
    for prompt in ("一座灯塔", "a pier"):
        stage.relay.move((await stage.taken(prompt)).id, "IN_PROGRESS", "31%")
    assert "正在绘制" in (await stage.sees(theirs, "31%")).text
    assert "Drawing" in (await stage.sees(ours, "31%")).text
    lost = await stage.taken("一座灯塔")
    stage.relay.fail(lost.id, "Timeout")
    ended = await stage.ended(theirs, "没有出图")
    assert names(ended) == ["重试"]


@pytest.mark.parametrize("typed", BUSY_PROMPTS)
async def test_nobody_is_pinged_by_a_prompt(stage: Scene, typed: str) -> None:
    role = next(iter(stage.discord.home.roles))
    prompt = typed.format(bo=stage.bo.id, role=role, channel=stage.gallery.id)
    use = await stage.imagine(prompt)
    task = await stage.made_by("a cat")
    stage.relay.move(task.id, "IN_PROGRESS", "15%")
    stage.relay.finish(task.id)
    result = await stage.ended(use)
    click = await stage.press(result, "U1")
    await click.acknowledged(PATIENCE)
    stage.relay.fail((await stage.made_by("upsample::1")).id, "@everyone Image denied")
    await stage.ended(click, "No picture")
    assert stage.discord.pings == []


async def test_two_clicks_of_one_member_at_the_same_moment_are_one_task(stage: Scene) -> None:
    result = await stage.finished("a windmill")
    clicks = await asyncio.gather(*(stage.press(result, "U1") for _ in range(2)))
    await _one_of(stage, clicks)


async def test_two_members_clicking_at_the_same_moment_make_one_task(stage: Scene) -> None:
    result = await stage.finished("a windmill")
    clicks = await asyncio.gather(
        stage.press(result, "U1", by=stage.ada), stage.press(result, "U1", by=stage.bo)
    )
    await _one_of(stage, clicks)


async def _one_of(stage: Scene, clicks: list[Interaction]) -> None:
    """One click made a task; the other was answered in private that it is on its way."""
    for click in clicks:
        await click.acknowledged(PATIENCE)
    child = await stage.made_by("upsample::1")
    [task, other] = sorted(clicks, key=lambda click: click.reply.ephemeral)
    assert "has just been pressed" in other.reply.text
    assert other.reply.ephemeral
    stage.relay.finish(child.id)
    await stage.ended(task)
    assert stage.submits("upsample::1") == 1


async def test_what_is_pressed_again_later_by_somebody_else_is_a_new_task(stage: Scene) -> None:
    result = await stage.finished("a windmill")
    for times, person in enumerate((stage.ada, stage.bo), start=1):
        click = await stage.press(result, "V2", by=person)
        await click.acknowledged(PATIENCE)
        stage.relay.finish((await stage.made_by("variation::2", times=times)).id)
        await stage.ended(click)
    assert len(stage.tasks()) == 3
