"""What cannot be done is said in words, to whom it concerns, before anything is spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.relay import PRESETS
from tests.running import PATIENCE
from tests.scene import Scene, names, scene


@pytest.mark.parametrize("preset", PRESETS)
async def test_a_banned_word_is_refused_in_the_members_language(
    tmp_path: Path, preset: str
) -> None:
    # trueai lets Midjourney refuse while drawing, which happens only where time passes by itself.
    async with scene(tmp_path, preset=preset, relay={"auto": True, "pace": 200.0}) as stage:
        word = "" if preset == "trueai" else "naked"  # whose relay says only that there is one
        ours = await stage.imagine("a naked truth")
        theirs = await stage.imagine("a naked truth", by=stage.chen)
        for use, words, button in (
            (ours, ("No picture", "Midjourney does not allow", word), "Run again with changes"),
            (theirs, ("没有出图", "Midjourney 不允许", word), "修改后重新生成"),
        ):
            assert names(await stage.ended(use, *words)) == [button]
        assert stage.relay.account.total == 0
        stage.check()


@pytest.mark.parametrize(
    ("prompt", "options", "words"),
    [
        ("a cat --stylize 5000", {}, "must be from 0 to 1000"),
        ("a cat --ar wide", {}, "no aspect"),
        ("a cat --stilyze 100", {}, "Did you mean"),
        ("a {red, green} cat", {}, "several paid tasks"),
        ("a cat --repeat 4", {}, "several paid tasks"),
        ("a cat", {"version": "99"}, "no version"),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_wrong_parameter_is_refused_in_private_and_nothing_is_sent(
    shared: Scene, prompt: str, options: dict[str, str], words: str
) -> None:
    tasks, submits = len(shared.stored()), shared.submits()
    use = await (await shared.ask(prompt, **options)).acknowledged(PATIENCE)
    assert use.reply.ephemeral
    assert words in use.reply.text
    # A good one afterwards shows that the bad one is not merely late.
    await shared.finished(f"a dog after {submits} others")
    assert len(shared.stored()) == tasks + 1
    assert shared.submits() == submits + 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("quota_exhausted", "credit is used up"),
        ("key_rejected", "did not accept this bot's key"),
        ("operation_unknown", "failed inside the relay"),  # of /imagine, which every relay has
    ],
)
async def test_what_the_relay_refuses_is_said_and_can_be_tried_again(
    stage: Scene, fault: str, words: str
) -> None:
    stage.relay.inject(fault, path="submit")
    refused = await stage.ended(await stage.imagine("a quiet lake"), "No picture", words)
    assert names(refused) == ["Try again"]
    retry = await stage.press(refused, "Try again")
    await retry.acknowledged(PATIENCE)
    stage.relay.finish((await stage.taken("a quiet lake")).id)
    assert len((await stage.ended(retry)).pictures()) == 1
    assert stage.relay.account.total == 100_000


async def test_a_task_that_fails_while_it_is_drawn_loses_its_preview(stage: Scene) -> None:
    use = await stage.imagine("a tower")
    task = await stage.taken("a tower")
    stage.relay.move(task.id, "IN_PROGRESS", "62%")
    assert len((await stage.sees(use, "62%")).pictures()) == 1
    stage.relay.fail(task.id, "[Internal Server Error] https://10.0.0.8/x?key=sk-leaked")
    failed = await stage.ended(use, "No picture")
    assert failed.pictures() == []
    assert names(failed) == ["Try again"]
