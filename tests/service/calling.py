"""Relays that call about their tasks, in front of a house."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from bot.core.hooks import Hooks
from bot.core.task import Task
from bot.relay.wire import callback
from bot.service.callbacks import Callbacks
from tests.service.conftest import House

HOOKS = Hooks("https://easel.example", b"a key of thirty-two bytes, or so.")


@dataclass
class Ear:
    """The part that takes calls, in front of a house."""

    house: House
    callbacks: Callbacks
    told: list[int]

    async def call(self, task: Task, **fields: Any) -> Task:
        """The relay calls about a task; gives what became of it."""
        body = {"id": task.relay_id, "state": task.state} | fields
        self.callbacks.take(task.state, json.dumps(body).encode())
        await self.merged()
        return await self.house.fresh(task)

    async def completed(self) -> None:
        """Every result that lacks something has been asked for."""
        await self.callbacks.turn()
        await asyncio.gather(*self.callbacks._asking.values())

    async def merged(self) -> None:
        """All that came is merged, in its time."""
        await self.completed()
        while (pause := await self.callbacks.turn()) is not None:
            self.house.clock.pass_(pause)


def result(task: Task) -> dict[str, Any]:
    """A call about a finished task, without its buttons."""
    return {"id": task.relay_id, "status": "SUCCESS", "imageUrl": "https://cdn.example/a.png"}


def an_ear(house: House) -> Ear:
    """The part that takes calls, as the program has it."""
    told: list[int] = []
    callbacks = Callbacks(
        hooks=HOOKS,
        read=callback.report,
        book=house.book,
        relays=house.pool,
        called=lambda task: told.append(task.number),
        clock=house.clock,
    )
    return Ear(house, callbacks, told)
