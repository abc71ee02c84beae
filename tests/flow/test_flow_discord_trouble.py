"""A Discord that is slow, down, or has taken a way to the message away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sandbox.discord import Message
from tests.clock import HandTime
from tests.hurry import HURRIED
from tests.running import PATIENCE, Line
from tests.scene import Scene, scene

REFUSING = ("500", "502", "503", "504", "429", "429-front-door", "reset", "reset-after")


@pytest.fixture
def pace() -> float:
    """Questions to Discord, and progress, are seconds apart."""
    return HURRIED


def edits(stage: Scene, message: Message) -> list[tuple[str, int]]:
    """Every edit of a message by the bot's own token: how it was answered."""
    end = f"/messages/{message.id}"
    return [(r.auth, r.status) for r in stage.discord.requests if r.path.endswith(end)]


async def test_after_the_tokens_end_the_bots_own_is_used(stage: Scene) -> None:
    use = await stage.imagine("a slow river")
    task = await stage.taken("a slow river")
    await stage.sees(use, "Sent")
    use.expire()
    stage.relay.finish(task.id)
    result = await stage.ended(use)
    assert len(result.pictures()) == 1
    assert edits(stage, result) == [("bot", 200)]
    await stage.press(result, "U1")
    upscaled = await stage.made_by("upsample::1")
    stage.relay.finish(upscaled.id)
    await stage.settled()
    # The dead token was tried once, and never again.
    refused = [r for r in stage.discord.requests if use.token in r.path and r.status == 401]
    assert len(refused) == 1


async def test_a_token_that_ends_by_itself(tmp_path: Path) -> None:
    discord_time = HandTime(time.time())
    async with scene(tmp_path, pace=HURRIED, clock=discord_time) as stage:
        use = await stage.imagine("a short candle")
        task = await stage.taken("a short candle")
        await stage.sees(use, "Sent")
        discord_time.forward(15 * 60)  # the bot's own clock knows nothing of it
        stage.relay.move(task.id, "IN_PROGRESS", "46%")
        await stage.sees(use, "46%")
        stage.relay.finish(task.id)
        result = await stage.ended(use)
        assert [auth for auth, status in edits(stage, result) if status == 200] == ["bot", "bot"]
        stage.check()


async def test_without_access_to_the_channel_the_member_gets_it_directly(stage: Scene) -> None:
    use = await stage.imagine("a closed door")
    other = await stage.imagine("an open door", where=stage.discord.channel("general"))
    await stage.sees(use, "Sent")
    use.expire()
    stage.discord.land.deny(stage.gallery, "VIEW_CHANNEL")
    for prompt in ("a closed door", "an open door"):
        stage.relay.finish((await stage.taken(prompt)).id)
    direct = await stage.discord.wait_for(
        lambda m: bool(m.pictures()), channel=stage.discord.dm(stage.ada), timeout=PATIENCE
    )
    assert "a closed door" in direct.text
    assert f"<#{stage.gallery.id}>" in direct.text
    await stage.ended(other)
    click = await stage.press(direct, "U1")
    await click.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    await stage.ended(click)
    assert {ping.mentions.users for ping in stage.discord.pings} <= {(stage.ada.id,)}
    stage.discord.pings.clear()


async def test_a_private_one_past_its_token_comes_as_a_direct_message(stage: Scene) -> None:
    use = await stage.imagine("a secret", private=True)
    task = await stage.taken("a secret")
    await stage.sees(use, "Sent")
    use.expire()
    stage.relay.finish(task.id)
    direct = await stage.discord.wait_for(
        lambda m: bool(m.pictures()), channel=stage.discord.dm(stage.ada), timeout=PATIENCE
    )
    assert direct.visible_to(stage.ada.id)
    assert not direct.visible_to(stage.bo.id)
    stage.discord.pings.clear()


@pytest.mark.parametrize("lost", ["message", "channel", "server"])
async def test_what_is_gone_is_let_go_and_the_others_get_theirs(stage: Scene, lost: str) -> None:
    place = stage.discord.channel("sketches")
    use = await stage.imagine("sand castles", where=place)
    other = await stage.imagine("stone castles", where=stage.discord.dm(stage.bo), by=stage.bo)
    message = await stage.sees(use, "Sent")
    match lost:
        case "message":
            stage.discord.delete_message(message)
        case "channel":
            stage.discord.delete_channel(place)
        case "server":
            use.expire()
            stage.discord.land.kick_bot(stage.discord.home)
    for prompt in ("sand castles", "stone castles"):
        stage.relay.finish((await stage.taken(prompt)).id)
    assert len((await stage.ended(other)).pictures()) == 1
    await stage.settled()
    refused = [r for r in stage.discord.requests if r.status in {401, 403, 404}]
    assert len(refused) <= 4
    stage.discord.pings.clear()


async def test_whatever_discord_answers_the_picture_comes_in_the_end(stage: Scene) -> None:
    uses = {}
    for fault in REFUSING:
        use = uses[fault] = await stage.imagine(f"under fault {fault}.")
        await stage.taken(f"under fault {fault}.")
        await stage.sees(use, "Sent")
    for fault, use in uses.items():
        stage.discord.inject(fault, path=use.token, method="PATCH", seconds=0.2)
        stage.relay.finish((await stage.taken(f"under fault {fault}.")).id)
    for use in uses.values():
        result = await stage.ended(use)
        assert len(result.pictures()) == len(result.attachments) == 1
    await stage.settled()
    assert len(stage.discord.messages()) == len(uses)
    assert stage.submits() == len(uses)


@pytest.mark.parametrize("fault", ["500", "503", "429", "reset-after", "delay"])
@pytest.mark.asyncio(loop_scope="module")
async def test_an_acknowledgement_on_a_bad_day_still_makes_one_task(
    shared: Scene, fault: str
) -> None:
    prompt = f"a shaky hand {fault}"
    shared.discord.inject(fault, path="/callback", seconds=0.2)
    use = await shared.imagine(prompt)
    shared.relay.finish((await shared.taken(prompt)).id)
    assert len((await shared.ended(use)).pictures()) == 1
    assert shared.submits(prompt) == 1


@pytest.mark.parametrize("fault", ["reset", "10062"])
async def test_without_an_acknowledgement_nothing_is_made(stage: Scene, fault: str) -> None:
    stage.discord.inject(fault, path="/callback")
    await stage.ask("a word in the wind")
    await stage.house.until(lambda: len(stage.stored()) == 1)
    await stage.settled()
    await stage.finished("a word on paper")
    assert stage.submits() == 1
    assert stage.stored()[0]["status"] == "cancelled"


@pytest.mark.parametrize("button", ["Run again with changes", "Details"])
@pytest.mark.parametrize("fault", ["reset", "10062"])
async def test_a_form_or_a_private_answer_that_discord_drops_can_be_asked_for_again(
    stage: Scene, button: str, fault: str
) -> None:
    result = await stage.finished("a letter")
    stage.discord.inject(fault, path="/callback")
    await stage.press(result, button)
    await stage.house.until(lambda: len(_untaken(stage)) == 1)
    again = await stage.press(result, button)
    await again.acknowledged(PATIENCE)
    assert again.form is not None or again.reply.ephemeral
    assert "Traceback" not in stage.house.log()
    stage.check()


def _untaken(stage: Scene) -> list[Line]:
    return [line for line in stage.house.lines() if line.get("message") == "answer not taken"]


async def test_what_was_never_acknowledged_is_not_there_to_be_taken_back(stage: Scene) -> None:
    stage.discord.inject("reset", path="/callback")
    await stage.ask("a word in the wind")
    await stage.house.until(lambda: "acknowledgement in doubt" in stage.house.log())
    asked = await stage.ada.command(stage.gallery, "cancel", {"task": "1"})
    await asked.acknowledged(PATIENCE)
    assert "none of your tasks" in (await stage.discord.replied(asked)).text

    await stage.settled()
    assert stage.stored()[0]["status"] == "cancelled"
    assert stage.discord.pings == []
    assert stage.discord.messages() == [asked.reply]


@pytest.mark.parametrize(
    "trouble",
    ["gateway-drop", "gateway-reconnect", "gateway-invalid-resumable", "gateway-invalid"],
)
async def test_a_lost_gateway_comes_back_and_running_tasks_do_not_care(
    stage: Scene, trouble: str
) -> None:
    use = await stage.imagine("a loose wire")
    task = await stage.taken("a loose wire")
    back = stage.house.online_again()
    stage.discord.inject(trouble)
    stage.relay.finish(task.id)
    assert len((await stage.ended(use)).pictures()) == 1
    await back
    await stage.finished("a tight wire")
