"""Puts reference pictures where Midjourney can fetch them, before their task is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core import reference
from bot.core.errors import Gone, InDoubt, OperationMissing
from bot.core.operations import UPLOAD
from bot.core.request import Imagine

if TYPE_CHECKING:
    from bot.core.ports import Relays, TaskStore
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)


class References:
    """Uploads what a prompt is to name by its address.

    Kept here: the address is in the store before the submit that names it leaves. An upload makes
    no task, so one whose answer was lost is not looked for; where the relay takes none, the prompt
    keeps Discord's own address of the picture, which is good for about a day.
    """

    def __init__(
        self, *, relays: Relays, store: TaskStore, book: Book, abilities: Abilities
    ) -> None:
        self._relays = relays
        self._store = store
        self._book = book
        self._abilities = abilities

    async def place(self, number: int, relay: str) -> None:
        """Uploads the task's reference picture to a relay if it has one that is not uploaded yet.

        Raises `Refused`, `Busy` or `Unreachable`: the task is not sent then.
        """
        try:
            task = await self._book.find(number)
            request = task.request
            if not isinstance(request, Imagine) or not request.reference or request.placed:
                return
            address = await self._address(task, relay)
            placed = reference.at(request, address) if address else reference.linked(request)
            await self._book.change(number, lambda fresh: fresh.referring(placed))
        except Gone:
            return

    async def _address(self, task: Task, relay: str) -> str | None:
        """Where the relay has put the picture; None where it takes none."""
        image = next(iter(await self._store.images(task.number)), None)
        if image is None or UPLOAD in self._abilities.missing(relay):
            return None
        try:
            address = await self._relays[relay].upload(image, task.request.speed)
        except OperationMissing as missing:
            await self._abilities.lacks(relay, missing.operation)
            return None
        except InDoubt:
            log.warning("upload in doubt", task=task.number)
            return None
        await self._abilities.has(relay, {UPLOAD})
        return address
