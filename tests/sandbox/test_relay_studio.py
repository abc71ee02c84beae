"""Time, slots, the queue, and the money."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_client import button, by_hand, connected

from sandbox.relay import Relay
from sandbox.relay.account import Account
from sandbox.relay.task import Kind, Plan
from tests.clock import HandTime


@pytest.mark.parametrize(
    ("preset", "codes"),
    [
        ("plus", [1, 1, 1, 1, 22, 22, 23]),
        ("classic", [1, 1, 1, 1, 22, 22, 23]),
        ("trueai", [1, 1, 1, 1, 22, 22, 9]),
        ("new-api", [1, 1, 1, 1, 1, 1, 23]),
    ],
)
async def test_slots_then_queue_then_full(preset, codes):
    relay = Relay(preset=preset, clock=HandTime(), slots=3, queue=3)
    async with connected(relay) as client:
        answers = [
            (await client.post("/mj/submit/imagine", {"prompt": f"fox {n}"})).json for n in range(7)
        ]
    assert [answer["code"] for answer in answers] == codes
    # The first one that waits counts nobody before it.
    assert answers[4]["properties"]["numberOfQueues"] == 1
    assert answers[4]["description"] == "排队中，前面还有1个任务"
    assert answers[6]["result"] is None
    assert len(relay.tasks) == 6


async def test_what_waits_starts_when_a_slot_frees():
    clock = HandTime()
    relay = Relay(preset="plus", clock=clock, slots=1, queue=5, picture_size=32)
    async with connected(relay) as client:
        ids = [await client.imagine(f"fox {n}") for n in range(3)]
        ended = []
        for _ in range(200):
            clock.forward(1)
            rows = [await client.fetch(task_id) for task_id in ids]
            ended = [row["finishTime"] for row in rows if row["status"] == "SUCCESS"]
            drawing = [row for row in rows if row["status"] in {"SUBMITTED", "IN_PROGRESS"}]
            assert len(drawing) <= 1
        assert len(ended) == 3
        assert ended == sorted(ended)
        assert min(b - a for a, b in pairwise(ended)) > 25_000


async def test_a_cancelled_task_frees_its_slot():
    relay = Relay(preset="plus", clock=HandTime(), slots=1)
    async with connected(relay) as client:
        first, second, third = [await client.imagine(f"fox {n}") for n in range(3)]
        for task_id in (second, first):
            assert (await client.post(f"/mj/task/{task_id}/cancel")).json["code"] == 1
        assert relay.tasks[third].plan is not None
        assert relay.tasks[second].plan is None


async def test_a_new_pace_holds_from_now_on():
    clock = HandTime()
    relay = Relay(preset="plus", clock=clock, picture_size=32)
    async with connected(relay) as client:
        task_id = await client.imagine()
        clock.forward(10)
        before = relay.status(task_id)
        relay.change(pace=20)
        assert relay.status(task_id) == before
        clock.forward(3.5)
        assert relay.status(task_id).status == "SUCCESS"


async def test_unlimited_slots_answer_for_ten_thousand():
    relay = Relay(preset="new-api", clock=HandTime(), slots=None, picture="tiny")
    async with connected(relay) as client:
        for n in range(300):
            assert await client.imagine(f"fox {n}")
        ids = list(relay.tasks)
        listed = await client.post("/mj/task/list-by-condition", {"ids": ids})
    assert len(listed.json) == 300
    assert relay.counts["submit/imagine"] == 300


async def test_failures_and_cancels_are_refunded():
    async with by_hand("plus") as (relay, client):
        ids = [await client.imagine(f"fox {n}") for n in range(3)]
        assert relay.account.paid == "0.30"
        relay.fail(ids[0], "[Image denied] no")
        await client.post(f"/mj/task/{ids[1]}/cancel")
        relay.finish(ids[2])
        up = (await client.press(ids[2], button(await client.fetch(ids[2]), "U1"))).json["result"]
        relay.fail(up)
        relay.fail(up)
    assert relay.account.paid == "0.10"
    assert [entry.task_id for entry in relay.account.refunds] == [ids[0], ids[1], up]


@pytest.mark.parametrize(("preset", "paid"), [("plus", "0.20"), ("new-api", "0.30")])
async def test_new_api_charges_a_remix_and_its_form(preset, paid):
    async with by_hand(preset) as (relay, client):
        parent = await client.imagine()
        relay.finish(parent)
        relay.change(remix=True)
        row = await client.fetch(parent)
        task_id = (await client.press(parent, button(row, "V1"))).json["result"]
        await client.post("/mj/submit/modal", {"taskId": task_id, "prompt": "a fox"})
        assert relay.account.paid == paid
        relay.fail(task_id)
        assert relay.account.paid == "0.10"


async def test_a_failure_in_time_is_refunded_in_time():
    clock = HandTime()
    relay = Relay(preset="plus", clock=clock)
    async with connected(relay) as client:
        task_id = await client.imagine("a fox --nonsense 3")
        assert relay.account.total == 100_000
        clock.forward(5)
        assert relay.account.total == 0
        row = await client.fetch(task_id)
    assert row["failReason"] == "[Invalid parameter] Unrecognized parameter(s): `--nonsense`"


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Kind), st.booleans()), max_size=40))
def test_the_account_is_the_sum_of_its_tasks(moves):
    account = Account()
    account.balance = 10_000_000
    for number, kind, charge in moves:
        (account.charge if charge else account.refund)(str(number), kind, 0.0)
    assert account.total == sum(account.of(str(number)) for number in range(6))
    assert account.charged == sum(entry.amount for entry in account.charges)
    assert account.refunded == sum(entry.amount for entry in account.refunds)
    assert account.total == account.charged - account.refunded == 10_000_000 - account.balance


@given(
    st.floats(0, 1e9),
    st.floats(0.1, 5),
    st.floats(0.1, 200),
    st.lists(st.floats(-10, 300), min_size=2, max_size=8),
)
def test_a_plan_only_goes_forward(start, accept, length, looks):
    plan = Plan(start, start + accept, start + accept + length, (0, 15, 31, 46, 62, 78, 93), None)
    order = ["NOT_START", "SUBMITTED", "IN_PROGRESS", "SUCCESS"]
    seen = [plan.at(start + look) for look in sorted(looks)]
    places = [(order.index(moment.status), moment.percent or 0) for moment in seen[:-1]]
    done = [place for place in places if place[0] < 3]
    assert done == sorted(done)
    assert [place[0] for place in places] == sorted(place[0] for place in places)
    assert plan.at(plan.end).ended


@pytest.mark.parametrize("preset", ["plus", "classic"])
async def test_manual_tasks_stay_where_they_are_put(preset):
    async with by_hand(preset) as (relay, client):
        task_id = await client.imagine()
        relay._studio.time._clock.forward(10_000)
        assert (await client.fetch(task_id))["status"] == "NOT_START"
        relay.move(task_id, "SUBMITTED", "0%")
        assert (await client.fetch(task_id))["progress"] == "0%"
        relay.move(task_id, "IN_PROGRESS", "62%")
        row = await client.fetch(task_id)
        assert (row["status"], row["progress"]) == ("IN_PROGRESS", "62%")
        assert (await client.get(row["imageUrl"])).type == "image/webp"
        relay.finish(task_id)
        assert (await client.fetch(task_id))["progress"] == "100%"
        with pytest.raises(KeyError):
            relay.finish("1")
