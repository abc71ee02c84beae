"""The accounts of a soak find what does not match: each kind of wrong once, with the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks.audit import Ledger
from benchmarks.reckoning import SHOWN, Reckoning, reckon
from sandbox.discord import Interaction
from tests import witness
from tests.scene import Scene, scene

STATE = "twice"
RELAY_REMOVED = '{"kind": "relay_removed"}'


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as ready:
        witness.watch(ready.house)
        yield ready


def reckoned(stage: Scene, *uses: Interaction) -> Reckoning:
    ledger = Ledger()
    ledger.read(stage.relay)
    return reckon(
        stage.house, {"main": stage.relay}, {"main": ledger}, uses, lambda _at, _seconds: True
    )


async def test_what_matches_is_counted_and_what_does_not_is_named(stage: Scene) -> None:
    use = await stage.imagine("a lighthouse")
    drawn = await stage.taken("a lighthouse")
    going = reckoned(stage, use)
    assert any("unfinished" in wrong for wrong in going.wrongs)
    assert any("was never finished" in wrong for wrong in going.wrongs)

    stage.relay.finish(drawn.id)
    message = await stage.ended(use, "lighthouse")
    await stage.settled()
    right = reckoned(stage, use)
    assert right.wrongs == []
    assert right.fates == {SHOWN: 1}
    assert right.relays["main"].kept == right.relays["main"].ledger == 100_000
    assert right.ledger["member"] == -100_000

    stage.relay.account.charge(drawn.id, drawn.kind, 0.0)
    assert any("the ledger says 0.1, main 0.2" in wrong for wrong in reckoned(stage, use).wrongs)

    stage.discord.delete_message(message)
    assert any("no message" in wrong for wrong in reckoned(stage, use).wrongs)


async def test_a_task_of_nobodys_and_one_made_twice_are_named(stage: Scene) -> None:
    for prompt in ("a storm", "an owl"):
        await stage.finished(prompt)
    [one], [other] = stage.tasks("a storm"), stage.tasks("an owl")
    await stage.settled()
    other.state = one.state
    wrongs = reckoned(stage).wrongs
    assert f"2 relay tasks for {one.state}" in wrongs
    assert any("is done, and was never paid" in wrong for wrong in wrongs)

    other.state = STATE
    assert any("no task of Easel's" in wrong for wrong in reckoned(stage).wrongs)


async def test_what_a_relay_gives_back_that_is_asked_no_more_is_counted_apart(
    stage: Scene,
) -> None:
    await stage.finished("a heron")
    [task] = stage.tasks("a heron")
    await stage.settled()
    await stage.house.kill()
    with stage.house.database() as database:
        database.execute("UPDATE tasks SET status = 'failed', failure = ?", (RELAY_REMOVED,))
        database.commit()
    assert not reckoned(stage).unheard

    stage.relay.account.refund(task.id, task.kind, 0.0)
    found = reckoned(stage)
    assert found.unheard == {"task 1": 100_000}
    assert not [wrong for wrong in found.wrongs if "the ledger says" in wrong]

    stage.relay.account.refunds.clear()  # as if it had never been paid
    assert "unheard of 0" in next(w for w in reckoned(stage).wrongs if "the ledger says" in w)
