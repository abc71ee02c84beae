"""Suggested prompts as members go on with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.report import Button
from bot.core.request import Imagine, Speed, suggested
from bot.core.status import Status
from sandbox.discord import Message
from tests.ui.running import Stage

TEXTS = ("a lighthouse —ar 5:4", "w" * 5000, "a cat --ar 1:1 --ar 2:1", "waves --turbo")
FIRST = "ez:suggestion:1:0"
PENCIL = "ez:edit_suggestion:1:0"


async def suggestions(
    stage: Stage, found: tuple[str, ...] = TEXTS, buttons: tuple[Button, ...] = (), **options: Any
) -> Message:
    """The finished message of a /shorten, task 1."""
    chosen = {"prompt": "many words", **options}
    await (await stage.ada.command(stage.gallery, "shorten", chosen)).acknowledged()
    await stage.queued(1)
    await stage.book.change(
        1, lambda task: replace(task, revision=task.revision + 1, suggestions=found)
    )
    return await stage.finished(1, buttons=buttons)


async def test_a_number_draws_its_prompt(stage: Stage) -> None:
    message = await suggestions(stage, speed="relax")
    use = await stage.discord.person("Bo").press(message, FIRST)
    await use.acknowledged()
    task = await stage.queued(2)
    assert isinstance(task.request, Imagine)
    assert task.prompt == task.request.prompt == "a lighthouse --ar 5:4"
    assert (task.request.picked, task.request.speed) == ((1, 0), Speed.RELAX)
    assert task.request.origin == (1, suggested(0))
    assert use.reply is not None
    assert use.reply.thinking
    await stage.until(1, lambda task: task.pressed == {suggested(0)})
    await stage.show(1)
    assert message.button(FIRST)["style"] == 3


async def test_a_speed_in_the_prompt_is_the_one(stage: Stage) -> None:
    message = await suggestions(stage, speed="relax")
    await (await stage.ada.press(message, "ez:suggestion:1:3")).acknowledged()
    task = await stage.queued(2)
    assert (task.prompt, task.request.speed) == ("waves", Speed.TURBO)


async def test_a_second_press_is_told_of_the_first(stage: Stage) -> None:
    message = await suggestions(stage)
    await (await stage.ada.press(message, FIRST)).acknowledged()
    await stage.queued(2)
    again = await (await stage.discord.person("Bo").press(message, FIRST)).acknowledged()
    assert again.reply is not None
    assert again.reply.text == stage.texts.say("en", "errors.already_pressed", task=2)
    await (await stage.ada.press(message, "ez:suggestion:1:3")).acknowledged()
    assert (await stage.queued(3)).prompt == "waves", "another suggestion is another matter"


async def test_what_was_drawn_may_be_drawn_again_later(stage: Stage) -> None:
    message = await suggestions(stage)
    await (await stage.ada.press(message, FIRST)).acknowledged()
    await stage.finished(2)
    await (await stage.discord.person("Bo").press(message, FIRST)).acknowledged()
    assert await stage.queued(3)


@pytest.mark.parametrize(
    ("index", "key", "values"),
    [
        (1, "prompt_too_long", None),
        (2, "parameter_twice", {"name": "\\--ar", "first": "1:1", "second": "2:1"}),
        (9, "gone", {}),
    ],
)
async def test_what_cannot_be_drawn_is_said(
    stage: Stage, index: int, key: str, values: dict[str, str] | None
) -> None:
    found = ("a cat", "w" * 6001, "a cat --ar 1:1 --ar 2:1")
    message = await suggestions(stage, found)
    message.button(FIRST)["custom_id"] = f"ez:suggestion:1:{index}"
    use = await (await stage.ada.press(message, f"ez:suggestion:1:{index}")).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    known = {"length": 6001, "limit": 6000} if values is None else values
    assert use.reply.text == stage.texts.say("en", f"errors.{key}", **known)
    assert await stage.store.get(2) is None


async def test_a_pencil_opens_the_whole_prompt(stage: Stage) -> None:
    message = await suggestions(stage)
    opened = await (await stage.ada.press(message, "ez:edit_suggestion:1:1")).acknowledged()
    use = await (await stage.ada.submit(opened, {})).acknowledged()
    task = await stage.queued(2)
    assert use.reply is not None
    assert task.prompt.replace(" ", "") == "w" * 5000


async def test_a_changed_prompt_is_drawn_as_often_as_one_likes(stage: Stage) -> None:
    message = await suggestions(stage)
    for number, prompt in enumerate(("a red lighthouse", "a blue lighthouse"), start=2):
        opened = await (await stage.ada.press(message, PENCIL)).acknowledged()
        await (await stage.ada.submit(opened, {"prompt": prompt})).acknowledged()
        task = await stage.queued(number)
        assert task.prompt == prompt
        assert task.request.origin is None


async def test_a_form_for_what_is_gone_is_said(stage: Stage) -> None:
    message = await suggestions(stage)
    message.button(PENCIL)["custom_id"] = "ez:edit_suggestion:1:7"
    use = await (await stage.ada.press(message, "ez:edit_suggestion:1:7")).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.gone")


async def test_what_follows_a_private_one_is_private(stage: Stage) -> None:
    message = await suggestions(stage, private=True)
    use = await (await stage.ada.press(message, FIRST)).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    opened = await (await stage.ada.press(message, PENCIL)).acknowledged()
    changed = await (await stage.ada.submit(opened, {"prompt": "a dog"})).acknowledged()
    assert changed.reply is not None
    assert changed.reply.ephemeral


async def test_describing_again_brings_more_words(stage: Stage) -> None:
    retry = Button("MJ::Picread::Retry", "", "🔄")
    message = await suggestions(stage, buttons=(Button("MJ::Job::PicReader::1", "1"), retry))
    await (await stage.ada.press(message, "ez:press:1:1")).acknowledged()
    task = await stage.queued(2)
    assert not task.makes_picture
    assert task.status is Status.QUEUED
