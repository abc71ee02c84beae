"""The client against each of the sandbox's faults."""

from __future__ import annotations

import pytest
from relay_sandbox import CAT, WITH_ACTIONS, finished, press, sandbox

from bot.core.errors import Busy, Confused, InDoubt, OperationMissing, Refused, Unreachable
from bot.core.failure import FailureKind
from bot.core.report import RelayStatus, Style
from sandbox.relay import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("html_200", Refused),
        ("html_502", InDoubt),
        ("empty_200", InDoubt),
        ("too_many", Busy),
        ("key_rejected", Refused),
        ("cut_before", InDoubt),
        ("cut_after", InDoubt),
        ("truncated", InDoubt),
        ("queue_full", Busy),
        ("quota_exhausted", Refused),
        ("group_saturated", Busy),
        ("operation_unknown", OperationMissing),
        ("parent_404", Refused),
        ("minus_one", Busy),
        ("queued_without_id", InDoubt),
    ],
)
async def test_a_submit_that_goes_wrong_is_sent_once(preset: str, fault: str, error):
    async with sandbox(preset) as (client, relay):
        relay.inject(fault)
        with pytest.raises(error):
            await client.submit(CAT, [], "s-1")
        assert relay.counts["submit/imagine"] == 1
        if error is not InDoubt:
            assert not relay.tasks, "what is said not to have started must not have"


@pytest.mark.parametrize("preset", PRESETS)
async def test_a_banned_word_is_refused_at_once_or_fails_later(preset: str):
    async with sandbox(preset) as (client, relay):
        relay.inject("banned_word")
        if preset == "trueai":  # takes it, and the task fails by these words
            accepted = await client.submit(CAT, [], "s-1")
            relay.fail(accepted.relay_id, "可能包含敏感词")
            report = await client.fetch(accepted.relay_id, None)
            assert report is not None
            failure = report.failure
        else:
            with pytest.raises(Refused) as caught:
                await client.submit(CAT, [], "s-1")
            failure = caught.value.failure
    assert failure is not None
    assert failure.kind is FailureKind.BANNED_PROMPT


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("fault", ["numeric_result", "code_as_text", "leading_zero", "long_id"])
async def test_a_strange_acceptance_is_an_acceptance(preset: str, fault: str):
    async with sandbox(preset) as (client, relay):
        relay.inject(fault)
        accepted = await client.submit(CAT, [], "s-1")
        assert list(relay.tasks) == [accepted.relay_id]


@pytest.mark.parametrize("preset", WITH_ACTIONS)
async def test_a_form_disguised_as_an_acceptance_is_still_a_form(preset: str):
    async with sandbox(preset) as (client, relay):
        parent = await finished(client, relay)
        upscaled = await press(client, parent, "upsample::1")
        relay.finish(upscaled.relay_id)
        child = await client.fetch(upscaled.relay_id, None)
        assert child is not None
        relay.inject("form_disguised")
        assert (await press(client, child, "CustomZoom")).form is not None


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    ("fault", "status", "progress"),
    [
        ("status_empty", RelayStatus.RUNNING, 46),
        ("status_unknown", RelayStatus.RUNNING, 46),
        ("progress_null", RelayStatus.RUNNING, None),
        ("progress_empty", RelayStatus.RUNNING, None),
        ("progress_text", RelayStatus.RUNNING, None),
        ("progress_backwards", RelayStatus.RUNNING, 0),
        ("properties_null", RelayStatus.RUNNING, 46),
        ("id_number", RelayStatus.RUNNING, 46),
    ],
)
async def test_a_strange_row_is_understood(
    preset: str, fault: str, status: RelayStatus, progress: int | None
):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(CAT, [], "s-1")
        relay.move(accepted.relay_id, "IN_PROGRESS", "46%")
        relay.inject(fault, times=2)
        fetched = await client.fetch(accepted.relay_id, None)
        listed = await client.fetch_many([accepted.relay_id])
    assert listed == [fetched] or preset == "new-api"  # new-api's preview changes with every look
    for report in (fetched, *listed):
        assert report is not None
        assert (report.relay_id, report.status) == (accepted.relay_id, status)
        assert report.progress == progress


@pytest.mark.parametrize("preset", WITH_ACTIONS)
@pytest.mark.parametrize(
    ("fault", "count"), [("buttons_nested", 9), ("buttons_text_types", 9), ("buttons_many", 30)]
)
async def test_strange_buttons_are_buttons(preset: str, fault: str, count: int):
    async with sandbox(preset) as (client, relay):
        plain = await finished(client, relay)
        relay.inject(fault)
        strange = await client.fetch(plain.relay_id, None)
    assert strange is not None
    assert strange.buttons is not None
    assert plain.buttons is not None
    assert len(strange.buttons) == count
    assert strange.buttons[:9] == plain.buttons
    assert strange.buttons[0].style is Style.SECONDARY


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    ("fault", "found"), [("list_duplicates", 2), ("list_reversed", 2), ("list_missing", 1)]
)
async def test_a_strange_list_holds_each_task_once(preset: str, fault: str, found: int):
    async with sandbox(preset) as (client, relay):
        ids = [(await client.submit(CAT, [], f"s-{n}")).relay_id for n in range(2)]
        relay.inject(fault)
        told = [report.relay_id for report in await client.fetch_many(ids)]
    assert len(told) == len(set(told)) == found
    assert set(told) <= set(ids)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("html_200", Confused),
        ("html_502", Unreachable),
        ("too_many", Busy),
        ("key_rejected", Confused),
        ("truncated", Confused),
        ("cut_before", Unreachable),
        ("cut_after", Unreachable),
    ],
)
async def test_a_look_that_goes_wrong_for_good(preset: str, fault: str, error):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(CAT, [], "s-1")
        relay.inject(fault, times=9)
        with pytest.raises(error):
            await client.fetch(accepted.relay_id, None)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("fault", ["html_502", "cut_before", "cut_after"])
async def test_a_look_that_goes_wrong_once_is_made_again(preset: str, fault: str):
    async with sandbox(preset) as (client, relay):
        accepted = await client.submit(CAT, [], "s-1")
        relay.inject(fault)
        assert await client.fetch(accepted.relay_id, None) is not None
        relay.inject(fault)
        assert len(await client.fetch_many([accepted.relay_id])) == 1
