"""Killed around a submit: the relay hears it once, and the member learns what became of it.

Invariants 1 and 2 of the map: a task is in the store before the relay hears of it; after a crash it
is looked for where the relay can be asked, else its member is told; a submit is sent once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, names, scene

PRICE = 100_000
LISTING = ("plus", "trueai", "classic")


@pytest.mark.parametrize("preset", LISTING)
async def test_a_submit_whose_answer_never_came_is_found_again(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset) as stage:
        stage.relay.inject("late_answer", path="submit/imagine", seconds=FOREVER)
        use = await stage.imagine("a drowned bell")
        task = await stage.made_by("a drowned bell")
        await stage.house.restart()
        stage.relay.finish(task.id)
        result = await stage.ended(use)
        assert len(result.pictures()) == 1
        assert stage.submits() == 1
        assert stage.relay.account.total == PRICE
        stage.check()


async def test_one_that_had_ended_by_then_is_found_too(stage: Scene) -> None:
    stage.relay.inject("late_answer", path="submit/imagine", seconds=FOREVER)
    use = await stage.imagine("a drowned bell")
    task = await stage.made_by("a drowned bell")
    await stage.house.kill()
    stage.relay.finish(task.id)
    await stage.house.start()
    assert len((await stage.ended(use)).pictures()) == 1
    assert stage.submits() == 1


async def test_a_press_whose_answer_never_came_is_found_again(stage: Scene) -> None:
    grid = await stage.finished("a drowned bell")
    stage.relay.inject("late_answer", path="submit/action", seconds=FOREVER)
    click = await stage.press(grid, "U3")
    child = await stage.made_by("upsample::3")
    await stage.house.restart()
    stage.relay.finish(child.id)
    assert len((await stage.ended(click, "U3 of #1")).pictures()) == 1
    assert stage.submits() == 2


@pytest.mark.parametrize("fault", ["late_answer", "hang"])
async def test_where_the_relay_cannot_be_asked_the_member_is_told_and_decides(
    tmp_path: Path, fault: str
) -> None:
    async with scene(tmp_path, preset="new-api") as stage:
        stage.relay.inject(fault, path="submit/imagine", seconds=FOREVER)
        use = await stage.imagine("a coin in the air")
        await stage.heard("a coin in the air")
        await stage.house.restart()
        told = await stage.ended(use, "No picture", "Trying again makes a new task")
        assert names(told) == ["Try again"]
        # Another one goes its whole way, and the first is still not sent again.
        await stage.finished("something else")
        assert stage.submits("a coin in the air") == 1
        again = await stage.press(told, "Try again")
        await again.acknowledged(PATIENCE)
        stage.relay.finish((await stage.made_by("a coin in the air", times=2)).id)
        assert len((await stage.ended(again)).pictures()) == 1
        assert stage.submits("a coin in the air") == 2
        stage.check()


async def test_what_had_not_left_is_sent_once_after_the_start(stage: Scene) -> None:
    stage.relay.change(faults={"queue_full": 1})
    use = await stage.imagine("a patient heron")
    await stage.house.until(lambda: stage.stored()[0]["waiting"] == "relay_full")
    await stage.house.kill()
    stage.relay.change(faults={"queue_full": 0})
    await stage.house.start()
    stage.relay.finish((await stage.taken("a patient heron")).id)
    assert len((await stage.ended(use)).pictures()) == 1
    assert len(stage.tasks()) == 1
    assert stage.relay.account.total == PRICE


async def test_a_form_that_was_answered_without_our_knowing_is_not_answered_twice(
    stage: Scene,
) -> None:
    stage.relay.change(remix=True)
    grid = await stage.finished("a shape shifter")
    stage.relay.inject("late_answer", path="submit/modal", seconds=FOREVER)
    click = await stage.press(grid, "V1")
    await stage.relay.wait_for(lambda r: r.operation == "submit/modal", PATIENCE)
    await stage.house.restart()
    [child] = [task for task in stage.tasks() if task.parent is not None]
    stage.relay.finish(child.id)
    assert len((await stage.ended(click)).pictures()) == 1
    assert stage.relay.counts["submit/modal"] == stage.relay.counts["submit/action"] == 1


def waiting(stage: Scene) -> int:
    """How many tasks wait in the store for their turn."""
    with stage.house.database() as database:
        wanted = "SELECT count(*) FROM tasks WHERE status = 'queued' AND sent_at IS NULL"
        [(count,)] = database.execute(wanted)
    return int(count)


async def test_what_waits_keeps_its_place_and_its_pictures(tmp_path: Path) -> None:
    async with scene(tmp_path, settings={"RELAY_MAX_RUNNING": "1"}) as stage:
        prompts = ["number one", "number two", "number three", "number four"]
        people = [stage.ada, stage.ada, stage.bo, stage.chen]
        uses = [
            await stage.imagine(prompt, by=person)
            for prompt, person in zip(prompts, people, strict=True)
        ]
        await stage.taken("number one")
        await stage.house.until(lambda: waiting(stage) == len(prompts) - 1)
        await stage.house.restart()
        stage.relay.finish((await stage.taken("number one")).id)
        served = ["number three", "number four", "number two"]  # a member's second comes last
        for prompt in served:
            stage.relay.finish((await stage.taken(prompt)).id)
        for use in uses:
            await stage.ended(use)
        assert [task.prompt for task in stage.tasks()] == ["number one", *served]
        assert stage.submits() == len(prompts)
        stage.check()
