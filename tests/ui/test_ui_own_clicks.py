"""Easel's own keys as members press them: details, split, favourite, delete, cancel."""

from __future__ import annotations

import gc
import io
from dataclasses import replace

import pytest
from PIL import Image as Pillow

from bot.core.operations import ACTION
from bot.core.picture import Upload
from bot.core.status import Status
from sandbox.discord import Interaction, Message
from tests.ui.running import GRID, Stage, a_picture


def a_grid() -> Upload:
    """A grid of four colours."""
    image = Pillow.new("RGB", (16, 16))
    for place, colour in enumerate(("red", "lime", "blue", "gold")):
        image.paste(colour, (place % 2 * 8, place // 2 * 8, place % 2 * 8 + 8, place // 2 * 8 + 8))
    made = io.BytesIO()
    image.save(made, "PNG")
    return Upload("easel-1.png", made.getvalue(), 16, 16)


async def result(stage: Stage, **options: object) -> Message:
    await stage.imagine(**options)
    return await stage.finished(1, picture=a_grid())


async def click(stage: Stage, message: Message, verb: str, by: str = "Ada") -> Interaction:
    person = stage.discord.person(by)
    return await (await person.press(message, f"ez:{verb}:1:0")).acknowledged()


async def told(stage: Stage, use: Interaction, key: str, **values: object) -> Message:
    """What whoever clicked is told in private."""
    said = stage.texts.say(use.locale or "en", key, **values)
    return await stage.discord.wait_for(
        lambda m: m.ephemeral and m.text == said and m.visible_to(use.user.id)
    )


# -- details -------------------------------------------------------------------------------------
async def test_details_are_shown_to_whoever_clicks(stage: Stage) -> None:
    message = await result(stage, prompt="a cat --ar 3:2")
    use = await click(stage, message, "details", "Chen")
    assert use.reply is not None
    assert use.reply.ephemeral
    for part in ("#1 的详情", f"<@{stage.ada.id}>", "`--ar 3:2`", "`relay-1`"):
        assert part in use.reply.text


async def test_a_long_prompt_comes_as_a_file(stage: Stage) -> None:
    prompt = "a cat and another cat " * 100
    message = await result(stage, prompt=prompt.strip())
    use = await click(stage, message, "details")
    assert use.reply is not None
    kinds = [part["type"] for part in use.reply.parts()]
    assert 13 in kinds  # Discord's File component
    seed = await stage.ada.press(use.reply, "ez:seed:1:0")
    await seed.acknowledged()
    reason = stage.texts.say("en", "errors.unreachable")
    failed = stage.texts.say("en", "details.seed_failed", reason=reason)
    await stage.discord.wait_for(lambda m: m is use.reply and failed in m.text)
    assert 13 in [part["type"] for part in use.reply.parts()]


# -- split ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("private", [False, True])
async def test_a_grid_is_split_where_it_is(stage: Stage, private: bool) -> None:
    message = await result(stage, private=private)
    use = await click(stage, message, "split")
    answer = await stage.discord.replied(use)
    assert answer.ephemeral is private
    assert stage.texts.say("en", "own.split", number=1) in answer.text
    colours = []
    for _, data in answer.pictures():
        with Pillow.open(io.BytesIO(data or b"")) as quarter:
            assert quarter.size == (8, 8)
            colours.append(quarter.convert("RGB").getpixel((4, 4)))
    assert colours == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 215, 0)]
    assert await stage.store.get(2) is None


async def test_what_is_no_grid_is_not_split(stage: Stage) -> None:
    message = await result(stage)
    await stage.book.change(
        1, lambda task: replace(task, revision=task.revision + 1, buttons=GRID[:1])
    )
    use = await click(stage, message, "split")
    await told(stage, use, "errors.not_a_grid")


async def test_a_grid_that_is_nowhere_is_said(stage: Stage) -> None:
    message = await result(stage)
    reply = await stage.store.reply(1)
    assert reply is not None
    stage.discord.cdn._files.clear()
    use = await click(stage, message, "split")
    answer = await stage.discord.replied(use)
    assert answer.text in {
        stage.texts.say("en", f"picture.{t}") for t in ("unreachable", "missing")
    }


# -- when nothing can be promised ----------------------------------------------------------------
@pytest.mark.parametrize("verb", ["split", "seed"])
async def test_a_promise_that_cannot_be_kept_in_the_store_is_not_made(
    stage: Stage, verb: str
) -> None:
    message = await result(stage)
    shown = await click(stage, message, "details")
    async with stage.store._database.transaction() as connection:
        await connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON promises"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    clicked = message if verb == "split" else shown.reply
    assert clicked is not None
    await told(stage, await click(stage, clicked, verb), "errors.store")
    gc.collect()  # what was never awaited is told of then


# -- favourites ----------------------------------------------------------------------------------
async def test_a_favourite_is_everybodys_own(stage: Stage) -> None:
    message = await result(stage)
    await told(stage, await click(stage, message, "keep"), "own.kept", number=1)
    await told(stage, await click(stage, message, "keep", "Chen"), "own.kept", number=1)
    await told(stage, await click(stage, message, "keep"), "own.dropped", number=1)
    history = stage.services.history
    assert await history.favourites(stage.ada.id, [1]) == frozenset()
    assert await history.favourites(stage.discord.person("Chen").id, [1]) == {1}


# -- delete --------------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["Ada", "Mod Mira"])
async def test_a_result_is_deleted_by_its_member_or_a_moderator(stage: Stage, by: str) -> None:
    message = await result(stage)
    use = await click(stage, message, "delete", by)
    await told(stage, use, "own.deleted", number=1)
    assert message.deleted
    task = await stage.book.find(1)
    assert task.removed


async def test_nobody_else_deletes_it(stage: Stage) -> None:
    message = await result(stage)
    use = await click(stage, message, "delete", "Bo")
    await told(stage, use, "errors.delete_not_yours")
    assert not message.deleted
    assert not (await stage.book.find(1)).removed


async def test_a_private_result_is_deleted_by_the_click(stage: Stage) -> None:
    message = await result(stage, private=True)
    await told(stage, await click(stage, message, "delete"), "own.deleted", number=1)
    assert message.deleted


async def test_a_deletion_discord_refuses_is_left_to_delivery(stage: Stage) -> None:
    message = await result(stage)
    stage.discord.inject("50001", path="/messages/@original", method="DELETE")
    await told(stage, await click(stage, message, "delete"), "own.deleted", number=1)
    assert (await stage.book.find(1)).removed


# -- cancel --------------------------------------------------------------------------------------
async def waiting(stage: Stage) -> Message:
    use = await stage.imagine()
    await stage.queued(1)
    await stage.show(1)
    assert use.reply is not None
    return use.reply


@pytest.mark.parametrize("by", ["Ada", "Mod Mira"])
async def test_what_waits_is_cancelled(stage: Stage, by: str) -> None:
    message = await waiting(stage)
    use = await click(stage, message, "cancel", by)
    await told(stage, use, "cancel.cancelled", number=1)
    assert (await stage.book.find(1)).status is Status.CANCELLED


async def test_nobody_else_cancels_it(stage: Stage) -> None:
    message = await waiting(stage)
    await told(stage, await click(stage, message, "cancel", "Bo"), "errors.cancel_not_yours")
    assert (await stage.book.find(1)).status is Status.QUEUED


async def test_a_relay_that_is_not_reached_is_said(stage: Stage) -> None:
    message = await waiting(stage)
    await stage.book.change(
        1,
        lambda task: replace(
            task, revision=task.revision + 1, status=Status.RUNNING, relay_id="relay-1"
        ),
    )
    await told(stage, await click(stage, message, "cancel"), "errors.unreachable")
    assert not (await stage.book.find(1)).muted


async def test_what_is_over_cannot_be_cancelled(stage: Stage) -> None:
    message = await waiting(stage)
    await stage.book.change(1, lambda task: task.cancelled(1.0))
    await told(stage, await click(stage, message, "cancel"), "cancel.cancelled", number=1)


# -- what the relay lacks ------------------------------------------------------------------------
async def test_a_press_the_relay_cannot_do_is_said_at_once(stage: Stage) -> None:
    message = await result(stage)
    await stage.services.abilities.lacks("main", ACTION)
    use = await click(stage, message, "press")
    await told(stage, use, "errors.operation")
    assert await stage.store.get(2) is None
    await stage.show(1, picture=a_picture())
    assert message.button("ez:press:1:0")["disabled"]
