"""Every subcommand of /admin that settles something: what it settles, and what it refuses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.core.guild import NOBODYS, GuildSettings, Pressers, Veil
from bot.core.limits import Limit, Scope, Unit
from bot.core.money import MICRO
from bot.core.periods import Period
from bot.core.request import Speed
from sandbox.discord import Interaction
from sandbox.discord.interactions import Answer
from tests.ui.running import Stage

GALLERY, STAFF, ARTIST, ADA = 1, 2, 3, 4


def things(stage: Stage) -> dict[int, Any]:
    """What the tables of these tests mean by their numbers."""
    land = stage.discord.land
    return {
        GALLERY: stage.discord.channel("gallery"),
        STAFF: stage.discord.channel("staff"),
        ARTIST: land.role("Artist"),
        ADA: stage.ada.user,
    }


async def admin(stage: Stage, path: str, **options: Any) -> str:
    """The owner uses one of the subcommands; gives the answer."""
    known = things(stage)
    given = {
        name: known.get(value, value) if type(value) is int and name in NAMING else value
        for name, value in options.items()
    }
    use = await stage.discord.person("Nadia").command(stage.gallery, f"admin {path}", given)
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    return use.reply.text


NAMING = {"add", "remove", "channel", "role", "member"}


async def settled(stage: Stage) -> GuildSettings:
    return await stage.services.guilds.settings(stage.discord.home.id)


def a_limit(amount: int, **changes: Any) -> Limit:
    plain = Limit(scope=Scope.EVERYONE, period=Period.DAY, unit=Unit.TASKS, amount=amount)
    return replace(plain, **changes)


SETTLED = [
    ("channels", {"add": GALLERY}, "channels", frozenset({GALLERY})),
    ("roles", {"add": ARTIST}, "roles", frozenset({ARTIST})),
    ("pressers", {"who": "moderators"}, "pressers", Pressers.MODERATORS),
    ("mature", {"only": True}, "age_restricted_only", True),
    ("mature", {"hide": "all"}, "veil", Veil.ALL),
    ("language", {"language": "zh-CN"}, "locale", "zh-CN"),
    ("speed", {"speed": "relax"}, "speed", Speed.RELAX),
    ("translation", {"on": False}, "translate", False),
    ("moderation", {"channel": GALLERY}, "moderation", GALLERY),
    ("audit", {"channel": GALLERY}, "audit", GALLERY),
    ("quota caps", {"running": 2}, "most_running", 2),
    ("quota caps", {"waiting": 7}, "most_waiting", 7),
    ("weight", {"role": ARTIST, "turns": 3}, "weights", ((ARTIST, 3),)),
    (
        "quota set",
        {"amount": "20", "unit": "tasks", "period": "day"},
        "limits",
        (a_limit(20),),
    ),
    (
        "quota set",
        {"amount": "1.5", "unit": "money", "period": "month", "role": ARTIST, "speed": "fast"},
        "limits",
        (
            a_limit(
                1_500_000,
                scope=Scope.ROLE,
                subject=ARTIST,
                period=Period.MONTH,
                unit=Unit.MONEY,
                speed=Speed.FAST,
            ),
        ),
    ),
    (
        "quota set",
        {"amount": "0", "unit": "tasks", "period": "day", "member": ADA},
        "limits",
        (a_limit(0, scope=Scope.MEMBER, subject=ADA),),
    ),
    (
        "quota set",
        {"amount": "500", "unit": "tasks", "period": "day", "together": True},
        "limits",
        (a_limit(500, scope=Scope.SERVER),),
    ),
    (
        "quota budget",
        {"amount": "25"},
        "limits",
        (a_limit(25 * MICRO, scope=Scope.SERVER, period=Period.MONTH, unit=Unit.MONEY),),
    ),
]


def translated(value: Any, known: dict[int, Any]) -> Any:
    """What a table says, with the real numbers in it."""
    match value:
        case frozenset():
            return frozenset(known[one].id for one in value)
        case ((int() as role, int() as turns),):
            return ((known[role].id, turns),)
        case (Limit() as limit,):
            return (replace(limit, subject=known[limit.subject].id if limit.subject else None),)
        case int() if value in known and type(value) is int:
            return known[value].id
        case _:
            return value


@pytest.mark.parametrize(("path", "options", "name", "value"), SETTLED)
async def test_it_is_settled_at_once_and_told(
    stage: Stage, path: str, options: dict[str, Any], name: str, value: Any
) -> None:
    said = await admin(stage, path, **options)
    wanted = value if name in {"most_running", "most_waiting"} else translated(value, things(stage))
    assert getattr(await settled(stage), name) == wanted
    assert stage.texts.say("en", f"admin.names.{name}") in said
    [line] = await stage.services.trail.page(stage.discord.home.id, before=None, limit=9)
    assert line.values["name"] == name


async def test_the_same_again_is_no_line_of_the_trail(stage: Stage) -> None:
    for _ in range(2):
        await admin(stage, "speed", speed="fast")
    assert len(await stage.services.trail.page(stage.discord.home.id, before=None, limit=9)) == 1


async def test_what_was_chosen_can_be_taken_back(stage: Stage) -> None:
    await admin(stage, "channels", add=GALLERY)
    await admin(stage, "channels", remove=GALLERY)
    await admin(stage, "roles", add=ARTIST)
    await admin(stage, "roles", all=True)
    await admin(stage, "audit", channel=GALLERY)
    await admin(stage, "audit")
    await admin(stage, "quota caps", running=3)
    await admin(stage, "quota caps")
    await admin(stage, "weight", role=ARTIST, turns=5)
    await admin(stage, "weight", role=ARTIST, turns=1)
    await admin(stage, "quota budget", amount="3")
    await admin(stage, "quota budget")
    assert await settled(stage) == NOBODYS


async def test_a_quota_takes_the_place_of_the_same_one_and_is_removed_by_what_is_suggested(
    stage: Stage,
) -> None:
    for amount in ("20", "30"):
        await admin(stage, "quota set", amount=amount, unit="tasks", period="day")
    await admin(stage, "quota set", amount="9", unit="tasks", period="day", role=ARTIST)
    assert "30" in await admin(stage, "quota list")
    nadia = stage.discord.person("Nadia")
    offered = await nadia.autocomplete(stage.gallery, "admin quota remove", {"quota": ""}, "quota")
    assert [choice["name"] for choice in offered] == [
        "Each member: 30 tasks a day",
        "Each member with Artist: 9 tasks a day",
    ]
    await admin(stage, "quota remove", quota=offered[0]["value"])
    [left] = (await settled(stage)).limits
    assert left.scope is Scope.ROLE


@pytest.mark.parametrize(("quotas", "more"), [(40, ""), (43, "3 more")])
async def test_more_quotas_than_a_message_holds_are_not_kept_quiet_about(
    stage: Stage, quotas: int, more: str
) -> None:
    limits = tuple(a_limit(20, scope=Scope.MEMBER, subject=ADA + n) for n in range(quotas))
    guild = stage.discord.home.id
    await stage.services.guilds.settle(guild, lambda now: replace(now, limits=limits), actor=1)
    said = await admin(stage, "quota list")
    assert said.count("<@") == 40
    assert more in said
    assert ("export" in said) is bool(more)


async def test_a_member_with_a_quota_is_suggested_by_their_name_once_they_were_seen(
    stage: Stage,
) -> None:
    await admin(stage, "quota set", amount="2", unit="tasks", period="day", member=ADA)
    assert await offered_to_remove(stage) == [f"Member {stage.ada.id}: 2 tasks a day"]
    drawn = await stage.ada.command(stage.gallery, "imagine", {"prompt": "a fox"})
    await drawn.acknowledged()
    assert await offered_to_remove(stage) == ["Ada: 2 tasks a day"]


async def offered_to_remove(stage: Stage) -> list[str]:
    nadia = stage.discord.person("Nadia")
    offered = await nadia.autocomplete(stage.gallery, "admin quota remove", {"quota": ""}, "quota")
    return [str(choice["name"]) for choice in offered]


REFUSED = [
    ("-3", "tasks", "below zero"),
    ("2.5", "tasks", "whole number"),
    ("a lot", "tasks", "whole number"),
    ("9999999", "tasks", "1000000"),
    ("1,50", "money", "with a point, such as 1.50"),
    ("-0.5", "money", "below zero"),
    ("99999999", "money", "the largest"),
    ("1.2.3", "money", "not an amount"),
]


@pytest.mark.parametrize(("amount", "unit", "words"), REFUSED)
async def test_an_absurd_quota_is_refused_in_words(
    stage: Stage, amount: str, unit: str, words: str
) -> None:
    said = await admin(stage, "quota set", amount=amount, unit=unit, period="day")
    assert words in said
    assert await settled(stage) == NOBODYS


async def test_a_quota_is_for_one_thing(stage: Stage) -> None:
    said = await admin(
        stage, "quota set", amount="2", unit="tasks", period="day", role=ARTIST, member=ADA
    )
    assert said == stage.texts.say("en", "errors.limit_of_both")
    said = await admin(stage, "quota remove", quota="everyone-any-day-tasks-any")
    assert said == stage.texts.say("en", "errors.limit_unknown")
    assert await settled(stage) == NOBODYS


async def test_too_many_channels_are_refused(stage: Stage) -> None:
    guild = stage.discord.home
    for number in range(25):
        channel = stage.discord.land.add_channel(f"room-{number}", guild)
        await _add(stage, channel)
    assert "25" in await admin(stage, "channels", add=GALLERY)
    assert len((await settled(stage)).channels) == 25


async def _add(stage: Stage, channel: object) -> Interaction:
    nadia = stage.discord.person("Nadia")
    use = await nadia.command(stage.gallery, "admin channels", {"add": channel})
    return await use.acknowledged()


async def test_a_channel_that_the_bot_cannot_use_is_taken_and_complained_of(stage: Stage) -> None:
    said = await admin(stage, "moderation", channel=STAFF)
    staff = stage.discord.channel("staff")
    assert f"Easel lacks permissions in <#{staff.id}>: View Channel" in said
    assert (await settled(stage)).moderation == staff.id


async def test_what_is_gone_is_said_to_be_gone_and_nobody_is_let_in_for_it(stage: Stage) -> None:
    room = stage.discord.land.add_channel("room", stage.discord.home)
    await _add(stage, room)
    heard = asyncio.create_task(stage.client.wait_for("guild_channel_delete", timeout=10))
    await asyncio.sleep(0)  # it listens from now on
    stage.discord.delete_channel(room)
    await heard
    said = await admin(stage, "show")
    assert stage.texts.say("en", "admin.gone_all_channels") in said
    use = await stage.ada.command(stage.gallery, "imagine", {"prompt": "a cat"})
    await use.acknowledged()
    assert use.reply is not None
    assert "may not be used in this channel" in use.reply.text
    nadia = await stage.imagine(stage.discord.person("Nadia"))
    assert nadia.answer is Answer.DEFER


async def test_show_tells_every_setting_in_the_readers_language(stage: Stage) -> None:
    stage.discord.land.give_role(stage.discord.person("Chen"), stage.discord.land.role("Owner"))
    use = await stage.discord.person("Chen").command(stage.gallery, "admin show")
    await use.acknowledged()
    assert use.reply is not None
    for name in ("channels", "limits", "veil", "translate"):
        assert stage.texts.say("zh-CN", f"admin.names.{name}") in use.reply.text
