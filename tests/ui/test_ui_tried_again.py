"""Answers that Discord took and did not confirm: discord.py's next attempt is refused, and it is
none the worse for that."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.status import Status
from sandbox.discord import Message
from tests.ui.running import Stage, a_picture


async def unexpected(stage: Stage) -> list[Message]:
    """What was said of it, once the bot has done all that the click asked for."""
    tasks = [
        task for task in asyncio.all_tasks() if task.get_name() == "discord.py: on_interaction"
    ]
    await asyncio.gather(*tasks)
    said = stage.texts.say("en", "errors.unexpected")
    return [message for message in stage.discord.messages() if message.text == said]


@pytest.mark.parametrize("verb", ["details", "rerun", "split", "seed", "keep"])
async def test_a_click_is_answered_once(stage: Stage, verb: str) -> None:
    await stage.imagine()
    message = await stage.finished(1, picture=a_picture())
    if verb == "seed":
        shown = await (await stage.ada.press(message, "ez:details:1:0")).acknowledged()
        assert shown.reply is not None
        message = shown.reply
    before = len(stage.discord.messages())
    stage.discord.inject("502-after", path="/callback")
    use = await (await stage.ada.press(message, f"ez:{verb}:1:0")).acknowledged()
    if use.form is None and verb != "seed":
        answer = await stage.discord.replied(use)
        assert answer.text
        assert len(stage.discord.messages()) == before + 1
    assert await unexpected(stage) == []


async def test_what_a_click_takes_back_is_taken_back(stage: Stage) -> None:
    use = await stage.imagine()
    await stage.queued(1)
    await stage.show(1)
    assert use.reply is not None
    stage.discord.inject("502-after", path="/callback")
    await stage.ada.press(use.reply, "ez:cancel:1:0")
    assert await stage.until(1, lambda task: task.status is Status.CANCELLED)
    assert await unexpected(stage) == []
