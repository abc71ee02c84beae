"""Faults in what tasks, lists and pictures look like."""

import pytest
from relay_client import by_hand, connected

from sandbox.relay import Relay
from tests.clock import HandTime


async def running(relay, client):
    task_id = await client.imagine()
    relay.move(task_id, "IN_PROGRESS", "46%")
    return task_id


@pytest.mark.parametrize(
    ("fault", "field", "value"),
    [
        ("status_empty", "status", ""),
        ("status_unknown", "status", "QUEUED_UPSTREAM"),
        ("progress_null", "progress", None),
        ("progress_empty", "progress", ""),
        ("progress_text", "progress", "Waiting to start"),
        ("progress_backwards", "progress", "0%"),
        ("properties_null", "properties", None),
    ],
)
async def test_spoiled_rows(fault, field, value):
    async with by_hand("plus") as (relay, client):
        task_id = await running(relay, client)
        whole = await client.fetch(task_id)
        relay.inject(fault)
        assert (await client.fetch(task_id)) == whole | {field: value}
        assert (await client.fetch(task_id)) == whole


async def test_an_id_that_is_a_number():
    async with by_hand("plus") as (relay, client):
        task_id = await running(relay, client)
        relay.inject("id_number")
        assert (await client.fetch(task_id))["id"] == int(task_id)


@pytest.mark.parametrize(("preset", "nothing"), [("new-api", ""), ("plus", None)])
async def test_success_before_its_picture(preset, nothing):
    async with by_hand(preset) as (relay, client):
        task_id = await running(relay, client)
        relay.inject("picture_later")
        assert (await client.fetch(task_id))["imageUrl"]  # not yet: nothing to spoil
        relay.finish(task_id)
        row = await client.fetch(task_id)
        assert (row["status"], row["imageUrl"]) == ("SUCCESS", nothing)
        assert (await client.fetch(task_id))["imageUrl"]


async def test_odd_buttons():
    async with by_hand("plus") as (relay, client):
        task_id = await running(relay, client)
        for fault in ("buttons_nested", "buttons_text_types", "buttons_many"):
            relay.inject(fault)
            assert (await client.fetch(task_id))["buttons"] == []
            relay.finish(task_id)
            buttons = (await client.fetch(task_id))["buttons"]
            if fault == "buttons_nested":
                assert [len(row) for row in buttons] == [5, 4]
                assert buttons[0][4]["emoji"] == {"name": "🔄"}
                assert "custom_id" in buttons[0][0]
            elif fault == "buttons_text_types":
                assert {(found["style"], found["type"]) for found in buttons} == {("2", "2")}
            else:
                assert len({found["customId"] for found in buttons}) == 30
            relay.move(task_id, "IN_PROGRESS", "46%")


async def test_odd_lists():
    async with by_hand("plus") as (relay, client):
        ids = [await client.imagine(f"fox {n}") for n in range(3)]

        async def listed():
            answer = await client.post("/mj/task/list-by-condition", {"ids": ids})
            return [row["id"] for row in answer.json]

        relay.inject("list_duplicates")
        assert await listed() == [task_id for task_id in ids for _ in range(2)]
        relay.inject("list_reversed")
        assert await listed() == ids[::-1]
        relay.inject("list_missing", times=2)
        assert await listed() == await listed() == [ids[1]]
        assert await listed() == ids


@pytest.mark.parametrize("preset", ["new-api", "plus"])
async def test_pictures_that_are_none(preset):
    async with by_hand(preset) as (relay, client):
        task_id = await client.imagine()
        relay.finish(task_id)
        url = (await client.fetch(task_id))["imageUrl"]
        whole = await client.get(url)
        relay.inject("picture_expired")
        assert (await client.get(url)).status == 404
        relay.inject("picture_html")
        assert (await client.get(url)).type.startswith("text/html")
        relay.inject("picture_bomb")
        bomb = (await client.get(url)).body
        assert len(bomb) < 200
        assert int.from_bytes(bomb[16:20]) == int.from_bytes(bomb[20:24]) == 50_000
        relay.inject("picture_truncated")
        assert (await client.get(url)).body == whole.body[: len(whole.body) // 2]
        relay.inject("picture_slow", seconds=0.02)
        assert (await client.get(url)).body == whole.body
        relay.inject("picture_huge")
        async with client.session.get(url) as answer:
            assert answer.content_length == 10 * 1024**3
        relay.inject("picture_endless")
        async with client.session.get(url) as answer:
            assert answer.content_length is None
            assert len(await answer.content.readexactly(1_000_000)) == 1_000_000
        assert (await client.get(url)).body == whole.body


async def test_a_picture_s_address_dies_after_a_day():
    clock = HandTime()
    relay = Relay(preset="plus", auto=False, clock=clock, picture_size=32)
    async with connected(relay) as client:
        task_id = await client.imagine()
        relay.finish(task_id)
        url = (await client.fetch(task_id))["imageUrl"]
        assert (await client.get(url.replace("&hm=", "&hm=0"))).status == 404
        assert (await client.get(url.partition("?")[0])).status == 404
        assert (await client.get(url)).status == 200
        clock.forward(86_401)
        dead = await client.get(url)
        assert (dead.status, dead.text) == (404, "This content is no longer available.")
