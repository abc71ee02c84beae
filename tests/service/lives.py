"""A bot that is killed and started again, and edits of its former lives that Discord makes late."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.reply import Route
from bot.service.second_look import SecondLook
from bot.store.suspects import SqliteSuspects
from bot.ui.looking import DiscordLook
from tests.running import FOREVER
from tests.service.showing import Scene, a_picture_of, on_scene

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.picture import Upload
    from bot.core.task import Task
    from sandbox.discord import Message
    from sandbox.discord.faults import Fault

A_MINUTE = 60.0
MANY = 1000


@dataclass(frozen=True)
class Held:
    """Requests that Discord has read, and does not carry out before `faults.let_go`."""

    _fault: Fault

    @property
    def so_far(self) -> int:
        """How many there were, those that were let go among them."""
        return MANY - self._fault.times

    async def until(self, number: int) -> None:
        """Waits until there were so many."""
        async with asyncio.timeout(10):
            while self.so_far < number:  # noqa: ASYNC110  (nothing tells of it)
                await asyncio.sleep(0)


@dataclass
class Lives:
    """A bot that is killed and started again, and the edits of its former lives."""

    scene: Scene
    look: SecondLook

    async def start(self) -> None:
        """The life before was killed: a new one takes up what it finds, and shows it."""
        scene, stage = self.scene, self.scene.stage
        stage.book._newest.clear()
        self.look = second_look(scene)
        await scene.delivery.load()
        await self.look.load()
        await scene.turn()

    async def later(self, seconds: float) -> float | None:
        """So much time goes by; then it is looked, and whatever is due after that is edited."""
        self.scene.clock.pass_(seconds)
        self.scene.stage.discord.settle()
        pause = await self.look.turn()
        await self.scene.turn()
        return pause

    async def known(self, task: Task) -> Task:
        """A task with whatever has become of it by now."""
        return await self.scene.stage.book.find(task.number)

    async def late_edit(
        self,
        task: Task,
        upload: Upload | None = None,
        *,
        route: Route = Route.TOKEN,
    ) -> None:
        """Discord makes an edit now that a killed process had sent when the task was like this."""
        reply = await self.scene.stage.store.reply(task.number)
        assert reply is not None
        await self.scene.stage.display.show(task, replace(reply, attached=None), route, upload)

    def hold(self, method: str) -> Held:
        """From now on Discord holds what is asked of it about messages by this method."""
        discord = self.scene.stage.discord
        discord.inject("delay", MANY, method=method, path="/messages/", seconds=FOREVER)
        return Held(discord.faults.coming[-1])

    def reads(self) -> list[str]:
        """By what each message that was read was reached."""
        requests = self.scene.stage.discord.requests
        return [r.auth for r in requests if r.method == "GET" and "/messages/" in r.path]

    async def suspect_since(self) -> float:
        """Since when the one suspect is one, as the store has it."""
        [row] = await self.scene.stage.store._database.rows("SELECT since FROM suspects")
        return float(row["since"])

    async def suspects(self) -> list[int]:
        found = await self.scene.stage.store._database.rows("SELECT task FROM suspects")
        return [row["task"] for row in found]


def second_look(scene: Scene) -> SecondLook:
    stage = scene.stage
    look = DiscordLook(client=stage.client, texts=stage.texts)
    return SecondLook(
        store=SqliteSuspects(stage.store._database),
        book=stage.book,
        delivery=scene.delivery,
        look=look,
        clock=scene.clock,
        chance=random.Random(0),
    )


@contextlib.asynccontextmanager
async def on_lives(tmp_path: Path) -> AsyncIterator[Lives]:
    async with on_scene(tmp_path) as scene:
        yield Lives(scene, second_look(scene))


async def killed_at_its_end(
    lives: Lives, *, after: float = 0.0, **options: object
) -> tuple[Task, Message]:
    """A task as it ran, and its message once the next life has shown its end, so late."""
    scene = lives.scene
    task, message = await scene.imagined(**options)
    running = await scene.told(task, progress=20)
    await scene.turn()
    scene.clock.pass_(after)
    await scene.done(task, await a_picture_of(scene))
    await lives.start()
    assert shows_end(message)
    return running, message


def shows_end(message: Message) -> bool:
    """Whether it says that its task is done, and carries the finished picture and no other."""
    pictures = message.pictures()
    whole = len(pictures) == len(message.attachments) == 1 and all(data for _, data in pictures)
    return whole and "20%" not in message.text and "U1" in {b["label"] for b in message.buttons()}
