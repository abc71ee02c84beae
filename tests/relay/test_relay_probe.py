"""What a probe may ask of whom: never anything that could start, charge or be passed on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from relay_wire import QuickClock

from bot.relay import probe
from bot.relay.probe import Kind, Offer, Trouble
from bot.relay.settings import Auth, RelaySettings
from sandbox.relay import Relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SUBMITS = ("submit/", "insight-face/")


@asynccontextmanager
async def a_relay(preset: str, *, path: str = "") -> AsyncIterator[tuple[RelaySettings, Relay]]:
    relay = Relay(preset=preset, auto=False, picture="tiny")
    async with relay.serve() as url:
        yield (
            RelaySettings(name="r", url=f"{url}{path}", key=relay.key, auth=Auth(relay.auth)),
            relay,
        )


def submitted(relay: Relay) -> set[str]:
    return {r.operation for r in relay.log if r.operation.startswith(SUBMITS)}


@pytest.mark.parametrize("preset", ["plus", "trueai"])
async def test_a_server_of_no_known_kind_is_only_read_from(preset: str) -> None:
    async with a_relay(preset) as (settings, relay):
        relay.inject("html_200", path="/mj/task/list", times=1)  # as new-api's forks answer

        found = await probe.offers(settings, QuickClock())

        assert found.kind is Kind.UNKNOWN
        assert submitted(relay) == set()
        assert "submit/imagine" in found.those(Offer.UNKNOWN)


async def test_what_would_be_passed_on_is_not_sent_to_new_api() -> None:
    async with a_relay("new-api") as (settings, relay):
        found = await probe.offers(settings, QuickClock())

        assert found.kind is Kind.NEW_API
        assert submitted(relay) == {
            "submit/imagine", "submit/action", "submit/modal", "insight-face/swap",
        }  # fmt: skip
        [form] = [r.body for r in relay.log if r.operation == "submit/modal"]
        assert form == {"taskId": "0", "prompt": ""}  # without a task it would be passed on
        assert relay.account.total == 0


async def test_a_group_without_channels_is_told_from_a_missing_operation() -> None:
    async with a_relay("new-api") as (settings, relay):
        relay.change(faults={"group_saturated": 1})

        found = await probe.offers(settings, QuickClock())

        assert "submit/imagine" in found.those(Offer.NOT_NOW)


async def test_the_key_goes_to_no_other_host_and_never_from_https_to_http() -> None:
    settings = RelaySettings(name="r", url="https://relay.example/a/b", key="k")

    others = list(probe._other_addresses(settings))

    assert [one.address.base for one in others] == [
        "https://relay.example",
        "https://relay.example/a",
    ]
    plain = RelaySettings(name="r", url="http://relay.example", key="k")
    assert [one.url for one in probe._other_addresses(plain)] == ["https://relay.example"]


async def test_behind_a_wrong_address_the_right_one_is_found_though_the_key_is_wrong_too() -> None:
    async with a_relay("plus", path="/console") as (right, _):
        settings = replace(right, key="another")

        look = await probe.look(settings, QuickClock())
        other = await probe.mended(settings, look, QuickClock())

        assert look.trouble is Trouble.NO_ROUTE
        assert other is not None
        found = other.settings.address.base
        assert (found, other.takes_key) == (settings.address.base.removesuffix("/console"), False)
