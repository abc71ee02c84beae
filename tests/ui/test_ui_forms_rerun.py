"""Run again with changes: the prompt in a form, and a new task of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.request import Imagine, Model, Speed
from sandbox.discord import Interaction, Person, Upload
from tests.ui.running import Stage, a_picture
from tests.ui.test_ui_clicks import result

RERUN = "ez:rerun:1:0"


async def opened(stage: Stage, person: Person | None = None, **options: Any) -> Interaction:
    """Somebody presses "run again with changes" under task 1."""
    message = await result(stage, **options)
    message.button("ez:press:1:0")["custom_id"] = RERUN
    return await (await (person or stage.ada).press(message, RERUN)).acknowledged()


def field(use: Interaction, name: str) -> dict[str, Any]:
    """A field of the form that a press was answered with."""
    assert use.form is not None
    parts = (row["component"] for row in use.form["components"])
    return next(part for part in parts if part["custom_id"] == name)


async def test_the_form_holds_the_prompt(stage: Stage) -> None:
    use = await opened(stage, prompt="a cat --ar 3:2")
    assert field(use, "prompt")["value"] == "a cat --ar 3:2"
    assert use.form is not None
    assert use.form["title"] == stage.texts.say("en", "forms.rerun", number=1)


async def test_what_was_changed_is_a_new_task(stage: Stage) -> None:
    use = await opened(stage, prompt="a cat --ar 3:2", speed="relax", private=True)
    sent = await stage.ada.submit(use, {"prompt": "a dog —ar 2:3"})
    await sent.acknowledged()
    task = await stage.queued(2)
    assert isinstance(task.request, Imagine)
    assert task.prompt == task.request.prompt == "a dog --ar 2:3"
    assert task.request.speed is Speed.RELAX
    assert task.request.origin is None
    assert [note.key for note in task.request.notes] == ["dashes_mended"]
    assert sent.reply is not None
    assert sent.reply.thinking
    assert sent.reply.ephemeral


async def test_a_speed_in_the_prompt_counts_more(stage: Stage) -> None:
    use = await opened(stage, prompt="a cat", speed="relax")
    await (await stage.ada.submit(use, {"prompt": "a cat --fast"})).acknowledged()
    assert (await stage.queued(2)).request.speed is Speed.FAST


@pytest.mark.parametrize(
    ("prompt", "model"), [("a fox --niji 6", Model.NIJI), ("a fox --v 7", Model.MIDJOURNEY)]
)
async def test_nijis_bot_draws_its_own_versions(stage: Stage, prompt: str, model: Model) -> None:
    use = await opened(stage, prompt="a cat", bot=Model.NIJI.value)
    await (await stage.ada.submit(use, {"prompt": prompt})).acknowledged()
    request = (await stage.queued(2)).request
    assert isinstance(request, Imagine)
    assert request.model is model


async def test_a_bad_prompt_is_refused_and_given_back(stage: Stage) -> None:
    use = await opened(stage)
    sent = await (await stage.ada.submit(use, {"prompt": "a dog --bogus 1"})).acknowledged()
    assert sent.reply is not None
    assert sent.reply.ephemeral
    assert stage.texts.say("en", "errors.parameter_unknown", name="\\--bogus") in sent.reply.text
    assert "a dog" in sent.reply.text
    assert await stage.store.get(2) is None


async def test_a_picture_to_start_from_goes_along(stage: Stage) -> None:
    use = await opened(stage)
    picture = Upload("start.png", a_picture().data)
    await (await stage.ada.submit(use, {"image": [picture]})).acknowledged()
    await stage.queued(2)
    [image] = await stage.store.images(2)
    assert image.data == picture.data


async def test_a_file_that_is_no_picture_is_refused(stage: Stage) -> None:
    use = await opened(stage)
    values = {"image": [Upload("a.txt", b"words")]}
    sent = await (await stage.ada.submit(use, values)).acknowledged()
    assert sent.reply is not None
    assert stage.texts.say("en", "errors.picture_kind") in sent.reply.text
    assert await stage.store.get(2) is None


async def test_a_form_is_taken_after_a_restart(stage: Stage) -> None:
    use = await opened(stage)
    stage.client._connection._view_store._modals.clear()
    await (await stage.ada.submit(use, {"prompt": "a dog"})).acknowledged()
    assert (await stage.queued(2)).prompt == "a dog"


async def test_a_form_whose_task_has_gone_says_so(stage: Stage) -> None:
    use = await opened(stage)
    assert use.form is not None
    use.form["custom_id"] = "ez:rerun:99:0:0123abcd"
    sent = await (await stage.ada.submit(use, {})).acknowledged()
    assert sent.reply is not None
    assert sent.reply.text.startswith(stage.texts.say("en", "errors.gone"))
    assert "a cat" in sent.reply.text


async def test_what_a_form_changed_is_what_is_run_again(stage: Stage) -> None:
    await stage.imagine()
    await stage.queued(1)
    await stage.book.change(
        1, lambda task: replace(task, revision=task.revision + 1, answer="a dog")
    )
    message = await stage.finished(1, picture=a_picture())
    message.button("ez:press:1:0")["custom_id"] = RERUN
    use = await (await stage.ada.press(message, RERUN)).acknowledged()
    assert field(use, "prompt")["value"] == "a cat"  # the relay never asked for the dog
