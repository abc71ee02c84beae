"""What the relay tells of its account, and what it says without money."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from relay_client import button, by_hand, done, headers, pressed, upscaled

from sandbox.relay import PRESETS

SUBSCRIPTION = "/v1/dashboard/billing/subscription"
USAGE = "/v1/dashboard/billing/usage?start_date=2025-01-01&end_date=2025-02-01"
TENTH, TWENTIETH = 100_000, 50_000


async def left(client) -> Decimal:
    """What the billing addresses say is left, in money."""
    limit = (await client.get(SUBSCRIPTION)).json["hard_limit_usd"]
    used = (await client.get(USAGE)).json["total_usage"]
    return Decimal(str(limit)) - Decimal(str(used)) / 100


@pytest.mark.parametrize("start", ["", "/v1"])
async def test_new_api_tells_what_is_left(start):
    async with by_hand("new-api") as (relay, client):
        relay.change(balance=20)
        row = await done(relay, client)
        relay.fail(await pressed(client, row, "U1"))
        await pressed(client, row, "V1")
        limit = (await client.get(f"{start}/dashboard/billing/subscription")).json
        assert limit == {
            "object": "billing_subscription",
            "has_payment_method": True,
            "soft_limit_usd": 20.05,
            "hard_limit_usd": 20.05,
            "system_hard_limit_usd": 20.05,
            "access_until": 0,
        }
        used = (await client.get(f"{start}/dashboard/billing/usage?start_date=x")).json
        assert used == {"object": "list", "total_usage": 25}
        assert relay.describe()["account"] == {
            "paid": "0.20",
            "charged": "0.25",
            "refunded": "0.05",
            "balance": "19.80",
        }


async def test_a_key_without_a_limit():
    async with by_hand("new-api") as (relay, client):
        assert (await client.get(SUBSCRIPTION)).json["hard_limit_usd"] == 100_000_000
        relay.change(balance="0.3")
        assert await left(client) == Decimal("0.3")
        relay.change(balance=None)
        assert relay.account.balance is None


@pytest.mark.parametrize("seed", range(8))
async def test_what_is_told_is_what_is_left_after_any_history(seed):
    dice = random.Random(seed)
    async with by_hand("new-api") as (relay, client):
        relay.change(balance="1.234567", remix=True, prices={"imagine": "0.011111"})
        rows = [await done(relay, client)]
        for _ in range(25):
            row, open_tasks = dice.choice(rows), list(relay.tasks.values())
            match dice.choice(["imagine", "press", "fail", "finish", "top up"]):
                case "imagine":
                    await client.post("/mj/submit/imagine", {"prompt": "a fox"})
                case "press":
                    await client.press(row["id"], button(row, dice.choice(["U1", "V2"])))
                case "fail":
                    relay.fail(dice.choice(open_tasks).id)
                case "finish":
                    relay.finish(dice.choice(open_tasks).id)
                case "top up":
                    relay.change(balance=str(dice.randrange(2_000_000) / 1_000_000))
            account = relay.account
            assert account.balance >= 0
            assert abs(await left(client) * 1_000_000 - account.balance) < Decimal("0.01")
            assert account.total == sum(account.of(task_id) for task_id in relay.tasks)


@pytest.mark.parametrize("preset", PRESETS)
async def test_without_money_nothing_is_taken(preset):
    async with by_hand(preset) as (relay, client):
        relay.change(balance="0.15")
        await client.imagine()
        answer = await client.post("/mj/submit/imagine", {"prompt": "a fox"})
        assert (len(relay.tasks), relay.account.balance) == (1, TWENTIETH)
        if preset == "new-api":
            assert (answer.status, answer.json["code"]) == (400, 4)
            assert answer.json["description"] == "quota_not_enough "
        else:
            assert answer.json["code"] not in {1, 21, 22}
        relay.change(balance=1)
        assert await client.imagine()


async def test_a_form_that_cannot_be_paid_waits():
    async with by_hand("new-api") as (relay, client):
        row = await upscaled(relay, client)
        task_id = (await client.press(row["id"], button(row, "Custom Zoom"))).json["result"]
        relay.change(balance=0)
        body = {"taskId": task_id, "prompt": "a fox"}
        assert (await client.post("/mj/submit/modal", body)).json["code"] == 4
        relay.change(balance=1)
        assert (await client.post("/mj/submit/modal", body)).json["code"] == 1
        assert relay.account.balance == 9 * TENTH


@pytest.mark.parametrize(
    ("preset", "settings", "status", "kind"),
    [
        ("plus", {}, 404, "application/json"),
        ("classic", {}, 404, "application/json"),
        ("trueai", {}, 404, ""),
        ("new-api", {"billing": False}, 404, "application/json"),
    ],
)
@pytest.mark.parametrize("path", [SUBSCRIPTION, USAGE])
async def test_others_do_not_tell(preset, settings, status, kind, path):
    async with by_hand(preset) as (relay, client):
        relay.change(**settings)
        answer = await client.get(path)
        assert answer.status == status
        assert answer.type.startswith(kind)
        assert "hard_limit" not in answer.text
        if preset == "new-api":
            assert answer.json["error"]["message"].startswith("Invalid URL (GET /v1/")
            page = await client.get("/dashboard/billing/subscription")
            assert (page.status, page.type.startswith("text/html")) == (200, True)


async def test_the_key_is_asked_for():
    async with by_hand("new-api") as (relay, client):
        wrong = {"Authorization": "Bearer sk-other"}
        for path in (SUBSCRIPTION, USAGE, "/dashboard/billing/usage"):
            answer = await client.get(path, headers=wrong)
            assert (answer.status, answer.json["error"]["type"]) == (401, "new_api_error")
        assert headers(relay)["Authorization"].startswith("Bearer ")
        assert relay.counts["billing/usage"] == 2


async def test_faults_befall_it_too():
    async with by_hand("new-api") as (relay, client):
        for fault, status in (("html_200", 200), ("server_error", 500), ("too_many", 429)):
            relay.inject(fault, path="billing")
            await client.imagine()
            assert (await client.get(SUBSCRIPTION)).status == status
        assert (await client.get(SUBSCRIPTION)).json["object"] == "billing_subscription"
