"""/admin export, import and log: settings as a file, and what happened, page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.audit import Event, Happening
from bot.core.guild import NOBODYS, GuildSettings
from bot.core.presets import Preset
from bot.ui.admin_file import LARGEST
from sandbox.discord import Message, Upload
from tests.ui.running import Stage


async def admin(stage: Stage, path: str, by: str = "Nadia", **options: Any) -> Message:
    """Somebody uses one of the subcommands; gives the answer."""
    use = await stage.discord.person(by).command(stage.gallery, f"admin {path}", options)
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    return use.reply


async def take(stage: Stage, data: bytes) -> str:
    return (await admin(stage, "import", file=Upload("settings.json", data))).text


async def settled(stage: Stage) -> GuildSettings:
    return await stage.services.guilds.settings(stage.discord.home.id)


def a_file(**settings: Any) -> bytes:
    return json.dumps({"easel": 1, "settings": settings}).encode()


async def test_what_was_exported_is_imported_again_as_one_line_of_the_trail(stage: Stage) -> None:
    await admin(stage, "language", language="zh-CN")
    await admin(stage, "channels", add=stage.gallery)
    await admin(stage, "quota set", amount="1.5", unit="money", period="day")
    before = await settled(stage)
    [exported] = (await admin(stage, "export")).attachments.values()
    assert exported.filename == f"easel-{stage.discord.home.id}.json"
    for path in ("language", "quota caps"):
        await admin(stage, path)
    await admin(stage, "channels", all=True)
    said = await take(stage, exported.data)
    assert stage.texts.say("en", "admin.imported") in said
    assert await settled(stage) == before
    [line, *_] = await stage.services.trail.page(stage.discord.home.id, before=None, limit=20)
    assert line.event is Event.IMPORTED
    assert line.actor == stage.discord.person("Nadia").id


BROKEN = [
    (b"{", "not a file of settings"),
    (b"\xff\xfe\x00", "not a file of settings"),
    (b"[" * 50_000, "not a file of settings"),
    (b" " * (LARGEST + 1), "larger than 512 KB"),
    (b'{"easel": 2, "settings": {}}', "version 2"),
    (b'{"settings": {}}', "version ?"),
    (a_file(speed="warp"), "settings.speed"),
    (a_file(most_running=-1), "settings.most\\_running"),
    (a_file(new="thing"), "settings.new"),
    (a_file(locale="fr"), "“fr”"),
    (a_file(channels=["404"]), "channels that are not here: 404"),
    (a_file(audit="405"), "channels that are not here: 405"),
    (a_file(roles=["406"]), "roles that are not here: 406"),
    (a_file(weights={"407": 3}), "roles that are not here: 407"),
]


@pytest.mark.parametrize(("data", "words"), BROKEN, ids=[words for _, words in BROKEN])
async def test_a_file_that_cannot_be_used_changes_nothing(
    stage: Stage, data: bytes, words: str
) -> None:
    said = await take(stage, data)
    assert words in said
    assert "Nothing was changed" in said
    assert await settled(stage) == NOBODYS
    assert await stage.services.trail.page(stage.discord.home.id, before=None, limit=9) == []


async def test_whose_quotas_have_no_effect_is_said_with_the_file_that_brings_them(
    stage: Stage,
) -> None:
    quota = {"scope": "member", "period": "day", "unit": "tasks", "amount": "3"}
    limits = [{**quota, "subject": str(one)} for one in (stage.ada.id, 404)]
    said = await take(stage, a_file(limits=limits))
    assert stage.texts.say("en", "admin.absent", members="<@404>") in said
    assert len((await settled(stage)).limits) == 2


async def test_a_file_is_taken_though_nobody_can_be_looked_up(stage: Stage) -> None:
    stage.discord.inject("200", path="/members/")
    quota = {"scope": "member", "period": "day", "unit": "tasks", "amount": "3", "subject": "404"}
    said = await take(stage, a_file(limits=[quota]))
    assert stage.texts.say("en", "admin.imported") in said
    assert len((await settled(stage)).limits) == 1


async def test_a_file_with_much_in_it_is_answered_too(stage: Stage) -> None:
    roles = [str(stage.discord.land.add_role(f"Role {number}").id) for number in range(25)]
    quotas = [
        {"scope": scope, "subject": one, "period": "month", "unit": "money", "amount": 10**12 - 1}
        for scope, subjects in (("role", roles), ("member", [str(10**18 + n) for n in range(20)]))
        for one in subjects
    ]
    said = await take(
        stage, a_file(limits=quotas, roles=roles, weights=dict.fromkeys(roles, 10), speed="turbo")
    )
    assert stage.texts.say("en", "admin.imported") in said
    assert len(said) > 2000
    assert len((await settled(stage)).limits) == 45


async def test_a_preset_of_a_file_can_be_used_and_forgotten_however_it_is_spaced(
    stage: Stage,
) -> None:
    await take(stage, a_file(presets=[{"name": " Old  film\u200b", "text": " oil\npainting "}]))
    assert (await settled(stage)).presets == (Preset("Old film", "oil painting"),)
    said = await admin(stage, "preset delete", name="Old film")
    assert stage.texts.say("en", "presets.deleted_for_all", name="Old film") == said.text
    twice = [{"name": name, "text": "oil"} for name in ("Film", " film")]
    assert "settings.presets" in await take(stage, a_file(presets=twice))


async def note(stage: Stage, times: int, **changes: Any) -> None:
    for number in range(times):
        line = {"event": Event.ASKED, "at": 1_700_000_000.0 + number, "task": number + 1}
        happened = {"guild_id": stage.discord.home.id, "channel_id": stage.gallery.id, "actor": 7}
        await stage.services.trail.note(Happening(**{**line, **happened, **changes}))


async def test_the_trail_is_read_page_by_page(stage: Stage) -> None:
    await note(stage, 20)
    nadia = stage.discord.person("Nadia")
    shown = await admin(stage, "log")
    assert "asked for #20" in shown.text
    assert "asked for #12" not in shown.text
    await (await nadia.press(shown, shown.button("Older")["custom_id"])).acknowledged()
    assert "asked for #12" in shown.text
    assert "asked for #20" not in shown.text
    await (await nadia.press(shown, shown.button("Older")["custom_id"])).acknowledged()
    assert "asked for #1 " in shown.text
    assert [button["label"] for button in shown.buttons()] == ["Newest"]
    await (await nadia.press(shown, shown.button("Newest")["custom_id"])).acknowledged()
    assert "asked for #20" in shown.text


async def test_whoever_lost_the_right_cannot_turn_the_page(stage: Stage) -> None:
    await note(stage, 20)
    land, bo = stage.discord.land, stage.discord.person("Bo")
    helper = land.add_role("Helper", permissions=("MANAGE_GUILD",))
    land.give_role(bo, helper)
    shown = await admin(stage, "log", by="Bo")
    land.take_role(bo, helper)
    use = await (await bo.press(shown, shown.button("Older")["custom_id"])).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.not_a_manager")
    assert "asked for #20" in shown.text


async def test_long_lines_fit_into_a_message(stage: Stage) -> None:
    values = {"member": "1", "until": "", "reason": "@everyone <@1> " * 200}
    await note(stage, 12, event=Event.BLOCKED, values=values)
    shown = await admin(stage, "log")
    assert len(shown.text) <= 4000
    assert stage.discord.pings == []


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_changes_are_told_in_the_readers_words(stage: Stage, locale: str) -> None:
    await admin(stage, "language", language="en")
    await admin(stage, "language", language="zh-CN")
    nadia = stage.discord.person("Nadia")
    use = await nadia.command(stage.gallery, "admin log", locale=locale)
    await use.acknowledged()
    assert use.reply is not None
    assert "English → 简体中文" in use.reply.text
    ours = "zh-CN" if locale == "zh-CN" else "en"
    assert stage.texts.say(ours, "admin.names.locale") in use.reply.text


async def test_what_another_version_wrote_stands_as_it_is(stage: Stage) -> None:
    values = {"name": "moon", "before": "[1]", "after": "[2]"}
    await note(stage, 1, event=Event.SETTING, values=values)
    shown = await admin(stage, "log")
    assert "moon" in shown.text
