"""Stores what nobody can tell a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.errors import StoreError
from bot.service.turns import STORE_PAUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clock import Clock
    from bot.core.task import Task
    from bot.service.book import Book

log = structlog.get_logger(__name__)


async def keep(book: Book, clock: Clock, number: int, how: Callable[[Task], Task]) -> Task:
    """Changes a task by what has been answered, however long a store in trouble takes it.

    Gives the task after `how`; raises `Gone` where there is none.
    """
    while True:
        try:
            return await book.change(number, how)
        except StoreError:
            log.exception("answer not stored yet")
            await clock.wait(None, STORE_PAUSE)
