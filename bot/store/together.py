"""Work for the database that comes while some is being done is done in one go after it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Do = Callable[[Sequence[Item]], Awaitable[Sequence[Exception | None]]]
"""Does some items in one go; gives for each what kept it from being done, if anything did. What it
raises kept all of them."""


class Together(Generic[Item]):
    """Whoever waits here waits for one go, at most for the one before it as well.

    Kept here: `add` returns once the item is done, as if it had been alone; items are done in the
    order they came in.
    """

    def __init__(self, do: Do[Item]) -> None:
        self._do = do
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._going: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> None:
        """Has an item done; raises what kept it from being done."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._going is None:
            self._going = asyncio.create_task(self._do_all(), name="together")
        await done

    async def _do_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            for (_, done), error in zip(batch, await self._outcomes(batch), strict=True):
                if done.done():  # whoever waited was cancelled
                    continue
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)
        self._going = None

    async def _outcomes(
        self, batch: Sequence[tuple[Item, asyncio.Future[None]]]
    ) -> Sequence[Exception | None]:
        try:
            return await self._do([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001  (it is whoever waits who is to hear of it)
            return [error] * len(batch)
