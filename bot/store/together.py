"""Work for the database that comes while some is being done is done in one go after it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from bot.core.clock import Clock

MANY = 8
"""So many items that met others within `LATELY` are many. What one member does never comes to that:
of things done one after the other none meets another."""
LATELY = 1.0
"""Seconds."""

Item = TypeVar("Item")
Do = Callable[[Sequence[Item]], Awaitable[Sequence[Exception | None]]]
"""Does some items in one go; gives for each what kept it from being done, if anything did. What it
raises kept all of them."""


class Together(Generic[Item]):
    """Whoever waits here waits for one go, at most for the one before it as well.

    While many come, a go waits for more of them first, since most of what it costs is its beginning
    and its end (PostgreSQL knows that as `commit_delay`).

    Kept here: `add` returns once the item is done, as if it had been alone; items are done in the
    order they came in, and those that have come are done before `finish` returns.
    """

    def __init__(self, do: Do[Item], clock: Clock, *, pause: float = 0.0) -> None:
        """`pause` is how long a go waits for more while many come, in seconds."""
        self._do = do
        self._clock = clock
        self._pause = pause
        self._met: deque[float] = deque(maxlen=MANY)
        self._hurry = asyncio.Event()
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._going: asyncio.Task[None] | None = None

    async def add(self, item: Item, *, hurry: bool = False) -> None:
        """Has an item done, without a pause where it is in a `hurry`, and all that wait with it.

        Raises what kept it from being done.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._going is None:
            self._going = asyncio.create_task(self._do_all(), name="together")
        else:
            self._met.append(self._clock.monotonic())
        if hurry:
            self._hurry.set()
        await done

    async def finish(self) -> None:
        """Waits for all that has come, which waits for no more."""
        self._hurry.set()
        if self._going is not None:
            await asyncio.wait({self._going})

    async def _do_all(self) -> None:
        while self._waiting:
            if self._pause and self._many_come():
                await self._clock.wait(self._hurry, self._pause)
            self._hurry.clear()
            batch, self._waiting = self._waiting, []
            for (_, done), error in zip(batch, await self._outcomes(batch), strict=True):
                if done.done():  # whoever waited was cancelled
                    continue
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)
        self._going = None

    def _many_come(self) -> bool:
        return len(self._met) == MANY and self._clock.monotonic() - self._met[0] < LATELY

    async def _outcomes(
        self, batch: Sequence[tuple[Item, asyncio.Future[None]]]
    ) -> Sequence[Exception | None]:
        try:
            return await self._do([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001  (it is whoever waits who is to hear of it)
            return [error] * len(batch)
