"""What Easel has booked against the relay's own account, to the millionth, at every preset."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from sandbox.discord import Interaction, Message
from sandbox.relay import RelayTask
from tests.hurry import HURRIED
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, scene

EVERY = ("new-api", "plus", "trueai", "classic")
BUTTONS = ("new-api", "plus", "trueai")


def booked(stage: Scene) -> dict[str, int]:
    """What the ledger says that the relay has, by the relay's own id of the task."""
    found: dict[str, int] = defaultdict(int)
    with stage.house.database() as database:
        for row in database.execute(
            "SELECT relay_id, sum((target = 'relay') * amount - (source = 'relay') * amount) AS had"
            " FROM ledger JOIN tasks ON number = task GROUP BY task"
        ):
            found[row["relay_id"]] += row["had"]
    return {relay_id: had for relay_id, had in found.items() if had}


def sums(stage: Scene) -> dict[str, int]:
    """What each account of the ledger holds."""
    with stage.house.database() as database:
        found = database.execute(
            "SELECT account, sum(amount) AS held FROM ("
            "SELECT target AS account, amount FROM ledger UNION ALL"
            " SELECT source, -amount FROM ledger) GROUP BY account"
        )
        return {row["account"]: row["held"] for row in found}


async def agree(stage: Scene) -> None:
    """Once everything is over, both say the same of each task and of all together."""
    await stage.settled()
    account = stage.relay.account
    charged = {task: account.of(task) for task in stage.relay.tasks if account.of(task)}
    assert booked(stage) == charged
    held = sums(stage)
    assert held.get("relay", 0) == account.total
    assert held.get("reserved", 0) == 0
    assert sum(held.values()) == 0


async def newest(stage: Scene, count: int) -> RelayTask:
    """The relay's newest task, once it has so many."""
    await stage.relay.wait_for(lambda _: len(stage.relay.tasks) >= count, PATIENCE)
    return next(reversed(stage.relay.tasks.values()))


async def made(stage: Scene, use: Interaction, before: int) -> Message:
    """What came of an interaction that makes the relay's next task."""
    task = await newest(stage, before + 1)
    stage.relay.finish(task.id)
    return await stage.ended(use)


async def pressed(stage: Scene, message: Message, name: str) -> Message:
    before = len(stage.relay.tasks)
    use = await stage.press(message, name)
    await use.acknowledged(PATIENCE)
    return await made(stage, use, before)


@pytest.mark.parametrize("preset", EVERY)
async def test_pictures_failures_refusals_and_full_relays(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a lighthouse")
        for name in ("U1", "V2", "🔄"):
            await pressed(stage, grid, name)
        use = await stage.imagine("a storm")
        stage.relay.fail((await stage.taken("a storm")).id)
        await stage.ended(use)
        for fault in ("key_rejected", "quota_exhausted"):
            stage.relay.inject(fault, path="imagine")
            await stage.ended(await stage.imagine(f"refused with {fault}"))
        stage.relay.inject("queue_full", path="imagine")
        use = await stage.imagine("a patient fox")
        stage.relay.finish((await stage.taken("a patient fox")).id)
        await stage.ended(use)
        await agree(stage)
        assert stage.relay.account.total > 0


@pytest.mark.parametrize("preset", BUTTONS)
async def test_forms_are_paid_as_the_relay_takes_them(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a lighthouse")
        upscaled = await pressed(stage, grid, "U1")
        form = await stage.press(upscaled, "Custom Zoom")
        await form.acknowledged(PATIENCE)
        before = len(stage.relay.tasks)
        use = await (await stage.ada.submit(form, {"zoom": "1.5"})).acknowledged(PATIENCE)
        await stage.house.until(lambda: stage.relay.counts["submit/modal"] >= 1)
        await made(stage, use, before)
        stage.relay.change(remix=True)
        for times, name in enumerate(("V1", "V2"), start=2):
            before = len(stage.relay.tasks)
            use = await stage.press(grid, name)
            await use.acknowledged(PATIENCE)
            await stage.house.until(lambda times=times: stage.relay.counts["submit/modal"] >= times)
            task = await newest(stage, before + 1)
            if name == "V1":
                await made(stage, use, before)
            else:
                stage.relay.fail(task.id)
                await stage.ended(use)
        await agree(stage)


@pytest.mark.parametrize("preset", BUTTONS)
async def test_a_form_that_is_refused_or_taken_back_costs_what_the_relay_keeps(
    tmp_path: Path, preset: str
) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a lighthouse")
        stage.relay.change(remix=True)
        stage.relay.inject("quota_exhausted", path="modal")
        use = await stage.press(grid, "V1")
        await use.acknowledged(PATIENCE)
        await stage.ended(use)
        await agree(stage)
        kept = sums(stage).get("house", 0)
        assert kept == (-100_000 if preset == "new-api" else 0)


@pytest.mark.parametrize("preset", EVERY)
async def test_what_is_taken_back(tmp_path: Path, preset: str) -> None:
    """While it waits, and at the relay, where that can stop it or not."""
    async with scene(
        tmp_path, preset=preset, settings={"RELAY_MAX_RUNNING": "1"}, pace=HURRIED
    ) as stage:
        first = await stage.imagine("the first")
        task = await stage.taken("the first")
        second = await stage.imagine("the second")
        message = await stage.sees(second, "Place 1 in the line")
        await (await stage.press(message, "Cancel")).acknowledged(PATIENCE)
        await stage.sees(second, "Cancelled")
        message = await stage.sees(first)
        await (await stage.press(message, "Cancel")).acknowledged(PATIENCE)
        if preset == "plus":
            await stage.sees(first, "Cancelled")
        else:
            await stage.sees(first, "Taken back")
            stage.relay.finish(task.id)
        await agree(stage)
        assert stage.relay.account.total == (0 if preset == "plus" else 100_000)


@pytest.mark.parametrize("preset", ["plus", "trueai", "classic"])
async def test_what_a_kill_leaves_in_doubt_is_found_and_paid_once(
    tmp_path: Path, preset: str
) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        stage.relay.inject("late_answer", path="submit/imagine", seconds=FOREVER)
        use = await stage.imagine("a lost fox")
        task = await stage.made_by("a lost fox")
        await stage.house.restart()
        stage.relay.finish(task.id)
        await stage.ended(use)
        await agree(stage)
        assert stage.relay.account.total == 100_000
        assert len(stage.relay.tasks) == 1


async def test_the_one_difference_is_a_submit_that_nobody_can_find_again(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="new-api", pace=HURRIED) as stage:
        stage.relay.inject("cut_after", path="imagine")
        use = await stage.imagine("a lost fox")
        await stage.sees(use, "the relay cannot say what became of it")
        await stage.settled()
        assert sums(stage).get("relay", 0) == 0
        assert sums(stage)["member"] == 0
        assert stage.relay.account.total == 100_000
