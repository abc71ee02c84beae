"""Looking back and taking back: the whole program between the two sandboxes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from sandbox.discord import Interaction, Message, Person
from sandbox.relay import RelayTask
from tests.running import PATIENCE
from tests.scene import Scene, names, scene

PROMPT = "a lighthouse in a storm"
OWN = ["Details", "Split", "Run again with changes", "Favourite", "Delete"]
NINE = ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
GREEN = 3


async def use(stage: Scene, name: str, by: Person | None = None, **options: Any) -> Interaction:
    """Somebody uses a command and it is acknowledged."""
    sent = await (by or stage.ada).command(stage.gallery, name, options)
    return await sent.acknowledged(PATIENCE)


async def click(stage: Scene, message: Message, name: str, by: Person | None = None) -> Interaction:
    """Somebody presses a button and it is acknowledged."""
    sent = await stage.press(message, name, by=by)
    return await sent.acknowledged(PATIENCE)


async def whisper(stage: Scene, *words: str) -> Message:
    """What somebody is told in private, once it holds these words."""
    return await stage.discord.wait_for(
        lambda m: m.ephemeral and not m.thinking and all(word in m.text for word in words),
        timeout=PATIENCE,
    )


async def drawing(stage: Scene) -> tuple[Interaction, RelayTask]:
    """A task whose picture the relay is drawing, and whose message says so."""
    made = await stage.imagine(PROMPT)
    task = await stage.taken(PROMPT)
    stage.relay.move(task.id, "IN_PROGRESS", "46%")
    await stage.sees(made, "46%")
    return made, task


async def pressed(stage: Scene, operation: str, times: int) -> RelayTask:
    """The relay's newest task, once so many of these submits have been answered."""
    await stage.relay.wait_for(
        lambda _: (
            sum(r.operation == operation and r.status == 200 for r in stage.relay.log) >= times
        ),
        PATIENCE,
    )
    return next(reversed(stage.relay.tasks.values()))


# -- the own row ---------------------------------------------------------------------------------
async def test_the_last_row_of_a_result_is_easels_own(stage: Scene) -> None:
    result = await stage.finished(PROMPT)
    assert names(result) == [*NINE, *OWN]
    split = await click(stage, result, "Split", by=stage.bo)
    quarters = await stage.sees(split, "four pictures")
    [(_, whole)] = result.pictures()
    assert quarters.reference == result.id
    with Pillow.open(io.BytesIO(whole or b"")) as grid:
        half = (grid.width // 2, grid.height // 2)
        for (_, data), place in zip(quarters.pictures(), range(4), strict=True):
            left, top = place % 2 * half[0], place // 2 * half[1]
            cut = grid.convert("RGB").crop((left, top, left + half[0], top + half[1]))
            with Pillow.open(io.BytesIO(data or b"")) as quarter:
                assert quarter.convert("RGB").tobytes() == cut.tobytes()
    assert stage.submits() == 1


async def test_the_seed_is_asked_for_and_kept_in_the_details(stage: Scene) -> None:
    result = await stage.finished(PROMPT)
    [task] = stage.tasks(PROMPT)
    details = await click(stage, result, "Details", by=stage.chen)
    card = await stage.sees(details, "详情", task.id)
    await click(stage, card, "获取种子", by=stage.chen)
    await stage.sees(details, f"`{task.seed}`")
    assert names(card) == []


async def test_a_result_is_deleted_for_good(stage: Scene) -> None:
    result = await stage.finished(PROMPT)
    await click(stage, result, "Delete")
    await whisper(stage, "#1 is deleted")
    await stage.house.until(lambda: result.deleted)
    await stage.house.restart()
    history = await use(stage, "history")
    await stage.sees(history, "Nothing is here yet")
    await use(stage, "show", id="1")
    await whisper(stage, "#1 has been deleted")
    await stage.house.until(lambda: all(row["reachable"] == 0 for row in stage.stored()))


# -- taking back ---------------------------------------------------------------------------------
async def test_what_is_drawn_is_stopped_at_the_relay(stage: Scene) -> None:
    made, task = await drawing(stage)
    assert made.reply is not None
    await click(stage, made.reply, "Cancel")
    await whisper(stage, "#1 is cancelled")
    await stage.ended(made, "Cancelled")
    assert stage.relay.status(task.id).status == "CANCEL"


async def test_what_waits_is_cancelled_by_command(tmp_path: Path) -> None:
    async with scene(tmp_path, settings={"RELAY_MAX_RUNNING": "1"}) as stage:
        first, _ = await drawing(stage)
        second = await stage.imagine("a fox")
        await stage.sees(second, "Place 1 in the line")
        offered = await stage.ada.autocomplete(stage.gallery, "cancel", {"task": "fox"}, "task")
        assert [choice["value"] for choice in offered] == ["2"]
        await use(stage, "cancel", task="2")
        await stage.ended(second, "Cancelled")
        stage.relay.finish(stage.tasks(PROMPT)[0].id)
        await stage.ended(first, PROMPT)
        assert stage.submits("a fox") == 0
        stage.check()


async def test_what_cannot_be_stopped_is_kept_quietly(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="new-api") as stage:
        made, task = await drawing(stage)
        assert made.reply is not None
        await click(stage, made.reply, "Cancel")
        await whisper(stage, "The relay cannot stop #1")
        message = await stage.ended(made, "Taken back")
        await stage.house.until(
            lambda: all(row["shown"] == row["revision"] for row in stage.stored())
        )
        edits = message.edits
        await stage.house.restart()
        stage.relay.finish(task.id)
        await stage.settled()
        assert message.edits == edits
        assert message.pictures() == []
        page = await stage.sees(await use(stage, "history"), "taken back", PROMPT)
        shown = await click(stage, page, "Show #1")
        result = await stage.ended(shown, PROMPT)
        assert result.ephemeral
        assert len(result.pictures()) == 1
        assert names(result)[:9] == NINE
        stage.check()


# -- looking back --------------------------------------------------------------------------------
async def test_a_result_whose_message_is_gone_comes_back_with_its_buttons(stage: Scene) -> None:
    result = await stage.finished(PROMPT)
    [(_, picture)] = result.pictures()
    stage.discord.delete_message(result)
    await stage.house.restart()
    copy = await stage.ended(await use(stage, "show", id="#1"), PROMPT)
    assert [data for _, data in copy.pictures()] == [picture]
    made = await click(stage, copy, "U2")
    child = await stage.made_by("MJ::JOB::upsample::2::")
    stage.relay.finish(child.id)
    await stage.ended(made, "U2 of #1")


async def test_favourites_and_pages_outlive_a_restart(stage: Scene) -> None:
    for number in range(1, 8):
        await stage.finished(f"cat {number}")
    [sixth] = [m for m in stage.discord.messages(stage.gallery) if "cat 6" in m.text]
    await click(stage, sixth, "Favourite")
    await whisper(stage, "#6 is one of your favourites")
    page = await stage.sees(await use(stage, "history"), "cat 7", "cat 3")
    assert "cat 2" not in page.text
    await stage.house.restart()
    await click(stage, page, "Older")
    await stage.discord.wait_for(lambda m: m is page and "cat 1" in m.text, timeout=PATIENCE)
    found = await stage.sees(await use(stage, "history", favourites=True), "❤️", "cat 6")
    assert "cat 7" not in found.text


# -- relays without buttons, and what relays lack --------------------------------------------------
async def test_a_relay_without_buttons_is_asked_for_changes(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="classic") as stage:
        result = await stage.finished(PROMPT)
        assert names(result) == [*NINE, *OWN]
        made = await click(stage, result, "U2")
        child = await pressed(stage, "submit/change", 1)
        await stage.discord.wait_for(
            lambda m: m is result and m.button("U2")["style"] == GREEN, timeout=PATIENCE
        )
        await stage.house.restart()
        stage.relay.finish(child.id)
        upscaled = await stage.ended(made, "U2 of #1")
        assert names(upscaled) == [name for name in OWN if name != "Split"]
        made = await click(stage, result, "🔄")
        child = await pressed(stage, "submit/change", 2)
        stage.relay.finish(child.id)
        again = await stage.ended(made, "🔄 of #1")
        assert names(again) == [*NINE, *OWN]
        bodies = [r.body for r in stage.relay.log if r.operation == "submit/change"]
        assert [(body["action"], body["index"]) for body in bodies] == [
            ("UPSCALE", 2),
            ("REROLL", 1),
        ]
        stage.check()


async def test_what_a_relay_lacks_is_said_at_once_the_next_time(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="classic") as stage:
        first = await use(stage, "shorten", prompt=PROMPT)
        await stage.ended(first, "does not offer that")
        asked = len(stage.relay.log)
        await use(stage, "shorten", prompt=PROMPT)
        await whisper(stage, "does not offer that")
        await stage.house.restart()
        before = len(stage.stored())
        await use(stage, "shorten", prompt="another one")
        assert len(stage.stored()) == before == 1
        assert not any("shorten" in received.path for received in stage.relay.log[asked:])
        stage.check()


@pytest.mark.parametrize("preset", ["new-api", "classic"])
async def test_what_is_not_to_be_had_is_said_in_the_details(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset) as stage:
        result = await stage.finished(PROMPT)
        details = await click(stage, result, "Details")
        card = await stage.sees(details, "Details of #1")
        await click(stage, card, "Fetch the seed")
        if preset == "new-api":
            await stage.sees(details, f"`{stage.tasks(PROMPT)[0].seed}`")
            return
        await stage.sees(details, "Seed** not to be had", "does not offer that")
        again = await stage.sees(await click(stage, result, "Details"), "Seed** not to be had")
        assert names(again) == []
        stage.check()
