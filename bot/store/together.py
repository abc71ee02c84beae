"""Writes that come while one is being made are made together, in one transaction after it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Write = Callable[[Sequence[Item]], Awaitable[Sequence[Exception | None]]]
"""Writes some items in one transaction; gives for each what kept it from being written, if anything
did. What it raises kept all of them."""


class Together(Generic[Item]):
    """Whoever waits here waits for one write, at most for the one before it as well.

    Kept here: `add` returns once the item is written, as if it had been alone; items are written in
    the order they came in.
    """

    def __init__(self, write: Write[Item]) -> None:
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> None:
        """Writes an item; raises what kept it from being written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all(), name="write together")
        await written

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            for (_, written), error in zip(batch, await self._outcomes(batch), strict=True):
                if written.done():  # whoever waited was cancelled
                    continue
                if error is None:
                    written.set_result(None)
                else:
                    written.set_exception(error)
        self._writing = None

    async def _outcomes(
        self, batch: Sequence[tuple[Item, asyncio.Future[None]]]
    ) -> Sequence[Exception | None]:
        try:
            return await self._write([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001  (it is whoever waits who is to hear of it)
            return [error] * len(batch)
