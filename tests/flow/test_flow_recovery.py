"""The relay has lost the picture under a button: the same prompt and seed are offered instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.discord import Interaction, Message
from tests.hurry import HURRIED
from tests.running import PATIENCE
from tests.scene import Scene, names, scene

PRESETS = ("new-api", "plus", "trueai", "classic")
KNOWING = ("new-api", "plus", "trueai")
ANEW = "Draw it anew"


@pytest.fixture
def pace() -> float:
    """A press is sent three times, two seconds apart, before a picture counts as lost."""
    return HURRIED


async def lost(stage: Scene, grid: Message, button: str = "V2") -> Message:
    """The button is pressed, and the relay says as often as it is asked that it knows nothing."""
    click = await stage.press(grid, button)
    await click.acknowledged(PATIENCE)
    return await stage.ended(click, "No picture", "Press the button again under the new one")


async def told_seed(stage: Scene, grid: Message) -> str:
    """The seed, as its member reads it in the details."""
    card = (await (await stage.press(grid, "Details")).acknowledged(PATIENCE)).reply
    assert card is not None
    await stage.press(card, "Fetch the seed")
    seed = str(stage.tasks()[0].seed)
    await stage.discord.wait_for(lambda m: m is card and seed in m.text, timeout=PATIENCE)
    return seed


async def redrawn(stage: Scene, failed: Message, *words: str) -> tuple[Interaction, str]:
    """The button is pressed; gives its use, and the prompt that the relay gets."""
    assert ANEW in names(failed)
    sent = stage.submits("a copper moth")
    use = await stage.press(failed, ANEW)
    await stage.sees(use, *words)
    await stage.heard("a copper moth", times=sent + 1)
    return use, next(reversed(stage.relay.tasks.values())).prompt


@pytest.mark.parametrize("preset", KNOWING)
async def test_a_seed_that_was_told_outlives_the_relays_memory(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a copper moth --ar 3:2")
        seed = await told_seed(stage, grid)
        stage.relay.tasks.clear()
        failed = await lost(stage, grid)
        asked = stage.relay.counts["submit/action"]
        assert asked == 3  # since that answer is intermittent in the wild
        use, prompt = await redrawn(stage, failed, f"seed of the lost picture: {seed}")
        assert f"--seed {seed}" in prompt
        assert "--ar 3:2" in prompt
        stage.relay.finish((await stage.taken("a copper moth")).id)
        again = await stage.ended(use)
        assert len(again.pictures()) == 1
        assert "V2" in names(again)
        stage.check()


@pytest.mark.parametrize("preset", KNOWING)
async def test_else_the_relay_is_asked_for_it_at_the_click(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a copper moth")
        seed = str(stage.tasks()[0].seed)
        stage.relay.change(faults={"parent_404": 1})
        failed = await lost(stage, grid)
        stage.relay.change(faults={"parent_404": 0})
        _, prompt = await redrawn(stage, failed, f"seed of the lost picture: {seed}")
        assert f"--seed {seed}" in prompt
        stage.check()


@pytest.mark.parametrize("preset", PRESETS)
async def test_else_it_is_drawn_without_and_that_is_said(tmp_path: Path, preset: str) -> None:
    async with scene(tmp_path, preset=preset, pace=HURRIED) as stage:
        grid = await stage.finished("a copper moth")
        stage.relay.tasks.clear()
        failed = await lost(stage, grid)
        _, prompt = await redrawn(stage, failed, "Nobody could tell the seed")
        assert "--seed" not in prompt
        stage.check()


async def test_a_seed_in_the_prompt_is_the_seed(stage: Scene) -> None:
    grid = await stage.finished("a copper moth --seed 42")
    stage.relay.tasks.clear()
    failed = await lost(stage, grid, "U1")
    _, prompt = await redrawn(stage, failed)
    assert prompt.count("--seed") == 1
    assert "--seed 42" in prompt
    assert not [r for r in stage.relay.log if "image-seed" in r.path]


async def test_the_same_button_twice_makes_one_task(stage: Scene) -> None:
    grid = await stage.finished("a copper moth")
    stage.relay.tasks.clear()
    failed = await lost(stage, grid)
    await redrawn(stage, failed)
    again = await stage.press(failed, ANEW)
    await stage.sees(again, "has just been pressed")
    assert stage.submits("a copper moth") == 2


async def test_one_that_was_made_from_pictures_cannot_be(stage: Scene) -> None:
    grid = await stage.finished("a copper moth")
    with stage.house.database() as database:
        database.execute("UPDATE tasks SET kind = 'edit', request = '{\"prompt\": \"a moth\"}'")
    stage.relay.tasks.clear()
    failed = await lost(stage, grid)
    use = await stage.press(failed, ANEW)
    await stage.sees(use, "made from pictures")
