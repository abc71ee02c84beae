"""Forms in front of the relay's buttons, and those that the relay waits for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.form import unheard
from bot.core.preferences import Preferences
from bot.core.report import Acceptance, Button
from bot.core.request import Action
from bot.core.status import Status
from bot.core.task import Task
from sandbox.discord import Interaction, Message
from tests.ui.running import Stage, a_picture
from tests.ui.test_ui_clicks import result
from tests.ui.test_ui_forms_rerun import field

ID = "9f2d0b6e-1c5e-4d5a-8d53-3f6a5b1f7a11"
V1 = Button(f"MJ::JOB::variation::1::{ID}", "V1")
U1 = Button(f"MJ::JOB::upsample::1::{ID}", "U1")
ZOOM = Button(f"MJ::CustomZoom::{ID}", "Custom Zoom", "🔍")
PRESS = "ez:press:1:0"
CONTINUE = "ez:continue:2:0"


async def pressed(stage: Stage, button: Button, **options: Any) -> Interaction:
    """Ada presses the only button of a finished task."""
    message = await result(stage, buttons=(button,), **options)
    return await (await stage.ada.press(message, PRESS)).acknowledged()


async def remixing(stage: Stage) -> None:
    """Ada wants to see the prompt first."""
    await stage.client.services.history.prefer(stage.ada.id, Preferences(remix=True))


def action(task: Task) -> Action:
    assert isinstance(task.request, Action)
    return task.request


# -- forms that are known before the press --------------------------------------------------------
async def test_a_zoom_asks_for_a_prompt_and_how_far(stage: Stage) -> None:
    use = await pressed(stage, ZOOM, prompt="a cat --ar 3:2")
    assert use.form is not None
    assert use.form["title"] == "Custom Zoom"
    assert field(use, "zoom")["value"] == "2"
    assert field(use, "prompt")["value"] == "a cat --ar 3:2"
    assert await stage.store.get(2) is None


async def test_a_zoom_is_written_into_the_prompt(stage: Stage) -> None:
    use = await pressed(stage, ZOOM)
    sent = await (await stage.ada.submit(use, {"zoom": "1,5"})).acknowledged()
    task = await stage.queued(2)
    assert task.answer == "a cat --zoom 1.5"
    assert action(task).custom_id == ZOOM.custom_id
    assert sent.reply is not None
    assert sent.reply.thinking
    assert (await stage.until(1, lambda task: bool(task.pressed))).pressed == {0}


async def test_the_zoom_of_the_picture_before_is_not_repeated(stage: Stage) -> None:
    await stage.imagine()
    await stage.queued(1)
    await stage.book.change(
        1,
        lambda task: replace(
            task, revision=task.revision + 1, final_prompt="a cat --zoom 1.8 --v 7.0"
        ),
    )
    message = await stage.finished(1, buttons=(ZOOM,), picture=a_picture())
    use = await (await stage.ada.press(message, PRESS)).acknowledged()
    assert field(use, "prompt")["value"] == "a cat --v 7.0"
    await (await stage.ada.submit(use, {"zoom": "1.2"})).acknowledged()
    assert (await stage.queued(2)).answer == "a cat --v 7.0 --zoom 1.2"


@pytest.mark.parametrize(("zoom", "value"), [("3", "3"), ("0,5", "0,5"), ("far", "far")])
async def test_a_wrong_zoom_is_said_and_nothing_is_made(
    stage: Stage, zoom: str, value: str
) -> None:
    use = await pressed(stage, ZOOM)
    sent = await (await stage.ada.submit(use, {"zoom": zoom, "prompt": "a dog"})).acknowledged()
    assert sent.reply is not None
    assert sent.reply.ephemeral
    sentence = stage.texts.say("en", "errors.zoom_wrong", value=value, low=1, high=2)
    assert sent.reply.text.startswith(sentence)
    assert "a dog" in sent.reply.text
    assert await stage.store.get(2) is None


async def test_without_remix_a_variation_starts_at_once(stage: Stage) -> None:
    use = await pressed(stage, V1)
    assert use.form is None
    task = await stage.queued(2)
    assert (action(task).remix, task.answer) == (False, None)


async def test_with_remix_a_variation_shows_its_prompt(stage: Stage) -> None:
    await remixing(stage)
    use = await pressed(stage, V1, prompt="a cat --ar 3:2", private=True)
    assert field(use, "prompt")["value"] == "a cat --ar 3:2"
    sent = await (await stage.ada.submit(use, {"prompt": "a dog —ar 3:2"})).acknowledged()
    task = await stage.queued(2)
    assert (action(task).remix, task.answer, task.prompt) == (
        True,
        "a dog --ar 3:2",
        "a cat --ar 3:2",
    )
    assert sent.reply is not None
    assert sent.reply.ephemeral


async def test_a_prompt_left_as_it_is_counts_as_none(stage: Stage) -> None:
    await remixing(stage)
    use = await pressed(stage, V1)
    await (await stage.ada.submit(use, {})).acknowledged()
    task = await stage.queued(2)
    assert (action(task).remix, task.answer) == (False, None)


async def test_a_prompt_that_cannot_be_is_said_before_anything_is_made(stage: Stage) -> None:
    await remixing(stage)
    use = await pressed(stage, V1)
    sent = await (await stage.ada.submit(use, {"prompt": "a {red, blue} dog"})).acknowledged()
    assert sent.reply is not None
    assert stage.texts.say("en", "errors.prompt_permutations") in sent.reply.text
    assert await stage.store.get(2) is None


async def test_with_remix_other_buttons_start_at_once_all_the_same(stage: Stage) -> None:
    await remixing(stage)
    use = await pressed(stage, U1)
    assert use.form is None
    assert action(await stage.queued(2)).remix


# -- forms that the relay waits for ----------------------------------------------------------------
async def asked(stage: Stage, button: Button = ZOOM, form: str = "a cat") -> Message:
    """The message of task 2, Ada's press, for which the relay waits for a form."""
    message = await result(stage, buttons=(replace(button, custom_id="MJ::JOB::new::1"),))
    await remixing(stage)
    press = await (await stage.ada.press(message, PRESS)).acknowledged()
    await stage.queued(2)
    await stage.book.change(2, lambda task: task.sending(1.0))
    acceptance = Acceptance(relay_id="relay-2", form=form)
    await stage.book.change(2, lambda task: task.accepted(acceptance, 2_000_000_000.0))
    await stage.show(2)
    assert press.reply is not None
    return press.reply


async def test_a_waiting_form_is_offered_with_its_end(stage: Stage) -> None:
    message = await asked(stage)
    assert stage.texts.say("en", "state.form_waits") in message.text
    assert "<t:2000000900:R>" in message.text
    use = await (await stage.ada.press(message, CONTINUE)).acknowledged()
    assert field(use, "prompt")["value"] == "a cat"


async def test_what_was_filled_in_is_kept_for_the_relay(stage: Stage) -> None:
    message = await asked(stage)
    use = await (await stage.ada.press(message, CONTINUE)).acknowledged()
    sent = await (await stage.ada.submit(use, {"prompt": "a dog"})).acknowledged()
    task = await stage.until(2, lambda task: task.answer is not None)
    assert task.answer == "a dog"
    assert sent.reply is None or sent.reply.id == message.id
    await stage.show(2)
    assert CONTINUE not in [button["custom_id"] for button in message.buttons()]
    assert "a dog" in message.text


async def test_the_relays_own_prompt_may_be_sent_on(stage: Stage) -> None:
    message = await asked(stage, form="a cat --weird-own 1")
    use = await (await stage.ada.press(message, CONTINUE)).acknowledged()
    await (await stage.ada.submit(use, {})).acknowledged()
    task = await stage.until(2, lambda task: task.answer is not None)
    assert task.answer == "a cat --weird-own 1"


async def test_nobody_else_fills_it_in(stage: Stage) -> None:
    message = await asked(stage)
    use = await (await stage.discord.person("Bo").press(message, CONTINUE)).acknowledged()
    assert use.form is None
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", "errors.form_not_yours")


async def test_a_form_that_ran_out_meanwhile_says_so(stage: Stage) -> None:
    message = await asked(stage)
    use = await (await stage.ada.press(message, CONTINUE)).acknowledged()
    expired = Failure(FailureKind.FORM_EXPIRED)
    await stage.book.change(2, lambda task: task.failed(expired, 1.0))
    sent = await (await stage.ada.submit(use, {"prompt": "a dog"})).acknowledged()
    assert sent.reply is not None
    assert stage.texts.say("en", "errors.form_over") in sent.reply.text
    assert "a dog" in sent.reply.text
    await stage.show(2)
    assert stage.texts.say("en", "failures.form_expired") in message.text
    assert "ez:again:2:0" in [button["custom_id"] for button in message.buttons()]


async def test_a_relay_that_did_not_ask_is_told_of(stage: Stage) -> None:
    await remixing(stage)
    use = await pressed(stage, V1)
    sent = await (await stage.ada.submit(use, {"prompt": "a dog"})).acknowledged()
    await stage.finished(2, buttons=(U1,), picture=a_picture())
    task = await stage.until(2, lambda task: task.status is Status.DONE)
    assert unheard(task)
    assert sent.reply is not None
    assert stage.texts.say("en", "forms.unheard") in sent.reply.text
    assert "a cat" in sent.reply.text
    assert "a dog" not in sent.reply.text
