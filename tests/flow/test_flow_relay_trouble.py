"""A relay that is full, silent, slow or wrong: the member waits, and gets the picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.discord import Discord
from sandbox.relay import Relay
from tests.hurry import HURRIED
from tests.running import KEY, PATIENCE, TOKEN, House
from tests.scene import Scene, names, scene


@pytest.fixture
def pace() -> float:
    """A full relay is left alone for seconds, and progress is shown every three."""
    return HURRIED


@pytest.mark.parametrize(
    ("preset", "fault"),
    [("plus", "queue_full"), ("trueai", "queue_full"), ("new-api", "group_saturated")],
)
async def test_a_full_relay_keeps_its_tasks_waiting_in_order(
    tmp_path: Path, preset: str, fault: str
) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        stage.relay.change(faults={fault: 1})
        first = await stage.imagine("the first of all")
        await stage.heard("the first of all")
        second = await stage.imagine("the second of all", by=stage.bo)
        await stage.sees(first, "The relay is full")
        stage.relay.change(faults={fault: 0})
        for prompt, use in (("the first of all", first), ("the second of all", second)):
            stage.relay.finish((await stage.taken(prompt)).id)
            await stage.ended(use)
        assert [task.prompt for task in stage.tasks()] == ["the first of all", "the second of all"]
        stage.check()


async def test_what_waits_in_easels_own_queue_says_its_place_and_gets_its_turn(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, settings={"RELAY_MAX_RUNNING": "1"}, pace=HURRIED) as stage:
        prompts = ["number one", "number two", "number three"]
        uses = [await stage.imagine(prompt) for prompt in prompts]
        await stage.sees(uses[2], "Place 2 in the line")
        for prompt, use in zip(prompts, uses, strict=True):
            assert stage.tasks()[-1].prompt == prompt
            stage.relay.finish((await stage.taken(prompt)).id)
            await stage.ended(use)
            if use is not uses[-1]:
                await stage.taken(prompts[prompts.index(prompt) + 1])
        stage.check()


@pytest.mark.parametrize(
    "fault",
    [
        "list_duplicates",
        "list_reversed",
        "list_missing",
        "properties_null",
        "id_number",
        "buttons_nested",
        "buttons_text_types",
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_relay_with_odd_answers_is_understood(shared: Scene, fault: str) -> None:
    shared.relay.change(faults={fault: 1})
    result = await shared.finished(f"an odd fish of {fault}")
    shared.relay.change(faults={fault: 0})
    assert names(result)[:5] == ["U1", "U2", "U3", "U4", "🔄"]


async def test_progress_is_shown_forward_only(stage: Scene) -> None:
    use = await stage.imagine("a long road")
    task = await stage.taken("a long road")
    stage.relay.move(task.id, "IN_PROGRESS", "46%")
    await stage.sees(use, "46%")
    stage.relay.move(task.id, "IN_PROGRESS", "15%")
    stage.relay.move(task.id, "NOT_START", None)
    await stage.relay.wait_for(lambda r: "list" in r.operation and r.status is None, PATIENCE)
    stage.relay.move(task.id, "IN_PROGRESS", "62%")
    message = await stage.sees(use, "62%")
    assert not [old for old in message.history if "15%" in str(old)]


@pytest.mark.parametrize("fault", ["html_502", "html_200", "empty_200", "too_many", "truncated"])
@pytest.mark.asyncio(loop_scope="module")
async def test_looks_that_fail_are_made_again(shared: Scene, fault: str) -> None:
    prompt = f"an echo of {fault}"
    use = await shared.imagine(prompt)
    task = await shared.taken(prompt)
    shared.relay.inject(fault, times=3, path="/mj/task/")
    await shared.relay.wait_for(lambda request: request.fault == fault, PATIENCE)
    shared.relay.finish(task.id)
    await shared.ended(use)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("picture_expired", "link has run out"),
        ("picture_html", "not a picture"),
        ("picture_truncated", "did not answer"),
    ],
)
async def test_a_picture_that_cannot_be_had_now_is_fetched_again_by_a_click(
    stage: Scene, fault: str, words: str
) -> None:
    stage.relay.change(faults={fault: 1})
    result = await stage.finished("a shy deer")
    assert words in result.text
    assert result.pictures() == []
    # The picture is done and paid for: its buttons work all the same.
    assert names(result)[:4] == ["U1", "U2", "U3", "U4"]
    stage.relay.change(faults={fault: 0})
    await stage.press(result, "Fetch the picture again")
    shown = await stage.discord.wait_for(
        lambda m: m is result and bool(m.pictures()), timeout=PATIENCE
    )
    assert words not in shown.text
    assert stage.submits() == 1


async def test_a_picture_that_comes_after_its_success_is_waited_for(stage: Scene) -> None:
    stage.relay.change(faults={"picture_later": 1})
    use = await stage.imagine("a late bloomer")
    stage.relay.finish((await stage.taken("a late bloomer")).id)
    await stage.sees(use, "waiting for the picture")
    stage.relay.change(faults={"picture_later": 0})
    assert len((await stage.ended(use)).pictures()) == 1


async def test_a_relay_that_is_down_for_a_while_loses_nothing(tmp_path: Path, port: int) -> None:
    world = Discord(token=TOKEN, history=True, limits=False)
    relay = Relay(preset="plus", key=KEY, auto=False, picture="tiny")
    async with world.serve():
        async with relay.serve(port=port):
            house = House(world, relay, tmp_path)
            stage = Scene(house)
            await house.start()
            running = await stage.imagine("before the fall")
            task = await stage.taken("before the fall")
        try:
            late = await stage.imagine("during the fall")
            await stage.sees(late, "cannot be reached")
            async with relay.serve(port=port):
                relay.finish(task.id)
                await stage.ended(running)
                relay.finish((await stage.taken("during the fall")).id)
                await stage.ended(late)
                assert stage.submits() == 2
                stage.check()
        finally:
            await house.close()
