"""The client against each of the sandbox's four servers, as they are."""

from __future__ import annotations

import pytest
from relay_sandbox import CAT, WITH_ACTIONS, finished, press, sandbox

from bot.core.errors import Confused, OperationMissing, Refused
from bot.core.failure import FailureKind
from bot.core.report import RelayStatus
from bot.core.request import Action, Imagine, Speed
from sandbox.relay import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
async def test_an_imagine_from_submit_to_picture(preset: str):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(CAT, [], "s-1")
        assert (accepted.ahead, accepted.form) == (None, None)
        fresh = await client.fetch(accepted.relay_id, None)
        assert fresh is not None
        assert not fresh.status.final

        relay.move(accepted.relay_id, "IN_PROGRESS", "46%")
        running = await client.fetch(accepted.relay_id, None)
        assert running is not None
        assert (running.status, running.progress) == (RelayStatus.RUNNING, 46)

        relay.finish(accepted.relay_id)
        (done,) = await client.fetch_many([accepted.relay_id, "404"])
    assert (done.status, done.progress, done.state) == (RelayStatus.SUCCESS, 100, "s-1")
    assert done.picture is not None
    if preset == "classic":
        assert done.buttons is None
    else:
        assert done.buttons is not None
        assert [b.label for b in done.buttons[:4]] == ["U1", "U2", "U3", "U4"]


@pytest.mark.parametrize("preset", PRESETS)
async def test_a_task_nobody_knows_is_none_at_each(preset: str):
    async with sandbox(preset) as (client, _):
        assert await client.fetch("1741531578038123", None) is None
        assert await client.fetch_many(["1741531578038123"]) == []


@pytest.mark.parametrize("preset", PRESETS)
async def test_a_wrong_key_is_refused_by_each(preset: str):
    async with sandbox(preset, key="sk-wrong") as (client, relay):
        with pytest.raises(Refused) as caught:
            await client.submit(CAT, [], "s-1")
        with pytest.raises(Confused):
            await client.fetch("7", None)
        assert not relay.tasks
    assert caught.value.failure.kind is FailureKind.KEY


@pytest.mark.parametrize("preset", PRESETS)
async def test_why_it_failed_at_each(preset: str):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(CAT, [], "s-1")
        relay.fail(accepted.relay_id, "[Banned prompt detected] Word 'cat' is banned")
        report = await client.fetch(accepted.relay_id, None)
    assert report is not None
    assert report.failure is not None
    assert (report.failure.kind, report.failure.detail) == (FailureKind.BANNED_PROMPT, "cat")


@pytest.mark.parametrize("preset", PRESETS)
async def test_lists_of_their_own_tasks(preset: str):
    async with sandbox(preset) as (client, _):
        accepted = await client.submit(CAT, [], "s-1")
        if preset == "new-api":
            with pytest.raises(OperationMissing):
                await client.recent()
        else:
            found = {report.state: report.relay_id for report in await client.recent()}
            assert found == {"s-1": accepted.relay_id}


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_button_that_works_at_once(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        accepted = await press(client, parent, "upsample::2")
        assert accepted.form is None
        relay.finish(accepted.relay_id)
        child = await client.fetch(accepted.relay_id, None)
    assert child is not None
    assert child.status is RelayStatus.SUCCESS
    assert child.buttons
    assert all(button.label or button.emoji for button in child.buttons)


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_button_that_asks_first(preset: str):
    async with sandbox(preset) as (client, relay):
        relay.change(remix=True)
        parent = await finished(client, relay)
        accepted = await press(client, parent, "variation::1")
        assert accepted.form is not None
        waiting = await client.fetch(accepted.relay_id, None)
        assert waiting is not None
        assert waiting.status is RelayStatus.FORM

        confirmed = await client.confirm(accepted.relay_id, "a dog", None)
        assert confirmed.relay_id == accepted.relay_id
        relay.finish(accepted.relay_id)
        (done,) = await client.fetch_many([accepted.relay_id])
    assert done.status is RelayStatus.SUCCESS


async def test_the_classic_relay_has_no_buttons_to_press():
    async with sandbox("classic") as (client, relay):
        parent = await finished(client, relay)
        action = Action(1, parent.relay_id, 0, "MJ::JOB::upsample::1::U", "U1")
        with pytest.raises(OperationMissing):
            await client.submit(action, [], "s-2")


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_parent_nobody_knows(preset: str):
    action = Action(1, "1741531578038123", 0, "MJ::JOB::upsample::1::U", "U1")
    async with sandbox(preset) as (client, _):
        with pytest.raises(Refused) as caught:
            await client.submit(action, [], "s-2")
    assert caught.value.failure.kind is FailureKind.PARENT_GONE


@pytest.mark.parametrize("preset", ["new-api", "trueai"])
async def test_the_speed_in_the_path(preset: str):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(Imagine("cat", speed=Speed.RELAX), [], "s-1")
        assert await client.fetch(accepted.relay_id, Speed.RELAX) is not None
        assert all("/mj-relax/mj/" in received.path for received in relay.log)
