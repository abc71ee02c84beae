"""/imagine as members use it, through the real client and the sandbox Discord."""

from __future__ import annotations

import pytest

from bot.core.parameter_table import CHAOS, SEED, STYLIZE, WEIRD
from bot.core.request import Imagine, Model, Speed
from bot.core.status import Status
from cogs.imagine import OPTIONS
from sandbox.discord import Refused, Upload
from tests.ui.running import Stage
from tests.ui.stand_ins import PNG


async def test_a_prompt_becomes_a_task(stage: Stage) -> None:
    use = await stage.imagine(prompt="a cat", aspect="16:9", speed="fast", bot="NIJI_JOURNEY")
    task = await stage.queued(1)
    assert use.reply is not None
    assert use.reply.thinking
    assert isinstance(task.request, Imagine)
    assert task.request.prompt == task.prompt
    assert task.prompt.startswith("a cat --ar 16:9")
    assert (task.request.model, task.request.speed) == (Model.NIJI, Speed.FAST)
    assert (task.user_id, task.channel_id) == (stage.ada.id, stage.gallery.id)


async def test_the_reply_is_kept_with_the_task(stage: Stage) -> None:
    use = await stage.imagine()
    await stage.queued(1)
    reply = await stage.store.reply(1)
    assert reply is not None
    assert use.reply is not None
    assert reply.message_id == use.reply.id
    assert reply.token == use.token
    assert reply.application_id == stage.client.application_id
    assert reply.channel_id == stage.gallery.id
    assert reply.locale == "en"
    assert reply.upload_limit == 10 * 1024 * 1024
    assert reply.bot_can_edit
    assert not reply.ephemeral


async def test_private_is_for_one_pair_of_eyes(stage: Stage) -> None:
    use = await stage.imagine(private=True)
    await stage.queued(1)
    reply = await stage.store.reply(1)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert reply is not None
    assert reply.ephemeral


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"prompt": "--ar 16:9"}, "The prompt is empty."),
        ({"prompt": "a cat --ar 16:9", "aspect": "1:1"}, "Keep one."),
        ({"prompt": "a cat --chaos 300"}, "must be from 0 to 100"),
    ],
)
async def test_a_bad_prompt_is_refused_in_private(
    stage: Stage, options: dict[str, str], said: str
) -> None:
    use = await stage.imagine(**options)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert said in use.reply.text
    assert await stage.store.get(1) is None


async def test_a_bad_prompt_is_refused_in_the_members_language(stage: Stage) -> None:
    use = await stage.imagine(stage.discord.person("Chen"), prompt="--ar 16:9")
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("zh-CN", "errors.prompt_blank")


async def test_an_attached_picture_goes_with_it(stage: Stage) -> None:
    await stage.imagine(image=Upload("me.png", PNG + b"123"))
    await stage.queued(1)
    (image,) = await stage.store.images(1)
    assert image.data == PNG + b"123"


@pytest.mark.parametrize(
    ("upload", "key"),
    [
        (Upload("me.png", b"<html>"), "errors.picture_kind"),
        (Upload("me.png", PNG + bytes(20_000_001)), "errors.picture_too_large"),
    ],
)
async def test_a_bad_picture_is_refused_in_private(stage: Stage, upload: Upload, key: str) -> None:
    stage.ada.user.file_limit = 25_000_000
    use = await stage.imagine(image=upload)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", key, limit=20)
    assert await stage.store.get(1) is None


async def test_a_picture_that_discord_lost_is_said(stage: Stage) -> None:
    stage.discord.cdn.base_url += "/nowhere"
    use = await stage.imagine(image=Upload("me.png", PNG))
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.picture_slow")


async def test_recent_prompts_are_suggested(stage: Stage) -> None:
    for number, prompt in enumerate(("a red fox", "a red hen", "b" * 150), start=1):
        await stage.imagine(prompt=prompt)
        await stage.queued(number)
    await stage.imagine(stage.discord.person("Bo"), prompt="a red flag")
    found = await stage.ada.autocomplete(
        stage.gallery, "imagine", {"prompt": "red"}, focused="prompt"
    )
    assert [choice["value"] for choice in found] == ["a red hen", "a red fox"]
    everything = await stage.ada.autocomplete(
        stage.gallery, "imagine", {"prompt": ""}, focused="prompt"
    )
    assert len(everything) == 2


@pytest.mark.parametrize(
    ("option", "typed", "first"), [("aspect", "9:1", "9:16"), ("version", "niji", "niji 7")]
)
async def test_values_are_suggested(stage: Stage, option: str, typed: str, first: str) -> None:
    found = await stage.ada.autocomplete(
        stage.gallery, "imagine", {"prompt": "a", option: typed}, focused=option
    )
    assert found[0]["value"] == first


async def test_suggestions_that_come_too_late_disturb_nobody(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.discord.inject("10062", path="/callback")
    with pytest.raises(Refused):
        await stage.ada.autocomplete(
            stage.gallery, "imagine", {"prompt": "a", "aspect": "1"}, focused="aspect"
        )
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_in_a_direct_message_it_works_too(stage: Stage) -> None:
    direct = stage.discord.world.dm(stage.discord.world.bot, stage.ada.user)
    await stage.imagine(channel=direct)
    task = await stage.queued(1)
    reply = await stage.store.reply(1)
    assert task.guild_id is None
    assert reply is not None
    assert reply.bot_can_edit


async def test_the_upload_limit_is_what_both_ways_take(stage: Stage) -> None:
    stage.ada.user.file_limit = 500 * 1024 * 1024
    await stage.imagine()
    await stage.queued(1)
    reply = await stage.store.reply(1)
    assert reply is not None
    assert reply.upload_limit == 10 * 1024 * 1024


async def test_the_options_are_those_of_the_parameters(stage: Stage) -> None:
    command = next(row for row in stage.discord.commands if row["name"] == "imagine")
    options = {option["name"]: option for option in command["options"]}
    assert tuple(options) == OPTIONS
    limits = {"stylize": STYLIZE, "chaos": CHAOS, "weird": WEIRD, "seed": SEED}
    for name, (low, high) in limits.items():
        assert (options[name]["min_value"], options[name]["max_value"]) == (low, high)
    assert options["prompt"]["required"]
    assert [name for name, option in options.items() if option.get("autocomplete")] == [
        "prompt",
        "preset",
        "aspect",
        "version",
    ]


async def test_nothing_is_made_when_discord_did_not_take_the_answer(stage: Stage) -> None:
    stage.discord.inject("10062", path="/callback")
    await stage.ada.command(stage.gallery, "imagine", {"prompt": "a cat"})
    task = await stage.until(1, lambda task: task.status is Status.CANCELLED)
    assert task.sent_at is None
