"""Buttons as members press them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.picture import PictureTrouble
from bot.core.report import Button
from bot.core.request import Action, Imagine
from bot.core.status import Status
from bot.service import claims
from sandbox.discord import Message
from sandbox.discord.interactions import Use
from tests.builders import a_button
from tests.ui.running import GRID, Stage, a_picture


async def result(stage: Stage, *, buttons: tuple[Button, ...] = GRID, **options: object) -> Message:
    """The finished message of task 1."""
    await stage.imagine(**options)
    return await stage.finished(1, buttons=buttons, picture=a_picture())


async def test_a_press_makes_a_task_in_a_new_message(stage: Stage) -> None:
    message = await result(stage)
    use = await stage.discord.person("Bo").press(message, "ez:press:1:1")
    await use.acknowledged()
    task = await stage.queued(2)
    assert isinstance(task.request, Action)
    assert (task.request.parent, task.request.position, task.request.label) == (1, 1, "U2")
    assert task.request.parent_relay_id == "relay-1"
    assert task.user_id == stage.discord.person("Bo").id
    assert task.prompt == "a cat"
    assert use.reply is not None
    assert use.reply.id != message.id
    assert use.reply.thinking
    parent = await stage.until(1, lambda task: task.pressed == {1})
    assert parent.status is Status.DONE


async def test_a_pressed_button_turns_green(stage: Stage) -> None:
    message = await result(stage)
    await stage.ada.press(message, "ez:press:1:0")
    await stage.until(1, lambda task: bool(task.pressed))
    await stage.show(1)
    assert [button["style"] for button in message.buttons()][:4] == [3, 2, 2, 2]
    assert len(message.pictures()) == 1


async def test_midjourneys_own_favourite_under_an_old_message_keeps_the_result(
    stage: Stage,
) -> None:
    message = await result(stage)
    heart = Button("MJ::BOOKMARK::9f2d", "", "❤️")
    await stage.book.change(1, lambda t: replace(t, revision=t.revision + 1, buttons=(heart,)))
    use = await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "own.kept", number=1)
    assert await stage.store.get(2) is None


async def test_a_second_press_is_told_of_the_first(stage: Stage) -> None:
    message = await result(stage)
    await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    await stage.queued(2)
    again = await (await stage.discord.person("Chen").press(message, "ez:press:1:0")).acknowledged()
    assert again.reply is not None
    assert again.reply.ephemeral
    assert again.reply.text == stage.texts.say("zh-CN", "errors.already_pressed", task=2)
    assert await stage.store.get(3) is None


async def test_buttons_work_after_a_restart_and_on_any_message(stage: Stage) -> None:
    message = await result(stage)
    kept = stage.client._connection._view_store
    kept._views.clear()
    kept._synced_message_views.clear()
    await (await stage.ada.press(message, "ez:press:1:3")).acknowledged()
    assert await stage.queued(2)


async def test_a_click_is_answered_though_its_button_is_not_there_any_more(stage: Stage) -> None:
    """An edit has taken it away while the click was on its way."""
    message = await result(stage)
    await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    await stage.queued(2)
    without = stage.discord.messages()[1]
    assert without is not message
    data = {"custom_id": "ez:details:1:0", "component_type": 2, "id": 1}
    use = stage.ada._client.invocations.send(
        Use.COMPONENT, stage.ada.user, message.channel, data, message=without
    )
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert "a cat" in use.reply.text


async def test_private_cards_are_not_kept_either(stage: Stage) -> None:
    message = await result(stage)
    before = asyncio.all_tasks()
    await (await stage.ada.press(message, "ez:details:1:0")).acknowledged()
    kept = stage.client._connection._view_store
    assert not kept._views
    assert len(kept._dynamic_items) == 1
    lasting = asyncio.all_tasks() - before
    assert not [task for task in lasting if "timeout" in repr(task.get_coro())]


@pytest.mark.parametrize("position", [9, 10**17])
async def test_a_button_that_leads_nowhere_says_so(stage: Stage, position: int) -> None:
    message = await result(stage)
    button = message.button("ez:press:1:3")
    button["custom_id"] = f"ez:press:1:{position}"
    use = await (await stage.ada.press(message, button["custom_id"])).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", "errors.gone")


@pytest.mark.parametrize("verb", ["press", "again", "picture", "more"])
async def test_a_task_that_is_gone_is_said(stage: Stage, verb: str) -> None:
    message = await result(stage)
    message.button("ez:press:1:3")["custom_id"] = f"ez:{verb}:77:0"
    use = await (await stage.ada.press(message, f"ez:{verb}:77:0")).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.gone")


@pytest.mark.parametrize("custom_id", ["ez:erase:1:0", "ez:press:1:0:9", "mj:old:1"])
async def test_a_button_of_another_version_is_answered(stage: Stage, custom_id: str) -> None:
    message = await result(stage)
    message.button("ez:press:1:3")["custom_id"] = custom_id
    use = await (await stage.ada.press(message, custom_id)).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.unsupported")


async def test_what_follows_a_private_result_is_private(stage: Stage) -> None:
    message = await result(stage, private=True)
    use = await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    reply = await stage.store.reply(2)
    assert reply is not None
    assert reply.ephemeral


async def test_more_shows_the_rest_and_it_works(stage: Stage) -> None:
    buttons = tuple(a_button(f"B{number}") for number in range(40))
    message = await result(stage, buttons=buttons)
    use = await stage.discord.person("Bo").press(message, message.button("More…")["custom_id"])
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert [button["label"] for button in use.reply.buttons()] == [f"B{n}" for n in range(25, 40)]
    press = await stage.discord.person("Bo").press(use.reply, "ez:press:1:35")
    await press.acknowledged()
    assert press.reply is not None
    assert not press.reply.ephemeral
    assert isinstance((await stage.queued(2)).request, Action)


async def test_again_is_the_same_as_a_new_task(stage: Stage) -> None:
    use = await stage.imagine(prompt="a dog")
    task = await stage.queued(1)
    failure = Failure(FailureKind.RELAY_DOWN)
    await stage.book.change(1, lambda task: task.failed(failure, 1.0))
    await stage.show(1)
    assert use.reply is not None
    again = await (await stage.discord.person("Bo").press(use.reply, "ez:again:1:0")).acknowledged()
    second = await stage.queued(2)
    assert again.reply is not None
    assert again.reply.thinking
    assert isinstance(second.request, Imagine)
    assert second.request == replace(task.request, again_of=1)
    assert second.state != task.state
    assert second.user_id == stage.discord.person("Bo").id


async def test_a_picture_is_fetched_again_without_a_new_message(stage: Stage) -> None:
    message = await result(stage)
    await stage.book.change(1, lambda task: task.troubled(PictureTrouble.UNREACHABLE))
    await stage.show(1)
    use = await (await stage.ada.press(message, "ez:picture:1:0")).acknowledged()
    await stage.until(1, lambda task: task.trouble is None)
    assert use.reply is None or use.reply.id == message.id
    assert await stage.store.get(2) is None


@pytest.mark.parametrize("fault", ["10062", "50001"])
async def test_a_press_discord_did_not_take_makes_nothing(stage: Stage, fault: str) -> None:
    message = await result(stage)
    stage.discord.inject(fault, path="/callback")
    await stage.ada.press(message, "ez:press:1:0")
    task = await stage.until(2, lambda task: task.ended)
    assert task.status is Status.CANCELLED
    parent = await stage.store.get(1)
    assert parent is not None
    assert not parent.pressed


@pytest.mark.parametrize("fault", ["reset", "reset-after"])
async def test_a_lost_acknowledgement_is_asked_about(
    stage: Stage, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await result(stage)
    stage.discord.inject(fault, path="/callback")
    await stage.ada.press(message, "ez:press:1:0")
    await stage.asked()
    await stage.claims.turn(stage.display)
    if fault == "reset":  # it may still be on its way, until Discord would refuse it
        still = await stage.store.get(2)
        assert still is not None
        assert still.status is Status.CLAIMED
        monkeypatch.setattr(claims, "LATEST", 0.0)
        await stage.claims.turn(stage.display)
    task = await stage.until(2, lambda task: task.status is not Status.CLAIMED)
    assert task.status is (Status.QUEUED if fault == "reset-after" else Status.CANCELLED)


async def test_an_acknowledgement_that_was_retried_counts(stage: Stage) -> None:
    message = await result(stage)
    # The first attempt is taken and its answer replaced by a 502; discord.py's second gets 40060.
    stage.discord.inject("502-after", path="/callback")
    use = await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    task = await stage.queued(2)
    assert use.reply is not None
    assert task.status is Status.QUEUED
