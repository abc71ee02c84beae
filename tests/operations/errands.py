"""What is asked of a relay while a task is on its way, or about one that is finished."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sandbox.discord import Interaction, Message
from sandbox.relay.task import CANCELLED
from tests.atelier import PATIENCE
from tests.operations.presses import grid
from tests.operations.stage import Stage, say
from tests.operations.ways import Way

CANCEL = "ez:cancel:"
AT_ONCE = 3
"""How many tasks the relay has at once, by the bot's settings."""


async def _asked(stage: Stage, prompt: str) -> Interaction:
    use = await stage.ada.command(stage.gallery, "imagine", {"prompt": prompt})
    return await use.acknowledged(PATIENCE)


async def _running(stage: Stage, prompt: str) -> Interaction:
    """A task that the relay has begun."""
    use = await _asked(stage, prompt)
    await stage.relay.wait_for(
        lambda _: any(prompt in str(body) for _, body in stage.submits()), PATIENCE
    )
    return use


async def _stoppable(stage: Stage, use: Interaction) -> Message:
    """The answer to an interaction once it can be cancelled."""
    return await stage.house.discord.wait_for(
        lambda m: m is use.reply and any(b["custom_id"].startswith(CANCEL) for b in m.buttons()),
        timeout=PATIENCE,
    )


async def _cancel(stage: Stage, message: Message) -> str:
    """What is said to whoever presses Cancel."""
    custom_id = message.button("Cancel")["custom_id"]
    number = custom_id.split(":")[2]
    await stage.house.press(message, custom_id)
    said = await stage.house.discord.wait_for(
        lambda m: m.ephemeral and not m.thinking and f"#{number}" in m.text, timeout=PATIENCE
    )
    return said.text


async def cancel_waiting(stage: Stage) -> Way:
    before = [await _running(stage, f"a full house {n}") for n in range(AT_ONCE)]
    waiting = await _stoppable(stage, await _asked(stage, "a late guest"))
    said = await _cancel(stage, waiting)
    assert "is cancelled" in said
    await stage.house.seen(waiting, lambda m: say("state.cancelled") in m.text)
    for use in before:
        await stage.over(use)
    assert not any("a late guest" in str(body) for _, body in stage.submits())
    return Way.WORKS


async def cancel_running(stage: Stage) -> Way:
    use = await _running(stage, "a runner")
    task = stage.relay.tasks[stage.begun()[-1]]
    stage.relay.move(task.id, "IN_PROGRESS", "15%")
    running = await stage.house.seen(
        await _stoppable(stage, use), lambda m: say("state.running") in m.text
    )
    said = await _cancel(stage, running)
    if "is cancelled" in said:
        await stage.house.seen(running, lambda m: say("state.cancelled") in m.text)
        assert task.fixed == CANCELLED
        return Way.WORKS
    assert "cannot stop" in said
    await stage.house.seen(running, lambda m: say("cancel.goes_on") in m.text)
    stage.finish()
    number = running.button("Show it")["custom_id"].split(":")[2]
    await _in_history(stage, number)
    return Way.KEPT


async def _in_history(stage: Stage, number: str) -> None:
    """Waits until a result is in its member's history."""
    async with asyncio.timeout(PATIENCE):
        while True:
            use = await stage.ada.command(stage.gallery, "history", {"text": "a runner"})
            await use.acknowledged(PATIENCE)
            shown = await stage.house.discord.wait_for(lambda m, use=use: m is use.reply)
            if f"#{number}" in shown.text:
                return


async def seed(stage: Stage) -> Way:
    parent = await grid(stage)
    assert isinstance(parent, Message)
    card = await stage.details(parent)
    await stage.house.press(card, card.button("Fetch the seed")["custom_id"])
    found = await stage.house.seen(
        card, lambda m: "**Seed** `" in m.text or "**Seed** not to be had" in m.text
    )
    if "not to be had" in found.text:
        assert "This relay does not offer that" in found.text
        return Way.WORDS
    return Way.WORKS


async def many(stage: Stage) -> Way:
    uses = [await _running(stage, f"a crowd {n}") for n in range(2)]
    names = set(stage.begun())
    await stage.relay.wait_for(
        lambda r: r.operation == "task/list-by-condition" and names <= set(r.body["ids"]), PATIENCE
    )
    for use in uses:
        assert (await stage.over(use)).pictures()
    return Way.WORKS


async def lost(stage: Stage) -> Way:
    stage.relay.inject("cut_after", path="imagine")
    seen = await stage.use("imagine", prompt="a lost letter")
    assert seen.operations == ["submit/imagine"]
    if seen.message.pictures():
        return Way.WORKS
    assert say("failures.outcome_unknown") in seen.message.text
    return Way.UNKNOWN


DRIVERS: dict[str, Callable[[Stage], Awaitable[Way]]] = {
    "cancel_waiting": cancel_waiting,
    "cancel_running": cancel_running,
    "seed": seed,
    "many": many,
    "lost": lost,
}
