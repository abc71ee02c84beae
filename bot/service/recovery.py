"""Pictures that a relay has lost: the same prompt with the same seed, as a new task."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.core import zoom
from bot.core.errors import BadInput, BadPrompt, Gone, RelayError
from bot.core.form import prompt_of
from bot.core.parameters import Options, compose
from bot.core.request import FollowUp, Imagine, Note

if TYPE_CHECKING:
    from bot.core.parameters import Composed
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.seeds import Seeds

log = structlog.get_logger(__name__)

SEED = "seed"
"""The name of the parameter."""


@dataclass(frozen=True, slots=True)
class Redrawing:
    """What a lost picture is drawn anew by."""

    request: Imagine
    parent: Task


class Recovery:
    """Draws anew what a relay has forgotten, as close to the first as can be.

    Kept here: only what was drawn from words is; the seed is the one in the prompt, else the one
    that was told before, else the relay is asked; without one it is drawn all the same, and said.
    """

    def __init__(self, *, book: Book, seeds: Seeds) -> None:
        self._book = book
        self._seeds = seeds

    async def redraw(self, number: int) -> Redrawing:
        """The request that draws the picture anew whose button came to nothing as this task.

        May take a minute, while the relay is asked for the seed. Raises `Gone`, `BadPrompt`, or
        `BadInput` (`redraw_pictures`) where it was made from pictures, which are not kept.
        """
        task = await self._book.find(number)
        if task.parent is None:
            raise Gone
        parent = await self._book.find(task.parent)
        first = await self._first(parent)
        composed = await self._seeded(parent)
        request = Imagine(
            prompt=composed.prompt,
            model=first.model,
            speed=composed.speed or task.request.speed,
            notes=composed.notes,
            redraws=number,
        )
        return Redrawing(request, parent)

    async def _first(self, task: Task) -> Imagine:
        """What the picture was drawn from in the first place."""
        while isinstance(task.request, FollowUp):
            task = await self._book.find(task.request.parent)
        if not isinstance(task.request, Imagine):
            raise BadInput("redraw_pictures")
        return task.request

    async def _seeded(self, parent: Task) -> Composed:
        """The picture's prompt with its seed, and a note that says which, or that there is none."""
        prompt = zoom.without(prompt_of(parent))
        plain = compose(prompt, Options())
        if SEED in plain.parameters:
            return plain
        try:
            seed = await self._seeds.seed(parent.number)
            seeded = compose(prompt, Options(seed=int(seed)))
        except (RelayError, BadPrompt) as error:
            log.info("redrawn without a seed", task=parent.number, error=type(error).__name__)
            return _noted(plain, Note("seed_unknown"))
        return _noted(seeded, Note("seed_kept", {"seed": seed}))


def _noted(composed: Composed, note: Note) -> Composed:
    return replace(composed, notes=(note, *composed.notes))
