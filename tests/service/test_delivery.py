"""Delivery, one turn at a time: what is shown when, and by which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.failure import Failure, FailureKind
from bot.core.pacing import FIRST_PAUSE
from bot.core.report import RelayStatus
from bot.core.status import Status
from bot.service.delivery import PROGRESS_A_SECOND
from tests.builders import a_task
from tests.service.showing import Scene, a_picture_of, on_scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.task import Task


HOUR = 3600.0


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_scene(tmp_path) as scene:
        yield scene


async def test_only_the_newest_state_is_shown(scene: Scene) -> None:
    task, message = await scene.imagined()
    for progress in (10, 20, 30):
        await scene.told(task, progress=progress)
    await scene.turn()

    assert len(scene.edits()) == 1
    assert "30%" in message.text
    assert scene.delivery.behind == 0


async def test_progress_keeps_three_seconds_apart_and_the_end_does_not_wait(scene: Scene) -> None:
    task, message = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    await scene.told(task, progress=20)
    pause = await scene.turn()
    assert pause == pytest.approx(3 - FIRST_PAUSE)
    assert len(scene.edits()) == 1

    scene.clock.pass_(3)
    await scene.turn()
    assert "20%" in message.text
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()
    assert [b["label"] for b in message.buttons()][:2] == ["U1", "U2"]


async def test_the_finished_picture_is_uploaded_with_the_prompt_as_its_alt_text(
    scene: Scene,
) -> None:
    task, message = await scene.imagined()
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()

    [(url, data)] = message.pictures()
    assert data is not None
    assert data.startswith(b"\x89PNG")
    assert url.startswith(scene.stage.discord.cdn.base_url)
    assert '"description": "a cat"' in str(message.json()).replace("'", '"')


async def test_finals_go_before_progress(scene: Scene) -> None:
    slow, slow_message = await scene.imagined()
    ended, ended_message = await scene.imagined()
    await scene.told(slow, progress=10)
    await scene.told(ended, status=RelayStatus.FAILURE, failure=Failure(FailureKind.MODERATED))
    assert (slow_message.edits, ended_message.edits) == (0, 0)
    scene.clock.pass_(FIRST_PAUSE)
    await scene.delivery.turn()
    order = list(scene.delivery._busy)
    await scene.settle()
    assert order == [ended.number, slow.number]


async def test_what_changes_nothing_is_not_sent(scene: Scene) -> None:
    task, _ = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    scene.clock.pass_(3)
    # The relay forgot the task for a moment: news for the store, none for the member.
    now = scene.clock.now()
    await scene.stage.book.change(task.number, lambda t: t.missed(now, 600))
    await scene.turn()
    assert len(scene.edits()) == 1
    assert scene.delivery.behind == 0


async def test_a_clean_end_leaves_nothing_to_be_drawn_again(scene: Scene) -> None:
    task, _ = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    assert await scene.stage.store.behind() == [task.number], "progress is not worth a write"
    await scene.delivery.finish(5)
    assert await scene.stage.store.behind() == []
    await scene.delivery.load()
    await scene.turn()
    assert len(scene.edits()) == 1


async def test_after_a_kill_progress_is_drawn_once_more(scene: Scene) -> None:
    task, message = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    await scene.delivery.load()
    await scene.turn()
    assert len(scene.edits()) == 2
    assert "10%" in message.text


def run_beside(scene: Scene, count: int) -> list[Task]:
    """So many other tasks that delivery knows to be running."""
    running = [
        a_task(number=number, status=Status.RUNNING, revision=1)
        for number in range(1_000, 1_000 + count)
    ]
    for one in running:
        scene.delivery._messages.heard(one)
    return running


async def test_the_more_tasks_run_the_further_apart_are_their_edits(scene: Scene) -> None:
    task, _ = await scene.imagined()
    await scene.told(task, progress=10)
    await scene.turn()
    running = run_beside(scene, 6 * PROGRESS_A_SECOND)
    await scene.told(task, progress=20)
    assert await scene.turn() == pytest.approx(6, abs=FIRST_PAUSE + 0.1)
    for one in running:
        scene.delivery._messages.heard(one.failed(Failure(FailureKind.OTHER), scene.clock.now()))
    await scene.told(task, progress=30)
    scene.clock.pass_(6)
    await scene.turn()
    await scene.told(task, progress=40)
    assert await scene.turn() == pytest.approx(3, abs=FIRST_PAUSE + 0.1)


@pytest.mark.parametrize(("others", "previews"), [(100, 1), (4 * PROGRESS_A_SECOND, 0)])
async def test_a_preview_is_brought_where_progress_has_not_to_give_way(
    scene: Scene, others: int, previews: int
) -> None:
    task, message = await scene.imagined()
    run_beside(scene, others)
    preview = await a_picture_of(scene)
    await scene.told(task, progress=46, picture=preview)
    await scene.turn()
    assert "46%" in message.text
    assert len(message.pictures()) == previews
    await scene.done(task, preview)
    await scene.turn()
    assert len(message.pictures()) == 1


async def test_after_the_tokens_life_the_bots_own_token_edits(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.clock.pass_(HOUR)
    await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in message.text
    assert "/channels/" in scene.edits()[-1]


async def test_a_token_that_died_early_is_tried_once(scene: Scene) -> None:
    task, message = await scene.imagined()
    scene.stage.discord.inject("50027", path="/webhooks/")
    await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in message.text
    scene.clock.pass_(3)
    await scene.told(task, progress=50)
    await scene.turn()
    assert sum("/webhooks/" in path for path in scene.edits()) == 1


async def test_a_deleted_message_ends_its_own_delivery_and_no_other(scene: Scene) -> None:
    gone, message = await scene.imagined()
    other, other_message = await scene.imagined()
    scene.stage.discord.delete_message(message)
    for task in (gone, other):
        await scene.told(task, progress=40)
    await scene.turn()
    assert "40%" in other_message.text
    await scene.done(gone, await a_picture_of(scene))
    tried = len(scene.edits())
    await scene.turn()
    assert len(scene.edits()) == tried, "a dead way is not tried again"
    await scene.delivery.finish(5)
    assert await scene.stage.store.behind() == []


async def test_where_the_bot_lost_its_access_the_end_comes_as_a_direct_message(
    scene: Scene,
) -> None:
    task, _ = await scene.imagined()
    scene.clock.pass_(HOUR)
    scene.stage.discord.land.deny(scene.stage.gallery, "VIEW_CHANNEL")
    await scene.told(task, progress=40)
    await scene.turn()
    await scene.done(task, await a_picture_of(scene))
    await scene.turn()

    [direct] = scene.stage.discord.messages(scene.stage.discord.dm(scene.stage.ada))
    [(_, data)] = direct.pictures()
    assert data is not None
    assert f"<@{scene.stage.ada.user.id}>" in direct.text
    # A pressed button is marked later: no reason for a second message.
    await scene.stage.book.change(task.number, lambda fresh: fresh.press(0))
    await scene.turn()
    assert len(scene.stage.discord.messages(scene.stage.discord.dm(scene.stage.ada))) == 1
