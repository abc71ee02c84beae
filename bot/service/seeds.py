"""Seeds of finished pictures, which relays only tell when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import Gone, OperationMissing, RelayRemoved
from bot.core.operations import SEED

if TYPE_CHECKING:
    from bot.core.ports import Relays
    from bot.service.book import Book
    from bot.service.operations import Abilities


class Seeds:
    """Asks for seeds, each once: what a relay has told is kept, since it may forget the task."""

    def __init__(self, *, book: Book, relays: Relays, abilities: Abilities) -> None:
        self._book = book
        self._relays = relays
        self._abilities = abilities

    async def seed(self, number: int) -> str:
        """The seed of a finished task as digits; may take a minute, at once where it is known.

        Raises `Gone`, or `RelayError`: at once where the relay is known to have no seeds.
        """
        task = await self._book.find(number)
        if task.seed:
            return task.seed
        if task.relay_id is None:
            raise Gone
        if task.relay not in self._relays:
            raise RelayRemoved
        if SEED in self._abilities.missing(task.relay):
            raise OperationMissing(SEED)
        try:
            seed = await self._relays[task.relay].seed(task.relay_id, task.request.speed)
        except OperationMissing as missing:
            await self._abilities.lacks(task.relay, missing.operation)
            raise
        await self._abilities.has(task.relay, {SEED})
        await self._book.change(number, lambda fresh: fresh.seeded(seed))
        return seed
