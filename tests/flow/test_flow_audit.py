"""What moderators read in their channels, of what happens in the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flow.moderating import admin, nadia, owls, refused
from tests.hurry import HURRIED
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene

if TYPE_CHECKING:
    from sandbox.discord import Channel, Message


@pytest.fixture
def pace() -> float:
    """Moderators get one message in five seconds."""
    return HURRIED


def log(stage: Scene) -> Channel:
    return stage.discord.channel("mod-log")


async def told(stage: Scene, *words: str, where: Channel | None = None) -> Message:
    """The message in the moderators' channel that holds these words, once it is there."""
    channel = where or log(stage)
    return await stage.discord.wait_for(
        lambda m: m.channel is channel and all(word in m.text for word in words),
        channel=channel,
        timeout=PATIENCE,
    )


async def test_the_audit_channel_gets_who_what_and_where_with_a_link(stage: Scene) -> None:
    await admin(stage, "audit", {"channel": log(stage)})
    await told(stage, "Audit channel")
    result = await stage.finished("a pier || @everyone **loud**", by=stage.bo)
    place = f"https://discord.com/channels/{stage.discord.home.id}/{result.channel.id}/{result.id}"
    message = await told(stage, "asked for #1", place)
    assert f"<@{stage.bo.id}> asked for #1 in <#{stage.gallery.id}>." in message.text
    assert "a pier" in message.text
    assert "@everyone" not in message.text
    delete = await stage.press(result, "🗑️", by=nadia(stage))
    await delete.acknowledged(PATIENCE)
    message = await told(stage, f"<@{nadia(stage).id}> deleted #1 of <@{stage.bo.id}>")
    assert place not in message.text.split("deleted")[1]


async def test_what_is_hidden_and_what_is_private_stay_so(stage: Scene) -> None:
    await admin(stage, "audit", {"channel": log(stage)})
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    await stage.finished("a risque statue", where=owls(stage))
    await stage.finished("a secret garden", private=True)
    message = await told(stage, "asked for #2")
    assert "||a risque statue||" in (await told(stage, "asked for #1")).text
    assert "“a secret garden”" in message.text
    assert "https://" not in message.text.split("asked for #2")[1]


async def test_moderators_hear_of_refusals_blocks_and_pauses(stage: Scene) -> None:
    await admin(stage, "language", {"language": "zh-CN"})
    await admin(stage, "moderation", {"channel": log(stage)})
    await admin(stage, "words add", {"word": "gloom"})
    for _ in range(3):
        await refused(stage, "gloom and doom")
    await told(stage, f"<@{stage.ada.id}> 的提示词因 ||gloom|| 被拒绝", "||gloom and doom||")
    await told(stage, "被拒绝的次数过多")
    await admin(stage, "block", {"member": stage.bo, "reason": "Spam", "duration": "1d"})
    message = await told(stage, f"禁止 <@{stage.bo.id}> 使用至", "Spam")
    assert "提交了" not in message.text


async def test_a_kill_loses_no_line_and_posts_none_twice(stage: Scene) -> None:
    await admin(stage, "audit", {"channel": log(stage)})
    await told(stage, "Audit channel")
    path = f"/channels/{log(stage).id}/messages"
    stage.discord.inject("delay-after", path=path, method="POST", seconds=FOREVER)
    first = await stage.imagine("a pier")
    await told(stage, "asked for #1")
    await stage.imagine("a fox", by=stage.bo)
    await stage.taken("a fox")
    await stage.house.restart()
    await told(stage, "asked for #2")
    text = "\n".join(message.text for message in stage.discord.messages(log(stage)))
    assert text.count("asked for #1") == 1
    assert text.count("asked for #2") == 1
    stage.relay.finish((await stage.taken("a pier")).id)
    await stage.ended(first)


async def test_a_moderator_who_takes_somebodys_task_back_is_named(stage: Scene) -> None:
    await admin(stage, "audit", {"channel": log(stage)})
    use = await stage.imagine("a pier", by=stage.bo)
    task = await stage.taken("a pier")
    # Seen growing, it is known to be with the relay: before that nobody knows what to stop.
    stage.relay.move(task.id, "IN_PROGRESS", "10%")
    click = await stage.press(await stage.sees(use, "10%"), "Cancel", by=nadia(stage))
    await click.acknowledged(PATIENCE)
    await told(stage, f"<@{nadia(stage).id}> took back #1 of <@{stage.bo.id}>")
