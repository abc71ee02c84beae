"""Killed between "thinking…" and the answer of what is no task: /show, /cancel, Split, the seed.

Invariant 4 of the map: no kill leaves a "thinking…" behind that nobody finishes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from sandbox.discord import Interaction
from tests.hurry import HURRIED
from tests.running import FOREVER, PATIENCE
from tests.scene import Scene, names

INTERRUPTED = "stopped while it was working on this answer"
IN_CHINESE = "被中断了"
Ask = Callable[[Scene], Awaitable[Interaction]]


@pytest.fixture
def pace() -> float:
    """What a promise waits for is seconds."""
    return HURRIED


def left(stage: Scene) -> int:
    """How many faults have met nobody yet."""
    return len(stage.discord.faults.coming)


def promises(stage: Scene) -> int:
    """How many answers the store knows as promised."""
    with stage.house.database() as database:
        [(count,)] = database.execute("SELECT count(*) FROM promises")
    return int(count)


async def show(stage: Scene) -> Interaction:
    return await stage.ada.command(stage.gallery, "show", {"id": "1"})


async def show_in_chinese(stage: Scene) -> Interaction:
    return await stage.ada.command(stage.gallery, "show", {"id": "1"}, locale="zh-CN")


async def split(stage: Scene) -> Interaction:
    return await stage.press(stage.discord.messages()[0], "Split")


async def cancel(stage: Scene) -> Interaction:
    return await stage.ada.command(stage.gallery, "cancel", {"task": "2"})


ASKED = {
    show: INTERRUPTED,
    show_in_chinese: IN_CHINESE,
    split: INTERRUPTED,
    cancel: INTERRUPTED,
}


async def played(stage: Scene) -> None:
    """A picture is there, and another one waits."""
    await stage.finished("a pale horse")
    stage.relay.change(faults={"queue_full": 1})
    await stage.imagine("a white rabbit")
    await stage.house.until(lambda: stage.stored()[1]["status"] == "queued")


@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
@pytest.mark.parametrize("moment", ["promised", "answering"])
async def test_it_is_said_in_words_at_the_next_start(stage: Scene, ask: Ask, moment: str) -> None:
    await played(stage)
    if moment == "promised":
        stage.discord.inject("delay-after", path="/callback", seconds=FOREVER)
    else:  # whatever is edited by a token, the answer among it
        stage.discord.inject("delay", 99, path="@original", method="PATCH", seconds=FOREVER)
    use = await ask(stage)
    await use.acknowledged(PATIENCE)
    await stage.house.until(lambda: moment == "answering" or left(stage) == 0)
    assert promises(stage) == 1
    await stage.house.kill()
    stage.discord.faults.calm()
    await stage.house.start()
    said = await stage.sees(use, ASKED[ask])
    assert not said.thinking
    await stage.house.until(lambda: promises(stage) == 0)


async def test_an_answer_that_was_given_stays(stage: Scene) -> None:
    await played(stage)
    stage.discord.inject("delay-after", path="/messages/@original", method="PATCH", seconds=FOREVER)
    use = await show(stage)
    shown = await stage.sees(use, "a pale horse")
    await stage.house.restart()
    await stage.house.until(lambda: promises(stage) == 0)
    assert "a pale horse" in shown.text
    assert len(shown.pictures()) == 1


async def test_what_discord_never_promised_is_forgotten(stage: Scene) -> None:
    await played(stage)
    stage.discord.inject("delay", path="/callback", seconds=FOREVER)
    use = await show(stage)
    await stage.house.until(lambda: left(stage) == 0)
    await stage.house.restart()
    await stage.house.until(lambda: promises(stage) == 0)
    assert use.reply is None


async def test_details_do_not_wait_for_a_seed_for_ever(stage: Scene) -> None:
    grid = await stage.finished("a pale horse")
    opened = await (await stage.press(grid, "Details")).acknowledged(PATIENCE)
    card = opened.reply
    stage.relay.inject("hang", path="image-seed", seconds=FOREVER)
    await stage.press(card, "Fetch the seed")
    await stage.discord.wait_for(lambda m: m is card and "may take a minute" in m.text)
    await stage.house.until(lambda: any("image-seed" in r.path for r in stage.relay.log))
    await stage.house.restart()
    await stage.discord.wait_for(lambda m: m is card and INTERRUPTED in m.text, timeout=PATIENCE)
    assert names(card) == ["Fetch the seed"]
    await stage.press(card, "Fetch the seed")
    seed = str(stage.tasks()[0].seed)
    await stage.discord.wait_for(lambda m: m is card and seed in m.text, timeout=PATIENCE)
    await stage.house.until(lambda: promises(stage) == 0)


async def test_a_lost_picture_that_waits_for_its_seed(stage: Scene) -> None:
    grid = await stage.finished("a pale horse")
    stage.relay.change(faults={"parent_404": 1})
    failed = await stage.ended(await stage.press(grid, "V1"), "No picture")
    stage.relay.inject("hang", path="image-seed", seconds=FOREVER)
    use = await stage.press(failed, "Draw it anew")
    await stage.house.until(lambda: any("image-seed" in r.path for r in stage.relay.log))
    await stage.house.restart()
    await stage.sees(use, INTERRUPTED)
    stage.relay.change(faults={"parent_404": 0})
    again = await stage.press(failed, "Draw it anew")
    await stage.sees(again, "seed of the lost picture")
