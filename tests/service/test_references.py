"""Reference pictures: uploaded before their task is sent, or named by Discord's own link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.failure import FailureKind
from bot.core.operations import UPLOAD
from bot.core.picture import Image
from bot.core.reference import LINKED
from bot.core.request import Imagine
from bot.core.status import Status
from bot.core.task import Task
from tests.media.pixels import picture
from tests.service.conftest import House

LINK = "https://cdn.discordapp.com/attachments/1/2/a.png?ex=68&is=68&hm=ab&"
REQUEST = Imagine(f"a tower --sref {LINK} --v 7", reference=LINK)
IMAGE = Image("image/png", picture("PNG"))


async def referred(house: House) -> Task:
    """A task whose prompt names a picture, after its turn in the queue."""
    task = await house.queued(request=REQUEST, images=(IMAGE,))
    await house.send_all()
    return await house.fresh(task)


def uploads(house: House) -> int:
    return sum(r.path.endswith(UPLOAD) for r in house.server.log)


def imagined(house: House) -> list[dict[str, object]]:
    return [r.body for r in house.server.log if r.path.endswith("submit/imagine")]


@pytest.mark.parametrize("preset", ["plus", "new-api", "trueai"])
async def test_the_relay_puts_it_where_midjourney_can_fetch_it(house: House) -> None:
    task = await referred(house)
    assert task.status is Status.SUBMITTED
    assert isinstance(task.request, Imagine)
    [body] = imagined(house)
    assert body["prompt"] == task.request.prompt == f"a tower --sref {task.request.reference} --v 7"
    assert LINK not in task.request.prompt
    assert body["base64Array"] == []
    assert uploads(house) == 1


@pytest.mark.parametrize("preset", ["trueai", "classic"])
async def test_where_the_relay_takes_none_discords_link_does_and_that_is_said(house: House) -> None:
    house.server.change(extras=False)
    task = await referred(house)
    assert isinstance(task.request, Imagine)
    assert task.request.notes == (LINKED,)
    assert imagined(house)[0]["prompt"] == REQUEST.prompt
    assert UPLOAD in house.abilities.missing("main")
    await referred(house)
    assert uploads(house) == 1


async def test_an_upload_whose_answer_was_lost_does_not_hold_the_task(house: House) -> None:
    house.server.inject("cut_after", path=UPLOAD)
    task = await referred(house)
    assert task.status is Status.SUBMITTED
    assert imagined(house)[0]["prompt"] == REQUEST.prompt
    assert uploads(house) == 1
    assert UPLOAD not in house.abilities.missing("main")


async def test_a_full_relay_keeps_the_task_waiting_and_gets_the_picture_later(house: House) -> None:
    house.server.inject("queue_full", path=UPLOAD)
    task = await referred(house)
    assert (task.status, task.in_doubt) == (Status.QUEUED, False)
    assert imagined(house) == []
    house.clock.pass_(60)
    await house.send_all()
    assert (await house.fresh(task)).status is Status.SUBMITTED
    assert uploads(house) == 2


async def test_a_relay_that_refuses_the_picture_ends_the_task_unsent(house: House) -> None:
    house.server.inject("quota_exhausted", path=UPLOAD)
    task = await referred(house)
    assert task.failure is not None
    assert task.failure.kind is FailureKind.QUOTA
    assert imagined(house) == []


async def test_a_kill_after_the_upload_sends_the_address_that_was_stored(house: House) -> None:
    task = await house.queued(request=REQUEST, images=(IMAGE,))
    placed = replace(REQUEST, prompt="a tower --sref https://x.example/1", placed=True)
    await house.book.change(task.number, lambda fresh: fresh.referring(placed))
    await house.send_all()
    assert imagined(house)[0]["prompt"] == "a tower --sref https://x.example/1"
    assert uploads(house) == 0


async def test_a_task_that_is_tried_again_gets_a_fresh_address(house: House) -> None:
    task = await referred(house)
    await house.book.change(task.number, lambda t: t.cancelled(house.clock.now()))
    failed = await house.queued(request=REQUEST, images=(IMAGE,))
    house.server.inject("banned_word", path="imagine")
    await house.send_all()
    again = await house.tasks.again(failed.number)
    assert isinstance(again.request, Imagine)
    assert not again.request.placed
    assert list(again.images) == [IMAGE]
