"""Prompts put into English on their way, through the whole program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.running import FOREVER, PATIENCE
from tests.scene import GOING, Scene, scene

MODEL = "gpt-4o-mini"
CHAT = "chat/completions"
UNTRANSLATED = "could not be translated"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, preset="new-api", settings={"TRANSLATE_MODEL": MODEL}) as ready:
        yield ready
        ready.check()


def asked(stage: Scene) -> int:
    """How often the model was asked."""
    return sum(request.operation == CHAT for request in stage.relay.log)


async def test_the_relay_gets_english_and_everybody_sees_both(stage: Scene) -> None:
    use = await stage.imagine("一只猫 --ar 3:2 --no 狗")
    task = await stage.taken("a cat")
    assert task.prompt == "a cat --ar 3:2 --no 狗"
    stage.relay.finish(task.id)
    result = await stage.ended(use, "一只猫 --ar 3:2", "🌐 a cat")
    opened = await stage.press(result, "Details")
    await opened.acknowledged(PATIENCE)
    assert "一只猫 --ar 3:2 --no 狗" in opened.reply.text
    assert "In English" in opened.reply.text
    for words in ("一只猫", "a cat"):
        found = await stage.ada.command(stage.gallery, "history", {"text": words})
        await found.acknowledged(PATIENCE)
        assert "一只猫" in found.reply.text
    [row] = stage.stored()
    assert (row["prompt"], row["translation"]) == ("一只猫 --ar 3:2 --no 狗", "a cat")


async def test_english_is_sent_as_it_is_and_nobody_is_asked(stage: Scene) -> None:
    result = await stage.finished("a café at dusk --ar 3:2")
    assert "🌐" not in result.text
    assert asked(stage) == 0


async def test_a_press_shows_what_its_parent_was_drawn_from(stage: Scene) -> None:
    use = await stage.imagine("一只猫")
    stage.relay.finish((await stage.taken("a cat")).id)
    click = await stage.press(await stage.ended(use), "V1")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("variation::1")).id)
    assert "🌐 a cat" in (await stage.ended(click)).text
    assert asked(stage) == 1


async def test_what_is_drawn_anew_keeps_its_english(stage: Scene) -> None:
    use = await stage.imagine("一只猫 --ar 3:2")
    stage.relay.finish((await stage.taken("a cat")).id)
    grid = await stage.ended(use)
    stage.relay.tasks.clear()
    click = await stage.press(grid, "V2")
    await click.acknowledged(PATIENCE)
    lost = await stage.ended(click, "No picture", "Press the button again under the new one")
    stage.relay.change(faults={"chat_refused": 1})
    anew = await stage.press(lost, "Draw it anew")
    task = await stage.taken("a cat")
    assert "--ar 3:2" in task.prompt
    stage.relay.finish(task.id)
    assert "🌐 a cat" in (await stage.ended(anew)).text
    assert asked(stage) == 1


@pytest.mark.parametrize(
    "fault",
    ["chat_refused", "chat_parameters", "chat_blank", "chat_endless", "too_many", "html_200"],
)
async def test_what_cannot_be_translated_is_sent_as_it_was_written(
    stage: Scene, fault: str
) -> None:
    stage.relay.inject(fault, times=1, path="chat")
    use = await stage.imagine("一只猫 --ar 3:2")
    task = await stage.taken("一只猫")
    assert task.prompt == "一只猫 --ar 3:2"
    assert UNTRANSLATED in (await stage.sees(use, UNTRANSLATED)).text
    stage.relay.finish(task.id)
    assert UNTRANSLATED in (await stage.ended(use)).text
    assert asked(stage) == 1


@pytest.mark.parametrize("fault", ["chat_quoted", "chat_chatter"])
async def test_what_models_put_around_it_goes(stage: Scene, fault: str) -> None:
    stage.relay.inject(fault, times=1, path="chat")
    await stage.imagine("一只猫")
    assert (await stage.taken("a cat")).prompt == "a cat"


async def test_a_model_that_hangs_holds_nobody_else_up(stage: Scene) -> None:
    stage.relay.inject("late_answer", times=1, path="chat", seconds=FOREVER)
    slow = await stage.imagine("一只狗")
    await stage.relay.wait_for(lambda request: request.operation == CHAT, PATIENCE)
    assert "Translating" in (await stage.sees(slow, "Translating")).text
    await stage.imagine("a lighthouse", by=stage.bo)
    await stage.taken("a lighthouse")
    await stage.imagine("一只猫", by=stage.bo)
    await stage.taken("a cat")
    assert GOING in slow.reply.text


async def test_a_kill_while_it_is_translated_loses_and_doubles_nothing(stage: Scene) -> None:
    stage.relay.inject("late_answer", times=1, path="chat", seconds=FOREVER)
    use = await stage.imagine("一只猫")
    await stage.relay.wait_for(lambda request: request.operation == CHAT, PATIENCE)
    await stage.house.restart()
    task = await stage.taken("a cat")
    stage.relay.finish(task.id)
    assert "🌐 a cat" in (await stage.ended(use)).text
    assert stage.submits() == 1


async def test_without_a_model_after_a_restart_nobody_waits_for_ever(stage: Scene) -> None:
    stage.relay.inject("late_answer", times=1, path="chat", seconds=FOREVER)
    use = await stage.imagine("一只猫")
    await stage.relay.wait_for(lambda request: request.operation == CHAT, PATIENCE)
    await stage.house.kill()
    await stage.house.start(TRANSLATE_MODEL="")
    stage.relay.finish((await stage.taken("一只猫")).id)
    assert UNTRANSLATED in (await stage.ended(use)).text


async def test_one_that_waits_for_its_translation_can_be_taken_back(stage: Scene) -> None:
    stage.relay.inject("late_answer", times=1, path="chat", seconds=FOREVER)
    use = await stage.imagine("一只猫")
    await stage.relay.wait_for(lambda request: request.operation == CHAT, PATIENCE)
    click = await stage.press(await stage.sees(use, "Translating"), "Cancel")
    await click.acknowledged(PATIENCE)
    await stage.ended(use, "Cancelled")
    assert stage.submits() == 0


async def test_members_and_servers_choose(stage: Scene) -> None:
    chosen = await stage.ada.command(stage.gallery, "settings", {"translate": "never"})
    await chosen.acknowledged(PATIENCE)
    assert "not translated" in chosen.reply.text
    await stage.imagine("一只猫")
    await stage.taken("一只猫")
    all_of_them = await stage.press(chosen.reply, "Translate all")
    await all_of_them.acknowledged(PATIENCE)
    await stage.imagine("ein Haus")
    await stage.relay.wait_for(lambda request: request.operation == CHAT, PATIENCE)
    nadia = stage.discord.person("Nadia")
    off = await nadia.command(stage.gallery, "admin translation", {"on": False})
    await off.acknowledged(PATIENCE)
    await stage.imagine("一座塔", by=stage.bo)
    await stage.taken("一座塔")
    assert asked(stage) == 1


async def test_what_a_server_does_not_want_is_not_had_in_another_language(stage: Scene) -> None:
    nadia = stage.discord.person("Nadia")
    words = await nadia.command(stage.gallery, "admin words add", {"word": "cat"})
    await words.acknowledged(PATIENCE)
    use = await stage.imagine("一只猫")
    refused = await stage.ended(use, "cat")
    assert "does not want here" in refused.text
    assert stage.submits() == 0
    assert stage.relay.account.total == 0


async def test_trying_again_starts_from_the_members_own_words(stage: Scene) -> None:
    stage.relay.inject("quota_exhausted", times=1, path="submit")
    use = await stage.imagine("一只猫")
    again = await stage.press(await stage.ended(use, "No picture"), "Try again")
    await again.acknowledged(PATIENCE)
    assert (await stage.taken("a cat")).prompt == "a cat"
    assert asked(stage) == 1  # the same words are the same English
    assert [row["prompt"] for row in stage.stored()] == ["一只猫", "一只猫"]
