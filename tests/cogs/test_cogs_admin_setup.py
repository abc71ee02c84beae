"""/admin setup: the panel, page by page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.core.guild import NOBODYS, GuildSettings, Pressers, Veil
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed
from bot.ui.card import Address, Verb
from bot.ui.setup_pages import PAGES
from sandbox.discord import Interaction, Message, Person
from tests.ui.running import Stage

WHO, LOOK, POSTS, QUOTAS = range(4)


async def settled(stage: Stage) -> GuildSettings:
    return await stage.services.guilds.settings(stage.discord.home.id)


def nadia(stage: Stage) -> Person:
    return stage.discord.person("Nadia")


async def opened(stage: Stage, page: int = WHO, by: Person | None = None, **how: Any) -> Message:
    """The panel at one of its pages."""
    person = by or nadia(stage)
    use = await person.command(stage.gallery, "admin setup", **how)
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    if page != WHO:
        await (await person.press(use.reply, where(page, "page"))).acknowledged()
    return use.reply


def where(page: int, word: str) -> str:
    return Address(Verb.SETUP, 0, page, word).custom_id


async def select(
    stage: Stage, panel: Message, page: int, word: str, *chosen: object
) -> Interaction:
    use = await nadia(stage).select(panel, where(page, word), list(chosen))
    return await use.acknowledged()


async def press(stage: Stage, panel: Message, page: int, word: str) -> Interaction:
    return await (await nadia(stage).press(panel, where(page, word))).acknowledged()


async def fill(stage: Stage, opened: Interaction, **values: str) -> Interaction:
    return await (await nadia(stage).submit(opened, values)).acknowledged()


async def test_channels_and_roles_are_picked_and_shown_as_picked(stage: Stage) -> None:
    panel, role = await opened(stage), stage.discord.land.role("Artist")
    await select(stage, panel, WHO, "channels", stage.gallery, stage.discord.channel("general"))
    await select(stage, panel, WHO, "roles", role)
    found = await settled(stage)
    assert found.channels == {stage.gallery.id, stage.discord.channel("general").id}
    assert found.roles == {role.id}
    shown = {menu["custom_id"]: menu for menu in panel.selects()}
    picked = {one["id"] for one in shown[where(WHO, "channels")]["default_values"]}
    assert picked == {str(one) for one in found.channels}
    await select(stage, panel, WHO, "channels")
    assert (await settled(stage)).channels == frozenset()


CHOICES = [
    (WHO, "pressers", "requester", "pressers", Pressers.REQUESTER),
    (LOOK, "locale", "zh-CN", "locale", "zh-CN"),
    (LOOK, "speed", "relax", "speed", Speed.RELAX),
    (LOOK, "veil", "all", "veil", Veil.ALL),
]


@pytest.mark.parametrize(("page", "word", "value", "name", "wanted"), CHOICES)
async def test_one_of_several_is_chosen(
    stage: Stage, page: int, word: str, value: str, name: str, wanted: object
) -> None:
    panel = await opened(stage, page)
    await select(stage, panel, page, word, value)
    assert getattr(await settled(stage), name) == wanted
    [menu] = [one for one in panel.selects() if one["custom_id"] == where(page, word)]
    assert [one["value"] for one in menu["options"] if one.get("default")] == [value]
    if name in {"locale", "speed"}:
        await select(stage, panel, page, word, "none")
        assert getattr(await settled(stage), name) is None


@pytest.mark.parametrize(
    ("page", "name", "before"), [(WHO, "age_restricted_only", False), (LOOK, "translate", True)]
)
async def test_a_switch_says_what_it_does(stage: Stage, page: int, name: str, before: bool) -> None:
    panel = await opened(stage, page)
    word = f"{name}-{'off' if before else 'on'}"
    await press(stage, panel, page, word)
    assert getattr(await settled(stage), name) is not before
    assert panel.clickable(where(page, word)) is None
    await press(stage, panel, page, f"{name}-{'on' if before else 'off'}")
    assert await settled(stage) == NOBODYS


async def test_channels_for_moderators(stage: Stage) -> None:
    panel, log = await opened(stage, POSTS), stage.discord.channel("mod-log")
    await select(stage, panel, POSTS, "moderation", log)
    await select(stage, panel, POSTS, "audit", stage.discord.channel("staff"))
    found = await settled(stage)
    assert (found.moderation, found.audit) == (log.id, stage.discord.channel("staff").id)
    staff = stage.discord.channel("staff").id
    assert f"Easel lacks permissions in <#{staff}>: View Channel" in panel.text
    await select(stage, panel, POSTS, "audit")
    assert (await settled(stage)).audit is None


async def test_quotas_of_each_member_in_a_form_that_shows_what_is_set(stage: Stage) -> None:
    panel = await opened(stage, QUOTAS)
    form = await press(stage, panel, QUOTAS, "form-everyone")
    await fill(stage, form, tasks_day="20", tasks_month="", money_day="1.5", money_month="")
    assert set((await settled(stage)).limits) == {
        Limit(scope=Scope.EVERYONE, period=Period.DAY, unit=Unit.TASKS, amount=20),
        Limit(scope=Scope.EVERYONE, period=Period.DAY, unit=Unit.MONEY, amount=1_500_000),
    }
    assert "Each member: 20 tasks a day" in panel.text
    again = await press(stage, panel, QUOTAS, "form-everyone")
    assert "1.50" in str(again.form)
    await fill(stage, again, tasks_day="", tasks_month="", money_day="", money_month="")
    assert await settled(stage) == NOBODYS


async def test_a_role_has_quotas_and_turns(stage: Stage) -> None:
    panel, role = await opened(stage, QUOTAS), stage.discord.land.role("Supporters")
    form = await select(stage, panel, QUOTAS, "form-role", role)
    typed = dict.fromkeys(("tasks_month", "money_day", "money_month"), "")
    await fill(stage, form, tasks_day="50", turns="3", **typed)
    found = await settled(stage)
    [limit] = found.limits
    assert (limit.scope, limit.subject, limit.amount) == (Scope.ROLE, role.id, 50)
    assert found.weights == ((role.id, 3),)
    assert f"<@&{role.id}> × 3" in panel.text


async def test_the_budget_and_one_member_and_caps(stage: Stage) -> None:
    panel = await opened(stage, QUOTAS)
    typed = dict.fromkeys(("tasks_day", "tasks_month", "money_day"), "")
    await fill(stage, await press(stage, panel, QUOTAS, "form-server"), money_month="25", **typed)
    member = await select(stage, panel, QUOTAS, "form-member", stage.ada)
    await fill(stage, member, **{**typed, "tasks_day": "0"}, money_month="")
    caps = await press(stage, panel, QUOTAS, "form-caps")
    await fill(stage, caps, most_running="2", most_waiting="9")
    found = await settled(stage)
    assert {(one.scope, one.subject, one.amount) for one in found.limits} == {
        (Scope.SERVER, None, 25_000_000),
        (Scope.MEMBER, stage.ada.id, 0),
    }
    assert (found.most_running, found.most_waiting) == (2, 9)
    budget = next(one for one in found.limits if one.scope is Scope.SERVER)
    await select(stage, panel, QUOTAS, "remove", budget.word)
    assert [one.scope for one in (await settled(stage)).limits] == [Scope.MEMBER]


async def test_a_member_with_a_quota_is_called_by_name_in_the_menu_that_removes(
    stage: Stage,
) -> None:
    await (await stage.ada.command(stage.gallery, "imagine", {"prompt": "a fox"})).acknowledged()
    panel = await opened(stage, QUOTAS)
    member = await select(stage, panel, QUOTAS, "form-member", stage.ada)
    typed = dict.fromkeys(("tasks_month", "money_day", "money_month"), "")
    await fill(stage, member, tasks_day="2", **typed)
    menu = panel.clickable(where(QUOTAS, "remove"))
    assert menu is not None
    assert [option["label"] for option in menu["options"]] == ["Ada: 2 tasks a day"]


@pytest.mark.parametrize("scope", [Scope.EVERYONE, Scope.SERVER])
async def test_quotas_of_one_speed_stand_beside_those_of_all(stage: Stage, scope: Scope) -> None:
    panel = await opened(stage, QUOTAS)
    typed = dict.fromkeys(("tasks_month", "money_day", "money_month"), "")
    await fill(stage, await press(stage, panel, QUOTAS, f"form-{scope}"), tasks_day="20", **typed)
    form = await select(stage, panel, QUOTAS, "form-speed", f"{scope}-relax")
    assert "'value': '20'" not in str(form.form)
    await fill(stage, form, tasks_day="7", **typed)
    assert {(one.scope, one.speed, one.amount) for one in (await settled(stage)).limits} == {
        (scope, None, 20),
        (scope, Speed.RELAX, 7),
    }
    again = await select(stage, panel, QUOTAS, "form-speed", f"{scope}-relax")
    assert "'value': '7'" in str(again.form)
    assert "relaxed" in again.form["title"]
    await fill(stage, again, tasks_day="", **typed)
    assert [one.speed for one in (await settled(stage)).limits] == [None]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("tasks_day", "-1", "below zero"),
        ("tasks_day", "1.5", "whole number"),
        ("tasks_month", "99999999", "the largest"),
        ("money_day", "1,5", "with a point"),
        ("money_month", "-2", "below zero"),
        ("turns", "11", "from 1 to 10"),
        ("turns", "٣", "from 1 to 10"),
    ],
)
async def test_what_cannot_be_changes_nothing_and_is_given_back(
    stage: Stage, field: str, typed: str, words: str
) -> None:
    panel = await opened(stage, QUOTAS)
    form = await select(stage, panel, QUOTAS, "form-role", stage.discord.land.role("Artist"))
    values = dict.fromkeys(("tasks_day", "tasks_month", "money_day", "money_month", "turns"), "")
    use = await fill(stage, form, **{**values, "tasks_day": "7", field: typed})
    assert use.reply is not None
    assert words in use.reply.text
    name = stage.texts.say("en", f"setup.field_{field}")
    assert use.reply.text.startswith(f"**{name}**: ")
    given = use.reply.text.rpartition("\n")[2]
    assert f"{name}: {typed}" in given
    if field != "tasks_day":
        assert "Tasks a day: 7 · " in given
    assert await settled(stage) == NOBODYS


async def test_whoever_lost_the_right_settles_nothing_more(stage: Stage) -> None:
    land, bo = stage.discord.land, stage.discord.person("Bo")
    helper = land.add_role("Helper", permissions=("MANAGE_GUILD",))
    land.give_role(bo, helper)
    panel = await opened(stage, QUOTAS, by=bo)
    form = await (await bo.press(panel, where(QUOTAS, "form-caps"))).acknowledged()
    land.take_role(bo, helper)
    for use in (
        await bo.submit(form, {"most_running": "1", "most_waiting": ""}),
        await bo.press(panel, where(WHO, "page")),
    ):
        await use.acknowledged()
        assert use.reply is not None
        assert stage.texts.say("en", "errors.not_a_manager") in use.reply.text
    assert await settled(stage) == NOBODYS


async def test_what_was_deleted_is_said_and_can_be_forgotten(stage: Stage) -> None:
    land = stage.discord.land
    room, role = land.add_channel("room", stage.discord.home), land.add_role("Passing")
    panel = await opened(stage)
    await select(stage, panel, WHO, "channels", room)
    await select(stage, panel, WHO, "roles", role, land.role("Artist"))
    heard = [
        asyncio.create_task(stage.client.wait_for(name, timeout=10))
        for name in ("guild_channel_delete", "guild_role_delete")
    ]
    await asyncio.sleep(0)  # they listen from now on
    stage.discord.delete_channel(room)
    land.delete_role(role)
    await asyncio.gather(*heard)
    panel = await opened(stage)
    assert stage.texts.say("en", "admin.gone_all_channels") in panel.text
    assert stage.texts.say("en", "admin.gone", name="Roles") in panel.text
    await press(stage, panel, WHO, "forget")
    found = await settled(stage)
    assert (found.channels, found.roles) == (frozenset(), {land.role("Artist").id})
    assert panel.clickable(where(WHO, "forget")) is None


@pytest.mark.parametrize(("locale", "words"), [("en-US", "Set up Easel"), ("zh-CN", "设置 Easel")])
async def test_it_speaks_both_languages(stage: Stage, locale: str, words: str) -> None:
    for page in range(len(PAGES)):
        panel = await opened(stage, locale=locale)
        if page:
            use = await nadia(stage).press(panel, where(page, "page"), locale=locale)
            await use.acknowledged()
        assert words in panel.text
