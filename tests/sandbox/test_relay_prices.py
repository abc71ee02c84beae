"""What the relay charges for what, when, and what it gives back."""

from __future__ import annotations

import contextlib

import aiohttp
import pytest
from relay_client import PIXEL, button, by_hand, done, pressed, upscaled

from sandbox.relay import Relay

TENTH, TWENTIETH = 100_000, 50_000


FORM = {"prompt": "a fox"}
REGION = {**FORM, "maskBase64": PIXEL}


@pytest.mark.parametrize(
    ("label", "remix", "form", "new_api", "others"),
    [
        ("U1", False, {}, TWENTIETH, TWENTIETH),
        ("V1", False, {}, TENTH, TENTH),
        ("🔄", False, {}, TENTH, TENTH),
        ("V1", True, FORM, 2 * TENTH, TENTH),
        ("V1", True, {}, TENTH, 0),
    ],
)
@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai"])
async def test_what_a_press_costs(preset, label, remix, form, new_api, others):
    async with by_hand(preset) as (relay, client):
        row = await done(relay, client)
        relay.change(remix=remix)
        task_id = await pressed(client, row, label, **form)
        cost = new_api if preset == "new-api" else others
        assert relay.account.of(task_id) == cost
        assert relay.account.total == TENTH + cost
        relay.fail(task_id)
        assert relay.account.total == TENTH
        assert relay.account.refunded == cost


@pytest.mark.parametrize(("label", "form"), [("Vary (Region)", REGION), ("Custom Zoom", FORM)])
@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai"])
async def test_a_region_and_a_custom_zoom_are_paid_with_their_form(preset, label, form):
    async with by_hand(preset) as (relay, client):
        row = await upscaled(relay, client)
        before = relay.account.total
        task_id = (await client.press(row["id"], button(row, label))).json["result"]
        assert relay.account.total == before
        await client.post("/mj/submit/modal", {"taskId": task_id, **form})
        assert relay.account.of(task_id) == TENTH
        assert relay.account.charges[-1].operation == "modal"
        relay.fail(task_id)
        assert relay.account.total == before


@pytest.mark.parametrize(
    ("path", "body", "cost"),
    [
        ("imagine", {"prompt": "a fox"}, TENTH),
        ("describe", {"base64": PIXEL}, TWENTIETH),
        ("shorten", {"prompt": "a fox"}, TENTH),
    ],
)
async def test_what_new_work_costs(path, body, cost):
    async with by_hand("new-api") as (relay, client):
        task_id = (await client.post(f"/mj/submit/{path}", body)).json["result"]
        assert relay.account.of(task_id) == cost


@pytest.mark.parametrize(
    ("fault", "charged"),
    [
        ("queue_full", False),
        ("banned_word", False),
        ("group_saturated", False),
        ("html_502", False),
        ("cut_before", False),
        ("server_error", False),
        ("queued_without_id", True),
        ("late_answer", True),
    ],
)
async def test_only_what_was_taken_is_charged(fault, charged):
    async with by_hand("new-api") as (relay, client):
        relay.inject(fault, seconds=0.0)
        with contextlib.suppress(aiohttp.ClientPayloadError):  # the one that is cut off
            await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert relay.account.total == (TENTH if charged else 0)


@pytest.mark.parametrize(
    ("path", "prompt", "cost"),
    [
        ("/mj", "a fox", "0.12"),
        ("/mj-relax/mj", "a fox", "0.02"),
        ("/mj-turbo/mj", "a fox", "0.30"),
        ("/mj", "a fox --relax", "0.02"),
    ],
)
async def test_prices_by_operation_and_speed(path, prompt, cost):
    async with by_hand("new-api") as (relay, client):
        relay.change(prices={"imagine": "0.12", "imagine.relax": 0.02, "imagine.turbo": 0.3})
        await client.post(f"{path}/submit/imagine", {"prompt": prompt})
        assert relay.account.paid == cost
        assert relay.describe()["prices"]["imagine.relax"] == "0.02"
        relay.change(prices={})
        assert relay.describe()["prices"]["imagine"] == "0.10"
        assert "imagine.relax" not in relay.describe()["prices"]


async def test_relax_is_no_cheaper_unless_told():
    async with by_hand("new-api") as (relay, client):
        await client.post("/mj-relax/mj/submit/imagine", {"prompt": "a fox"})
        assert relay.account.paid == "0.10"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"prices": {"paint": 1}}, "no price called paint"),
        ({"prices": {"imagine.slow": 1}}, "no price called imagine.slow"),
        ({"prices": {"imagine.": 1}}, "no price called imagine."),
        ({"prices": {"imagine": -1}}, "amount of money"),
        ({"prices": {"imagine": "0,1"}}, "amount of money"),
        ({"prices": {"imagine": "0.0000001"}}, "amount of money"),
        ({"prices": {"imagine": True}}, "amount of money"),
        ({"prices": {"imagine": float("nan")}}, "amount of money"),
        ({"prices": {"imagine": "inf"}}, "amount of money"),
        ({"prices": ["imagine"]}, "a map"),
        ({"balance": -1}, "amount of money"),
        ({"balance": "much"}, "amount of money"),
        ({"billing": None}, "Billing is either"),
        ({"chat": "yes"}, "Chat is either"),
        ({"models": "gpt"}, "a list of names"),
    ],
)
async def test_what_cannot_be_set(settings, sentence):
    relay = Relay()
    before = relay.describe()
    with pytest.raises(ValueError, match=sentence):
        relay.change(**settings)
    assert relay.describe() == before
