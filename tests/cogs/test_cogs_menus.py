"""What a message's context menu offers, on all sorts of messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.request import Describe, Imagine, Model, Speed
from bot.core.status import Status
from sandbox.discord import Interaction, Message, Upload
from tests.ui.running import Stage, a_picture
from tests.ui.stand_ins import PNG

DESCRIBE, REFERENCE, RERUN = "Describe image", "Use as reference", "Run prompt again"
DETAILS = "Details"


async def chosen(stage: Stage, entry: str, message: Message, by: str = "Bo") -> Interaction:
    use = await stage.discord.person(by).menu(stage.gallery, entry, message)
    return await use.acknowledged()


async def posted(stage: Stage, *files: Upload, text: str = "look") -> Message:
    return await stage.ada.say(stage.gallery, text, files)


async def result(stage: Stage, **options: object) -> Message:
    await stage.imagine(**options)
    return await stage.finished(1, picture=a_picture())


def said(stage: Stage, use: Interaction, reason: str) -> None:
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", f"errors.{reason}")


async def test_an_attached_picture_is_described(stage: Stage) -> None:
    message = await posted(stage, Upload("a.txt", b"no picture"), Upload("a.png", PNG + b"7"))
    use = await chosen(stage, DESCRIBE, message)
    task = await stage.queued(1)
    assert use.reply is not None
    assert use.reply.thinking
    assert task.request == Describe()
    assert task.user_id == stage.discord.person("Bo").id
    (image,) = await stage.store.images(1)
    assert image.data == PNG + b"7"


async def test_the_picture_of_a_result_is_described(stage: Stage) -> None:
    message = await result(stage)
    await chosen(stage, DESCRIBE, message)
    assert (await stage.queued(2)).request == Describe()
    (image,) = await stage.store.images(2)
    assert image.data == a_picture().data


@pytest.mark.parametrize("entry", [DESCRIBE, REFERENCE])
async def test_a_message_without_a_picture_is_said(stage: Stage, entry: str) -> None:
    message = await posted(stage, Upload("a.txt", b"words"), text="https://example.com/a.png")
    said(stage, await chosen(stage, entry, message), "message_no_picture")
    assert await stage.store.get(1) is None


@pytest.mark.parametrize("entry", [DESCRIBE, REFERENCE, RERUN, DETAILS])
async def test_a_message_that_cannot_be_read_is_answered_too(
    stage: Stage, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await posted(stage, Upload("a.png", PNG))
    whole = message.json()
    poll = {
        "question": {"text": "Which?"},
        "answers": [],
        "expiry": None,  # as Discord's docs allow, and discord.py does not
        "allow_multiselect": False,
        "layout_type": 1,
    }
    monkeypatch.setattr(type(message), "json", lambda _message: {**whole, "poll": poll})
    said(stage, await chosen(stage, entry, message), "unexpected")


async def test_a_picture_that_discord_lost_is_said(stage: Stage) -> None:
    message = await posted(stage, Upload("a.png", PNG))
    (kept,) = message.attachments.values()
    stage.discord.cdn._files.pop(kept.id)
    said(stage, await chosen(stage, DESCRIBE, message), "reference_lost")


async def test_a_file_that_only_looks_like_a_picture_is_said(stage: Stage) -> None:
    message = await posted(stage, Upload("a.png", b"GIF89a"))
    said(stage, await chosen(stage, DESCRIBE, message), "picture_kind")


async def test_a_picture_becomes_a_reference(stage: Stage) -> None:
    message = await posted(stage, Upload("a.png", PNG + b"7"))
    opened = await chosen(stage, REFERENCE, message)
    assert opened.form is not None
    use = await stage.discord.person("Bo").submit(opened, {"prompt": "a dog —ar 3:2"})
    await use.acknowledged()
    task = await stage.queued(1)
    assert isinstance(task.request, Imagine)
    assert task.prompt == "a dog --ar 3:2"
    (image,) = await stage.store.images(1)
    assert image.data == PNG + b"7"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a.png",
        "http://cdn.discordapp.com/attachments/1/2/a.png",
        "https://cdn.discordapp.com@127.0.0.1/attachments/1/2/a.png",
        "{base}/api/v10/users/@me",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
async def test_a_reference_is_discords_own_or_nothing(stage: Stage, address: str) -> None:
    message = await posted(stage, Upload("a.png", PNG))
    opened = await chosen(stage, REFERENCE, message)
    changed = address.format(base=stage.discord.cdn.base_url)
    use = await stage.discord.person("Bo").submit(opened, {"prompt": "dog", "picture": changed})
    await use.acknowledged()
    assert use.reply is not None
    assert stage.texts.say("en", "errors.reference_lost") in use.reply.text
    assert await stage.store.get(1) is None


async def test_a_prompt_is_run_again_by_whoever_asks(stage: Stage) -> None:
    message = await result(stage, prompt="a fox", bot="NIJI_JOURNEY", speed="turbo")
    await chosen(stage, RERUN, message)
    task = await stage.queued(2)
    assert isinstance(task.request, Imagine)
    assert task.request.prompt == (await stage.book.find(1)).prompt
    assert (task.request.model, task.request.speed) == (Model.NIJI, Speed.TURBO)
    assert task.request.origin is None
    assert task.user_id == stage.discord.person("Bo").id


async def test_what_a_button_made_is_drawn_from_its_prompt(stage: Stage) -> None:
    message = await result(stage, prompt="a fox", speed="fast")
    await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    child = await stage.finished(2, picture=a_picture())
    await chosen(stage, RERUN, child)
    task = await stage.queued(3)
    assert task.request == Imagine("a fox", speed=Speed.FAST)


async def test_what_failed_is_run_again_with_its_pictures(stage: Stage) -> None:
    use = await stage.imagine(prompt="a fox", image=Upload("a.png", PNG + b"7"))
    await stage.queued(1)
    await stage.book.change(1, lambda task: task.failed(Failure(FailureKind.TIMEOUT), 1.0))
    await stage.show(1)
    assert use.reply is not None
    await chosen(stage, RERUN, use.reply)
    await stage.queued(2)
    (image,) = await stage.store.images(2)
    assert image.data == PNG + b"7"


async def test_a_result_without_a_prompt_cannot_be_run_again(stage: Stage) -> None:
    options = {"image": Upload("a.png", PNG)}
    await (await stage.ada.command(stage.gallery, "describe", options)).acknowledged()
    message = await stage.finished(1, buttons=(), picture=a_picture())
    said(stage, await chosen(stage, RERUN, message), "message_no_prompt")


async def test_somebodys_words_are_no_result(stage: Stage) -> None:
    message = await posted(stage, text="a fox --ar 3:2")
    said(stage, await chosen(stage, RERUN, message), "message_not_ours")


async def test_words_that_look_like_a_number_are_no_result(stage: Stage) -> None:
    await result(stage)
    message = await posted(stage, text="1")
    said(stage, await chosen(stage, RERUN, message), "message_not_ours")
    assert (await stage.book.find(1)).status is Status.DONE


async def test_details_are_shown_to_whoever_asks(stage: Stage) -> None:
    message = await result(stage, prompt="a fox")
    use = await chosen(stage, DETAILS, message)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert "a fox" in use.reply.text
    assert "relay-1" in use.reply.text


async def test_a_result_that_was_brought_back_is_known_too(stage: Stage) -> None:
    await result(stage, prompt="a fox")
    shown = await stage.ada.command(stage.gallery, "show", {"id": "1"})
    await shown.acknowledged()
    copy = await stage.discord.wait_for(lambda m: m is shown.reply and not m.thinking)
    await chosen(stage, RERUN, copy)
    assert (await stage.queued(2)).prompt == "a fox"


async def test_a_message_of_ours_that_is_no_result_is_said(stage: Stage) -> None:
    message = await result(stage)
    reply = await stage.store.reply(1)
    assert reply is not None
    await stage.store.save_reply(replace(reply, message_id=77))
    for button in message.buttons():
        button["custom_id"] = f"mj:{button['custom_id']}"
    said(stage, await chosen(stage, DETAILS, message), "message_not_ours")


async def test_who_may_ask_for_nothing_is_told_before_a_form_opens(stage: Stage) -> None:
    message = await posted(stage, Upload("a.png", PNG))
    bo = stage.discord.person("Bo")
    guild = stage.gallery.guild.id
    await stage.services.blocks.block(guild, bo.id, by=1, reason="Spam", seconds=None)
    use = await chosen(stage, REFERENCE, message)
    assert use.form is None
    assert use.reply is not None
    assert "has blocked you" in use.reply.text
