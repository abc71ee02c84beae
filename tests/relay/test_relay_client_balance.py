"""What a key has left, from whatever a server answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import answer
from relay_sandbox import CAT, sandbox

from bot.core.errors import Busy, Confused, OperationMissing, RelayError, Unreachable
from bot.core.operations import BILLING
from bot.relay.answer import Answer, Ending
from bot.relay.wire import billing, requests

LIMIT, USED = requests.limit(), requests.used()


async def test_what_is_left_is_the_relays_own_account_to_the_millionth() -> None:
    async with sandbox("new-api") as (client, relay):
        relay.change(balance=20, prices={"imagine": 0.123456})
        assert await client.balance() == 20_000_000
        accepted = await client.submit(CAT, [], "s-1")
        assert await client.balance() == 20_000_000 - 123_456
        relay.fail(accepted.relay_id, "timeout")
        assert await client.balance() == 20_000_000


async def test_a_key_may_have_no_end() -> None:
    async with sandbox("new-api") as (client, _):
        assert await client.balance() is None


@pytest.mark.parametrize("preset", ["plus", "trueai", "classic", "new-api"])
async def test_who_does_not_tell_is_found_out(preset: str) -> None:
    async with sandbox(preset) as (client, relay):
        relay.change(billing=False)
        with pytest.raises(OperationMissing) as missing:
            await client.balance()
        assert missing.value.operation == BILLING


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"hard_limit_usd": 12.5}, 12_500_000),
        ({"hard_limit_usd": "12.5"}, 12_500_000),
        ({"hard_limit_usd": 0}, 0),
        ({"hard_limit_usd": None, "soft_limit_usd": 3}, 3_000_000),
        ({"hard_limit_usd": 100_000_000}, None),
    ],
)
def test_the_limit(told: dict[str, object], left: int | None) -> None:
    assert billing.limit(answer(told), LIMIT) == left


def test_what_was_used_is_told_in_hundredths() -> None:
    assert billing.used(answer({"total_usage": 1234.5678}), USED) == 12_345_678


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Answer(200, b"<!doctype html>"), OperationMissing),
        (Answer(200), OperationMissing),
        (Answer(401), OperationMissing),
        (Answer(404, b"404 page not found"), OperationMissing),
        (answer({"error": {"message": "Invalid URL"}}), OperationMissing),
        (answer({"hard_limit_usd": "a lot"}), OperationMissing),
        (answer({"hard_limit_usd": True}), OperationMissing),
        (answer({"hard_limit_usd": 1e300}), OperationMissing),
        (answer([1, 2]), OperationMissing),
        (Answer(200, b'{"hard_li', ending=Ending.CUT), RelayError),
        (Answer(200, b"{nonsense"), Confused),
        (Answer(429), Busy),
        (Answer(502, b"<html>"), Unreachable),
    ],
)
def test_what_is_no_amount(said: Answer, error: type[RelayError]) -> None:
    with pytest.raises(error):
        billing.limit(said, LIMIT)


AMOUNTS = st.none() | st.booleans() | st.text(max_size=5) | st.integers() | st.floats()
BODIES = st.builds(
    lambda name, amount: json.dumps({name: amount}).encode(),
    st.sampled_from(["hard_limit_usd", "total_usage", "error"]),
    AMOUNTS | st.floats(0, 1e6),
)


@given(st.binary(max_size=60) | BODIES, st.just(200) | st.integers(100, 599))
def test_nothing_else_is_ever_raised(body: bytes, status: int) -> None:
    for read, call in ((billing.limit, LIMIT), (billing.used, USED)):
        try:
            found = read(Answer(status, body), call)
        except RelayError:
            continue
        assert found is None or isinstance(found, int)
