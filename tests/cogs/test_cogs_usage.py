"""/admin usage: words, a picture and a table, for managers alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image

from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.media import panels
from bot.service.balances import Balance
from tests.ui.running import Stage

if TYPE_CHECKING:
    from bot.core.ports import Relay
    from sandbox.discord import Message

BUDGET = Limit(scope=Scope.SERVER, period=Period.MONTH, unit=Unit.MONEY, amount=5_000_000)


async def usage(stage: Stage, by: str = "Nadia", **options: str) -> Message:
    use = await stage.discord.person(by).command(stage.gallery, "admin usage", options)
    await use.acknowledged()
    return await stage.discord.wait_for(lambda m: m is use.reply and not m.thinking, timeout=30)


def table(message: Message) -> list[list[str]]:
    [data] = [one.data for one in message.attachments.values() if one.filename == "easel-usage.csv"]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


async def test_an_empty_week_is_said_in_words_alone(stage: Stage) -> None:
    message = await usage(stage)
    assert message.ephemeral
    assert stage.texts.say("en", "usage.nothing_asked") in message.text
    assert message.pictures() == []
    assert not message.attachments


async def test_managers_get_words_a_picture_and_a_table(stage: Stage) -> None:
    await stage.services.guilds.settle(
        stage.discord.home.id, lambda now: replace(now, limits=(BUDGET,)), actor=1
    )
    await stage.imagine()
    await stage.finished(1)
    await stage.imagine(stage.discord.person("Bo"))
    message = await usage(stage, period="today")
    assert message.ephemeral
    assert "**2** tasks worth **$0.20**" in message.text
    assert "$0.20 of $5.00 used" in message.text
    [(_, picture)] = message.pictures()
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as drawn:
        assert drawn.size == (panels.WIDTH, panels.HEIGHT)
    head, newest, oldest = table(message)
    assert head[3] == "Name"
    assert (newest[3], oldest[3]) == ("Bo", "Ada")
    assert (newest[8], oldest[6]) == ("0.10", "done")


async def test_what_fifty_relays_have_left_fits_beside_the_rest(stage: Stage) -> None:
    balances = stage.services.balances
    relays = cast("dict[str, Relay]", balances._relays)
    for number in range(50):
        name = f"relay-{number}".ljust(32, "x")
        relays[name] = relays["main"]
        balances._known[name] = Balance(10**10 + number, 1.8e9)
    message = await usage(stage)
    assert "relay-0x" in message.text
    assert "relay-20" not in message.text
    assert stage.texts.say("en", "usage.balances_more", count=30) in message.text
    assert stage.texts.say("en", "usage.nothing_asked") in message.text


@pytest.mark.parametrize("fault", [None, "503", "200"])
async def test_whoever_nobody_has_seen_is_looked_up(stage: Stage, fault: str | None) -> None:
    await stage.imagine()
    if fault is not None:
        stage.discord.inject(fault, path="/members/")
    async with stage.store._database.transaction() as connection:
        await connection.execute("DELETE FROM members")
    await usage(stage)
    looks = {request.path for request in stage.discord.requests if "/members/" in request.path}
    assert len(looks) == 1


async def test_only_managers(stage: Stage) -> None:
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    command["default_member_permissions"] = None
    use = await stage.ada.command(stage.gallery, "admin usage", {})
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.not_a_manager")
