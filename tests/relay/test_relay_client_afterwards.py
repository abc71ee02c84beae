"""What is asked about a task that is there: its region, seed and end, at each of the servers."""

from __future__ import annotations

import pytest
from relay_sandbox import BLUE, MASK, RED, WITH_ACTIONS, finished, made, press, sandbox

from bot.core.errors import OperationMissing, Refused
from bot.core.failure import FailureKind
from bot.core.report import RelayStatus
from bot.core.request import Blend, FaceSwap, Speed


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_region_with_its_mask(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        up = await press(client, parent, "upsample::1")
        relay.finish(up.relay_id)
        child = await client.fetch(up.relay_id, None)
        assert child is not None
        region = await press(client, child, "Inpaint")
        assert region.form is not None

        # No prompt of one's own: plus takes the task's, trueai the parent's.
        confirmed = await client.confirm(region.relay_id, "", None, MASK)
        assert confirmed.relay_id == region.relay_id
        relay.finish(region.relay_id)
        (done,) = await client.fetch_many([region.relay_id])
        assert done.status is RelayStatus.SUCCESS
        task = relay.tasks[region.relay_id].picture
        assert task is not None
        assert task.repaint is not None
        assert task.repaint.mask == MASK.data


@pytest.mark.parametrize("preset", ["new-api", "plus"])
async def test_a_region_without_a_mask_is_refused(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        up = await press(client, parent, "upsample::1")
        relay.finish(up.relay_id)
        child = await client.fetch(up.relay_id, None)
        assert child is not None
        region = await press(client, child, "Inpaint")
        with pytest.raises(Refused) as caught:
            await client.confirm(region.relay_id, "a hat", None)
        assert caught.value.failure.kind is FailureKind.INVALID_PICTURE


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_seeds(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        speed = None if preset == "plus" else Speed.FAST
        assert await client.seed(parent.relay_id, speed) == str(relay.tasks[parent.relay_id].seed)
        with pytest.raises(Refused) as caught:
            await client.seed("1741531578038123", None)
    assert caught.value.failure.kind is FailureKind.PARENT_GONE


async def test_seeds_of_what_has_none():
    async with sandbox("plus") as (client, relay):
        swap = await made(client, relay, FaceSwap(), RED, BLUE)
        with pytest.raises(Refused) as caught:
            await client.seed(swap.relay_id, None)
    assert caught.value.failure.kind is FailureKind.PARENT_STATE


async def test_the_classic_server_has_no_seeds():
    async with sandbox("classic") as (client, relay):
        parent = await finished(client, relay)
        with pytest.raises(OperationMissing) as caught:
            await client.seed(parent.relay_id, None)
    assert caught.value.operation == "task/image-seed"


async def test_cancelling_at_plus():
    async with sandbox("plus") as (client, relay):
        accepted = await client.submit(Blend(), [RED, BLUE], "s-1")
        await client.cancel(accepted.relay_id, None)
        report = await client.fetch(accepted.relay_id, None)
        assert report is not None
        assert report.status is RelayStatus.CANCELLED
        await client.cancel(accepted.relay_id, None)  # asked again: it is so already

        parent = await finished(client, relay)
        with pytest.raises(Refused) as caught:
            await client.cancel(parent.relay_id, None)
        assert caught.value.failure.kind is FailureKind.PARENT_STATE
        with pytest.raises(Refused) as caught:
            await client.cancel("1741531578038123", None)
        assert caught.value.failure.kind is FailureKind.PARENT_GONE


async def test_a_cancellation_whose_answer_is_lost_is_asked_for_again():
    async with sandbox("plus") as (client, relay):
        accepted = await client.submit(Blend(), [RED, BLUE], "s-1")
        relay.inject("cut_after", path="cancel")
        await client.cancel(accepted.relay_id, None)
        report = await client.fetch(accepted.relay_id, None)
        assert report is not None
        assert report.status is RelayStatus.CANCELLED
        assert relay.counts["task/cancel"] == 2


@pytest.mark.parametrize("preset", ["new-api", "trueai", "classic"])
async def test_cancelling_where_nobody_may(preset: str):
    async with sandbox(preset) as (client, _):
        accepted = await client.submit(Blend(), [RED, BLUE], "s-1")
        with pytest.raises(OperationMissing) as caught:
            await client.cancel(accepted.relay_id, None)
    assert caught.value.operation == "task/cancel"
