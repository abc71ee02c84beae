"""Across any number of lives a task only moves forward (invariants 3 and 5 of the map)."""

from __future__ import annotations

import re

from tests import witness
from tests.running import PATIENCE
from tests.scene import Scene

PERCENT = re.compile(r"(\d+)%")


def shown(texts: list[str]) -> list[int]:
    """Every percentage that a message has shown, in order."""
    return [int(found[1]) for text in texts if (found := PERCENT.search(text))]


async def test_progress_never_falls_and_status_never_goes_back(stage: Scene) -> None:
    witness.watch(stage.house)
    use = await stage.imagine("a steep stair")
    task = await stage.taken("a steep stair")
    stage.relay.move(task.id, "IN_PROGRESS", "46%")
    await stage.sees(use, "46%")
    await stage.house.kill()
    stage.relay.move(task.id, "NOT_START", None)  # as relays that start anew have been seen to say
    await stage.house.start()
    looked = len(stage.relay.log)
    await stage.relay.wait_for(
        lambda r: r.number > looked and "/mj/task/" in r.path and r.status is not None, PATIENCE
    )
    stage.relay.move(task.id, "IN_PROGRESS", "15%")
    await stage.house.restart()
    stage.relay.move(task.id, "IN_PROGRESS", "62%")
    await stage.sees(use, "62%")
    stage.relay.finish(task.id)
    message = await stage.ended(use)
    seen = shown([str(old["components"]) for old in message.history])
    assert seen == sorted(seen)
    assert set(seen) == {46, 62}
    await stage.settled()
    assert witness.faults(stage.house) == []


async def test_what_ended_while_nobody_looked_is_shown_at_the_start(stage: Scene) -> None:
    witness.watch(stage.house)
    uses = {}
    for prompt in ("one that is done", "one that failed", "one that goes on"):
        uses[prompt] = await stage.imagine(prompt)
        await stage.taken(prompt)
    await stage.house.kill()
    done, failed, going = stage.tasks()
    stage.relay.finish(done.id)
    stage.relay.fail(failed.id, "Timeout")
    stage.relay.move(going.id, "IN_PROGRESS", "31%")
    await stage.house.start()
    assert len((await stage.ended(uses["one that is done"])).pictures()) == 1
    await stage.ended(uses["one that failed"], "No picture")
    await stage.sees(uses["one that goes on"], "31%")
    assert stage.submits() == len(uses)
    assert witness.faults(stage.house) == []


async def test_an_old_life_that_dies_at_once_again_and_again(stage: Scene) -> None:
    witness.watch(stage.house)
    use = await stage.imagine("a stubborn weed")
    task = await stage.taken("a stubborn weed")
    for _ in range(3):
        await stage.house.restart()
    stage.relay.finish(task.id)
    result = await stage.ended(use)
    await stage.settled()
    assert len(result.pictures()) == len(result.attachments) == 1
    assert stage.submits() == 1
    assert witness.faults(stage.house) == []
